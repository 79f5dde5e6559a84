//! From the struct's tokens to the model.

use proc_macro2::Ident;
use syn::ext::IdentExt as _;
use syn::{Data, DeriveInput, Field, Fields, Type};

use super::check;
use super::model::{Column, Entity, Kind, Order};
use crate::attribute::{self, Key, Slot, Spanned};
use crate::case::Case;
use crate::diagnostics::Diagnostics;
use crate::nearest::nearest;
use crate::{keyword, library};

const ON_STRUCT: [&str; 4] = [keyword::TABLE, keyword::KEYSPACE, keyword::RENAME_ALL, keyword::CRATE];
const ON_FIELD: [&str; 6] = [
    keyword::PARTITION_KEY,
    keyword::CLUSTERING_KEY,
    keyword::ORDER,
    keyword::RENAME,
    keyword::COMPUTED,
    keyword::SKIP,
];

/// Reads the whole struct; all its mistakes are one error.
pub(super) fn entity(input: &DeriveInput) -> syn::Result<Entity> {
    let mut diagnostics = Diagnostics::default();
    let options = options(input, &mut diagnostics);
    attribute::misplaced(&input.attrs, &[keyword::COL], "a field", &mut diagnostics);
    // A key that could not be read may be the one that is missing.
    let is_struct_read = !diagnostics.has_errors();
    let mut columns = Vec::new();
    let mut skipped = Vec::new();
    for field in named_fields(input)? {
        match column(field, options.case, &mut diagnostics) {
            Some(Read::Column(column)) => columns.push(column),
            Some(Read::Skipped(field, ty)) => skipped.push((field, ty)),
            None => {}
        }
    }
    let library = diagnostics.ok(library::mapper(options.library.as_ref(), keyword::ENTITY));
    // What is missing from a field that could not be read is not known to be missing.
    if !diagnostics.has_errors() {
        check::entity(&input.ident, &columns, &mut diagnostics);
    }
    let table = match is_struct_read {
        true => options.table.required(input.ident.span(), "#[entity(table = \"…\")]", &mut diagnostics),
        false => options.table.optional(),
    };
    let entity = table.zip(library).map(|(table, library)| Entity {
        ident: input.ident.clone(),
        generics: input.generics.clone(),
        library,
        table: table.value,
        keyspace: options.keyspace.value(),
        columns,
        skipped,
    });
    match (diagnostics.finish(()), entity) {
        (Ok(()), Some(entity)) => Ok(entity),
        (Err(error), _) => Err(error),
        (Ok(()), None) => Err(syn::Error::new(input.ident.span(), "this entity cannot be read")),
    }
}

/// The path that the user gave for the library, even when the input has mistakes elsewhere.
pub(super) fn library(input: &DeriveInput) -> Option<syn::Path> {
    options(input, &mut Diagnostics::default()).library
}

struct Options {
    table: Slot<String>,
    keyspace: Slot<String>,
    case: Option<Case>,
    library: Option<syn::Path>,
}

fn options(input: &DeriveInput, diagnostics: &mut Diagnostics) -> Options {
    let (mut table, mut keyspace) = (Slot::default(), Slot::default());
    let (mut case, mut library) = (Slot::default(), Slot::default());
    attribute::read(&input.attrs, &[keyword::ENTITY], diagnostics, |key| match key.name() {
        keyword::TABLE => table.set(key, name(key)?),
        keyword::KEYSPACE => keyspace.set(key, name(key)?),
        keyword::RENAME_ALL => {
            let spelling = key.string()?;
            let value = Case::parse(&spelling)?;
            case.set(key, Spanned { value, span: spelling.span })
        }
        keyword::CRATE => library.set(key, key.path()?),
        _ => Err(key.unknown(&ON_STRUCT)),
    });
    Options { table, keyspace, case: case.value(), library: library.value() }
}

/// Reads a name, which cannot be empty.
fn name(key: &Key<'_>) -> syn::Result<Spanned<String>> {
    let name = key.string()?;
    if name.value.is_empty() {
        return Err(syn::Error::new(name.span, format!("`{}` is empty", key.name())));
    }
    Ok(name)
}

fn named_fields(input: &DeriveInput) -> syn::Result<impl Iterator<Item = &Field>> {
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok(fields.named.iter()),
            Fields::Unnamed(_) | Fields::Unit => {
                Err(syn::Error::new(input.ident.span(), "an entity is a struct with named fields: its columns"))
            }
        },
        Data::Enum(_) | Data::Union(_) => {
            Err(syn::Error::new(input.ident.span(), "only a struct can be an entity: its fields are the columns"))
        }
    }
}

enum Read {
    Column(Column),
    Skipped(Ident, Type),
}

#[derive(Default)]
struct FieldOptions {
    partition_key: Slot<bool>,
    clustering_key: Slot<bool>,
    order: Slot<Order>,
    rename: Slot<String>,
    computed: Slot<String>,
    skip: Slot<bool>,
}

fn column(field: &Field, case: Option<Case>, diagnostics: &mut Diagnostics) -> Option<Read> {
    let ident = field.ident.clone()?;
    let mut options = FieldOptions::default();
    attribute::read(&field.attrs, &[keyword::COL], diagnostics, |key| match key.name() {
        keyword::PARTITION_KEY => options.partition_key.set(key, key.flag()?),
        keyword::CLUSTERING_KEY => options.clustering_key.set(key, key.flag()?),
        keyword::ORDER => options.order.set(key, order(key)?),
        keyword::RENAME => options.rename.set(key, name(key)?),
        keyword::COMPUTED => options.computed.set(key, name(key)?),
        keyword::SKIP => options.skip.set(key, key.flag()?),
        _ => Err(key.unknown(&ON_FIELD)),
    });
    attribute::misplaced(&field.attrs, &[keyword::ENTITY], "the struct", diagnostics);
    exclude(&options, diagnostics);
    if options.skip.is_set() {
        return Some(Read::Skipped(ident, field.ty.clone()));
    }
    let kind = kind(&options);
    let plain = ident.unraw().to_string();
    let name = match (options.rename.optional(), case) {
        (Some(name), _) => name,
        (None, Some(case)) => Spanned { value: case.apply(&plain), span: ident.span() },
        (None, None) => Spanned { value: plain, span: ident.span() },
    };
    Some(Read::Column(Column { field: ident, ty: field.ty.clone(), name, kind }))
}

fn kind(options: &FieldOptions) -> Kind {
    if options.partition_key.is_set() {
        return Kind::PartitionKey;
    }
    if options.clustering_key.is_set() {
        return Kind::Clustering(options.order.get().map_or(Order::Asc, |order| order.value));
    }
    match options.computed.get() {
        Some(expression) => Kind::Computed(expression.clone()),
        None => Kind::Regular,
    }
}

/// Keys that say contrary things of one field.
fn exclude(options: &FieldOptions, diagnostics: &mut Diagnostics) {
    let given = |slot: &Slot<bool>| slot.get().filter(|flag| flag.value).map(|flag| flag.span);
    let mut said: Option<&str> = None;
    for (key, span) in [
        (keyword::SKIP, given(&options.skip)),
        (keyword::PARTITION_KEY, given(&options.partition_key)),
        (keyword::CLUSTERING_KEY, given(&options.clustering_key)),
        (keyword::COMPUTED, options.computed.get().map(|expression| expression.span)),
    ] {
        let Some(span) = span else { continue };
        match said {
            Some(before) => diagnostics.report(span, format!("`{key}` and `{before}` exclude each other")),
            None => said = Some(key),
        }
    }
    if let Some(order) = options.order.get()
        && given(&options.clustering_key).is_none()
    {
        diagnostics.report(order.span, "`order` belongs on a `clustering_key`");
    }
    if let (Some(name), true) = (options.rename.get(), options.skip.is_set()) {
        diagnostics.report(name.span, "`rename` and `skip` exclude each other");
    }
}

/// Reads `order = asc` or `order = desc`.
fn order(key: &Key<'_>) -> syn::Result<Spanned<Order>> {
    let word: Spanned<Ident> = key.value("`asc` or `desc`")?;
    let value = match word.value.to_string().as_str() {
        "asc" => Order::Asc,
        "desc" => Order::Desc,
        other => {
            let meant = match nearest(other, ["desc", "asc"]) {
                Some(meant) => format!("; did you mean `{meant}`?"),
                None => String::new(),
            };
            return Err(syn::Error::new(word.span, format!("`order` is `asc` or `desc`, not `{other}`{meant}")));
        }
    };
    Ok(Spanned { value, span: word.value.span() })
}
