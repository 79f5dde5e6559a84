//! What statements return.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::future::Future;
use std::net::IpAddr;

use bytes::Bytes;
use ilium_driver::deserialize::TypeCheckError;
use ilium_driver::deserialize::row::{DeserializeRow, RowPlan};
use ilium_driver::deserialize::value::DeserializeValue;
use ilium_driver::errors::{Error, ErrorKind};
use ilium_driver::frame::response::result::ColumnSpec;

use ilium_driver::private::{RowValue, RowValueOrNull, error_of_statement, statement_error};
use ilium_driver::response::query_result::{QueryResult, QueryRowsResult};
use ilium_driver::value::cql_type::{Form, OfBytes, OfNothing, OfRows};
use ilium_driver::value::{
    Counter, CqlDate, CqlDecimal, CqlDuration, CqlTime, CqlTimestamp, CqlTimeuuid, CqlValue, CqlVarint, Emptiable,
    MaybeEmpty,
};
use uuid::Uuid;

use super::applied::{self, Applied};
use super::argument::Arguments;
use super::core::{Core, Ready};
use super::stream::{Read, RowStream};
use crate::cql_type::CqlType;
use crate::statement::spec::{OutputInfo, OutputKind, RowShape, StatementSpec};

/// What one row is read into: an entity, a tuple of values, or a value that is a row's only column (any type with
/// [`CqlType`] and [`DeserializeValue`], `Option<T>` where it may be null).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a row type",
    label = "not a row type",
    note = "a row is an entity (add `#[derive(Entity)]` to `{Self}`), a CQL value (a struct, an enum or a newtype needs `#[derive(SerializeValue, DeserializeValue)]`), or a tuple of CQL values"
)]
pub trait FromRow: Sized {
    /// Which columns a row has.
    #[doc(hidden)]
    const SHAPE: RowShape;

    /// What is read from the row.
    #[doc(hidden)]
    type Cells: for<'frame, 'metadata> DeserializeRow<'frame, 'metadata>;

    /// What is read from a row whose only value may be null.
    #[doc(hidden)]
    type MaybeCells: for<'frame, 'metadata> DeserializeRow<'frame, 'metadata>;

    /// Makes the row of what was read.
    #[doc(hidden)]
    fn from_cells(cells: Self::Cells) -> Self;

    /// Makes the row of what was read; `None` when its only value is null.
    #[doc(hidden)]
    fn from_maybe_cells(cells: Self::MaybeCells) -> Option<Self>;
}

/// What a statement returns.
///
/// | output | of |
/// |---|---|
/// | `()` | a write |
/// | `Option<Row>` | a read of the first row, if there is one |
/// | `Row` | a read of the first row; none is an error |
/// | `Vec<Row>` | a read of few rows, all in one answer |
/// | [`RowStream<Row>`](RowStream) | a read of any number of rows, page by page |
/// | [`Applied<Row>`](Applied) | a conditional write |
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a row type",
    label = "not a row type",
    note = "a statement returns `()`, `Option`, `Vec` or `RowStream` of rows, `Applied`, or one row: an entity (add `#[derive(Entity)]` to `{Self}`) or a tuple of CQL values, such as `({Self},)`"
)]
pub trait Output: Sized {
    /// What the type says of itself.
    #[doc(hidden)]
    const INFO: OutputInfo;

    /// Checks the columns of a prepared statement, and finds where each goes.
    ///
    /// # Errors
    /// When they do not fit the rows.
    #[doc(hidden)]
    fn plan(columns: &[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError>;

    /// Executes the statement.
    #[doc(hidden)]
    fn run<A: Arguments>(core: &Core, arguments: A) -> impl Future<Output = Result<Self, Error>>;
}

/// What [`Output`] says of a type of which one alone is returned.
pub const fn one<R: FromRow>() -> OutputInfo {
    OutputInfo { kind: OutputKind::One, row: R::SHAPE }
}

/// [`Output::plan`] of a type of which one alone is returned.
///
/// # Errors
/// When the columns do not fit.
pub fn plan_one<R: FromRow>(columns: &[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError> {
    <R::Cells as DeserializeRow<'_, '_>>::plan(columns)
}

/// [`Output::run`] of a type of which one alone is returned.
///
/// # Errors
/// Those of the session; when there is no row, or it cannot be read.
pub async fn run_one<R: FromRow, A: Arguments>(core: &Core, arguments: A) -> Result<R, Error> {
    let ready = core.ready(&arguments)?;
    let result = core.execute(ready, arguments).await?;
    named(ready, || match first(result, ready, |cells| Some(R::from_cells(cells)))? {
        Some(row) => Ok(row),
        None => Err(statement_error(ErrorKind::InvalidResponse, "expected a row, got none", ready.label())),
    })
}

impl Output for () {
    const INFO: OutputInfo = OutputInfo { kind: OutputKind::Unit, row: RowShape::Nothing };

    fn plan(_columns: &[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError> {
        Ok(RowPlan::in_order())
    }

    async fn run<A: Arguments>(core: &Core, arguments: A) -> Result<Self, Error> {
        let ready = core.ready(&arguments)?;
        core.execute(ready, arguments).await.map(drop)
    }
}

impl<R: FromRow> Output for Option<R> {
    const INFO: OutputInfo = OutputInfo { kind: OutputKind::Optional, row: R::SHAPE };

    fn plan(columns: &[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError> {
        <R::MaybeCells as DeserializeRow<'_, '_>>::plan(columns)
    }

    async fn run<A: Arguments>(core: &Core, arguments: A) -> Result<Self, Error> {
        let ready = core.ready(&arguments)?;
        let result = core.execute(ready, arguments).await?;
        named(ready, || first(result, ready, R::from_maybe_cells))
    }
}

/// Rows, unless it is one blob.
impl<R: InVec> Output for Vec<R> {
    const INFO: OutputInfo = <R::Kind as Many<R>>::INFO;

    fn plan(columns: &[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError> {
        <R::Kind as Many<R>>::plan(columns)
    }

    fn run<A: Arguments>(core: &Core, arguments: A) -> impl Future<Output = Result<Self, Error>> {
        <R::Kind as Many<R>>::run(core, arguments)
    }
}

/// What can be returned in a `Vec`, as one trait: a type that cannot is then one error.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a row type",
    label = "not a row type",
    note = "a row is an entity (add `#[derive(Entity)]` to `{Self}`), a CQL value (a struct, an enum or a newtype needs `#[derive(SerializeValue, DeserializeValue)]`), or a tuple of CQL values"
)]
pub trait InVec: Sized {
    /// What it is.
    type Kind: Many<Self>;
}

#[diagnostic::do_not_recommend]
impl<R: Form<Form: Many<R>>> InVec for R {
    type Kind = R::Form;
}

/// [`Output`] of `Vec<R>`, by what `R` is.
#[doc(hidden)]
pub trait Many<R>: Sized {
    /// As [`Output::INFO`].
    const INFO: OutputInfo;

    /// As [`Output::plan`].
    ///
    /// # Errors
    /// When the columns do not fit.
    fn plan(columns: &[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError>;

    /// As [`Output::run`].
    fn run<A: Arguments>(core: &Core, arguments: A) -> impl Future<Output = Result<Vec<R>, Error>>;
}

impl<R: FromRow> Many<R> for OfRows {
    const INFO: OutputInfo = OutputInfo { kind: OutputKind::Many, row: R::SHAPE };

    fn plan(columns: &[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError> {
        <R::Cells as DeserializeRow<'_, '_>>::plan(columns)
    }

    async fn run<A: Arguments>(core: &Core, arguments: A) -> Result<Vec<R>, Error> {
        let ready = core.ready(&arguments)?;
        let result = core.execute(ready, arguments).await?;
        named(ready, || {
            let rows = result.into_rows_result()?;
            let plan = ready.plan::<R::Cells>(rows.metadata())?;
            let cells = rows.rows_planned::<R::Cells>(plan);
            // As many as there are, and no more than the answer's bytes can hold.
            let mut read = Vec::with_capacity(cells.rows_remaining());
            for cells in cells {
                read.push(R::from_cells(cells?));
            }
            Ok(read)
        })
    }
}

impl Many<u8> for OfBytes {
    const INFO: OutputInfo = one::<Vec<u8>>();

    fn plan(columns: &[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError> {
        plan_one::<Vec<u8>>(columns)
    }

    fn run<A: Arguments>(core: &Core, arguments: A) -> impl Future<Output = Result<Vec<u8>, Error>> {
        run_one(core, arguments)
    }
}

impl<R: FromRow> Output for RowStream<R> {
    const INFO: OutputInfo = OutputInfo { kind: OutputKind::Stream, row: R::SHAPE };

    fn plan(columns: &[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError> {
        <R::Cells as DeserializeRow<'_, '_>>::plan(columns)
    }

    async fn run<A: Arguments>(core: &Core, arguments: A) -> Result<Self, Error> {
        let ready = core.ready(&arguments)?;
        let pager = core.execute_iter(ready, arguments).await?;
        named(ready, || {
            let plan = ready.plan::<R::Cells>(pager.metadata())?;
            Ok(Self::new(pager.rows_stream_planned::<Read<R>>(plan), ready.label()))
        })
    }
}

impl<R: InApplied> Output for Applied<R> {
    const INFO: OutputInfo = OutputInfo { kind: OutputKind::Applied, row: <R::Kind as Conditional<R>>::SHAPE };

    fn plan(_columns: &[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError> {
        // What the answer has depends on whether the statement is applied.
        Ok(RowPlan::in_order())
    }

    async fn run<A: Arguments>(core: &Core, arguments: A) -> Result<Self, Error> {
        let ready = core.ready(&arguments)?;
        let result = core.execute(ready, arguments).await?;
        named(ready, || <R::Kind as Conditional<R>>::read(&result.into_rows_result()?, core.spec()))
    }
}

/// What can be the row of an `Applied`, as one trait: a type that cannot is then one error.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a row type",
    label = "not a row type",
    note = "a row is an entity (add `#[derive(Entity)]` to `{Self}`), a CQL value (a struct, an enum or a newtype needs `#[derive(SerializeValue, DeserializeValue)]`), or a tuple of CQL values"
)]
pub trait InApplied: Sized {
    /// What it is.
    type Kind: Conditional<Self>;
}

#[diagnostic::do_not_recommend]
impl<R: Form<Form: Conditional<R>>> InApplied for R {
    type Kind = R::Form;
}

/// How the answer of a conditional statement is read, by what `R` is.
#[doc(hidden)]
pub trait Conditional<R> {
    /// What the row that was in the way is read into.
    const SHAPE: RowShape;

    /// Reads the answer.
    ///
    /// # Errors
    /// When it does not tell whether the statement was applied.
    fn read(rows: &QueryRowsResult, spec: &StatementSpec) -> Result<Applied<R>, Error>;
}

impl<R: FromRow> Conditional<R> for OfRows {
    const SHAPE: RowShape = R::SHAPE;

    fn read(rows: &QueryRowsResult, spec: &StatementSpec) -> Result<Applied<R>, Error> {
        applied::read(rows, spec)
    }
}

impl Conditional<()> for OfNothing {
    const SHAPE: RowShape = RowShape::Nothing;

    fn read(rows: &QueryRowsResult, _spec: &StatementSpec) -> Result<Applied, Error> {
        applied::read_flag(rows)
    }
}

/// Reads the first row, if there is one, into what `row` makes of its cells.
#[inline]
fn first<C, R>(result: QueryResult, ready: Ready<'_>, row: impl FnOnce(C) -> Option<R>) -> Result<Option<R>, Error>
where
    C: for<'frame, 'metadata> DeserializeRow<'frame, 'metadata>,
{
    let rows = result.into_rows_result()?;
    let plan = ready.plan::<C>(rows.metadata())?;
    // In one step: the row is moved once.
    match rows.rows_planned::<C>(plan).next() {
        Some(Ok(cells)) => Ok(row(cells)),
        Some(Err(error)) => Err(error),
        None => Ok(None),
    }
}

/// An error names the statement.
#[inline]
fn named<T>(ready: Ready<'_>, read: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    read().map_err(|error| error_of_statement(error, ready.label()))
}

/// A value is a row of one column, a tuple a row of as many.
#[diagnostic::do_not_recommend]
impl<T> FromRow for T
where
    T: CqlType + for<'frame, 'metadata> DeserializeValue<'frame, 'metadata>,
{
    const SHAPE: RowShape = RowShape::Cells(T::CELLS);
    type Cells = RowValue<T>;
    type MaybeCells = RowValueOrNull<T>;

    #[inline]
    fn from_cells(cells: Self::Cells) -> Self {
        cells.0
    }

    #[inline]
    fn from_maybe_cells(cells: Self::MaybeCells) -> Option<Self> {
        cells.0
    }
}

macro_rules! alone {
    ($(($($generics:tt)*) $value:ty;)+) => {$(
        impl<$($generics)*> Output for $value
        where
            Self: CqlType + for<'frame, 'metadata> DeserializeValue<'frame, 'metadata>,
        {
            const INFO: OutputInfo = one::<Self>();

            fn plan(columns: &[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError> {
                plan_one::<Self>(columns)
            }

            fn run<Values: Arguments>(core: &Core, arguments: Values) -> impl Future<Output = Result<Self, Error>> {
                run_one(core, arguments)
            }
        }
    )+};
}

alone! {
    () bool;
    () i8;
    () i16;
    () i32;
    () i64;
    () f32;
    () f64;
    () String;
    () Bytes;
    () IpAddr;
    () Uuid;
    () Counter;
    () CqlDate;
    () CqlDecimal;
    () CqlDuration;
    () CqlTime;
    () CqlTimestamp;
    () CqlTimeuuid;
    () CqlValue;
    () CqlVarint;
    (T) BTreeSet<T>;
    (T, S) HashSet<T, S>;
    (K, V) BTreeMap<K, V>;
    (K, V, S) HashMap<K, V, S>;
    (T, const N: usize) [T; N];
    (T: Emptiable) MaybeEmpty<T>;
    (A) (A,);
    (A, B) (A, B);
    (A, B, C) (A, B, C);
    (A, B, C, D) (A, B, C, D);
    (A, B, C, D, E) (A, B, C, D, E);
    (A, B, C, D, E, F) (A, B, C, D, E, F);
    (A, B, C, D, E, F, G) (A, B, C, D, E, F, G);
    (A, B, C, D, E, F, G, H) (A, B, C, D, E, F, G, H);
    (A, B, C, D, E, F, G, H, I) (A, B, C, D, E, F, G, H, I);
    (A, B, C, D, E, F, G, H, I, J) (A, B, C, D, E, F, G, H, I, J);
    (A, B, C, D, E, F, G, H, I, J, K) (A, B, C, D, E, F, G, H, I, J, K);
    (A, B, C, D, E, F, G, H, I, J, K, L) (A, B, C, D, E, F, G, H, I, J, K, L);
    (A, B, C, D, E, F, G, H, I, J, K, L, M) (A, B, C, D, E, F, G, H, I, J, K, L, M);
    (A, B, C, D, E, F, G, H, I, J, K, L, M, N) (A, B, C, D, E, F, G, H, I, J, K, L, M, N);
    (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O) (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O);
    (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P) (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P);
}
