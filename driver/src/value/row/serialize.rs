//! Writing the values of a statement.

use std::sync::Arc;

use super::writer::{RowSerializationContext, RowWriter};
use crate::value::error::SerializationError;
use crate::value::row_error::{too_many_values, wrong_value_count};

/// A type whose values can be bound to a statement.
///
/// A struct gets it by `#[derive(SerializeRow)]`, which goes by names; tuples, slices and `Vec` go by position, maps by
/// names.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be bound to a statement",
    label = "not a list of values",
    note = "one value alone is bound as a tuple, such as `(value,)`; a struct needs `#[derive(SerializeRow)]`"
)]
pub trait SerializeRow {
    /// Writes a value for each of [`ctx.columns()`](RowSerializationContext::columns), in their order.
    ///
    /// # Errors
    /// When values are missing or too many, or one does not fit. The buffer may then hold part of the values; who owns
    /// the buffer cuts it back to the length it had.
    fn serialize(
        &self,
        ctx: &RowSerializationContext<'_>,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError>;

    /// Whether there are no values at all, whatever the statement. Then none need to be sent.
    fn is_empty(&self) -> bool;
}

/// Appends the number of values as a `[short]` and then the values, as they stand in QUERY, EXECUTE and BATCH; returns
/// the number.
///
/// # Errors
/// Those of the values; when there are more than 65,535; when another number is written than the statement has bind
/// markers. `out` is then as it was.
pub(crate) fn serialize_row<R: SerializeRow + ?Sized>(
    row: &R,
    ctx: &RowSerializationContext<'_>,
    out: &mut Vec<u8>,
) -> Result<u16, SerializationError> {
    let start = out.len();
    let written = append_row(row, ctx, out);
    if written.is_err() {
        out.truncate(start);
    }
    written
}

#[inline]
fn append_row<R: SerializeRow + ?Sized>(
    row: &R,
    ctx: &RowSerializationContext<'_>,
    out: &mut Vec<u8>,
) -> Result<u16, SerializationError> {
    let expected = ctx.columns().len();
    let count = u16::try_from(expected).map_err(|_| too_many_values::<R>(expected))?;
    out.extend_from_slice(&count.to_be_bytes());
    let mut writer = RowWriter::new(out);
    row.serialize(ctx, &mut writer)?;
    if writer.value_count() == expected {
        Ok(count)
    } else {
        Err(wrong_value_count::<R>(writer.value_count(), expected))
    }
}

macro_rules! through_pointer {
    ($($pointer:ty),*) => {$(
        impl<T: SerializeRow + ?Sized> SerializeRow for $pointer {
            #[inline]
            fn serialize(
                &self,
                ctx: &RowSerializationContext<'_>,
                writer: &mut RowWriter<'_>,
            ) -> Result<(), SerializationError> {
                T::serialize(self, ctx, writer)
            }

            #[inline]
            fn is_empty(&self) -> bool {
                T::is_empty(self)
            }
        }
    )*};
}

through_pointer!(&T, Box<T>, Arc<T>);
