//! What the code that the derives write calls. Not for people: it changes without notice.
//!
//! Derived code says which fields there are, in straight-line code where it is hot, and leaves the rest to the functions
//! here. What it looks like is shown by `macros/snapshots`; what the shape is for:
//! - Every type that the user wrote is named once more where its trait is used, as `<Type as Trait>::function`, so that
//!   a missing implementation is reported there.
//! - `DeserializeRow::plan` compares names and types, once for a result. `read` then reads columns that stand in the
//!   order of the fields where they lie, without a name, an index or a call through a pointer; others are gathered into
//!   that order first.
//! - `SerializeRow` has no such place, so each row compares names, as constants; then it writes straight down the fields
//!   too. Markers in another order, and the fields of user-defined types, are walked over: one comparison is enough for
//!   a name that follows the one before it in the struct as well, only others are searched.
//! - Fields are read in the order in which they are declared: struct expressions evaluate in source order.

use std::sync::Arc;

use crate::error::{Error, ErrorKind};

/// An error of a statement that arose above the session.
#[cold]
pub fn statement_error(kind: ErrorKind, detail: impl Into<Box<str>>, statement: &Arc<str>) -> Error {
    Error::new(kind, detail).of_statement(statement)
}

/// The error, naming the statement unless it names one already.
#[cold]
pub fn error_of_statement(error: Error, statement: &Arc<str>) -> Error {
    error.of_statement(statement)
}

pub use crate::value::cell_writer::{CellContent, CellWriter, WrittenCellProof};
pub use crate::value::derived::field_error::FieldError;
pub use crate::value::derived::read_row::{column_failed, plan_row, read_row};
pub use crate::value::derived::read_udt::{UdtCell, check_udt, udt_cells};
pub use crate::value::derived::write_row::{RowFields, marker_failed, markers_in_order};
pub use crate::value::derived::write_udt::UdtWriter;
pub use crate::value::derived::{Record, TypeCheck, content};
pub use crate::value::deserialize::DeserializeValue;
pub use crate::value::error::{DeserializationError, SerializationError, TypeCheckError};
pub use crate::value::frame_slice::FrameSlice;
pub use crate::value::row::column_iterator::ColumnIterator;
pub use crate::value::row::deserialize::DeserializeRow;
pub use crate::value::row::plan::RowPlan;
pub use crate::value::row::reader::{Cell, RowReader};
pub use crate::value::row::serialize::SerializeRow;
pub use crate::value::row::writer::{RowSerializationContext, RowWriter};
pub use crate::value::serialize::SerializeValue;
pub use crate::wire::column::{ColumnSpec, ColumnType};
