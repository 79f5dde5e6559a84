//! Plans of derived rows.

use super::{Excess, Names, ReadField, find};
use crate::value::deserialize::DeserializeValue;
use crate::value::error::{DeserializationError, TypeCheckError};
use crate::value::row::column_iterator::ColumnIterator;
use crate::value::row::deserialize::DeserializeRow;
use crate::value::row::plan::RowPlan;
use crate::value::row::reader::Cell;
use crate::value::row_error::{
    BuiltinDeserializationErrorKind, BuiltinReadTypeCheckErrorKind as Kind, column_unfit_to_read, row_unfit_to_read,
    row_unreadable,
};
use crate::wire::column::ColumnSpec;

/// Matches columns and fields by name.
///
/// # Errors
/// When a column has no field and that is refused, two have one name, a required field has no column, or a type does
/// not fit.
pub fn plan_by_name<R>(
    specs: &[ColumnSpec<'_>],
    fields: &[ReadField],
    excess: Excess,
) -> Result<RowPlan, TypeCheckError> {
    let mut plan = Vec::new();
    let mut found = vec![false; fields.len()];
    let mut in_order = specs.len() == fields.len();
    let mut likely = 0;
    for (column_index, spec) in specs.iter().enumerate() {
        let position = find(fields.len(), |index| fields.get(index).map(|field| field.name), likely, spec.name());
        let Some((position, field)) = position.and_then(|position| Some((position, fields.get(position)?))) else {
            if excess == Excess::Refused {
                let column_name = spec.name().to_owned();
                return Err(row_unfit_to_read::<R>(specs, Kind::ColumnWithUnknownName { column_index, column_name }));
            }
            plan.push(RowPlan::NO_FIELD);
            in_order = false;
            continue;
        };
        if found.get_mut(position).is_some_and(|found| std::mem::replace(found, true)) {
            let column_name = spec.name().to_owned();
            return Err(row_unfit_to_read::<R>(specs, Kind::DuplicatedColumn { column_index, column_name }));
        }
        (field.type_check)(spec.typ()).map_err(|error| column_unfit_to_read::<R>(specs, column_index, error))?;
        plan.push(u16::try_from(position).unwrap_or(RowPlan::NO_FIELD));
        in_order &= position == column_index;
        likely = position.saturating_add(1);
    }
    let missing = fields.iter().zip(&found).filter(|(field, found)| !field.optional && !**found);
    let column_names: Vec<_> = missing.map(|(field, _)| field.name).collect();
    if !column_names.is_empty() {
        return Err(row_unfit_to_read::<R>(specs, Kind::ValuesMissingForColumns { column_names }));
    }
    Ok(if in_order { RowPlan::in_order() } else { RowPlan::by_column(plan) })
}

/// Matches columns and fields by position.
///
/// # Errors
/// When they are not equally many, a type does not fit, or names are compared and differ.
pub fn plan_by_order<R>(
    specs: &[ColumnSpec<'_>],
    fields: &[ReadField],
    names: Names,
) -> Result<RowPlan, TypeCheckError> {
    if specs.len() != fields.len() {
        let kind = Kind::WrongColumnCount { rust_cols: fields.len(), cql_cols: specs.len() };
        return Err(row_unfit_to_read::<R>(specs, kind));
    }
    for (index, (spec, field)) in specs.iter().zip(fields).enumerate() {
        if names == Names::Checked && spec.name() != field.name {
            let kind = Kind::ColumnNameMismatch {
                field_index: index,
                column_index: index,
                rust_column_name: field.name,
                db_column_name: spec.name().to_owned(),
            };
            return Err(row_unfit_to_read::<R>(specs, kind));
        }
        (field.type_check)(spec.typ()).map_err(|error| column_unfit_to_read::<R>(specs, index, error))?;
    }
    Ok(RowPlan::in_order())
}

/// Reads a field that may have no column; it then has its default.
///
/// # Errors
/// When the column's bytes are no `T`.
#[inline]
pub fn cell_or_default<'frame, 'metadata, T: DeserializeValue<'frame, 'metadata> + Default>(
    cell: Cell<'frame, 'metadata>,
) -> Result<T, DeserializationError> {
    if cell.is_present() { cell.value() } else { Ok(T::default()) }
}

/// The columns are not those that the type was checked against.
#[cold]
pub fn columns_changed<R>() -> DeserializationError {
    row_unreadable::<R>(BuiltinDeserializationErrorKind::MissingColumn)
}

/// Reads one row on its own, names looked up for it alone: what `deserialize` of a derived row does.
///
/// # Errors
/// When the columns do not fit or a value cannot be read.
pub fn read_alone<'frame, 'metadata, R: DeserializeRow<'frame, 'metadata>>(
    row: ColumnIterator<'frame, 'metadata>,
) -> Result<R, DeserializationError> {
    let plan = R::plan(row.specs()).map_err(DeserializationError::new)?;
    R::read(&mut row.into_reader(), &plan)
}
