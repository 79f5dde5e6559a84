//! Writing a value to a bind marker.

use std::sync::Arc;

use super::cell_writer::{CellWriter, WrittenCellProof};
use super::error::SerializationError;
use crate::wire::column::ColumnType;

/// A type whose values can be written to a bind marker.
///
/// Nothing is converted: `i32` fits `int` alone. Derive it for user-defined types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written to a bind marker",
    label = "no CQL type is known for `{Self}`",
    note = "unsigned integers have no CQL counterpart; a struct needs `#[derive(SerializeValue)]`"
)]
pub trait SerializeValue {
    /// Writes the value as `typ`, which is first checked to fit.
    ///
    /// # Errors
    /// When the type does not fit or the value is out of its range. The buffer may then hold part of the value; who
    /// owns the buffer cuts it back to the length it had.
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError>;
}

macro_rules! through_pointer {
    ($($pointer:ty),*) => {$(
        impl<T: SerializeValue + ?Sized> SerializeValue for $pointer {
            #[inline]
            fn serialize<'b>(
                &self,
                typ: &ColumnType<'_>,
                writer: CellWriter<'b>,
            ) -> Result<WrittenCellProof<'b>, SerializationError> {
                T::serialize(self, typ, writer)
            }
        }
    )*};
}

through_pointer!(&T, Box<T>, Arc<T>);

/// `None` is null.
impl<T: SerializeValue> SerializeValue for Option<T> {
    #[inline]
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        match self {
            Some(value) => value.serialize(typ, writer),
            None => Ok(writer.set_null()),
        }
    }
}
