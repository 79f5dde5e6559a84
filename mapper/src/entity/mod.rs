//! Entities: Rust structs that are rows of a table.
//!
//! # What lives here
//! [`Entity`] and the data that its derive emits: [`EntityMeta`], [`ColumnMeta`].
//!
//! # Depends on
//! [`cql_type`](crate::CqlType).
//!
//! # Invariants
//! All of it is `const`: the checks read it when the program compiles, `prepare` when it runs.
//!
//! # Start reading at
//! [`EntityMeta`].

mod column;
mod meta;

pub use column::Column;
pub(crate) use column::write_value;
pub use meta::{ColumnKind, ColumnMeta, EntityMeta, Order, name_id};

/// A struct that is a row of a table; derive it.
///
/// # Examples
/// ```
/// use ilium::prelude::*;
///
/// #[derive(Entity)]
/// #[entity(table = "users")]
/// struct User {
///     #[col(partition_key)]
///     org: Uuid,
///     #[col(clustering_key, order = desc)]
///     id: CqlTimeuuid,
///     email: String,
/// }
///
/// let columns: Vec<&str> = User::META.columns.iter().map(|column| column.name).collect();
/// assert_eq!(columns, ["org", "id", "email"]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entity",
    label = "not an entity",
    note = "add `#[derive(Entity)]` to `{Self}`"
)]
pub trait Entity {
    /// The table and its columns.
    const META: &'static EntityMeta;
}
