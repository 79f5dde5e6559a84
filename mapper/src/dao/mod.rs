//! DAOs: structs whose fields are prepared statements.
//!
//! # What lives here
//! The field types ([`Select`] and its kin), how a DAO is prepared ([`DaoBuilder`]), what statements take
//! ([`Argument`]) and return ([`Output`], [`Applied`], [`RowStream`]), and [`Batch`].
//!
//! # Depends on
//! The driver's session; `statement` and `entity`.
//!
//! # Invariants
//! A method of a DAO is one call of the session, the same that a person would write. A clone of a DAO shares its
//! statements; what a clone changes (a profile, an option) is its own.
//!
//! # Start reading at
//! `core.rs`, then `output.rs`.

mod applied;
mod argument;
mod batch;
mod batch_rows;
mod bind;
mod core;
mod field;
mod groups;
mod output;
mod prepare;
mod problem;
mod profile;
mod stream;

pub use self::applied::Applied;
pub use self::argument::{Argument, ArgumentOf, Arguments, ArgumentsOf, parameter};
pub use self::batch::Batch;
pub use self::batch_rows::BatchRows;
pub use self::bind::{no_row, no_such_column};
pub use self::core::Core;
pub use self::field::{Accepts, Delete, Field, Insert, Query, Select, Statement, Update, run};
pub use self::output::{Conditional, FromRow, InApplied, InVec, Many, Output, one, plan_one, run_one};
pub use self::prepare::DaoBuilder;
pub use self::problem::{PrepareError, Problem};
pub use self::profile::{ProfileError, with_profile};
pub use self::stream::RowStream;
pub use ilium_driver::statement::CallOptions;

use crate::check::Facts;

/// A struct whose fields are prepared statements; derive it.
pub trait Dao: Sized {
    /// The struct's name.
    const NAME: &'static str;

    /// All statements, in the order of the fields.
    #[doc(hidden)]
    const STATEMENTS: &'static [Facts];

    /// The statements of an instance: an array, one for each field.
    #[doc(hidden)]
    type Cores: TryFrom<Vec<Core>> + IntoIterator<Item = Core>;

    /// Puts the statements in their fields.
    #[doc(hidden)]
    fn assemble(statements: Self::Cores) -> Self;

    /// The statements, in the order of the fields.
    #[doc(hidden)]
    fn cores(&self) -> Self::Cores;
}
