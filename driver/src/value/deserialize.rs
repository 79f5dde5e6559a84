//! Reading a value from a column.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::error::{DeserializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::row::deserialize::DeserializeRow;
use super::row::plan::RowPlan;
use super::row::reader::RowReader;
use super::value_error::{null, wrong_length};
use crate::wire::column::{ColumnSpec, ColumnType};

/// A type that a column can be read as.
///
/// `'frame` is the lifetime of the received bytes, which `&str`, `&[u8]` and their like borrow; `'metadata` is that of
/// the column types, which the lazy iterators borrow. Nothing is converted: `i32` is read from `int` alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a column",
    label = "no CQL type is known for `{Self}`",
    note = "unsigned integers have no CQL counterpart; a struct needs `#[derive(DeserializeValue)]`"
)]
pub trait DeserializeValue<'frame, 'metadata>: Sized {
    /// Checks that the type can be read from `typ`; done once for a result, before its first row.
    ///
    /// # Errors
    /// When it cannot.
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError>;

    /// Reads a value of `typ`, which was found to fit; `None` is null.
    ///
    /// # Errors
    /// When the bytes are not a value of the type, or it is null and the Rust type has no null.
    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError>;

    /// Checks the columns of rows that are read as this type: one, which is the value. Those of a tuple are its elements.
    #[doc(hidden)]
    fn check_row(columns: &[ColumnSpec<'_>]) -> Result<(), TypeCheckError> {
        <(Self,) as DeserializeRow<'frame, 'metadata>>::type_check(columns)
    }

    /// Reads a row as this type.
    #[doc(hidden)]
    #[inline]
    fn read_row(row: &mut RowReader<'frame, 'metadata>, plan: &RowPlan) -> Result<Self, DeserializationError> {
        <(Self,) as DeserializeRow<'frame, 'metadata>>::read(row, plan).map(|(value,)| value)
    }

    /// Reads a row as this type; `None` when its only column is null and this type has no null.
    #[doc(hidden)]
    #[inline]
    fn read_row_or_null(
        row: &mut RowReader<'frame, 'metadata>,
        plan: &RowPlan,
    ) -> Result<Option<Self>, DeserializationError> {
        <(Option<Self>,) as DeserializeRow<'frame, 'metadata>>::read(row, plan).map(|(value,)| value)
    }

    /// Reads the elements of a vector of `typ`, which lie one after the other in `bytes`, all at once, if this is a type
    /// of fixed size; else they are read one by one.
    #[doc(hidden)]
    #[inline]
    fn read_elements(typ: &ColumnType<'_>, bytes: &[u8]) -> Option<Vec<Self>> {
        let _ = (typ, bytes);
        None
    }

    /// Reads `N` elements as [`read_elements`](Self::read_elements) does; those that `bytes` has not are zero.
    #[doc(hidden)]
    #[inline]
    fn read_array<const N: usize>(typ: &ColumnType<'_>, bytes: &[u8]) -> Option<[Self; N]> {
        let _ = (typ, bytes);
        None
    }
}

/// The bytes of a value that is not null.
#[inline]
pub(crate) fn present<'frame, T: ?Sized>(
    typ: &ColumnType<'_>,
    v: Option<FrameSlice<'frame>>,
) -> Result<FrameSlice<'frame>, DeserializationError> {
    v.ok_or_else(|| null::<T>(typ))
}

/// The `N` bytes of a value of fixed size that is not null.
#[inline]
pub(crate) fn array<'frame, T: ?Sized, const N: usize>(
    typ: &ColumnType<'_>,
    v: Option<FrameSlice<'frame>>,
) -> Result<&'frame [u8; N], DeserializationError> {
    let bytes = present::<T>(typ, v)?.as_slice();
    bytes.try_into().map_err(|_| wrong_length::<T>(typ, N, bytes.len()))
}

macro_rules! through_pointer {
    ($($pointer:ident),*) => {$(
        impl<'frame, 'metadata, T: DeserializeValue<'frame, 'metadata>> DeserializeValue<'frame, 'metadata>
            for $pointer<T>
        {
            fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
                T::type_check(typ)
            }

            #[inline]
            fn deserialize(
                typ: &'metadata ColumnType<'metadata>,
                v: Option<FrameSlice<'frame>>,
            ) -> Result<Self, DeserializationError> {
                T::deserialize(typ, v).map(Self::new)
            }
        }
    )*};
}

through_pointer!(Box, Arc, Rc);

/// Borrows from the received frame.
impl<'frame, 'metadata, T> DeserializeValue<'frame, 'metadata> for Cow<'frame, T>
where
    T: ToOwned + ?Sized + 'frame,
    &'frame T: DeserializeValue<'frame, 'metadata>,
{
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        <&'frame T>::type_check(typ)
    }

    #[inline]
    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        <&'frame T>::deserialize(typ, v).map(Cow::Borrowed)
    }
}

/// Null is `None`.
impl<'frame, 'metadata, T: DeserializeValue<'frame, 'metadata>> DeserializeValue<'frame, 'metadata> for Option<T> {
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        T::type_check(typ)
    }

    #[inline]
    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        match v {
            Some(_) => T::deserialize(typ, v).map(Some),
            None => Ok(None),
        }
    }

    #[inline]
    fn read_row_or_null(
        row: &mut RowReader<'frame, 'metadata>,
        plan: &RowPlan,
    ) -> Result<Option<Self>, DeserializationError> {
        Self::read_row(row, plan).map(Some)
    }
}
