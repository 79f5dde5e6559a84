//! Derive macros of ilium: row and value (de)serialization, entities and DAOs.
//!
//! Use them through `ilium` or `ilium-driver`, which re-export them beside the traits.
//!
//! # Where to look
//! - `attribute`: reads `#[cql(…)]` and its like; `keyword` has their names
//! - `diagnostics`: collects mistakes; `nearest`: "did you mean"; `stub`: what is expanded beside them
//! - `library`: the path of the library in the user's package; `hygiene`: names that cannot collide; `misspelt`: types
//!   named once more without a second error
//! - `case`: `rename_all`; `name_id`: numbers for names
//! - `record`: the value and row derives; `entity`, `dao`: the mapper's

mod attribute;
mod case;
mod dao;
mod diagnostics;
mod entity;
#[cfg(test)]
mod golden;
mod hygiene;
mod keyword;
mod library;
mod misspelt;
mod name_id;
mod nearest;
mod record;
mod stub;
#[cfg(test)]
mod wide;

use proc_macro::TokenStream;

/// Writes a struct as a user-defined type, a tuple struct as a tuple, an enum without fields as text or as an integer.
///
/// The struct's fields are matched with those of the type by name, so their order is free. Every field of the struct
/// must be in the type. A field of the type that the struct does not have is written as null, or left out when no
/// later one is written: a program goes on working when `ALTER TYPE` adds a field.
///
/// Lifetimes, type parameters (a field whose type names one must be writable), constants, `where` clauses and raw
/// identifiers may be used. `CqlType`, which the mapper asks fields of entities and parameters for, is implemented too.
///
/// | attribute | on | default | example |
/// |---|---|---|---|
/// | `flavor = "…"`: `match_by_name`, or `enforce_order`: another order is an error | struct | `match_by_name` | `#[cql(flavor = "enforce_order")]` |
/// | `skip_name_checks`: with `enforce_order`, fields are matched by position alone | struct | | `#[cql(flavor = "enforce_order", skip_name_checks)]` |
/// | `forbid_excess_udt_fields`: other fields of the type are an error | struct, values only | | `#[cql(forbid_excess_udt_fields)]` |
/// | `transparent`: the struct is what its only field is | struct | | `#[cql(transparent)]` |
/// | `as = "…"`: variants are stored as `text` by name, or as `tinyint`, `smallint`, `int` or `bigint` by discriminant | enum | `text` | `#[cql(as = "smallint")]` |
/// | `rename_all = "…"`: the names in CQL follow from the names in Rust; one of `camelCase`, `kebab-case`, `lowercase`, `PascalCase`, `SCREAMING_SNAKE_CASE`, `snake_case`, `UPPERCASE` | struct, enum | as in Rust | `#[cql(rename_all = "camelCase")]` |
/// | `crate = path`: where the driver is re-exported | struct, enum | found in `Cargo.toml` | `#[cql(crate = crate::db)]` |
/// | `rename = "…"`: the name in CQL | field, variant | as in Rust | `#[cql(rename = "zipCode")]` |
/// | `skip`: CQL does not know the field | field | | `#[cql(skip)]` |
/// | `allow_missing`: what the field is for may be missing; then it is not written, and read as its `Default` | field | | `#[cql(allow_missing)]` |
/// | `default_when_null`: null is read as the `Default` | field | | `#[cql(default_when_null)]` |
/// | `flatten`: the fields of the field's struct are columns | field, rows only | | `#[cql(flatten)]` |
/// | `prefix = "…"`: stands before the names of these columns | field, rows only | none | `#[cql(flatten, prefix = "home_")]` |
///
/// `#[scylla(…)]` means the same as `#[cql(…)]`.
#[proc_macro_derive(SerializeValue, attributes(cql, scylla))]
pub fn serialize_value(input: TokenStream) -> TokenStream {
    record::serialize_value(input.into()).into()
}

/// Reads a struct from a user-defined type, a tuple struct from a tuple, an enum without fields from text or an integer.
///
/// The struct's fields are matched with those of the type by name, so their order is free. Every field of the struct
/// must be in the type; what else the type has is ignored. A value that is shorter than its type, as one written
/// before `ALTER TYPE` added a field, has nulls in place of the rest. A skipped field is its `Default`. What is no
/// variant of an enum is an error that lists them.
///
/// Fields may borrow from the result: `&'a str`, `&'a [u8]`. The attributes are those of `SerializeValue`.
#[proc_macro_derive(DeserializeValue, attributes(cql, scylla))]
pub fn deserialize_value(input: TokenStream) -> TokenStream {
    record::deserialize_value(input.into()).into()
}

/// Writes a struct as the values of a statement's bind markers.
///
/// The struct's fields are matched with the markers by name, so their order is free; those of a tuple struct by position.
/// Every field must have a marker and every marker a field; a name that is bound more than once is written each time.
/// Names are compared once for a prepared statement. The attributes are those of `SerializeValue`.
#[proc_macro_derive(SerializeRow, attributes(cql, scylla))]
pub fn serialize_row(input: TokenStream) -> TokenStream {
    record::serialize_row(input.into()).into()
}

/// Reads a struct from a row.
///
/// The struct's fields are matched with the columns by name, so their order is free; those of a tuple struct by position.
/// Every field must have a column and every column a field. Names and types are compared once for a result, not for each
/// row. A skipped field is its `Default`.
///
/// Fields may borrow from the result: `&'a str`, `&'a [u8]`. The attributes are those of `SerializeValue`.
#[proc_macro_derive(DeserializeRow, attributes(cql, scylla))]
pub fn deserialize_row(input: TokenStream) -> TokenStream {
    record::deserialize_row(input.into()).into()
}

/// Makes a struct a row of a table.
///
/// | attribute | on | default | example |
/// |---|---|---|---|
/// | `table = "…"`: the table, named as it is stored | struct | none: it must be given | `#[entity(table = "users")]` |
/// | `keyspace = "…"`: the keyspace of the table | struct | that of the session | `#[entity(table = "users", keyspace = "shop")]` |
/// | `rename_all = "…"`: the names of the columns follow from those of the fields; one of `camelCase`, `kebab-case`, `lowercase`, `PascalCase`, `SCREAMING_SNAKE_CASE`, `snake_case`, `UPPERCASE` | struct | as in Rust | `#[entity(table = "users", rename_all = "camelCase")]` |
/// | `crate = path`: where the mapper is re-exported | struct | found in `Cargo.toml` | `#[entity(table = "users", crate = crate::db)]` |
/// | `partition_key`: part of the partition key, in the order of the fields | field | | `#[col(partition_key)]` |
/// | `clustering_key`: a clustering column, in the order of the fields | field | | `#[col(clustering_key)]` |
/// | `order = asc` or `desc`: how the table keeps a clustering column | field | `asc` | `#[col(clustering_key, order = desc)]` |
/// | `rename = "…"`: the name of the column | field | the field's name | `#[col(rename = "e-mail")]` |
/// | `computed = "…"`: an expression that is selected and never written | field | | `#[col(computed = "writetime(email)")]` |
/// | `skip`: CQL does not know the field; read, it is its `Default` | field | | `#[col(skip)]` |
///
/// The derive writes `Entity` (the columns as a constant), `DeserializeRow` and `SerializeRow`.
#[proc_macro_derive(Entity, attributes(entity, col))]
pub fn entity(input: TokenStream) -> TokenStream {
    entity::derive(input.into()).into()
}

/// Makes a struct of statements: each field is a prepared statement, each has a method of its name.
///
/// On the struct:
///
/// | attribute | default | example |
/// |---|---|---|
/// | `entity = Type`: the entity that the statements are about | none: needed for all but `#[query]` | `#[dao(entity = User)]` |
/// | `profile = "…"`: the execution profile that the statements are tied to | the session's default | `#[dao(entity = User, profile = "reads")]` |
/// | `nulls = unset` or `null`: what `None` is written as | `unset` | `#[dao(entity = User, nulls = null)]` |
/// | `crate = path`: where the mapper is re-exported | found in `Cargo.toml` | `#[dao(entity = User, crate = crate::db)]` |
///
/// A field's type says what the method takes and returns: `Select<fn(org: Uuid, id: CqlTimeuuid) -> Option<User>>`. Its
/// attribute says what the statement does:
///
/// | attribute | without keys | keys |
/// |---|---|---|
/// | `#[select]` | the parameters are key columns: the partition key and clustering columns after it; without parameters all rows | `where`, `order_by`, `limit`, `per_partition_limit`, `page_size`, `allow_filtering` |
/// | `#[insert]` | a row (`user: &User`), or one parameter for each column | `if_not_exists`, `ttl`, `timestamp`, `nulls` |
/// | `#[update]` | a row: all its columns; or the key and one parameter for each column to set | `set`, `where`, `if_exists`, `if`, `ttl`, `timestamp`, `nulls` |
/// | `#[delete]` | a row, or key columns | `where`, `if_exists`, `if`, `timestamp` |
/// | `#[query("…")]` | CQL with `{table}`, `{keyspace}` and `{columns}` | `page_size`, `nulls` |
///
/// All take `profile = "…"`, `consistency = Level`, `serial_consistency = Level`, `timeout = "250ms"`, `idempotent` and
/// `entity = Type`. Bind markers have the names of parameters. `[AND …]` in a `where` is an optional group: it is left
/// out when its parameter is `None`.
///
/// Clippy finds the types of statements with three or more parameters complex (`type_complexity`), and an alias would
/// hide the names of the parameters. `#[allow(clippy::type_complexity)]` on the struct silences it.
#[proc_macro_derive(Dao, attributes(dao, select, insert, update, delete, query))]
pub fn dao(input: TokenStream) -> TokenStream {
    dao::derive(input.into()).into()
}
