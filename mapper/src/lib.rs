//! A typed mapper for Apache Cassandra and ScyllaDB: derived entities and DAOs whose workload is switched by remapping a
//! named execution profile.
//!
//! ```no_run
//! use ilium::prelude::*;
//!
//! #[derive(Entity, Debug)]
//! #[entity(table = "users")]
//! struct User {
//!     #[col(partition_key)]
//!     org: Uuid,
//!     #[col(clustering_key)]
//!     id: i32,
//!     email: String,
//! }
//!
//! #[derive(Dao, Clone)]
//! #[dao(entity = User, profile = "reads")]
//! struct UserDao {
//!     #[select]
//!     get: Select<fn(org: Uuid, id: i32) -> Option<User>>,
//!     #[insert(profile = "writes")]
//!     save: Insert<fn(user: &User)>,
//! }
//!
//! # async fn example(session: Session, org: Uuid) -> Result<(), Box<dyn std::error::Error>> {
//! let users = UserDao::prepare(&session).await?;
//! let found: Option<User> = users.get(org, 7).await?;
//! session.profiles().remap("reads", "degraded")?; // every statement tied to "reads" follows
//! # Ok(())
//! # }
//! ```
//!
//! A DAO's CQL is checked when the program compiles, without a database: its syntax, its columns, markers and types, the
//! keys it needs, and what it returns.
//!
//! # Layers
//! ```text
//! cql_type → entity → statement → check │ dao
//! types      columns  data, text  const │ the session
//! ```
//! Left of the bar nothing talks to a server: derives emit data, `check` reads it when the user's program compiles, and
//! `dao` when it runs.
//!
//! # Where to look
//! - [`Entity`], [`EntityMeta`]: a struct that is a row of a table, and what is known of it
//! - [`Dao`], [`DaoBuilder`]: a struct of prepared statements, and how it is prepared
//! - [`Select`], [`Insert`], [`Update`], [`Delete`], [`Query`]: the types of its fields; [`CallOptions`], [`Batch`]
//! - [`Output`]: what statements return; [`Applied`], [`RowStream`]
//! - [`CqlType`]: which CQL types a Rust type can be stored as
//! - [`driver`]: sessions, profiles, values and all else that needs no entity; [`prelude`]: what most programs use
//!
//! # Features
//! Those of the driver, by the same names.
//!
//! Needs Rust 1.89.

// Generated code says `::ilium`, in this package's own tests and examples as everywhere.
extern crate self as ilium;

mod check;
mod cql_type;
mod dao;
mod entity;
pub mod prelude;
#[doc(hidden)]
pub mod private;
mod statement;
mod ttl;

#[doc(inline)]
pub use ilium_driver as driver;
pub use ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};
pub use ilium_macros::{Dao, Entity};

pub use crate::cql_type::{CqlType, Kind, Kinds, TypeInfo};
pub use crate::dao::{
    Accepts, Applied, Argument, Arguments, Batch, BatchRows, CallOptions, Dao, DaoBuilder, Delete, FromRow, Insert,
    Output, PrepareError, Problem, ProfileError, Query, RowStream, Select, Update,
};
pub use crate::entity::{ColumnKind, ColumnMeta, Entity, EntityMeta, Order, name_id};
pub use crate::ttl::Ttl;
