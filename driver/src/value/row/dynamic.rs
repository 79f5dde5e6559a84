//! Rows whose columns are known only when the program runs.

use std::fmt;

use super::column_iterator::ColumnIterator;
use super::deserialize::DeserializeRow;
use super::plan::RowPlan;
use super::reader::RowReader;
use crate::value::cql_value::CqlValue;
use crate::value::error::{DeserializationError, TypeCheckError};
use crate::wire::column::ColumnSpec;

/// A row of any columns, by position. To read by name, take a [`RawRow`](crate::deserialize::row::RawRow) or a map from
/// names to values.
///
/// It displays as CQL literals in brackets.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(clippy::exhaustive_structs, reason = "a row is its columns")]
pub struct Row {
    /// The columns, in their order; `None` is null.
    pub columns: Vec<Option<CqlValue>>,
}

impl Row {
    /// The value of the column at this position, from 0; `None` when it is null or there is no such column.
    pub fn get(&self, index: usize) -> Option<&CqlValue> {
        self.columns.get(index)?.as_ref()
    }
}

/// `(1, 'a', null)`.
impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(")?;
        for (index, column) in self.columns.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { ", " })?;
            match column {
                Some(value) => write!(f, "{value}")?,
                None => f.write_str("null")?,
            }
        }
        f.write_str(")")
    }
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
