//! Derive macros of ilium: row and value (de)serialization, entities and DAOs.
//!
//! Use them through `ilium` or `ilium-driver`, which re-export them beside the traits.
//!
//! # Where to look
//! - `attribute`: reads `#[cql(…)]` and its like; `keyword` has their names
//! - `diagnostics`: collects mistakes; `nearest`: "did you mean"; `stub`: what is expanded beside them
//! - `library`: the path of the library in the user's package; `hygiene`: names that cannot collide
//! - `case`: `rename_all`
//! - `record`: the value and row derives

mod attribute;
mod case;
mod diagnostics;
#[cfg(test)]
mod golden;
mod hygiene;
mod keyword;
mod library;
mod nearest;
mod record;
mod stub;

use proc_macro::TokenStream;

/// Writes a struct as a user-defined type.
///
/// The struct's fields are matched with those of the type by name, so their order is free. Every field of the struct
/// must be in the type. A field of the type that the struct does not have is written as null, or left out when no
/// later one is written: a program goes on working when `ALTER TYPE` adds a field.
///
/// Lifetimes, type parameters (a field whose type names one must be writable), `where` clauses and raw identifiers may
/// be used.
///
/// | attribute | on | default | example |
/// |---|---|---|---|
/// | `rename = "…"`: the name in CQL | field | the field's name | `#[cql(rename = "zipCode")]` |
/// | `skip`: CQL does not know the field | field | | `#[cql(skip)]` |
/// | `rename_all = "…"`: the names in CQL follow from the names in Rust; one of `camelCase`, `kebab-case`, `lowercase`, `PascalCase`, `SCREAMING_SNAKE_CASE`, `snake_case`, `UPPERCASE` | struct | as in Rust | `#[cql(rename_all = "camelCase")]` |
/// | `crate = path`: where the driver is re-exported | struct | found in `Cargo.toml` | `#[cql(crate = crate::db)]` |
///
/// `#[scylla(…)]` means the same as `#[cql(…)]`.
#[proc_macro_derive(SerializeValue, attributes(cql, scylla))]
pub fn serialize_value(input: TokenStream) -> TokenStream {
    record::serialize_value(input.into()).into()
}

/// Reads a struct from a user-defined type.
///
/// The struct's fields are matched with those of the type by name, so their order is free. Every field of the struct
/// must be in the type; what else the type has is ignored. A value that is shorter than its type, as one written
/// before `ALTER TYPE` added a field, has nulls in place of the rest. A skipped field is its `Default`.
///
/// Fields may borrow from the result: `&'a str`, `&'a [u8]`. The attributes are those of `SerializeValue`.
#[proc_macro_derive(DeserializeValue, attributes(cql, scylla))]
pub fn deserialize_value(input: TokenStream) -> TokenStream {
    record::deserialize_value(input.into()).into()
}

/// Writes a struct as the values of a statement's bind markers.
///
/// The struct's fields are matched with the markers by name, so their order is free; markers in the order of the fields
/// are the fastest. Every field must have a marker and every marker a field; a name that is bound more than once is
/// written each time. The attributes are those of `SerializeValue`.
#[proc_macro_derive(SerializeRow, attributes(cql, scylla))]
pub fn serialize_row(input: TokenStream) -> TokenStream {
    record::serialize_row(input.into()).into()
}

/// Reads a struct from a row.
///
/// The struct's fields are matched with the columns by name, so their order is free. Every field must have a column and
/// every column a field. Names and types are compared once for a result, not for each row. A skipped field is its
/// `Default`.
///
/// Fields may borrow from the result: `&'a str`, `&'a [u8]`. The attributes are those of `SerializeValue`.
#[proc_macro_derive(DeserializeRow, attributes(cql, scylla))]
pub fn deserialize_row(input: TokenStream) -> TokenStream {
    record::deserialize_row(input.into()).into()
}
