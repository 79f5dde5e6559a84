//! One row, column by column.

use super::deserialize::DeserializeRow;
use super::reader::RowReader;
use crate::value::deserialize::DeserializeValue;
use crate::value::error::{DeserializationError, TypeCheckError};
use crate::value::frame_slice::FrameSlice;
use crate::value::row_error::column_unreadable;
use crate::wire::column::ColumnSpec;

/// A column of a row, not read yet.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RawColumn<'frame, 'metadata> {
    /// The column's position, from 0.
    pub index: usize,
    /// The column's name and type.
    pub spec: &'metadata ColumnSpec<'metadata>,
    /// The column's bytes; `None` is null.
    pub slice: Option<FrameSlice<'frame>>,
}

/// Iterates over the columns of one row. After a column that is cut short, each further one is an error too.
#[derive(Clone, Debug)]
pub struct ColumnIterator<'frame, 'metadata> {
    /// Its columns are those that are left.
    reader: RowReader<'frame, 'metadata>,
    index: usize,
}

impl<'frame, 'metadata> RawColumn<'frame, 'metadata> {
    /// Reads the column as a `T`, whose type is checked first.
    ///
    /// # Errors
    /// When the column's type does not fit, or its bytes are no `T`.
    pub fn value<T: DeserializeValue<'frame, 'metadata>>(&self) -> Result<T, DeserializationError> {
        T::type_check(self.spec.typ())
            .map_err(DeserializationError::new)
            .and_then(|()| T::deserialize(self.spec.typ(), self.slice))
            .map_err(|error| column_unreadable::<T>(self.spec, error))
    }
}

impl<'frame, 'metadata> ColumnIterator<'frame, 'metadata> {
    /// Iterates over `slice`, which begins with a row of the columns `specs`.
    #[inline]
    pub fn new(specs: &'metadata [ColumnSpec<'metadata>], slice: FrameSlice<'frame>) -> Self {
        Self { reader: RowReader::new(specs, slice), index: 0 }
    }

    /// How many columns are left.
    #[inline]
    pub const fn columns_remaining(&self) -> usize {
        self.reader.specs().len()
    }

    /// The columns that are left.
    #[inline]
    pub const fn specs(&self) -> &'metadata [ColumnSpec<'metadata>] {
        self.reader.specs()
    }

    /// Checks that the columns that are left can be read as `R`.
    ///
    /// # Errors
    /// When one is missing, too many, or of a type that does not fit.
    pub fn type_check<R: DeserializeRow<'frame, 'metadata>>(&self) -> Result<(), TypeCheckError> {
        R::type_check(self.specs())
    }

    /// A reader whose rows have the columns that are left.
    #[inline]
    pub fn into_reader(self) -> RowReader<'frame, 'metadata> {
        self.reader
    }
}

impl<'frame, 'metadata> Iterator for ColumnIterator<'frame, 'metadata> {
    type Item = Result<RawColumn<'frame, 'metadata>, DeserializationError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let spec = self.reader.next_spec()?;
        let index = self.index;
        self.index += 1;
        match self.reader.cell(spec) {
            Ok(slice) => Some(Ok(RawColumn { index, spec, slice })),
            Err(error) => {
                self.reader.end();
                Some(Err(error))
            }
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.columns_remaining();
        (left, Some(left))
    }
}

impl ExactSizeIterator for ColumnIterator<'_, '_> {}
