//! The checks that run when the user's program compiles.
//!
//! # What lives here
//! One file per question: [`parameter`], [`clause`], [`signature`], [`output`]. The derive emits a constant for each
//! question, with the span of the user's tokens that the answer is about, so the caret of an error sits on them.
//!
//! # Depends on
//! [`statement`](crate::statement), [`entity`](crate::entity).
//!
//! # Invariants
//! One mistake is one error: a check whose ground another check takes away says nothing. A message is put together only
//! when a check has failed.
//!
//! # Start reading at
//! [`Facts`].

mod clause;
mod counter;
mod entity;
mod message;
mod nearest;
mod output;
mod parameter;
mod prefix;
mod row;
mod signature;
#[cfg(test)]
mod tests;

use ilium_driver::deserialize::TypeCheckError;
use ilium_driver::deserialize::row::RowPlan;
use ilium_driver::frame::response::result::ColumnSpec;

pub use self::entity::ColumnChecks;
use self::message::Message;
use crate::entity::EntityMeta;
use crate::statement::roles;
use crate::statement::spec::{Operation, OutputInfo, Parameter, RowShape, StatementSpec};

/// All that is known of a statement when the program compiles.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// What the field and its attribute say.
    pub spec: &'static StatementSpec,
    /// The DAO's entity, if it has one.
    pub meta: Option<&'static EntityMeta>,
    /// What the types of the parameters say.
    pub parameters: &'static [Parameter],
    /// What the output type says.
    pub output: OutputInfo,
    /// The attribute that the field's type goes with.
    pub field: Operation,
    /// Finds where the columns of a prepared statement go in the output's rows.
    pub plan: fn(&[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError>,
}

/// The checks take the facts by value: a reference to the constant would be another constant in each call, for which the
/// compiler goes through all columns of the entity again.
impl Facts {
    /// Checks that the field's type is the one that goes with its attribute.
    #[track_caller]
    pub const fn check_field(self) {
        if self.is_broken() {
            return;
        }
        if self.field as u8 != self.spec.operation as u8 {
            let message = self.message().text("`#[").text(self.spec.operation.attribute()).text("]` goes with `");
            let message = message.text(self.spec.operation.name()).text("<fn(…) -> …>`, but the field is a ");
            message.name(self.field.name()).fail();
        }
    }

    /// Checks that the parameter at `index`, for which the user wrote no marker, names a column.
    #[track_caller]
    pub const fn check_name(self, index: usize) {
        if !self.is_broken() {
            parameter::check_name(&self, index);
        }
    }

    /// Checks that the parameter at `index` can be stored where it goes.
    #[track_caller]
    pub const fn check_type(self, index: usize) {
        if !self.is_broken() {
            parameter::check_type(&self, index);
        }
    }

    /// Checks the columns that the clause at `index` names.
    #[track_caller]
    pub const fn check_clause(self, index: usize) {
        if !self.is_broken() {
            clause::check(&self, index);
        }
    }

    /// Checks that the table can have the condition `if_exists` or `if_not_exists`.
    #[track_caller]
    pub const fn check_condition(self) {
        if !self.is_broken() {
            counter::check_condition(&self);
        }
    }

    /// Checks that the statement, which sets a page size, returns pages.
    #[track_caller]
    pub const fn check_page_size(self) {
        if !self.is_broken() {
            output::check_page_size(&self);
        }
    }

    /// Checks that the parameters are what the statement needs.
    #[track_caller]
    pub const fn check_signature(self) {
        if !self.is_broken() {
            signature::check(&self);
        }
    }

    /// Checks that the output is what the statement returns.
    #[track_caller]
    pub const fn check_output(self) {
        if !self.is_broken() {
            output::check(&self);
        }
    }

    /// Whether an entity has a mistake of its own, which is told there: then nothing is known of its columns.
    const fn is_broken(&self) -> bool {
        let of_row = match roles::row(self.parameters) {
            Some(row) => row.is_broken(),
            None => false,
        };
        let of_output = match self.output.row {
            RowShape::Entity(row) => row.is_broken(),
            RowShape::Cells(_) | RowShape::Nothing => false,
        };
        let of_table = match self.meta {
            Some(meta) => meta.is_broken(),
            None => false,
        };
        of_row || of_output || of_table
    }

    /// Starts a message: `` `UserDao::get`:  ``.
    const fn message(&self) -> Message {
        Message::new().name(self.spec.label).text(": ")
    }
}

/// Adds ``table `users` (entity `User`) has no column `emial`; did you mean `email`? Columns: …``.
const fn unknown_column(message: Message, meta: &EntityMeta, name: &str) -> Message {
    let message = table(message, meta).text(" has no column ").name(name);
    let message = match nearest::nearest_column(meta, name) {
        Some(meant) => message.text("; did you mean ").name(meant).text("? "),
        None => message.text(". "),
    };
    columns(message.text("Columns: "), meta)
}

/// Adds ``table `users` (entity `User`)``.
const fn table(message: Message, meta: &EntityMeta) -> Message {
    message.text("table ").name(meta.table).text(" (entity ").name(meta.entity).text(")")
}

const fn columns(mut message: Message, meta: &EntityMeta) -> Message {
    let mut rest = meta.columns;
    let mut separator = "";
    while let [column, others @ ..] = rest {
        if !column.is_computed() {
            message = message.text(separator).text(column.name);
            separator = ", ";
        }
        rest = others;
    }
    message
}
