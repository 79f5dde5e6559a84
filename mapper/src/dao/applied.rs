//! Whether a conditional statement was applied, and the row that was in its way.

use ilium_driver::deserialize::FrameSlice;
use ilium_driver::deserialize::row::{ColumnIterator, DeserializeRow, RawColumn, RowReader};
use ilium_driver::errors::{Error, ErrorKind};
use ilium_driver::frame::response::result::{ColumnSpec, ColumnType, NativeType, TableSpec};
use ilium_driver::private::error;
use ilium_driver::response::query_result::QueryRowsResult;

use super::output::FromRow;
use crate::cql_type::native;
use crate::entity::EntityMeta;
use crate::statement::spec::{Condition, RowShape, StatementSpec};

/// The column in which the server says whether a conditional statement was applied, which is not one of the row's.
const APPLIED: &str = "[applied]";

/// Whether a conditional statement (`IF …`) was applied.
///
/// When it was not, the server returns the row that was in its way: all columns after `IF NOT EXISTS`
/// (`Applied<User>`), the columns of the condition after `IF email = :old` (`Applied<(String,)>`), and no row after
/// `IF EXISTS` (`Applied`).
///
/// A row that cannot be read does not hide that the statement was not applied: it is
/// [`Unreadable`](Self::Unreadable). When a call returns an error instead, no answer came, or one that does not say
/// whether the statement was applied.
#[derive(Clone, Debug)]
#[allow(clippy::exhaustive_enums, reason = "there is no further case")]
#[must_use = "a conditional statement may not have been applied"]
pub enum Applied<R = ()> {
    /// The condition held, and the statement was applied.
    Yes,
    /// The condition did not hold because of this row, and nothing was changed. `Applied` without a row is either this
    /// or [`Yes`](Self::Yes).
    No(R),
    /// The condition did not hold because there was no row, and nothing was changed.
    ///
    /// Cassandra returns the columns of a row that exists even when they are all null. ScyllaDB returns nulls for a row
    /// that does not exist, too, which is [`No`](Self::No) with nulls or [`Unreadable`](Self::Unreadable).
    Missing,
    /// The condition did not hold, and nothing was changed. The row that was in the way could not be read: a column is
    /// null and its Rust type is not an `Option`, or its type on the server does not fit the Rust type.
    Unreadable(Error),
}

impl<R> Applied<R> {
    /// Whether the statement was applied.
    pub const fn is_applied(&self) -> bool {
        matches!(self, Self::Yes)
    }

    /// The row that was in the way; `None` when the statement was applied, or there was no row.
    ///
    /// # Errors
    /// When there was one that could not be read.
    pub fn previous(self) -> Result<Option<R>, Error> {
        match self {
            Self::Yes | Self::Missing => Ok(None),
            Self::No(row) => Ok(Some(row)),
            Self::Unreadable(error) => Err(error),
        }
    }
}

/// Compares the rows that were in the way. A row that could not be read is not equal to anything.
impl<R: PartialEq> PartialEq for Applied<R> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Yes, Self::Yes) | (Self::Missing, Self::Missing) => true,
            (Self::No(row), Self::No(other)) => row == other,
            _ => false,
        }
    }
}

/// Reads the answer to a conditional statement.
pub(super) fn read<R: FromRow>(rows: &QueryRowsResult, spec: &StatementSpec) -> Result<Applied<R>, Error> {
    if rows.is_applied()? {
        return Ok(Applied::Yes);
    }
    if is_missing(rows) {
        return Ok(Applied::Missing);
    }
    // A batch returns the keys too.
    let wanted = match spec.condition() {
        Condition::Columns => spec.condition_columns(),
        _ => Vec::new(),
    };
    let previous = rows.first_row().and_then(|row| previous(row, &wanted));
    Ok(previous.map_or_else(|error| Applied::Unreadable(rows.name_origin(error)), Applied::No))
}

/// Whether the statement was applied, whatever else the answer says.
pub(super) fn read_flag(rows: &QueryRowsResult) -> Result<Applied, Error> {
    Ok(if rows.is_applied()? { Applied::Yes } else { Applied::No(()) })
}

/// Whether the answer has no column beside the flag.
pub(super) fn is_missing(rows: &QueryRowsResult) -> bool {
    rows.column_specs().len() == 1
}

/// Reads the row that was in the way. A tuple takes the columns `wanted` in their order, or all columns when `wanted` is
/// empty.
///
/// # Errors
/// When it does not fit `R`.
pub(super) fn previous<R: FromRow>(row: ColumnIterator<'_, '_>, wanted: &[&str]) -> Result<R, Error> {
    let columns = row.filter(|column| !matches!(column, Ok(column) if column.spec.name() == APPLIED));
    let columns: Vec<RawColumn<'_, '_>> = columns.collect::<Result<_, _>>()?;
    let mut previous = Previous::default();
    match R::SHAPE {
        RowShape::Entity(meta) => {
            // The answer may have columns that the entity does not, and lacks the computed ones, which become null.
            let known = columns.iter().filter(|column| meta.column(column.spec.name()).is_some());
            known.for_each(|column| previous.add(column));
            previous.add_missing(meta);
        }
        RowShape::Cells(_) | RowShape::Nothing if wanted.is_empty() => {
            columns.iter().for_each(|column| previous.add(column));
        }
        RowShape::Cells(_) | RowShape::Nothing => {
            for name in wanted {
                match columns.iter().find(|column| column.spec.name() == *name) {
                    Some(column) => previous.add(column),
                    None => return Err(no_column(name)),
                }
            }
        }
    }
    previous.read()
}

#[cold]
fn no_column(name: &str) -> Error {
    let found = format!("the row that was in the way has no column `{name}`, which the condition compares");
    error(ErrorKind::InvalidResponse, found)
}

/// A row put together from the columns of another.
#[derive(Default)]
struct Previous {
    specs: Vec<ColumnSpec<'static>>,
    /// The cells, as they stand in a result.
    cells: Vec<u8>,
}

impl Previous {
    fn add(&mut self, column: &RawColumn<'_, '_>) {
        self.push(column.spec.clone().into_owned(), column.slice.map(|slice| slice.as_slice()));
    }

    fn push(&mut self, spec: ColumnSpec<'static>, cell: Option<&[u8]>) {
        self.specs.push(spec);
        // A cell was read from an answer whose length fits, so its own does.
        let len = cell.map_or(-1, |cell| i32::try_from(cell.len()).unwrap_or(-1));
        self.cells.extend_from_slice(&len.to_be_bytes());
        self.cells.extend_from_slice(cell.unwrap_or_default());
    }

    fn add_missing(&mut self, meta: &EntityMeta) {
        for column in meta.columns.iter().filter(|column| column.nullable) {
            if self.specs.iter().any(|spec| spec.name() == column.name) {
                continue;
            }
            let kinds = column.cql.kinds;
            // A type that reads any CQL type reads a text.
            let typ = if kinds.is_any() { Some(NativeType::Text) } else { native(kinds.first()) };
            if let Some(typ) = typ {
                let table = TableSpec::borrowed("", meta.table);
                self.push(ColumnSpec::borrowed(column.name, ColumnType::Native(typ), table), None);
            }
        }
    }

    fn read<R: FromRow>(self) -> Result<R, Error> {
        let plan = <R::Cells as DeserializeRow<'_, '_>>::plan(&self.specs)?;
        let cells = self.cells.into();
        let mut reader = RowReader::new(&self.specs, FrameSlice::new(&cells));
        let cells = <R::Cells as DeserializeRow<'_, '_>>::read(&mut reader, &plan)?;
        Ok(R::from_cells(cells))
    }
}
