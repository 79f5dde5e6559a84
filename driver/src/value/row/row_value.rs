//! A row that is read as one value, or a tuple of values.

use super::column_iterator::ColumnIterator;
use super::deserialize::DeserializeRow;
use super::plan::RowPlan;
use super::reader::RowReader;
use crate::value::deserialize::DeserializeValue;
use crate::value::error::{DeserializationError, TypeCheckError};
use crate::wire::column::ColumnSpec;

/// A row that is a value, its only column; a tuple's elements are columns.
#[derive(Debug)]
pub struct RowValue<T>(pub T);

/// The same, or `None` when the only column is null. A value that can be null is there all the same.
#[derive(Debug)]
pub struct RowValueOrNull<T>(pub Option<T>);

impl<'frame, 'metadata, T: DeserializeValue<'frame, 'metadata>> DeserializeRow<'frame, 'metadata> for RowValue<T> {
    fn type_check(specs: &[ColumnSpec<'_>]) -> Result<(), TypeCheckError> {
        T::check_row(specs)
    }

    #[inline]
    fn deserialize(row: ColumnIterator<'frame, 'metadata>) -> Result<Self, DeserializationError> {
        Self::read(&mut row.into_reader(), &RowPlan::in_order())
    }

    #[inline]
    fn read(row: &mut RowReader<'frame, 'metadata>, plan: &RowPlan) -> Result<Self, DeserializationError> {
        T::read_row(row, plan).map(Self)
    }
}

impl<'frame, 'metadata, T: DeserializeValue<'frame, 'metadata>> DeserializeRow<'frame, 'metadata>
    for RowValueOrNull<T>
{
    fn type_check(specs: &[ColumnSpec<'_>]) -> Result<(), TypeCheckError> {
        T::check_row(specs)
    }

    #[inline]
    fn deserialize(row: ColumnIterator<'frame, 'metadata>) -> Result<Self, DeserializationError> {
        Self::read(&mut row.into_reader(), &RowPlan::in_order())
    }

    #[inline]
    fn read(row: &mut RowReader<'frame, 'metadata>, plan: &RowPlan) -> Result<Self, DeserializationError> {
        T::read_row_or_null(row, plan).map(Self)
    }
}
