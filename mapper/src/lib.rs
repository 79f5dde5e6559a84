//! A typed mapper for Apache Cassandra and ScyllaDB: derived entities and DAOs whose workload is switched by remapping a
//! named execution profile.

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
    Accepts, Applied, Argument, Arguments, Batch, CallOptions, Dao, DaoBuilder, Delete, FromRow, Insert, Output,
    PrepareError, Problem, ProfileError, Query, RowStream, Select, Update,
};
pub use crate::entity::{ColumnKind, ColumnMeta, Entity, EntityMeta, Order};
pub use crate::ttl::Ttl;
