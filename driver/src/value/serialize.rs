//! Writing a value to a bind marker.

use std::borrow::Cow;
use std::rc::Rc;
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

    /// Appends the elements of a vector of `typ` all at once, if this is a type of fixed size that fits; else appends
    /// nothing and says so. Elements are then written one by one.
    #[doc(hidden)]
    #[inline]
    fn append_elements(elements: &[Self], typ: &ColumnType<'_>, out: &mut Vec<u8>) -> bool
    where
        Self: Sized,
    {
        let _ = (elements, typ, out);
        false
    }
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

through_pointer!(&T, Box<T>, Arc<T>, Rc<T>);

/// Borrowed or owned, it is written as what it holds.
impl<T: SerializeValue + ToOwned + ?Sized> SerializeValue for Cow<'_, T> {
    #[inline]
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        T::serialize(self, typ, writer)
    }
}

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
