//! Reading rows where they lie, column after column.

use std::fmt;

use bytes::Bytes;

use super::column_iterator::ColumnIterator;
use super::plan::RowPlan;
use crate::value::deserialize::DeserializeValue;
use crate::value::error::DeserializationError;
use crate::value::frame_slice::FrameSlice;
use crate::value::row_error::{BuiltinDeserializationErrorKind, column_unreadable, row_unreadable};
use crate::wire::column::ColumnSpec;
use crate::wire::shown::Length;

/// A cursor over the rows of a result.
///
/// It stands before a row or inside one and only moves forward, over each byte once.
#[derive(Clone)]
pub struct RowReader<'frame, 'metadata> {
    specs: &'metadata [ColumnSpec<'metadata>],
    /// What is not read yet.
    rest: &'frame [u8],
    /// The frame that `rest` is a part of.
    frame: &'frame Bytes,
}

/// The cells are left out: they are the application's data, which has no place in a log.
impl fmt::Debug for RowReader<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowReader")
            .field("specs", &self.specs)
            .field("rest", &Length::of(self.rest))
            .finish_non_exhaustive()
    }
}

/// A column of a row that was gathered into the order of a Rust type's fields.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'frame, 'metadata> {
    /// The column; `None` when the result has none for the field.
    spec: Option<&'metadata ColumnSpec<'metadata>>,
    slice: Option<FrameSlice<'frame>>,
}

impl<'frame, 'metadata> RowReader<'frame, 'metadata> {
    /// Stands before the first row of `slice`.
    #[inline]
    pub fn new(specs: &'metadata [ColumnSpec<'metadata>], slice: FrameSlice<'frame>) -> Self {
        Self { specs, rest: slice.as_slice(), frame: slice.as_original_frame_bytes() }
    }

    /// The columns of each row.
    #[inline]
    pub const fn specs(&self) -> &'metadata [ColumnSpec<'metadata>] {
        self.specs
    }

    /// What is not read yet.
    #[inline]
    pub const fn rest(&self) -> FrameSlice<'frame> {
        FrameSlice::part(self.rest, self.frame)
    }

    /// The columns, if there are `N` and `plan` takes them in order.
    ///
    /// Then [`value`](Self::value) is called once with each.
    #[inline]
    pub fn in_order<const N: usize>(&self, plan: &RowPlan) -> Option<&'metadata [ColumnSpec<'metadata>; N]> {
        if plan.is_in_order() { self.specs.try_into().ok() } else { None }
    }

    /// Reads the next column, which is `spec`, as a `T`.
    ///
    /// # Errors
    /// When the result ends inside the column, or its bytes are no `T`.
    #[inline]
    pub fn value<T: DeserializeValue<'frame, 'metadata>>(
        &mut self,
        spec: &'metadata ColumnSpec<'metadata>,
    ) -> Result<T, DeserializationError> {
        let cell = self.cell(spec)?;
        T::deserialize(spec.typ(), cell).map_err(|error| column_unreadable::<T>(spec, error))
    }

    /// Takes the next column, which is `spec`, as the bytes it has; `None` is null.
    ///
    /// # Errors
    /// When the result ends inside the column.
    #[inline]
    pub fn cell(&mut self, spec: &ColumnSpec<'_>) -> Result<Option<FrameSlice<'frame>>, DeserializationError> {
        let Some((len, rest)) = self.rest.split_first_chunk::<4>() else {
            return Err(ends_inside(spec, 4, self.rest.len()));
        };
        // native_protocol_v4 §3, `[bytes]`: every negative length is null.
        let Ok(len) = usize::try_from(i32::from_be_bytes(*len)) else {
            self.rest = rest;
            return Ok(None);
        };
        let Some((value, rest)) = rest.split_at_checked(len) else {
            return Err(ends_inside(spec, len, rest.len()));
        };
        self.rest = rest;
        Ok(Some(FrameSlice::part(value, self.frame)))
    }

    /// Takes a whole row, its columns in the order of the `N` fields that `plan` names.
    ///
    /// # Errors
    /// When the result ends inside the row.
    pub fn gather<const N: usize>(
        &mut self,
        plan: &RowPlan,
    ) -> Result<[Cell<'frame, 'metadata>; N], DeserializationError> {
        let mut cells = [Cell::NONE; N];
        self.gather_into(plan, &mut cells)?;
        Ok(cells)
    }

    /// Takes a whole row, its columns in the order of the fields that `plan` names; fields without a column are left.
    #[inline]
    pub(crate) fn gather_into(
        &mut self,
        plan: &RowPlan,
        cells: &mut [Cell<'frame, 'metadata>],
    ) -> Result<(), DeserializationError> {
        let fields = plan.fields();
        for (column, spec) in self.specs.iter().enumerate() {
            let slice = self.cell(spec)?;
            let field = match fields {
                Some(fields) => fields.get(column).map_or(usize::MAX, |field| usize::from(*field)),
                None => column,
            };
            if let Some(cell) = cells.get_mut(field) {
                *cell = Cell { spec: Some(spec), slice };
            }
        }
        Ok(())
    }

    /// Takes a whole row, to be looked at column by column.
    ///
    /// # Errors
    /// When the result ends inside the row.
    pub fn columns(&mut self) -> Result<ColumnIterator<'frame, 'metadata>, DeserializationError> {
        let start = self.rest;
        self.skip_row()?;
        let row = start.get(..start.len() - self.rest.len()).unwrap_or_default();
        Ok(ColumnIterator::new(self.specs, FrameSlice::part(row, self.frame)))
    }

    /// Moves over a row.
    ///
    /// # Errors
    /// When the result ends inside the row.
    pub fn skip_row(&mut self) -> Result<(), DeserializationError> {
        self.specs.iter().try_for_each(|spec| self.cell(spec).map(drop))
    }

    /// Goes to the end of the row that began at `start`, of which an unknown part was read; to the end of everything
    /// when the row is cut short.
    #[cold]
    pub(super) fn resume_after(&mut self, start: &'frame [u8]) {
        self.rest = start;
        if self.skip_row().is_err() {
            self.rest = &[];
        }
    }

    /// Leaves nothing to be read, where it is not known what would come next.
    #[cold]
    pub(super) const fn end(&mut self) {
        self.rest = &[];
    }

    #[inline]
    pub(super) const fn position(&self) -> &'frame [u8] {
        self.rest
    }

    /// Goes on to the next column, of the columns that are left.
    #[inline]
    pub(super) fn next_spec(&mut self) -> Option<&'metadata ColumnSpec<'metadata>> {
        let (spec, specs) = self.specs.split_first()?;
        self.specs = specs;
        Some(spec)
    }
}

impl<'frame, 'metadata> Cell<'frame, 'metadata> {
    /// Of a field that the result has no column for.
    pub(crate) const NONE: Self = Self { spec: None, slice: None };

    /// The column and its bytes, where `None` is null; nothing when the result has no column for the field.
    #[inline]
    pub(crate) fn column(self) -> Option<(&'metadata ColumnSpec<'metadata>, Option<FrameSlice<'frame>>)> {
        self.spec.map(|spec| (spec, self.slice))
    }

    /// Whether the result has a column for the field.
    #[inline]
    pub const fn is_present(&self) -> bool {
        self.spec.is_some()
    }

    /// The column and its bytes, where `None` is null; `R` is the row type, for the error.
    ///
    /// # Errors
    /// When the result has no column for the field.
    #[inline]
    pub fn parts<R>(
        self,
    ) -> Result<(&'metadata ColumnSpec<'metadata>, Option<FrameSlice<'frame>>), DeserializationError> {
        match self.spec {
            Some(spec) => Ok((spec, self.slice)),
            None => Err(no_column::<R>()),
        }
    }

    /// Reads the column as a `T`.
    ///
    /// # Errors
    /// When the result has no column for the field, or the column's bytes are no `T`.
    #[inline]
    pub fn value<T: DeserializeValue<'frame, 'metadata>>(self) -> Result<T, DeserializationError> {
        let Some(spec) = self.spec else {
            return Err(no_column::<T>());
        };
        T::deserialize(spec.typ(), self.slice).map_err(|error| column_unreadable::<T>(spec, error))
    }
}

#[cold]
fn ends_inside(spec: &ColumnSpec<'_>, expected: usize, got: usize) -> DeserializationError {
    let column_name = spec.name().to_owned();
    row_unreadable::<()>(BuiltinDeserializationErrorKind::RawColumnDeserializationFailed { column_name, expected, got })
}

#[cold]
fn no_column<T>() -> DeserializationError {
    row_unreadable::<T>(BuiltinDeserializationErrorKind::MissingColumn)
}
