//! What the code that the derives write calls. Not for people: it changes without notice.
//!
//! Derived code says which fields there are, in straight-line code where it is hot, and leaves the rest to the functions
//! here. What it looks like is shown by `macros/snapshots`; what the shape is for:
//! - Every type that the user wrote is named once more where its trait is used, as `<Type as Trait>::function`, so that
//!   a missing implementation is reported there.
//! - `DeserializeRow::plan` compares names and types, once for a result. `read` then reads columns that stand in the
//!   order of the fields where they lie, without a name, an index or a call through a pointer; others are gathered into
//!   that order first.
//! - `SerializeRow` finds the field of each bind marker once for a prepared statement, which remembers it; so do
//!   user-defined types. Markers in the order of the fields are then written straight down.
//! - `ReadRow` and `WriteRow` are what `flatten` needs of the inner struct: its fields in order, and one alone.
//! - Fields are read in the order in which they are declared: struct expressions evaluate in source order.

use std::sync::Arc;

use crate::error::{Error, ErrorKind};

/// An error of a statement that arose above the session.
#[cold]
pub fn statement_error(kind: ErrorKind, detail: impl Into<Box<str>>, statement: &Arc<str>) -> Error {
    Error::new(kind, detail).of_statement(statement)
}

/// An error that arose above the session, of a result that will name the statement.
#[cold]
pub fn error(kind: ErrorKind, detail: impl Into<Box<str>>) -> Error {
    Error::new(kind, detail)
}

/// The error, naming the statement unless it names one already.
#[cold]
pub fn error_of_statement(error: Error, statement: &Arc<str>) -> Error {
    error.of_statement(statement)
}

pub use crate::value::cell_writer::{CellContent, CellWriter, WrittenCellProof};
pub use crate::value::cql_type::{CqlType, Fields, Kind, Kinds, Known, TypeInfo, Unknown};
pub use crate::value::derived::enumeration::{
    Stored, Variants, bigint_number, check_variants, int_number, read_variant, smallint_number, tinyint_number,
    write_variant,
};
pub use crate::value::derived::field_error::FieldError;
pub use crate::value::derived::read_row::{
    Cells, Check, FlattenRead, ReadRow, column_failed, plan_row, read_flat_row, read_row,
};
pub use crate::value::derived::read_tuple::{TupleReader, check_tuple};
pub use crate::value::derived::read_udt::{UdtReader, check_udt};
pub use crate::value::derived::record::{Field, Record};
pub use crate::value::derived::write_row::{
    FlattenWrite, WriteRow, marker_failed, no_field, split_markers, split_markers_of, write_row,
};
pub use crate::value::derived::write_tuple::TupleWriter;
pub use crate::value::derived::write_udt::UdtWriter;
pub use crate::value::derived::{TypeCheck, content};
pub use crate::value::deserialize::DeserializeValue;
pub use crate::value::error::{DeserializationError, SerializationError, TypeCheckError};
pub use crate::value::frame_slice::FrameSlice;
pub use crate::value::row::column_iterator::ColumnIterator;
pub use crate::value::row::deserialize::DeserializeRow;
pub use crate::value::row::plan::RowPlan;
pub use crate::value::row::reader::{Cell, RowReader};
pub use crate::value::row::row_value::{RowValue, RowValueOrNull};
pub use crate::value::row::serialize::SerializeRow;
pub use crate::value::row::writer::{RowSerializationContext, RowWriter};
pub use crate::value::serialize::SerializeValue;
pub use crate::wire::column::{ColumnSpec, ColumnType};
pub use crate::wire::shown::write_chain;
