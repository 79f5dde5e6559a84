//! What the code that the derives generate calls.
//!
//! A derive describes the struct ([`Record`](record::Record)) and gives one function for each way through the fields;
//! which field is next, and what is wrong when there is none, is decided here, once for all structs. Names are compared
//! once for a prepared statement or a result: the arrangement that comes out is remembered beside the bind markers and in
//! user-defined types.

mod arrange;
pub(crate) mod enumeration;
pub(crate) mod field_error;
pub(crate) mod read_row;
pub(crate) mod read_tuple;
pub(crate) mod read_udt;
pub(crate) mod record;
pub(super) mod udt;
pub(crate) mod write_row;
pub(crate) mod write_tuple;
pub(crate) mod write_udt;

use super::cell_writer::{CellContent, WrittenCellProof};
use super::error::TypeCheckError;
use crate::wire::column::ColumnType;

/// The type check of a field.
pub type TypeCheck = fn(&ColumnType<'_>) -> Result<(), TypeCheckError>;

/// What a proof is for; ends its borrow of the buffer.
#[inline]
pub fn content(proof: WrittenCellProof<'_>) -> CellContent {
    proof.content()
}
