//! From the derive's input to a [`Record`].

use syn::ext::IdentExt;
use syn::spanned::Spanned as _;
use syn::{Data, DeriveInput, Fields};

use super::check;
use super::expand::Derive;
use super::model::{Field, Record, SkippedField};
use crate::attribute::{self, Slot, Spanned};
use crate::case::Case;
use crate::diagnostics::Diagnostics;
use crate::{keyword, library};

/// The attributes that these derives read; both mean the same.
const ATTRIBUTES: &[&str] = &[keyword::CQL, keyword::SCYLLA];
/// The keys on the struct.
const STRUCT_KEYS: &[&str] = &[keyword::CRATE, keyword::RENAME_ALL];
/// The keys on a field.
const FIELD_KEYS: &[&str] = &[keyword::RENAME, keyword::SKIP];

/// The keys of the struct.
#[derive(Default)]
struct StructKeys {
    library: Slot<syn::Path>,
    rename_all: Slot<Case>,
}

/// The keys of a field.
#[derive(Default)]
struct FieldKeys {
    rename: Slot<String>,
    skip: Slot<bool>,
}

/// Reads the struct for `derive`; all mistakes are one error.
pub(crate) fn record<'a>(input: &'a DeriveInput, derive: &Derive) -> syn::Result<Record<'a>> {
    let mut diagnostics = Diagnostics::default();
    let keys = struct_keys(input, &mut diagnostics);
    let driver = diagnostics.ok(library::driver(keys.library.get().map(|path| &path.value)));
    let case = keys.rename_all.value();

    let mut record = Record {
        driver: driver.unwrap_or_default(),
        ident: &input.ident,
        generics: &input.generics,
        fields: Vec::new(),
        skipped: Vec::new(),
    };
    if let Some(fields) = diagnostics.ok(named_fields(input, derive.name)) {
        for field in fields {
            add_field(&mut record, field, case, &mut diagnostics);
        }
    }
    check::record(&record, derive.reads, &mut diagnostics);
    diagnostics.finish(record)
}

/// The path of the driver, even when the input has mistakes elsewhere.
pub(crate) fn driver(input: &DeriveInput) -> Option<proc_macro2::TokenStream> {
    let keys = struct_keys(input, &mut Diagnostics::default());
    library::driver(keys.library.get().map(|path| &path.value)).ok()
}

fn struct_keys(input: &DeriveInput, diagnostics: &mut Diagnostics) -> StructKeys {
    let mut keys = StructKeys::default();
    attribute::read(&input.attrs, ATTRIBUTES, diagnostics, |key| match key.name() {
        keyword::CRATE => keys.library.set(key, key.path()?),
        keyword::RENAME_ALL => {
            let name = key.string()?;
            keys.rename_all.set(key, Spanned { value: Case::parse(&name)?, span: name.span })
        }
        keyword::RENAME | keyword::SKIP => Err(key.misplaced("a field")),
        _ => Err(key.unknown(STRUCT_KEYS)),
    });
    keys
}

fn field_keys(field: &syn::Field, diagnostics: &mut Diagnostics) -> FieldKeys {
    let mut keys = FieldKeys::default();
    attribute::read(&field.attrs, ATTRIBUTES, diagnostics, |key| match key.name() {
        keyword::RENAME => keys.rename.set(key, key.string()?),
        keyword::SKIP => keys.skip.set(key, key.flag()?),
        keyword::CRATE | keyword::RENAME_ALL => Err(key.misplaced("the struct")),
        _ => Err(key.unknown(FIELD_KEYS)),
    });
    keys
}

/// The fields of a struct that names them; there is no rule yet for how other types would meet columns by name.
fn named_fields<'a>(input: &'a DeriveInput, derive: &str) -> syn::Result<impl Iterator<Item = &'a syn::Field>> {
    let (span, found) = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Ok(fields.named.iter()),
            Fields::Unnamed(fields) => (fields.span(), "a tuple struct"),
            Fields::Unit => (input.ident.span(), "a unit struct"),
        },
        Data::Enum(data) => (data.enum_token.span, "an enum"),
        Data::Union(data) => (data.union_token.span, "a union"),
    };
    Err(syn::Error::new(span, format!("`{derive}` needs a struct with named fields, found {found}")))
}

fn add_field<'a>(record: &mut Record<'a>, field: &'a syn::Field, case: Option<Case>, diagnostics: &mut Diagnostics) {
    // A named field has a name; syn keeps it optional for tuple structs only.
    let Some(ident) = &field.ident else { return };
    let keys = field_keys(field, diagnostics);
    if keys.skip.is_set() {
        if let Some(rename) = keys.rename.get() {
            diagnostics.report(rename.span, format!("`{ident}` is skipped, so its name in CQL is never used"));
        }
        record.skipped.push(SkippedField { ident, ty: &field.ty });
        return;
    }
    let (name, name_span) = match keys.rename.optional() {
        Some(rename) => (rename.value, rename.span),
        None => {
            let name = ident.unraw().to_string();
            (case.map_or_else(|| name.clone(), |case| case.apply(&name)), ident.span())
        }
    };
    record.fields.push(Field { ident, ty: &field.ty, name, name_span });
}
