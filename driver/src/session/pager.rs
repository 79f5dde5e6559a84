//! Results of any size, page after page.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use uuid::Uuid;

use super::Session;
use super::check;
use super::cursor::RowCursor;
use super::result::{PagingState, PagingStateResponse, QueryResult, QueryRowsResult};
use super::rewrite::in_doubt;
use crate::error::Error;
use crate::profile::Execution;
use crate::statement::{BoundStatement, PreparedStatement, ResultMetadata, Statement};
use crate::value::{DeserializeRow, RowPlan, SerializeRow};
use crate::wire::column::ColumnSpec;

/// Makes the plan of a page, which any type can read that has neither columns nor rows: the statement gave none.
fn plan<R>(page: &QueryRowsResult) -> Result<RowPlan, Error>
where
    R: for<'frame, 'metadata> DeserializeRow<'frame, 'metadata>,
{
    if page.column_specs().is_empty() && page.rows_num() == 0 {
        return Ok(RowPlan::in_order());
    }
    R::plan(page.column_specs()).map_err(|error| page.origin().name(error))
}

type Page = Result<(QueryResult, PagingStateResponse), Error>;
type NextPage = Pin<Box<dyn Future<Output = Page> + Send>>;

/// The rows of a statement, whose first page is here; see [`rows_stream`](Self::rows_stream).
///
/// All pages are read with the consistency levels, the timeout and the policies that were in force when the first was asked
/// for: a remap of the execution profile meanwhile is for the next statement. A statement that gives no rows, as an `INSERT`, is a pager
/// without rows.
pub struct QueryPager {
    source: Source,
    /// The page that rows are read from.
    page: QueryRowsResult,
    /// Where the page after it begins.
    next: PagingStateResponse,
    /// Of the pages until now, when they were traced.
    tracing_ids: Vec<Uuid>,
}

/// What gives the pages.
#[derive(Clone)]
struct Source {
    session: Session,
    statement: Paged,
    /// Of the profile that was in force at the first page: all pages are read alike.
    execution: Execution,
}

#[derive(Clone)]
enum Paged {
    Text(Arc<Statement>),
    Bound(Arc<BoundStatement>),
}

impl Source {
    async fn fetch(&self, state: PagingState) -> Page {
        match &self.statement {
            Paged::Bound(bound) => self.session.bound_page(bound, None, &state, Some(&self.execution)).await,
            Paged::Text(text) => self.session.text_page(text, &state, &self.execution).await,
        }
    }

    fn start(&self, state: PagingState) -> NextPage {
        let source = self.clone();
        Box::pin(async move { source.fetch(state).await })
    }
}

impl Session {
    /// Executes a prepared statement, and gives its rows page after page.
    ///
    /// The next page is asked for as soon as one has come. See [`PreparedStatement::set_page_size`].
    ///
    /// # Errors
    /// As [`execute_single_page`](Self::execute_single_page), for the first page.
    ///
    /// # Cancel safety
    /// Dropping the future gives the request up.
    pub async fn execute_iter(
        &self,
        prepared: impl Into<PreparedStatement>,
        values: impl SerializeRow,
    ) -> Result<QueryPager, Error> {
        let prepared = prepared.into();
        if prepared.certain_markers().is_none() {
            Box::pin(self.relearn(&prepared, in_doubt(&prepared))).await?;
        }
        let bound = prepared.bind(&values).map_err(|error| Error::from(error).of_statement(prepared.label()))?;
        drop(values);
        self.execute_bound_iter(bound).await
    }

    /// Executes a statement that has its values, and gives its rows page after page.
    ///
    /// # Errors
    /// As [`execute_single_page`](Self::execute_single_page), for the first page.
    ///
    /// # Cancel safety
    /// Dropping the future gives the request up.
    pub async fn execute_bound_iter(&self, bound: BoundStatement) -> Result<QueryPager, Error> {
        self.pager(Paged::Bound(Arc::new(bound))).await
    }

    /// Executes a text, and gives its rows page after page; with values it is prepared first.
    ///
    /// # Errors
    /// As [`execute_single_page`](Self::execute_single_page), for the first page.
    ///
    /// # Cancel safety
    /// Dropping the future gives the request up.
    pub async fn query_iter(
        &self,
        statement: impl Into<Statement>,
        values: impl SerializeRow,
    ) -> Result<QueryPager, Error> {
        let statement = statement.into();
        if values.is_empty() {
            return self.pager(Paged::Text(Arc::new(statement))).await;
        }
        check::page_size(statement.get_page_size(), &statement.contents)?;
        let prepared = self.prepare(statement).await?;
        self.execute_iter(prepared, values).await
    }

    async fn pager(&self, statement: Paged) -> Result<QueryPager, Error> {
        let options = match &statement {
            Paged::Bound(bound) => &bound.prepared().options,
            Paged::Text(text) => &text.options,
        };
        let execution = options.execution(&self.inner.default_profile);
        let source = Source { session: self.clone(), statement, execution };
        let (result, next) = source.fetch(PagingState::start()).await?;
        let page = result.into_page();
        let tracing_ids = page.tracing_id().into_iter().collect();
        Ok(QueryPager { source, page, next, tracing_ids })
    }
}

impl QueryPager {
    /// The columns of the first page.
    pub fn column_specs(&self) -> &[ColumnSpec<'static>] {
        self.page.column_specs()
    }

    /// The columns of the first page, shared with the statement as long as they are the same.
    #[doc(hidden)]
    pub const fn metadata(&self) -> &Arc<ResultMetadata> {
        self.page.metadata()
    }

    /// The server's warnings of the first page.
    pub fn warnings(&self) -> impl Iterator<Item = &str> {
        self.page.warnings()
    }

    /// The ids under which the server records the traces of the pages that have come, when the statement asks for
    /// traces.
    pub fn tracing_ids(&self) -> &[Uuid] {
        &self.tracing_ids
    }

    /// What a query handler of the server's sent beside the first page.
    pub fn custom_payload(&self) -> Option<&HashMap<String, Bytes>> {
        self.page.custom_payload()
    }

    /// Reads the rows into a type, one after the other, over all pages.
    ///
    /// The stream of a statement that gives no rows, as an `INSERT`, is empty, whatever the type.
    ///
    /// # Errors
    /// [`TypeCheck`](crate::errors::ErrorKind::TypeCheck) when the columns do not fit the type.
    pub fn rows_stream<R>(self) -> Result<TypedRowStream<R>, Error>
    where
        R: for<'frame, 'metadata> DeserializeRow<'frame, 'metadata>,
    {
        let plan = plan::<R>(&self.page)?;
        Ok(self.rows_stream_planned(plan))
    }

    /// Reads the rows by a plan that was made of these columns before.
    #[doc(hidden)]
    pub fn rows_stream_planned<R>(self, plan: RowPlan) -> TypedRowStream<R> {
        let columns = Arc::clone(self.page.metadata());
        let cursor = RowCursor::new(self.page.rows_num());
        TypedRowStream { pager: self, columns, plan, cursor, fetching: None, started: false, row: PhantomData }
    }
}

impl fmt::Debug for QueryPager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QueryPager").field("next", &self.next).finish_non_exhaustive()
    }
}

/// Rows of type `R`, as a [`Stream`].
///
/// While the rows of one page are read the next page is on its way. Dropping the stream stops that. After an error of a
/// page the stream ends; after an error of a row it goes on with the next row.
#[must_use = "a stream does nothing unless it is polled"]
pub struct TypedRowStream<R> {
    pager: QueryPager,
    /// The columns that `plan` was made of.
    columns: Arc<ResultMetadata>,
    plan: RowPlan,
    /// Where in the page the next row is.
    cursor: RowCursor,
    /// The next page, on its way.
    fetching: Option<NextPage>,
    /// Whether the page after this one was asked for.
    started: bool,
    row: PhantomData<fn() -> R>,
}

impl<R> TypedRowStream<R>
where
    R: for<'frame, 'metadata> DeserializeRow<'frame, 'metadata>,
{
    /// Asks for the next page when this one has just come.
    fn start_next(&mut self, cx: &mut Context<'_>) -> Option<Page> {
        self.started = true;
        let PagingStateResponse::HasMorePages { state } = &self.pager.next else { return None };
        let mut fetching = self.pager.source.start(state.clone());
        // Polled once, so that the request is sent while the rows here are read.
        match fetching.as_mut().poll(cx) {
            Poll::Ready(page) => Some(page),
            Poll::Pending => {
                self.fetching = Some(fetching);
                None
            }
        }
    }

    fn turn_page(&mut self, page: Page) -> Result<(), Error> {
        self.pager.next = PagingStateResponse::NoMorePages;
        let (result, next) = page?;
        // Without rows the rest of the result would be lost in silence.
        let page = result.into_rows_result()?;
        if !Arc::ptr_eq(page.metadata(), &self.columns) {
            self.plan = plan::<R>(&page)?;
            self.columns = Arc::clone(page.metadata());
        }
        self.cursor = RowCursor::new(page.rows_num());
        self.pager.tracing_ids.extend(page.tracing_id());
        self.pager.page = page;
        self.pager.next = next;
        self.started = false;
        Ok(())
    }
}

impl<R> TypedRowStream<R> {
    /// The server's warnings of the page that the last row came from.
    pub fn warnings(&self) -> impl Iterator<Item = &str> {
        self.pager.warnings()
    }

    /// The ids under which the server records the traces of the pages that have come, when the statement asks for
    /// traces.
    pub fn tracing_ids(&self) -> &[Uuid] {
        self.pager.tracing_ids()
    }

    /// What a query handler of the server's sent beside the page that the last row came from.
    pub fn custom_payload(&self) -> Option<&HashMap<String, Bytes>> {
        self.pager.custom_payload()
    }
}

impl<R> Stream for TypedRowStream<R>
where
    R: for<'frame, 'metadata> DeserializeRow<'frame, 'metadata>,
{
    type Item = Result<R, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let mut arrived = None;
        loop {
            if !this.started {
                arrived = this.start_next(cx);
            }
            let page = &this.pager.page;
            let fail = |error| page.origin().name(error);
            if let Some(row) = this.cursor.next(page.column_specs(), page.content(), &this.plan, fail) {
                if let Some(page) = arrived {
                    this.fetching = Some(Box::pin(std::future::ready(page)));
                }
                return Poll::Ready(Some(row));
            }
            let page = match (arrived.take(), &mut this.fetching) {
                (Some(page), _) => page,
                (None, Some(fetching)) => {
                    let page = ready!(fetching.as_mut().poll(cx));
                    this.fetching = None;
                    page
                }
                (None, None) => return Poll::Ready(None),
            };
            if let Err(error) = this.turn_page(page) {
                this.cursor = RowCursor::new(0);
                this.started = true;
                return Poll::Ready(Some(Err(error)));
            }
        }
    }
}

impl<R> Unpin for TypedRowStream<R> {}

impl<R> fmt::Debug for TypedRowStream<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TypedRowStream").field("pager", &self.pager).finish_non_exhaustive()
    }
}
