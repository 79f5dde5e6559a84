//! Rows as they came, whose columns are read by name or position when they are asked for.

use smallvec::SmallVec;

use super::column_index::{ColumnIndex, missing};
use super::column_iterator::{ColumnIterator, RawColumn};
use super::deserialize::DeserializeRow;
use super::plan::RowPlan;
use super::reader::RowReader;
use crate::value::deserialize::DeserializeValue;
use crate::value::error::{DeserializationError, TypeCheckError};
use crate::value::frame_slice::FrameSlice;
use crate::wire::column::ColumnSpec;

/// How many cells are kept in place; rows of more take memory of their own.
const IN_PLACE: usize = 8;

/// A row of any columns, not read yet: each is read into the Rust type that is asked for.
///
/// A name is looked for among all columns at each call; where that matters, take the position once from
/// [`column_index`](Self::column_index), or from the result, and use it for all rows.
///
/// # Examples
/// ```no_run
/// use ilium_driver::client::session::Session;
/// use ilium_driver::deserialize::row::RawRow;
///
/// # async fn example(session: Session) -> Result<(), Box<dyn std::error::Error>> {
/// let result = session.query_unpaged("SELECT id, email FROM shop.users", ()).await?.into_rows_result()?;
/// let email = result.column_index("email").ok_or("no e-mail addresses")?;
/// for row in result.rows::<RawRow>()? {
///     let row = row?;
///     println!("{}: {:?}", row.get::<i32>("id")?, row.get::<Option<&str>>(email)?);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct RawRow<'frame, 'metadata> {
    specs: &'metadata [ColumnSpec<'metadata>],
    /// As many as `specs`.
    cells: SmallVec<[Option<FrameSlice<'frame>>; IN_PLACE]>,
}

impl<'frame, 'metadata> RawRow<'frame, 'metadata> {
    /// The columns.
    pub const fn specs(&self) -> &'metadata [ColumnSpec<'metadata>] {
        self.specs
    }

    /// The position of the first column of this name, exactly as the server spells it.
    pub fn column_index(&self, name: &str) -> Option<usize> {
        name.position(self.specs)
    }

    /// The column of this name or at this position, from 0; `None` when there is none.
    pub fn column(&self, column: impl ColumnIndex) -> Option<RawColumn<'frame, 'metadata>> {
        let index = column.position(self.specs)?;
        Some(RawColumn { index, spec: self.specs.get(index)?, slice: *self.cells.get(index)? })
    }

    /// Reads the column of this name or at this position, from 0, as a `T`.
    ///
    /// # Errors
    /// When there is no such column, its type does not fit, or its bytes are not a `T`.
    pub(crate) fn read_column<T: DeserializeValue<'frame, 'metadata>>(
        &self,
        column: impl ColumnIndex,
    ) -> Result<T, DeserializationError> {
        match self.column(&column) {
            Some(column) => column.value(),
            None => Err(missing(&column, self.specs)),
        }
    }

    /// Iterates over the columns.
    pub fn columns(&self) -> impl ExactSizeIterator<Item = RawColumn<'frame, 'metadata>> {
        let cells = self.specs.iter().zip(&self.cells).enumerate();
        cells.map(|(index, (spec, slice))| RawColumn { index, spec, slice: *slice })
    }
}

impl<'frame, 'metadata> DeserializeRow<'frame, 'metadata> for RawRow<'frame, 'metadata> {
    fn type_check(_specs: &[ColumnSpec<'_>]) -> Result<(), TypeCheckError> {
        Ok(())
    }

    fn deserialize(row: ColumnIterator<'frame, 'metadata>) -> Result<Self, DeserializationError> {
        Self::read(&mut row.into_reader(), &RowPlan::in_order())
    }

    fn read(row: &mut RowReader<'frame, 'metadata>, _plan: &RowPlan) -> Result<Self, DeserializationError> {
        let specs = row.specs();
        let cells = specs.iter().map(|spec| row.cell(spec)).collect::<Result<_, _>>()?;
        Ok(Self { specs, cells })
    }
}
