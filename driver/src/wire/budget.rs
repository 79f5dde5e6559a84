//! How much the description of columns in one answer may hold.
//!
//! A type takes two bytes on the wire and a hundred times as much in memory. What a statement can have is far less than
//! what fits into a message, so a message that describes more is refused.

use super::DecodeError;

/// How many columns or bind markers are described: the count of a request's values is a `[short]`, and no table has more
/// columns.
pub(super) const MAX_COLUMNS: usize = u16::MAX as usize;

/// How many types an answer describes in all, those inside of others included: the greatest number of bind markers and as
/// many columns, each a collection.
const MAX_TYPES: usize = 1 << 18;

/// How many types a user-defined type counts as, without its fields: it takes so much more memory than another type.
const UDT: usize = 4;

/// What is left of the types that an answer may describe.
#[derive(Debug)]
pub(super) struct TypeBudget {
    left: usize,
}

impl TypeBudget {
    /// The budget of one answer.
    pub(super) const fn of_answer() -> Self {
        Self { left: MAX_TYPES }
    }

    /// Takes one type, whose parts take theirs.
    pub(super) fn take(&mut self) -> Result<(), DecodeError> {
        self.take_some(1)
    }

    /// Takes what a user-defined type costs beyond one type.
    pub(super) fn take_udt(&mut self) -> Result<(), DecodeError> {
        self.take_some(UDT - 1)
    }

    fn take_some(&mut self, types: usize) -> Result<(), DecodeError> {
        self.left = self.left.checked_sub(types).ok_or_else(too_many)?;
        Ok(())
    }
}

#[cold]
fn too_many() -> DecodeError {
    DecodeError::invalid("types of columns", format!("expected at most {MAX_TYPES} in one answer, got more"))
}

/// Refuses a count over `max`.
pub(super) fn at_most(max: usize, count: usize, what: &'static str) -> Result<(), DecodeError> {
    if count > max {
        return Err(DecodeError::invalid(what, format!("expected at most {max}, got {count}")));
    }
    Ok(())
}
