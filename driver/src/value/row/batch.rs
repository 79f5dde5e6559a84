//! The values of a batch's statements.

use std::marker::PhantomData;

use super::serialize::SerializeRow;
use super::writer::{RowSerializationContext, RowWriter};
use crate::value::error::SerializationError;

/// The values of a batch: one [`SerializeRow`] for each statement, in their order.
///
/// Slices and `Vec` of rows, tuples of up to 16 rows, references to these, and [`BatchValuesFromIterator`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the values of a batch",
    label = "not a list of rows",
    note = "a batch takes a slice, `Vec` or tuple with the values of each statement, such as `((1, 2), (3,))`"
)]
pub trait BatchValues {
    /// Iterates over the rows.
    type BatchValuesIter<'r>: BatchValuesIterator<'r>
    where
        Self: 'r;

    /// Starts at the first row.
    fn batch_values_iter(&self) -> Self::BatchValuesIter<'_>;
}

/// Iterates over rows of different types, each of which is written when its turn comes.
pub trait BatchValuesIterator<'bv> {
    /// Writes the next row; `None` when there is none.
    ///
    /// # Errors
    /// Those of [`SerializeRow::serialize`], inside the `Some`.
    fn serialize_next(
        &mut self,
        ctx: &RowSerializationContext<'_>,
        writer: &mut RowWriter<'_>,
    ) -> Option<Result<(), SerializationError>>;

    /// Moves over the next row and says whether it has no values; `None` when there is none.
    fn is_empty_next(&mut self) -> Option<bool>;

    /// Moves over the next row; `None` when there is none.
    fn skip_next(&mut self) -> Option<()>;

    /// Counts the rows that are left.
    #[inline]
    fn count(mut self) -> usize
    where
        Self: Sized,
    {
        std::iter::from_fn(|| self.skip_next()).count()
    }
}

/// A [`BatchValuesIterator`] over rows of one type.
#[derive(Clone, Debug)]
pub struct BatchValuesIteratorFromIterator<IT: Iterator> {
    rows: IT,
}

impl<IT: Iterator> From<IT> for BatchValuesIteratorFromIterator<IT> {
    fn from(rows: IT) -> Self {
        Self { rows }
    }
}

impl<'bv, 'sr: 'bv, IT, SR> BatchValuesIterator<'bv> for BatchValuesIteratorFromIterator<IT>
where
    IT: Iterator<Item = &'sr SR>,
    SR: SerializeRow + 'sr,
{
    #[inline]
    fn serialize_next(
        &mut self,
        ctx: &RowSerializationContext<'_>,
        writer: &mut RowWriter<'_>,
    ) -> Option<Result<(), SerializationError>> {
        self.rows.next().map(|row| row.serialize(ctx, writer))
    }

    #[inline]
    fn is_empty_next(&mut self) -> Option<bool> {
        self.rows.next().map(SerializeRow::is_empty)
    }

    #[inline]
    fn skip_next(&mut self) -> Option<()> {
        self.rows.next().map(drop)
    }

    #[inline]
    fn count(self) -> usize {
        self.rows.count()
    }
}

/// [`BatchValues`] from an iterator over references to rows, which must be cheap to clone: it is gone through once for
/// each attempt.
#[derive(Clone, Debug)]
pub struct BatchValuesFromIterator<'sr, IT> {
    rows: IT,
    row: PhantomData<&'sr ()>,
}

impl<'sr, IT, SR> BatchValuesFromIterator<'sr, IT>
where
    IT: Iterator<Item = &'sr SR> + Clone,
    SR: SerializeRow + 'sr,
{
    /// Takes the rows of `rows`.
    pub fn new(rows: impl IntoIterator<IntoIter = IT>) -> Self {
        Self { rows: rows.into_iter(), row: PhantomData }
    }
}

impl<'sr, IT, SR> From<IT> for BatchValuesFromIterator<'sr, IT>
where
    IT: Iterator<Item = &'sr SR> + Clone,
    SR: SerializeRow + 'sr,
{
    fn from(rows: IT) -> Self {
        Self::new(rows)
    }
}

impl<'sr, IT, SR> BatchValues for BatchValuesFromIterator<'sr, IT>
where
    IT: Iterator<Item = &'sr SR> + Clone,
    SR: SerializeRow + 'sr,
{
    type BatchValuesIter<'r>
        = BatchValuesIteratorFromIterator<IT>
    where
        Self: 'r;

    fn batch_values_iter(&self) -> Self::BatchValuesIter<'_> {
        self.rows.clone().into()
    }
}

impl<T: SerializeRow> BatchValues for [T] {
    type BatchValuesIter<'r>
        = BatchValuesIteratorFromIterator<std::slice::Iter<'r, T>>
    where
        Self: 'r;

    fn batch_values_iter(&self) -> Self::BatchValuesIter<'_> {
        self.iter().into()
    }
}

impl<T: SerializeRow> BatchValues for Vec<T> {
    type BatchValuesIter<'r>
        = BatchValuesIteratorFromIterator<std::slice::Iter<'r, T>>
    where
        Self: 'r;

    fn batch_values_iter(&self) -> Self::BatchValuesIter<'_> {
        self.iter().into()
    }
}

/// The values of a batch all of whose statements are bound already: no rows.
impl BatchValues for () {
    type BatchValuesIter<'r> = BatchValuesIteratorFromIterator<std::slice::Iter<'r, Self>>;

    fn batch_values_iter(&self) -> Self::BatchValuesIter<'_> {
        [].iter().into()
    }
}

impl<T: BatchValues + ?Sized> BatchValues for &T {
    type BatchValuesIter<'r>
        = T::BatchValuesIter<'r>
    where
        Self: 'r;

    fn batch_values_iter(&self) -> Self::BatchValuesIter<'_> {
        T::batch_values_iter(self)
    }
}

/// A [`BatchValuesIterator`] over a tuple of rows.
#[derive(Clone, Debug)]
pub struct TupleValuesIter<'sr, T> {
    rows: &'sr T,
    next: usize,
}

macro_rules! tuple_batch {
    ($($row:ident $index:tt),*) => {
        impl<$($row: SerializeRow),*> BatchValues for ($($row,)*) {
            type BatchValuesIter<'r>
                = TupleValuesIter<'r, Self>
            where
                Self: 'r;

            fn batch_values_iter(&self) -> Self::BatchValuesIter<'_> {
                TupleValuesIter { rows: self, next: 0 }
            }
        }

        impl<'bv, $($row: SerializeRow),*> BatchValuesIterator<'bv> for TupleValuesIter<'bv, ($($row,)*)> {
            #[inline]
            fn serialize_next(
                &mut self,
                ctx: &RowSerializationContext<'_>,
                writer: &mut RowWriter<'_>,
            ) -> Option<Result<(), SerializationError>> {
                let index = self.next;
                self.next = index.saturating_add(1);
                match index {
                    $($index => Some(self.rows.$index.serialize(ctx, writer)),)*
                    _ => None,
                }
            }

            #[inline]
            fn is_empty_next(&mut self) -> Option<bool> {
                let index = self.next;
                self.next = index.saturating_add(1);
                match index {
                    $($index => Some(self.rows.$index.is_empty()),)*
                    _ => None,
                }
            }

            #[inline]
            fn skip_next(&mut self) -> Option<()> {
                let index = self.next;
                self.next = index.saturating_add(1);
                match index {
                    $($index => Some(()),)*
                    _ => None,
                }
            }
        }
    };
}

tuple_batch!(T0 0);
tuple_batch!(T0 0, T1 1);
tuple_batch!(T0 0, T1 1, T2 2);
tuple_batch!(T0 0, T1 1, T2 2, T3 3);
tuple_batch!(T0 0, T1 1, T2 2, T3 3, T4 4);
tuple_batch!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5);
tuple_batch!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5, T6 6);
tuple_batch!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5, T6 6, T7 7);
tuple_batch!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5, T6 6, T7 7, T8 8);
tuple_batch!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5, T6 6, T7 7, T8 8, T9 9);
tuple_batch!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5, T6 6, T7 7, T8 8, T9 9, T10 10);
tuple_batch!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5, T6 6, T7 7, T8 8, T9 9, T10 10, T11 11);
tuple_batch!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5, T6 6, T7 7, T8 8, T9 9, T10 10, T11 11, T12 12);
tuple_batch!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5, T6 6, T7 7, T8 8, T9 9, T10 10, T11 11, T12 12, T13 13);
tuple_batch!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5, T6 6, T7 7, T8 8, T9 9, T10 10, T11 11, T12 12, T13 13, T14 14);
tuple_batch!(
    T0 0, T1 1, T2 2, T3 3, T4 4, T5 5, T6 6, T7 7, T8 8, T9 9, T10 10, T11 11, T12 12, T13 13, T14 14, T15 15
);
