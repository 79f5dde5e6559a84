use ilium_driver::deserialize::row::{ColumnIterator, DeserializeRow, RowReader};
use ilium_driver::deserialize::value::DeserializeValue;
use ilium_driver::deserialize::{DeserializationError, FrameSlice};
use ilium_driver::errors::Error;
use ilium_driver::frame::response::result::{ColumnSpec, ColumnType, TableSpec};
use ilium_driver::response::query_result::QueryRowsResult;

use super::output::FromRow;
use crate::cql_type::native;
use crate::entity::EntityMeta;
use crate::statement::spec::RowShape;

/// The column in which the server says whether a conditional statement was applied.
const APPLIED: &str = "[applied]";

/// Whether a conditional statement (`IF …`) was applied.
///
/// When it was not, there is the row that was in its way, as far as the server tells it: all columns after
/// `IF NOT EXISTS` (`Applied<User>`), the columns of the condition after `IF email = :old` (`Applied<(String,)>`), none
/// after `IF EXISTS` (`Applied`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "there is no third case")]
#[must_use = "a conditional statement may not have been applied"]
pub enum Applied<R = ()> {
    /// The condition held, and the statement was applied.
    Yes,
    /// The condition did not hold, and nothing was changed.
    No(R),
}

impl<R> Applied<R> {
    /// Whether the statement was applied.
    pub const fn is_applied(&self) -> bool {
        matches!(self, Self::Yes)
    }

    /// The row that was in the way, if there was one.
    pub fn previous(self) -> Option<R> {
        match self {
            Self::Yes => None,
            Self::No(row) => Some(row),
        }
    }
}

/// Reads the only row of a conditional statement's answer; `Err` holds the row that was in the way.
pub(super) fn read<R: FromRow>(rows: &QueryRowsResult) -> Result<Applied<R>, Error> {
    let previous = columns::<R>(rows)?;
    previous.map_or(Ok(Applied::Yes), |previous| Ok(Applied::No(previous.read()?)))
}

/// Whether the statement was applied, whatever else the answer says.
pub(super) fn read_flag(rows: &QueryRowsResult) -> Result<Applied, Error> {
    let mut is_applied = false;
    for column in rows.first_row::<ColumnIterator<'_, '_>>()? {
        let column = column?;
        if column.spec.name() == APPLIED {
            is_applied = flag(column.spec, column.slice)?;
        }
    }
    Ok(if is_applied { Applied::Yes } else { Applied::No(()) })
}

fn flag<'frame>(
    spec: &'frame ColumnSpec<'frame>,
    slice: Option<FrameSlice<'frame>>,
) -> Result<bool, DeserializationError> {
    <bool as DeserializeValue<'_, '_>>::type_check(spec.typ()).map_err(DeserializationError::new)?;
    <bool as DeserializeValue<'_, '_>>::deserialize(spec.typ(), slice)
}

/// A row put together from the columns of another.
#[derive(Default)]
struct Previous {
    specs: Vec<ColumnSpec<'static>>,
    /// The cells, as they stand in a result.
    cells: Vec<u8>,
}

impl Previous {
    fn add(&mut self, spec: ColumnSpec<'static>, cell: Option<&[u8]>) {
        self.specs.push(spec);
        // A cell was read from an answer whose length fits, so its own does.
        let len = cell.map_or(-1, |cell| i32::try_from(cell.len()).unwrap_or(-1));
        self.cells.extend_from_slice(&len.to_be_bytes());
        self.cells.extend_from_slice(cell.unwrap_or_default());
    }

    fn read<R: FromRow>(self) -> Result<R, Error> {
        let plan = <R::Cells as DeserializeRow<'_, '_>>::plan(&self.specs)?;
        let cells = self.cells.into();
        let mut reader = RowReader::new(&self.specs, FrameSlice::new(&cells));
        let cells = <R::Cells as DeserializeRow<'_, '_>>::read(&mut reader, &plan)?;
        Ok(R::from_cells(cells))
    }
}

/// The columns of the answer that `R` is read from; `None` when the statement was applied.
///
/// The answer may have more columns than an entity knows, and lacks those that are computed: these are null.
fn columns<R: FromRow>(rows: &QueryRowsResult) -> Result<Option<Previous>, Error> {
    let entity = match R::SHAPE {
        RowShape::Entity(meta) => Some(meta),
        RowShape::Cells(_) | RowShape::Nothing => None,
    };
    let mut previous = Previous::default();
    for column in rows.first_row::<ColumnIterator<'_, '_>>()? {
        let column = column?;
        if column.spec.name() == APPLIED {
            if flag(column.spec, column.slice)? {
                return Ok(None);
            }
        } else if entity.is_none_or(|meta| meta.column(column.spec.name()).is_some()) {
            previous.add(column.spec.clone().into_owned(), column.slice.map(|slice| slice.as_slice()));
        }
    }
    if let Some(meta) = entity {
        add_missing(meta, &mut previous);
    }
    Ok(Some(previous))
}

fn add_missing(meta: &EntityMeta, previous: &mut Previous) {
    for column in meta.columns.iter().filter(|column| column.nullable) {
        if previous.specs.iter().any(|spec| spec.name() == column.name) {
            continue;
        }
        if let Some(typ) = native(column.cql.kinds.first()) {
            let table = TableSpec::borrowed("", meta.table);
            previous.add(ColumnSpec::borrowed(column.name, ColumnType::Native(typ), table), None);
        }
    }
}
