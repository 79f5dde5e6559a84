//! Writing the values of a statement.

use std::sync::Arc;

use super::writer::{RowSerializationContext, RowWriter};
use crate::value::error::SerializationError;

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
