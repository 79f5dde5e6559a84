//! From the derive's input to an [`Enumeration`].

use std::collections::HashMap;

use quote::ToTokens;
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{Data, DataEnum, DeriveInput, Expr, ExprLit, ExprUnary, Fields, Lit, UnOp};

use super::super::expand::{Derive, Subject};
use super::super::keys::{ATTRIBUTES, case};
use super::model::{Enumeration, Stored, Variant};
use crate::attribute::{self, Key, Slot, Spanned};
use crate::case::Case;
use crate::diagnostics::Diagnostics;
use crate::nearest::meant;
use crate::{keyword, library};

/// The keys on an enum.
const ON_ENUM: &[&str] = &[keyword::AS, keyword::CRATE, keyword::RENAME_ALL];
/// The keys on a variant.
const ON_VARIANT: &[&str] = &[keyword::RENAME];
/// The keys that belong on structs and on their fields.
const ON_STRUCTS: &[&str] =
    &[keyword::FLAVOR, keyword::FORBID_EXCESS_UDT_FIELDS, keyword::SKIP_NAME_CHECKS, keyword::TRANSPARENT];
const ON_FIELDS: &[&str] =
    &[keyword::ALLOW_MISSING, keyword::DEFAULT_WHEN_NULL, keyword::FLATTEN, keyword::PREFIX, keyword::SKIP];

#[derive(Default)]
struct EnumKeys {
    library: Slot<syn::Path>,
    rename_all: Slot<Case>,
    stored: Slot<Stored>,
}

/// Reads the enum for `derive`; all mistakes are one error.
pub(super) fn enumeration<'a>(input: &'a DeriveInput, derive: &Derive) -> syn::Result<Enumeration<'a>> {
    let mut diagnostics = Diagnostics::default();
    let Data::Enum(data) = &input.data else {
        return Err(syn::Error::new(input.ident.span(), "not an enum"));
    };
    if derive.subject == Subject::Row {
        let message = format!("`{}` needs a struct, found an enum: it is one value and no row", derive.name);
        return Err(syn::Error::new(data.enum_token.span, message));
    }
    if let Some(parameter) = input.generics.params.first() {
        let message = "an enum without fields has no use for parameters";
        diagnostics.push(syn::Error::new_spanned(parameter, message));
    }
    let keys = enum_keys(input, &mut diagnostics);
    let driver = diagnostics.ok(library::driver(keys.library.get().map(|path| &path.value)));
    let stored = keys.stored.get().map_or(Stored::Text, |stored| stored.value);
    if let (Some(case), true) = (keys.rename_all.get(), stored != Stored::Text) {
        diagnostics.report(case.span, names_are_unused("rename_all", stored));
    }
    let case = keys.rename_all.get().map(|case| case.value);
    if data.variants.is_empty() {
        diagnostics
            .report(input.ident.span(), format!("`{}` has no variants, so there is no value of it", input.ident));
    }
    let variants = variants(data, stored, case, &mut diagnostics);
    if stored != Stored::Text {
        numbers_fit(data, stored, &mut diagnostics);
    }
    diagnostics.finish(Enumeration {
        driver: driver.unwrap_or_default(),
        ident: &input.ident,
        generics: &input.generics,
        variants,
        stored,
    })
}

fn enum_keys(input: &DeriveInput, diagnostics: &mut Diagnostics) -> EnumKeys {
    let mut keys = EnumKeys::default();
    attribute::read(&input.attrs, ATTRIBUTES, diagnostics, |key| match key.name() {
        keyword::CRATE => keys.library.set(key, key.path()?),
        keyword::RENAME_ALL => keys.rename_all.set(key, case(key)?),
        keyword::AS => keys.stored.set(key, stored(key)?),
        name if ON_STRUCTS.contains(&name) => Err(key.misplaced("a struct")),
        name if ON_FIELDS.contains(&name) => Err(key.misplaced("a field of a struct")),
        keyword::RENAME => Err(key.misplaced("a variant")),
        _ => Err(key.unknown(ON_ENUM)),
    });
    keys
}

/// Reads `as = "…"`.
fn stored(key: &Key<'_>) -> syn::Result<Spanned<Stored>> {
    let name = key.string()?;
    match Stored::ALL.iter().find(|(spelling, _)| *spelling == name.value) {
        Some((_, stored)) => Ok(Spanned { value: *stored, span: name.span }),
        None => {
            let known = Stored::ALL.map(|(spelling, _)| spelling);
            let meant = meant(&name.value, known);
            let message = format!("an enum cannot be stored as `{}`; {meant}known: {}", name.value, known.join(", "));
            Err(syn::Error::new(name.span, message))
        }
    }
}

fn variants<'a>(
    data: &'a DataEnum,
    stored: Stored,
    case: Option<Case>,
    diagnostics: &mut Diagnostics,
) -> Vec<Variant<'a>> {
    let mut names: HashMap<String, String> = HashMap::new();
    let mut variants = Vec::new();
    for variant in &data.variants {
        if !matches!(variant.fields, Fields::Unit) {
            let message = format!("`{}` has fields, which neither text nor a number can hold", variant.ident);
            diagnostics.report(variant.fields.span(), message);
        }
        let mut rename = Slot::default();
        attribute::read(&variant.attrs, ATTRIBUTES, diagnostics, |key| match key.name() {
            keyword::RENAME if stored == Stored::Text => rename.set(key, key.string()?),
            keyword::RENAME => Err(key.error(names_are_unused("rename", stored))),
            name if ON_ENUM.contains(&name) => Err(key.misplaced("the enum")),
            name if ON_FIELDS.contains(&name) => Err(key.misplaced("a field of a struct")),
            _ => Err(key.unknown(ON_VARIANT)),
        });
        let plain = variant.ident.unraw().to_string();
        let name: Spanned<String> = rename.optional().unwrap_or_else(|| Spanned {
            value: case.map_or_else(|| plain.clone(), |case| case.apply_to_variant(&plain)),
            span: variant.ident.span(),
        });
        if let Some(first) = names.get(&name.value) {
            let message = format!("the name `{}` is already that of the variant `{first}`", name.value);
            diagnostics.report(name.span, message);
        } else {
            names.insert(name.value.clone(), plain);
        }
        let discriminant = variant.discriminant.as_ref().map(|(_, value)| value);
        variants.push(Variant { ident: &variant.ident, name: name.value, discriminant });
    }
    variants
}

fn names_are_unused(key: &str, stored: Stored) -> String {
    format!("`{key}` has no meaning beside `as = \"{}\"`: variants are stored by their discriminants", stored.name())
}

/// Discriminants that are written as numbers, or follow from such, fit the type. Others are looked at by the compiler,
/// with the code that the derive writes.
fn numbers_fit(data: &DataEnum, stored: Stored, diagnostics: &mut Diagnostics) {
    let Some((least, greatest)) = stored.range() else { return };
    let mut next = Some(0);
    for variant in &data.variants {
        let (number, tokens): (Option<i128>, &dyn ToTokens) = match &variant.discriminant {
            Some((_, expression)) => (literal(expression), expression),
            None => (next, &variant.ident),
        };
        if let Some(number) = number
            && (number < least || number > greatest)
        {
            let (name, stored) = (&variant.ident, stored.name());
            let message = format!("the discriminant {number} of `{name}` is out of the range of `{stored}`");
            diagnostics.push(syn::Error::new_spanned(tokens, message));
        }
        next = number.and_then(|number| number.checked_add(1));
    }
}

/// The number that an expression is at first sight.
fn literal(expression: &Expr) -> Option<i128> {
    match expression {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_parse().ok(),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => literal(expr)?.checked_neg(),
        Expr::Paren(inner) => literal(&inner.expr),
        Expr::Group(inner) => literal(&inner.expr),
        _ => None,
    }
}
