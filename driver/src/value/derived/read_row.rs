use super::field_error::FieldError;
use super::{Record, TypeCheck};
use crate::value::error::{DeserializationError, TypeCheckError};
use crate::value::row::column_iterator::ColumnIterator;
use crate::value::row::deserialize::DeserializeRow;
use crate::value::row::plan::RowPlan;
use crate::value::row_error::{
    BuiltinDeserializationError, BuiltinDeserializationErrorKind, BuiltinReadTypeCheckError,
    BuiltinReadTypeCheckErrorKind,
};
use crate::wire::column::ColumnSpec;

/// Finds the field of each column; `checks` are the type checks of the fields.
///
/// # Errors
/// When a field has no column, a column has no field or is there twice, or its type does not fit.
pub fn plan_row(
    record: &'static Record,
    specs: &[ColumnSpec<'_>],
    checks: &[TypeCheck],
) -> Result<RowPlan, TypeCheckError> {
    if fits_in_order(record, specs, checks) { Ok(RowPlan::in_order()) } else { plan_by_name(record, specs, checks) }
}

/// Whether the columns are the fields, one by one: as a statement that names them gives them, so for nearly every result.
fn fits_in_order(record: &'static Record, specs: &[ColumnSpec<'_>], checks: &[TypeCheck]) -> bool {
    let fields = record.fields.iter().zip(checks);
    specs.len() == record.fields.len()
        && specs.len() == checks.len()
        && specs.iter().zip(fields).all(|(spec, ((_, name), check))| spec.name() == *name && check(spec.typ()).is_ok())
}

fn plan_by_name(
    record: &'static Record,
    specs: &[ColumnSpec<'_>],
    checks: &[TypeCheck],
) -> Result<RowPlan, TypeCheckError> {
    let unfit = |kind, known| row_unfit(record, specs, kind, known);
    let mut fields = Vec::with_capacity(specs.len());
    let mut guess = 0;
    for (column_index, spec) in specs.iter().enumerate() {
        let column_name = || spec.name().to_owned();
        let Some(field) = record.position(spec.name(), guess) else {
            let kind =
                BuiltinReadTypeCheckErrorKind::ColumnWithUnknownName { column_index, column_name: column_name() };
            return Err(unfit(kind, record.cql_names()));
        };
        if let Some(Err(error)) = checks.get(field).map(|check| check(spec.typ())) {
            let err = TypeCheckError::new(FieldError::new(record, field, error));
            let column_name = column_name();
            let kind = BuiltinReadTypeCheckErrorKind::ColumnTypeCheckFailed { column_index, column_name, err };
            return Err(unfit(kind, Vec::new()));
        }
        // A struct has fewer fields than this; the conversion cannot lose one.
        let field = u16::try_from(field).unwrap_or(RowPlan::NO_FIELD);
        if fields.contains(&field) {
            let kind = BuiltinReadTypeCheckErrorKind::DuplicatedColumn { column_index, column_name: column_name() };
            return Err(unfit(kind, Vec::new()));
        }
        fields.push(field);
        guess = usize::from(field) + 1;
    }
    if fields.len() < record.fields.len() {
        let column_names = record.missing(|name| specs.iter().any(|spec| spec.name() == name));
        let known = specs.iter().map(|spec| spec.name().to_owned()).collect();
        return Err(unfit(BuiltinReadTypeCheckErrorKind::ValuesMissingForColumns { column_names }, known));
    }
    let in_order = fields.iter().enumerate().all(|(column, field)| column == usize::from(*field));
    Ok(if in_order { RowPlan::in_order() } else { RowPlan::by_column(fields) })
}

/// Reads a row that no plan was made for.
///
/// # Errors
/// Those of [`DeserializeRow::plan`] and of [`DeserializeRow::read`].
pub fn read_row<'frame, 'metadata, R: DeserializeRow<'frame, 'metadata>>(
    row: ColumnIterator<'frame, 'metadata>,
) -> Result<R, DeserializationError> {
    let plan = R::plan(row.specs()).map_err(DeserializationError::new)?;
    R::read(&mut row.into_reader(), &plan)
}

/// Says that `field` could not be read from the column `spec`.
#[cold]
pub fn column_failed(
    record: &'static Record,
    field: usize,
    spec: &ColumnSpec<'_>,
    error: DeserializationError,
) -> DeserializationError {
    let err = DeserializationError::new(FieldError::new(record, field, error));
    let kind =
        BuiltinDeserializationErrorKind::ColumnDeserializationFailed { column_name: spec.name().to_owned(), err };
    DeserializationError::new(BuiltinDeserializationError { rust_name: record.name, kind })
}

#[cold]
fn row_unfit(
    record: &'static Record,
    specs: &[ColumnSpec<'_>],
    kind: BuiltinReadTypeCheckErrorKind,
    known: Vec<String>,
) -> TypeCheckError {
    let cql_types = specs.iter().map(|spec| spec.typ().clone().into_owned()).collect();
    TypeCheckError::new(BuiltinReadTypeCheckError { rust_name: record.name, cql_types, kind, known })
}
