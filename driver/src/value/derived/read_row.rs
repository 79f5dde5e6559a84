//! Structs from rows.

use std::slice;
use std::sync::Arc;

use smallvec::SmallVec;

use super::TypeCheck;
use super::arrange::{Mismatch, Rules, arrange, names_of};
use super::field_error::FieldError;
use super::record::{FieldKind, Matching, Record};
use crate::value::error::{DeserializationError, TypeCheckError};
use crate::value::frame_slice::FrameSlice;
use crate::value::row::column_iterator::ColumnIterator;
use crate::value::row::deserialize::DeserializeRow;
use crate::value::row::plan::RowPlan;
use crate::value::row::reader::{Cell, RowReader};
use crate::value::row_error::{
    BuiltinDeserializationError, BuiltinDeserializationErrorKind, BuiltinReadTypeCheckError,
    BuiltinReadTypeCheckErrorKind,
};
use crate::wire::column::ColumnSpec;

/// How many columns of a row with flattened fields are gathered without memory of their own.
const GATHERED: usize = 16;

/// A struct with `#[derive(DeserializeRow)]` whose fields have names: such a one can be flattened into another.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be flattened into a row",
    label = "not a struct with named fields and `#[derive(DeserializeRow)]`",
    note = "a flattened field is a struct with named fields and `#[derive(DeserializeRow)]`"
)]
pub trait FlattenRead<'frame, 'metadata>: ReadRow<'frame, 'metadata> {
    /// Its fields.
    const FLAT: &'static Record = Self::RECORD;
}

/// A struct with `#[derive(DeserializeRow)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be flattened into a row",
    label = "not a struct with named fields and `#[derive(DeserializeRow)]`",
    note = "a flattened field is a struct with named fields and `#[derive(DeserializeRow)]`"
)]
pub trait ReadRow<'frame, 'metadata>: Sized {
    /// Its fields.
    const RECORD: &'static Record;
    /// The type checks of its fields.
    const CHECKS: &'static [Check];

    /// Reads the struct from the next cells, which are in the order of its fields.
    ///
    /// # Errors
    /// When a cell's bytes are not a value of its type, or it is null and the Rust type has no null.
    fn read_cells(cells: &mut Cells<'_, 'frame, 'metadata>) -> Result<Self, DeserializationError>;
}

/// The type check of a field.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_enums, reason = "written out by generated code")]
pub enum Check {
    /// Of a field that is for one column.
    Field(TypeCheck),
    /// Of a flattened field.
    Flat(&'static [Self]),
}

/// The cells of a row in the order of a struct's fields.
#[derive(Debug)]
pub struct Cells<'a, 'frame, 'metadata> {
    source: Source<'a, 'frame, 'metadata>,
}

#[derive(Debug)]
enum Source<'a, 'frame, 'metadata> {
    Gathered(slice::Iter<'a, Cell<'frame, 'metadata>>),
    InOrder { row: &'a mut RowReader<'frame, 'metadata>, specs: slice::Iter<'metadata, ColumnSpec<'metadata>> },
}

/// A column and the bytes of its cell, where `None` is null.
type TypedBytes<'frame, 'metadata> = (&'metadata ColumnSpec<'metadata>, Option<FrameSlice<'frame>>);

macro_rules! through_pointer {
    ($($pointer:ident),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<'frame, 'metadata, T: ReadRow<'frame, 'metadata>> ReadRow<'frame, 'metadata> for $pointer<T> {
            const RECORD: &'static Record = T::RECORD;
            const CHECKS: &'static [Check] = T::CHECKS;

            fn read_cells(cells: &mut Cells<'_, 'frame, 'metadata>) -> Result<Self, DeserializationError> {
                T::read_cells(cells).map(Self::new)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<'frame, 'metadata, T: FlattenRead<'frame, 'metadata>> FlattenRead<'frame, 'metadata> for $pointer<T> {}
    )*};
}

through_pointer!(Box, Arc);

impl<'a, 'frame, 'metadata> Cells<'a, 'frame, 'metadata> {
    /// The cells of a row that was gathered.
    #[inline]
    pub fn gathered(cells: &'a [Cell<'frame, 'metadata>]) -> Self {
        Self { source: Source::Gathered(cells.iter()) }
    }

    fn in_order(row: &'a mut RowReader<'frame, 'metadata>) -> Self {
        let specs = row.specs().iter();
        Self { source: Source::InOrder { row, specs } }
    }

    /// The next column and its bytes; `R` is the struct, for the error.
    ///
    /// # Errors
    /// When the result ends inside the column or has none for the field.
    #[inline]
    pub fn next_of<R>(&mut self) -> Result<TypedBytes<'frame, 'metadata>, DeserializationError> {
        self.next_if_any()?.map_or_else(|| Cell::NONE.parts::<R>(), Ok)
    }

    /// The next column and its bytes; `None` when the result has none for the field.
    ///
    /// # Errors
    /// When the result ends inside the column.
    #[inline]
    pub fn next_if_any(&mut self) -> Result<Option<TypedBytes<'frame, 'metadata>>, DeserializationError> {
        match &mut self.source {
            Source::Gathered(cells) => Ok(cells.next().and_then(|cell| cell.column())),
            Source::InOrder { row, specs } => {
                let Some(spec) = specs.next() else { return Ok(None) };
                row.cell(spec).map(|cell| Some((spec, cell)))
            }
        }
    }
}

/// Finds the field of each column.
///
/// # Errors
/// When a field has no column, a column has no field or is there twice, or its type does not fit.
pub fn plan_row<'frame, 'metadata, R: ReadRow<'frame, 'metadata>>(
    specs: &[ColumnSpec<'_>],
) -> Result<RowPlan, TypeCheckError> {
    make_plan(R::RECORD, R::CHECKS, specs)
}

fn make_plan(
    record: &'static Record,
    checks: &'static [Check],
    specs: &[ColumnSpec<'_>],
) -> Result<RowPlan, TypeCheckError> {
    if fits_in_order(record, checks, specs) {
        return Ok(RowPlan::in_order());
    }
    let names = specs.iter().map(ColumnSpec::name);
    let is_in_order = match record.matching {
        Matching::ByName | Matching::InOrder => record.is_named(names.clone()),
        Matching::Positions => specs.len() == record.len(),
    };
    if is_in_order {
        let mut columns = specs.iter().enumerate();
        check_next(record, checks, &mut columns).map_err(|(column, error)| type_unfit(record, specs, column, error))?;
        return Ok(RowPlan::in_order());
    }
    let names: Vec<_> = names.collect();
    let arrangement = arrange(record, &names, Rules { excess: false, repeats: false })
        .map_err(|mismatch| row_unfit(record, specs, &mismatch))?;
    let Some(fields) = arrangement.fields() else { return Ok(RowPlan::in_order()) };
    for (column, (field, spec)) in fields.iter().zip(specs).enumerate() {
        check_field(record, checks, usize::from(*field), spec)
            .map_err(|error| type_unfit(record, specs, column, error))?;
    }
    Ok(RowPlan::by_column(fields))
}

/// Whether the columns are the fields, one by one and none of them flattened: so it is for nearly every result, and a plan
/// is made for each, so this is found out in one pass.
fn fits_in_order(record: &'static Record, checks: &'static [Check], specs: &[ColumnSpec<'_>]) -> bool {
    let fields = record.fields.iter().zip(checks);
    specs.len() == record.fields.len()
        && specs.len() == checks.len()
        && specs.iter().zip(fields).all(|(spec, (field, check))| match check {
            Check::Field(check) => spec.name() == field.cql && check(spec.typ()).is_ok(),
            Check::Flat(_) => false,
        })
}

/// Checks the types of the columns that come next, which are in the order of the fields.
fn check_next<'a>(
    record: &'static Record,
    checks: &[Check],
    columns: &mut dyn Iterator<Item = (usize, &'a ColumnSpec<'a>)>,
) -> Result<(), (usize, TypeCheckError)> {
    for (index, (field, check)) in record.fields.iter().zip(checks).enumerate() {
        match (field.kind, check) {
            (FieldKind::Flat(flat), Check::Flat(checks)) => check_next(flat, checks, columns)?,
            (_, Check::Field(check)) => {
                let Some((column, spec)) = columns.next() else { return Ok(()) };
                check(spec.typ())
                    .map_err(|error| (column, TypeCheckError::new(FieldError::new(record, index, error))))?;
            }
            (_, Check::Flat(_)) => {}
        }
    }
    Ok(())
}

/// Checks the type of the column for the field at `index`, flattened ones counted in their place.
fn check_field(
    record: &'static Record,
    checks: &[Check],
    index: usize,
    spec: &ColumnSpec<'_>,
) -> Result<(), TypeCheckError> {
    let mut before = 0;
    for (own, (field, check)) in record.fields.iter().zip(checks).enumerate() {
        match (field.kind, check) {
            (FieldKind::Flat(flat), Check::Flat(checks)) => {
                if index < before + flat.len() {
                    return check_field(flat, checks, index.saturating_sub(before), spec);
                }
                before += flat.len();
            }
            (_, Check::Field(check)) => {
                if index == before {
                    return check(spec.typ()).map_err(|error| TypeCheckError::new(FieldError::new(record, own, error)));
                }
                before += 1;
            }
            (_, Check::Flat(_)) => {}
        }
    }
    Ok(())
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

/// Reads a row of a struct with flattened fields.
///
/// # Errors
/// Those of [`DeserializeRow::read`].
pub fn read_flat_row<'frame, 'metadata, R: ReadRow<'frame, 'metadata>>(
    row: &mut RowReader<'frame, 'metadata>,
    plan: &RowPlan,
) -> Result<R, DeserializationError> {
    if plan.is_in_order() && row.specs().len() == R::RECORD.len() {
        return R::read_cells(&mut Cells::in_order(row));
    }
    let mut cells: SmallVec<[Cell<'frame, 'metadata>; GATHERED]> = SmallVec::new();
    cells.resize(R::RECORD.len(), Cell::NONE);
    row.gather_into(plan, &mut cells)?;
    R::read_cells(&mut Cells::gathered(&cells))
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
fn type_unfit(
    record: &'static Record,
    specs: &[ColumnSpec<'_>],
    column_index: usize,
    err: TypeCheckError,
) -> TypeCheckError {
    let column_name = name_of(specs, column_index);
    let kind = BuiltinReadTypeCheckErrorKind::ColumnTypeCheckFailed { column_index, column_name, err };
    unfit(record, specs, kind, Vec::new())
}

#[cold]
fn row_unfit(record: &'static Record, specs: &[ColumnSpec<'_>], mismatch: &Mismatch) -> TypeCheckError {
    let columns = || specs.iter().map(|spec| spec.name().to_owned()).collect();
    let (kind, known) = match mismatch {
        Mismatch::Count => {
            let (rust_cols, cql_cols) = (record.len(), specs.len());
            (BuiltinReadTypeCheckErrorKind::WrongColumnCount { rust_cols, cql_cols }, Vec::new())
        }
        Mismatch::Excess(column_index) => {
            let (column_index, column_name) = (*column_index, name_of(specs, *column_index));
            let kind = BuiltinReadTypeCheckErrorKind::ColumnWithUnknownName { column_index, column_name };
            (kind, names_of(record))
        }
        Mismatch::Missing(names) => {
            let column_names = names.clone();
            (BuiltinReadTypeCheckErrorKind::ValuesMissingForColumns { column_names }, columns())
        }
        Mismatch::Name { field, position, expected } => {
            let kind = BuiltinReadTypeCheckErrorKind::ColumnNameMismatch {
                field_index: *field,
                column_index: *position,
                rust_column_name: expected.clone(),
                db_column_name: name_of(specs, *position),
            };
            (kind, Vec::new())
        }
        Mismatch::Repeated(column_index) => {
            let (column_index, column_name) = (*column_index, name_of(specs, *column_index));
            (BuiltinReadTypeCheckErrorKind::DuplicatedColumn { column_index, column_name }, Vec::new())
        }
    };
    unfit(record, specs, kind, known)
}

fn name_of(specs: &[ColumnSpec<'_>], column: usize) -> String {
    specs.get(column).map_or("?", ColumnSpec::name).to_owned()
}

#[cold]
fn unfit(
    record: &'static Record,
    specs: &[ColumnSpec<'_>],
    kind: BuiltinReadTypeCheckErrorKind,
    known: Vec<String>,
) -> TypeCheckError {
    let cql_types = specs.iter().map(|spec| spec.typ().clone().into_owned()).collect();
    TypeCheckError::new(BuiltinReadTypeCheckError { rust_name: record.name, cql_types, kind, known })
}
