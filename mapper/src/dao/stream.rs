use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;
use ilium_driver::client::pager::TypedRowStream;
use ilium_driver::deserialize::row::{ColumnIterator, DeserializeRow, RowPlan, RowReader};
use ilium_driver::deserialize::{DeserializationError, TypeCheckError};
use ilium_driver::errors::Error;
use ilium_driver::frame::response::result::ColumnSpec;
use ilium_driver::private::error_of_statement;

use super::output::FromRow;

/// Rows, one after the other, over all pages: a [`Stream`].
///
/// While the rows of one page are taken the next page is on its way. Dropping the stream stops that.
///
/// # Examples
/// ```no_run
/// # use ilium::prelude::*;
/// # async fn example(mut names: RowStream<(Uuid, String)>) -> Result<(), Error> {
/// while let Some((id, name)) = names.try_next().await? {
///     println!("{id} is {name}");
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing unless it is polled"]
pub struct RowStream<R> {
    rows: TypedRowStream<Read<R>>,
    /// What errors name.
    label: Arc<str>,
}

/// A row, read as its cells. The struct asks nothing of `R`, so that a type that is not a row is one error, where it
/// stands.
pub(super) struct Read<R>(R);

impl<'frame, 'metadata, R: FromRow> DeserializeRow<'frame, 'metadata> for Read<R> {
    fn type_check(specs: &[ColumnSpec<'_>]) -> Result<(), TypeCheckError> {
        R::Cells::type_check(specs)
    }

    fn deserialize(row: ColumnIterator<'frame, 'metadata>) -> Result<Self, DeserializationError> {
        R::Cells::deserialize(row).map(R::from_cells).map(Self)
    }

    fn plan(specs: &[ColumnSpec<'_>]) -> Result<RowPlan, TypeCheckError> {
        R::Cells::plan(specs)
    }

    #[inline]
    fn read(row: &mut RowReader<'frame, 'metadata>, plan: &RowPlan) -> Result<Self, DeserializationError> {
        R::Cells::read(row, plan).map(R::from_cells).map(Self)
    }
}

impl<R: FromRow> RowStream<R> {
    pub(super) fn new(rows: TypedRowStream<Read<R>>, label: &Arc<str>) -> Self {
        Self { rows, label: Arc::clone(label) }
    }
}

impl<R: FromRow> Stream for RowStream<R> {
    type Item = Result<R, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let row = Pin::new(&mut this.rows).poll_next(cx);
        row.map(|row| row.map(|row| row.map(|Read(row)| row).map_err(|error| error_of_statement(error, &this.label))))
    }
}

impl<R> Unpin for RowStream<R> {}

impl<R> fmt::Debug for RowStream<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowStream").field("label", &self.label).finish_non_exhaustive()
    }
}
