//! Rows whose columns are known only when the program runs.

use super::column_iterator::ColumnIterator;
use super::deserialize::DeserializeRow;
use super::plan::RowPlan;
use super::reader::RowReader;
use crate::value::cql_value::CqlValue;
use crate::value::error::{DeserializationError, TypeCheckError};
use crate::wire::column::ColumnSpec;

/// A row of any columns.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(clippy::exhaustive_structs, reason = "a row is its columns")]
pub struct Row {
    /// The columns, in their order; `None` is null.
    pub columns: Vec<Option<CqlValue>>,
}

impl<'frame, 'metadata> DeserializeRow<'frame, 'metadata> for Row {
    fn type_check(_specs: &[ColumnSpec<'_>]) -> Result<(), TypeCheckError> {
        Ok(())
    }

    fn deserialize(row: ColumnIterator<'frame, 'metadata>) -> Result<Self, DeserializationError> {
        Self::read(&mut row.into_reader(), &RowPlan::in_order())
    }

    fn read(row: &mut RowReader<'frame, 'metadata>, _plan: &RowPlan) -> Result<Self, DeserializationError> {
        let columns = row.specs().iter().map(|spec| row.value(spec)).collect::<Result<_, _>>()?;
        Ok(Self { columns })
    }
}
