//! What statements return.

use std::future::Future;
use std::net::IpAddr;

use bytes::Bytes;
use ilium_driver::deserialize::TypeCheckError;
use ilium_driver::deserialize::row::{DeserializeRow, RowPlan};
use ilium_driver::deserialize::value::DeserializeValue;
use ilium_driver::errors::{Error, ErrorKind};
use ilium_driver::frame::response::result::ColumnSpec;
use ilium_driver::private::{error_of_statement, statement_error};
use ilium_driver::response::query_result::QueryResult;
use ilium_driver::value::{
    Counter, CqlDate, CqlDecimal, CqlDuration, CqlTime, CqlTimestamp, CqlTimeuuid, CqlValue, CqlVarint,
};
use uuid::Uuid;

use super::applied::{self, Applied};
use super::argument::Arguments;
use super::core::{Core, Prepared};
use super::stream::RowStream;
use crate::cql_type::CqlType;
use crate::statement::spec::{Cell, OutputInfo, OutputKind, RowShape};

/// What one row is read into: an entity, a tuple of values, or a value that is a row's only column.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a row type",
    label = "not a row type",
    note = "add `#[derive(Entity)]` to `{Self}`; a tuple of CQL values and a CQL value alone are row types too"
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
/// | `Option<Row>` | a read of at most one row; further rows are not looked at |
/// | `Row` | a read of one row; none is an error |
/// | `Vec<Row>` | a read of few rows, all in one answer |
/// | [`RowStream<Row>`](RowStream) | a read of any number of rows, page by page |
/// | [`Applied<Row>`](Applied) | a conditional write |
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a row type",
    label = "not a row type",
    note = "add `#[derive(Entity)]` to `{Self}`; a statement returns `()`, a row, `Option`, `Vec` or `RowStream` of rows, or `Applied`"
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
    let prepared = core.prepared(&arguments).await?;
    let result = core.execute(prepared, arguments).await?;
    named(prepared, || match first::<R::Cells>(result, prepared)? {
        Some(cells) => Ok(R::from_cells(cells)),
        None => Err(statement_error(ErrorKind::InvalidResponse, "expected a row, got none", prepared.label())),
    })
}

impl Output for () {
    const INFO: OutputInfo = OutputInfo { kind: OutputKind::Unit, row: RowShape::Nothing };

    fn plan(_columns: &[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError> {
        Ok(RowPlan::in_order())
    }

    async fn run<A: Arguments>(core: &Core, arguments: A) -> Result<Self, Error> {
        let prepared = core.prepared(&arguments).await?;
        core.execute(prepared, arguments).await.map(drop)
    }
}

impl<R: FromRow> Output for Option<R> {
    const INFO: OutputInfo = OutputInfo { kind: OutputKind::Optional, row: R::SHAPE };

    fn plan(columns: &[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError> {
        <R::MaybeCells as DeserializeRow<'_, '_>>::plan(columns)
    }

    async fn run<A: Arguments>(core: &Core, arguments: A) -> Result<Self, Error> {
        let prepared = core.prepared(&arguments).await?;
        let result = core.execute(prepared, arguments).await?;
        named(prepared, || Ok(first::<R::MaybeCells>(result, prepared)?.and_then(R::from_maybe_cells)))
    }
}

impl<R: FromRow> Output for Vec<R> {
    const INFO: OutputInfo = OutputInfo { kind: OutputKind::Many, row: R::SHAPE };

    fn plan(columns: &[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError> {
        <R::Cells as DeserializeRow<'_, '_>>::plan(columns)
    }

    async fn run<A: Arguments>(core: &Core, arguments: A) -> Result<Self, Error> {
        let prepared = core.prepared(&arguments).await?;
        let result = core.execute(prepared, arguments).await?;
        named(prepared, || {
            let rows = result.into_rows_result()?;
            let plan = prepared.plan::<R::Cells>(&rows)?;
            let cells = rows.rows_planned::<R::Cells>(plan);
            // As many as there are, and no more than the answer's bytes can hold.
            let mut read = Self::with_capacity(cells.rows_remaining());
            for cells in cells {
                read.push(R::from_cells(cells?));
            }
            Ok(read)
        })
    }
}

impl<R: FromRow> Output for RowStream<R> {
    const INFO: OutputInfo = OutputInfo { kind: OutputKind::Stream, row: R::SHAPE };

    fn plan(columns: &[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError> {
        <R::Cells as DeserializeRow<'_, '_>>::plan(columns)
    }

    async fn run<A: Arguments>(core: &Core, arguments: A) -> Result<Self, Error> {
        let prepared = core.prepared(&arguments).await?;
        let pager = core.execute_iter(prepared, arguments).await?;
        let rows = pager.rows_stream::<R::Cells>();
        Ok(Self::new(rows.map_err(|error| error_of_statement(error, prepared.label()))?, prepared.label()))
    }
}

impl Output for Applied {
    const INFO: OutputInfo = OutputInfo { kind: OutputKind::Applied, row: RowShape::Nothing };

    fn plan(_columns: &[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError> {
        Ok(RowPlan::in_order())
    }

    async fn run<A: Arguments>(core: &Core, arguments: A) -> Result<Self, Error> {
        let prepared = core.prepared(&arguments).await?;
        let result = core.execute(prepared, arguments).await?;
        named(prepared, || applied::read_flag(&result.into_rows_result()?))
    }
}

impl<R: FromRow> Output for Applied<R> {
    const INFO: OutputInfo = OutputInfo { kind: OutputKind::Applied, row: R::SHAPE };

    fn plan(_columns: &[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError> {
        // What the answer has depends on whether the statement is applied.
        Ok(RowPlan::in_order())
    }

    async fn run<A: Arguments>(core: &Core, arguments: A) -> Result<Self, Error> {
        let prepared = core.prepared(&arguments).await?;
        let result = core.execute(prepared, arguments).await?;
        named(prepared, || applied::read(&result.into_rows_result()?))
    }
}

/// Reads the first row, if there is one.
#[inline]
fn first<C>(result: QueryResult, prepared: &Prepared) -> Result<Option<C>, Error>
where
    C: for<'frame, 'metadata> DeserializeRow<'frame, 'metadata>,
{
    let rows = result.into_rows_result()?;
    let plan = prepared.plan::<C>(&rows)?;
    Ok(rows.rows_planned::<C>(plan).next().transpose()?)
}

/// An error names the statement.
#[inline]
fn named<T>(prepared: &Prepared, read: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    read().map_err(|error| error_of_statement(error, prepared.label()))
}

macro_rules! values {
    ($($(#[$attribute:meta])* ($($generics:tt)*) $value:ty;)+) => {$(
        $(#[$attribute])*
        impl<$($generics)*> FromRow for $value
        where
            Self: CqlType + for<'frame, 'metadata> DeserializeValue<'frame, 'metadata>,
        {
            const SHAPE: RowShape =
                RowShape::Cells(&[Cell { cql: <Self as CqlType>::CQL, nullable: <Self as CqlType>::NULLABLE }]);
            type Cells = (Self,);
            type MaybeCells = (Option<Self>,);

            fn from_cells((value,): Self::Cells) -> Self {
                value
            }

            fn from_maybe_cells((value,): Self::MaybeCells) -> Option<Self> {
                value
            }
        }

        $(#[$attribute])*
        impl<$($generics)*> Output for $value
        where
            Self: CqlType + for<'frame, 'metadata> DeserializeValue<'frame, 'metadata>,
        {
            const INFO: OutputInfo = one::<Self>();

            fn plan(columns: &[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError> {
                plan_one::<Self>(columns)
            }

            fn run<A: Arguments>(core: &Core, arguments: A) -> impl Future<Output = Result<Self, Error>> {
                run_one(core, arguments)
            }
        }
    )+};
}

values! {
    () bool;
    () i8;
    () i16;
    () i32;
    () i64;
    () f32;
    () f64;
    () String;
    () Vec<u8>;
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
}

macro_rules! tuples {
    ($(($($value:ident)+))+) => {$(
        impl<$($value),+> FromRow for ($($value,)+)
        where
            $($value: CqlType + for<'frame, 'metadata> DeserializeValue<'frame, 'metadata>,)+
        {
            const SHAPE: RowShape = RowShape::Cells(&[$(Cell { cql: $value::CQL, nullable: $value::NULLABLE }),+]);
            type Cells = Self;
            type MaybeCells = Self;

            fn from_cells(cells: Self) -> Self {
                cells
            }

            fn from_maybe_cells(cells: Self) -> Option<Self> {
                Some(cells)
            }
        }

        impl<$($value),+> Output for ($($value,)+)
        where
            $($value: CqlType + for<'frame, 'metadata> DeserializeValue<'frame, 'metadata>,)+
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

tuples! {
    (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H)
    (A B C D E F G H I) (A B C D E F G H I J) (A B C D E F G H I J K) (A B C D E F G H I J K L)
    (A B C D E F G H I J K L M) (A B C D E F G H I J K L M N) (A B C D E F G H I J K L M N O)
    (A B C D E F G H I J K L M N O P)
}
