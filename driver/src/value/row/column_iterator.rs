//! One row, column by column.

use super::reader::RowReader;
use crate::value::error::DeserializationError;
use crate::value::frame_slice::FrameSlice;
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

/// Iterates over the columns of one row. It ends after the first column that cannot be taken.
#[derive(Clone, Debug)]
pub struct ColumnIterator<'frame, 'metadata> {
    /// Its columns are those that are left.
    reader: RowReader<'frame, 'metadata>,
    index: usize,
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
                self.reader = RowReader::new(&[], FrameSlice::new_empty());
                Some(Err(error))
            }
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.columns_remaining();
        (left.min(1), Some(left))
    }
}
