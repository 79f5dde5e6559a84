use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;
use ilium_driver::client::pager::TypedRowStream;
use ilium_driver::errors::Error;
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
pub struct RowStream<R: FromRow> {
    rows: TypedRowStream<R::Cells>,
    /// What errors name.
    label: Arc<str>,
}

impl<R: FromRow> RowStream<R> {
    pub(super) fn new(rows: TypedRowStream<R::Cells>, label: &Arc<str>) -> Self {
        Self { rows, label: Arc::clone(label) }
    }
}

impl<R: FromRow> Stream for RowStream<R> {
    type Item = Result<R, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let row = Pin::new(&mut this.rows).poll_next(cx);
        row.map(|row| row.map(|row| row.map(R::from_cells).map_err(|error| error_of_statement(error, &this.label))))
    }
}

impl<R: FromRow> Unpin for RowStream<R> {}

impl<R: FromRow> fmt::Debug for RowStream<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowStream").field("label", &self.label).finish_non_exhaustive()
    }
}
