//! Rows as maps from the names of columns to values of one type.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use super::column_iterator::ColumnIterator;
use super::deserialize::DeserializeRow;
use super::plan::RowPlan;
use super::reader::RowReader;
use crate::value::deserialize::DeserializeValue;
use crate::value::error::{DeserializationError, TypeCheckError};
use crate::value::row_error::{BuiltinReadTypeCheckErrorKind, column_unfit_to_read, row_unfit_to_read};
use crate::wire::column::ColumnSpec;

fn type_check<'frame, 'metadata, Map, T>(specs: &[ColumnSpec<'_>]) -> Result<(), TypeCheckError>
where
    T: DeserializeValue<'frame, 'metadata>,
{
    for (column_index, spec) in specs.iter().enumerate() {
        T::type_check(spec.typ()).map_err(|error| column_unfit_to_read::<Map>(specs, column_index, error))?;
        if specs.iter().take(column_index).any(|earlier| earlier.name() == spec.name()) {
            let column_name = spec.name().to_owned();
            let kind = BuiltinReadTypeCheckErrorKind::DuplicatedColumn { column_index, column_name };
            return Err(row_unfit_to_read::<Map>(specs, kind));
        }
    }
    Ok(())
}

macro_rules! map_row {
    ($(($($generics:tt)*) $map:ty),*) => {$(
        /// Reads rows whose columns all fit one type, such as `Option<CqlValue>`, which any does.
        impl<'frame, 'metadata, T: DeserializeValue<'frame, 'metadata> $($generics)*> DeserializeRow<'frame, 'metadata>
            for $map
        {
            fn type_check(specs: &[ColumnSpec<'_>]) -> Result<(), TypeCheckError> {
                type_check::<Self, T>(specs)
            }

            fn deserialize(row: ColumnIterator<'frame, 'metadata>) -> Result<Self, DeserializationError> {
                Self::read(&mut row.into_reader(), &RowPlan::in_order())
            }

            fn read(row: &mut RowReader<'frame, 'metadata>, _plan: &RowPlan) -> Result<Self, DeserializationError> {
                row.specs().iter().map(|spec| Ok((spec.name().to_owned(), row.value(spec)?))).collect()
            }
        }
    )*};
}

map_row!((, S: BuildHasher + Default) HashMap<String, T, S>, () BTreeMap<String, T>);
