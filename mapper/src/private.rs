//! What the code that the derives write calls. Not for people: it changes without notice.

pub use ilium_driver::client::execution_profile::RemapTarget;
pub use ilium_driver::client::session::Session;
pub use ilium_driver::deserialize::TypeCheckError;
pub use ilium_driver::deserialize::row::{DeserializeRow, RowPlan};
pub use ilium_driver::errors::Error;
pub use ilium_driver::frame::response::result::ColumnSpec;
pub use ilium_driver::serialize::SerializationError;
pub use ilium_driver::serialize::writers::RowWriter;
pub use ilium_driver::statement::{CallOptions, Consistency, SerialConsistency};
pub use ilium_driver::value::cql_type::{Form, OfRows};

pub use crate::check::{ColumnChecks, Facts};
pub use crate::dao::{
    Argument, ArgumentOf, Arguments, ArgumentsOf, Conditional, Core, Field, FromRow, InApplied, InVec, Many, Output,
    Statement, no_row, no_such_column, one, parameter, plan_one, run, run_one, with_profile,
};
pub use crate::entity::{Column, ColumnKind, ColumnMeta, EntityMeta, Order};
pub use crate::statement::spec::{
    Cell, Clause, ClauseKind, Condition, Fit, Nulls, Operation, OutputInfo, OutputKind, Param, Parameter, Piece, Place,
    QueryFacts, Restriction, RowShape, Selected, Settings, StatementSpec, Use,
};

/// The entity of a DAO.
pub trait HasEntity {
    /// The entity.
    type Entity: crate::Entity;
    /// What is known of it.
    const META: &'static EntityMeta = <Self::Entity as crate::Entity>::META;
}

/// What the row derives call when they write the impls of an entity: the driver's support, except that fields are asked
/// for one trait instead of two.
pub mod entity {
    /// The driver's support for derived code.
    pub mod private {
        pub use ilium_driver::private::*;

        pub use crate::entity::{Column as DeserializeValue, Column as SerializeValue};
    }
}
