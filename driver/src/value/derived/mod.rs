//! What the code that the derives generate calls.
//!
//! A derive gives the names ([`Record`]) and one `match` over the fields; which field is next, and what is wrong when
//! there is none, is decided here, once for all structs. A column or field that comes where the struct has its own is
//! found by one comparison; only others are searched.

pub(crate) mod field_error;
pub(crate) mod read_row;
pub(crate) mod read_udt;
mod seen;
pub(crate) mod write_row;
pub(crate) mod write_udt;

use super::cell_writer::{CellContent, WrittenCellProof};
use super::error::TypeCheckError;
use crate::wire::column::ColumnType;

/// The names of a struct with a derive.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "written out by generated code")]
pub struct Record {
    /// The struct's name.
    pub name: &'static str,
    /// The name of each field, in Rust and in CQL.
    pub fields: &'static [(&'static str, &'static str)],
}

/// The type check of a field.
pub type TypeCheck = fn(&ColumnType<'_>) -> Result<(), TypeCheckError>;

impl Record {
    /// The name in CQL of the field at `index`.
    #[inline]
    fn cql_name(&self, index: usize) -> Option<&'static str> {
        self.fields.get(index).map(|(_, cql)| *cql)
    }

    /// The field whose name in CQL is `name`, sought from `guess` on and then from the start.
    fn position(&self, name: &str, guess: usize) -> Option<usize> {
        let (before, after) = self.fields.split_at_checked(guess)?;
        let is_it = |(_, cql): &(&str, &str)| *cql == name;
        after.iter().position(is_it).map(|index| guess + index).or_else(|| before.iter().position(is_it))
    }

    /// The names in CQL of the fields that `exists` does not know.
    fn missing(&self, exists: impl Fn(&str) -> bool) -> Vec<&'static str> {
        self.fields.iter().map(|(_, cql)| *cql).filter(|name| !exists(name)).collect()
    }

    /// The names in CQL of all fields.
    fn cql_names(&self) -> Vec<String> {
        self.fields.iter().map(|(_, cql)| (*cql).to_owned()).collect()
    }
}

/// What a proof is for; ends its borrow of the buffer.
#[inline]
pub fn content(proof: WrittenCellProof<'_>) -> CellContent {
    proof.content()
}
