use bytes::Bytes;

use crate::value::{DeserializationError, DeserializeRow, FrameSlice, RowPlan, RowReader};
use crate::wire::column::ColumnSpec;

/// A place among the rows of a page that the page itself is not borrowed for.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowCursor {
    /// How many bytes of the page's content were read.
    offset: usize,
    /// How many rows are left.
    remaining: usize,
}

impl RowCursor {
    /// Stands before the first of `rows` rows.
    pub(super) const fn new(rows: usize) -> Self {
        Self { offset: 0, remaining: rows }
    }

    /// Reads the next row; where it cannot be read, what `fail` makes of the error. The rows behind it follow.
    pub(super) fn next<R, E>(
        &mut self,
        specs: &[ColumnSpec<'static>],
        content: &Bytes,
        plan: &RowPlan,
        fail: impl FnOnce(DeserializationError) -> E,
    ) -> Option<Result<R, E>>
    where
        R: for<'frame, 'metadata> DeserializeRow<'frame, 'metadata>,
    {
        self.remaining = self.remaining.checked_sub(1)?;
        let mut frame = FrameSlice::new(content);
        if frame.read_n_bytes(self.offset).is_err() {
            self.remaining = 0;
            return None;
        }
        let mut reader = RowReader::new(specs, frame);
        let row = match R::read(&mut reader, plan) {
            Ok(row) => Ok(row),
            Err(error) => {
                reader = RowReader::new(specs, frame);
                if reader.skip_row().is_err() {
                    self.remaining = 0;
                }
                Err(fail(error))
            }
        };
        self.offset = content.len() - reader.rest().as_slice().len();
        Some(row)
    }
}
