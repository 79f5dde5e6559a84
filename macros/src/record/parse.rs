//! From the derive's input to a [`Record`].

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::{Data, DeriveInput, Fields, Index, Member};

use super::check;
use super::expand::Derive;
use super::keys::{FieldKeys, StructKeys};
use super::model::{Field, Matching, Record, SkippedField, label};
use crate::case::Case;
use crate::diagnostics::Diagnostics;
use crate::library;

/// Reads the struct for `derive`; all mistakes are one error.
pub(crate) fn record<'a>(input: &'a DeriveInput, derive: &Derive) -> syn::Result<Record<'a>> {
    let mut diagnostics = Diagnostics::default();
    let keys = StructKeys::read(&input.attrs, derive, &mut diagnostics);
    let driver = diagnostics.ok(library::driver(keys.library.get().map(|path| &path.value)));
    let mut record = Record::named(driver.unwrap_or_default(), &input.ident, &input.generics);
    if let Some(fields) = diagnostics.ok(fields(input, derive.name)) {
        record.has_names = matches!(fields, Fields::Named(_));
        check::struct_keys(&keys, record.has_names, &mut diagnostics);
        record.is_transparent = keys.transparent.is_set();
        record.forbids_excess = keys.forbid_excess.is_set();
        record.matching = matching(&keys, record.has_names);
        let case = keys.rename_all.get().map(|case| case.value);
        for (index, field) in fields.iter().enumerate() {
            add_field(&mut record, member(field, index), field, case, derive, &mut diagnostics);
        }
        check::record(&record, keys.transparent.get().map(|key| key.span), derive, &mut diagnostics);
    }
    diagnostics.finish(record)
}

/// The path of the driver, even when the input has mistakes elsewhere.
pub(crate) fn driver(input: &DeriveInput, derive: &Derive) -> Option<proc_macro2::TokenStream> {
    let keys = StructKeys::read(&input.attrs, derive, &mut Diagnostics::default());
    library::driver(keys.library.get().map(|path| &path.value)).ok()
}

/// The fields of a struct that has some; a struct with `{}` has them, though none.
fn fields<'a>(input: &'a DeriveInput, derive: &str) -> syn::Result<&'a Fields> {
    let (span, found) = match &input.data {
        Data::Struct(data) => match &data.fields {
            fields @ Fields::Named(_) => return Ok(fields),
            Fields::Unnamed(fields) if fields.unnamed.is_empty() => (fields.span(), "one without"),
            Fields::Unnamed(_) => return Ok(&data.fields),
            Fields::Unit => (input.ident.span(), "a unit struct"),
        },
        Data::Enum(data) => (data.enum_token.span, "an enum"),
        Data::Union(data) => (data.union_token.span, "a union"),
    };
    Err(syn::Error::new(span, format!("`{derive}` needs a struct with fields, found {found}")))
}

fn matching(keys: &StructKeys, has_names: bool) -> Matching {
    let flavor = keys.flavor.get().map_or(Matching::ByName, |flavor| flavor.value);
    let skips_names = keys.skip_name_checks.is_set() && flavor == Matching::InOrder;
    if !has_names || skips_names { Matching::Positions } else { flavor }
}

fn member(field: &syn::Field, index: usize) -> Member {
    match &field.ident {
        Some(ident) => Member::Named(ident.clone()),
        // The span of the type: a position has no token of its own.
        None => Member::Unnamed(Index { index: u32::try_from(index).unwrap_or(u32::MAX), span: Span::call_site() }),
    }
}

fn add_field<'a>(
    record: &mut Record<'a>,
    member: Member,
    field: &'a syn::Field,
    case: Option<Case>,
    derive: &Derive,
    diagnostics: &mut Diagnostics,
) {
    let keys = FieldKeys::read(&field.attrs, derive, diagnostics);
    check::field_keys(&keys, &label(&member), record, diagnostics);
    if keys.skip.is_set() {
        record.skipped.push(SkippedField { member, ty: &field.ty });
        return;
    }
    let plain = label(&member);
    let (name, name_span) = match keys.rename.optional() {
        Some(rename) => (rename.value, rename.span),
        None => (case.map_or_else(|| plain.clone(), |case| case.apply(&plain)), field.ident.span()),
    };
    let name_span = if field.ident.is_some() { name_span } else { field.ty.span() };
    let prefix = keys.prefix.value().unwrap_or_default();
    record.fields.push(Field {
        flatten: keys.flatten.is_set().then_some(prefix),
        allow_missing: keys.allow_missing.get().filter(|flag| flag.value).map(|flag| flag.span),
        default_when_null: keys.default_when_null.is_set(),
        ..Field::new(member, &field.ty, name, name_span)
    });
}
