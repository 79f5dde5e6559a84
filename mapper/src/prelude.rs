//! What a program with DAOs uses: `use ilium::prelude::*;`.

pub use futures_util::StreamExt as _;
pub use futures_util::TryStreamExt as _;
pub use ilium_driver::client::execution_profile::{ExecutionProfile, ExecutionProfileHandle, Profiles};
pub use ilium_driver::client::session::Session;
pub use ilium_driver::client::session_builder::SessionBuilder;
pub use ilium_driver::errors::{Error, ErrorKind};
pub use ilium_driver::statement::{Consistency, SerialConsistency};
pub use ilium_driver::value::{Counter, CqlDate, CqlTime, CqlTimestamp, CqlTimeuuid, CqlValue};
pub use uuid::Uuid;

pub use crate::{
    Applied, Batch, CqlType, Dao, DaoBuilder, Delete, Entity, Insert, PrepareError, Query, RowStream, Select, Ttl,
    Update,
};
