//! Keyspaces and how they are replicated.

// How the driver reads them, and the nodes: each system table is declared once, in the file named after it, as a `Table`
// with its columns, the type of its rows and what is made of them; `find` in `cluster.rs` says which are read, and
// `reader.rs` reads one, page after page. What the snapshot keeps of the schema is in `topology/schema`.

mod cells;
mod cluster;
mod keyspaces;
mod local;
mod page;
mod peers;
mod reader;
mod reading;
mod table;
mod wishes;

#[cfg(test)]
mod tests;

pub(super) use cluster::find;
pub(super) use local::schema_version;
pub(crate) use reader::ReadSettings;
pub(super) use reading::Reading;
pub(super) use wishes::{Granting, Taken, Wishes, wishes};

pub use crate::topology::{Keyspace, ReplicationFactor, Strategy};
