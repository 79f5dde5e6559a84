//! The verbs with options of the call, which go before those of the statement.

use super::Session;
use super::pager::QueryPager;
use super::result::{PagingState, PagingStateResponse, QueryResult};
use crate::error::Error;
use crate::statement::{Batch, BoundStatement, CallOptions, PreparedStatement};
use crate::value::{BatchValues, SerializeRow};

impl Session {
    /// [`execute_unpaged`](Self::execute_unpaged) with options of this call: what they set goes before what the statement
    /// sets, which stays as it is.
    ///
    /// # Errors
    /// As [`execute_unpaged`](Self::execute_unpaged).
    ///
    /// # Cancel safety
    /// As [`execute_unpaged`](Self::execute_unpaged).
    ///
    /// # Examples
    /// ```no_run
    /// # use ilium_driver::client::session::Session;
    /// # use ilium_driver::errors::Error;
    /// # use ilium_driver::statement::prepared::PreparedStatement;
    /// use ilium_driver::statement::{CallOptions, Consistency};
    ///
    /// # async fn example(session: &Session, read: &PreparedStatement) -> Result<(), Error> {
    /// let all = CallOptions::new().consistency(Consistency::All);
    /// let result = session.execute_unpaged_with(read, (1,), &all).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn execute_unpaged_with(
        &self,
        prepared: &PreparedStatement,
        values: impl SerializeRow,
        options: &CallOptions,
    ) -> impl Future<Output = Result<QueryResult, Error>> {
        self.execute_called(prepared, values, Some(options))
    }

    /// [`execute_single_page`](Self::execute_single_page) with options of this call.
    ///
    /// # Errors
    /// As [`execute_single_page`](Self::execute_single_page).
    ///
    /// # Cancel safety
    /// As [`execute_unpaged`](Self::execute_unpaged).
    pub async fn execute_single_page_with(
        &self,
        prepared: &PreparedStatement,
        values: impl SerializeRow,
        paging_state: PagingState,
        options: &CallOptions,
    ) -> Result<(QueryResult, PagingStateResponse), Error> {
        self.row_page(prepared, options, values, &paging_state).await
    }

    /// [`execute_iter`](Self::execute_iter) with options of this call, for all pages.
    ///
    /// # Errors
    /// As [`execute_iter`](Self::execute_iter).
    ///
    /// # Cancel safety
    /// As [`execute_iter`](Self::execute_iter).
    pub async fn execute_iter_with(
        &self,
        prepared: impl Into<PreparedStatement>,
        values: impl SerializeRow,
        options: &CallOptions,
    ) -> Result<QueryPager, Error> {
        let mut prepared = prepared.into();
        prepared.set_options(options);
        self.execute_iter(prepared, values).await
    }

    /// [`execute_bound_unpaged`](Self::execute_bound_unpaged) with options of this call.
    ///
    /// # Errors
    /// As [`execute_unpaged`](Self::execute_unpaged).
    ///
    /// # Cancel safety
    /// As [`execute_unpaged`](Self::execute_unpaged).
    pub fn execute_bound_unpaged_with(
        &self,
        bound: &BoundStatement,
        options: &CallOptions,
    ) -> impl Future<Output = Result<QueryResult, Error>> {
        self.execute_bound_called(bound, Some(options))
    }

    /// [`execute_bound_single_page`](Self::execute_bound_single_page) with options of this call.
    ///
    /// # Errors
    /// As [`execute_single_page`](Self::execute_single_page).
    ///
    /// # Cancel safety
    /// As [`execute_unpaged`](Self::execute_unpaged).
    pub async fn execute_bound_single_page_with(
        &self,
        bound: &BoundStatement,
        paging_state: PagingState,
        options: &CallOptions,
    ) -> Result<(QueryResult, PagingStateResponse), Error> {
        self.bound_page(bound, Some(options), &paging_state, None).await
    }

    /// [`execute_bound_iter`](Self::execute_bound_iter) with options of this call, for all pages.
    ///
    /// # Errors
    /// As [`execute_bound_iter`](Self::execute_bound_iter).
    ///
    /// # Cancel safety
    /// As [`execute_bound_iter`](Self::execute_bound_iter).
    pub async fn execute_bound_iter_with(
        &self,
        mut bound: BoundStatement,
        options: &CallOptions,
    ) -> Result<QueryPager, Error> {
        bound.set_options(options);
        self.execute_bound_iter(bound).await
    }

    /// [`batch`](Self::batch) with options of this call, which go before those of the batch and of its statements.
    ///
    /// # Errors
    /// As [`batch`](Self::batch). Statements that have set different options are not an error where the call sets one.
    ///
    /// # Cancel safety
    /// As [`batch`](Self::batch).
    pub async fn batch_with(
        &self,
        batch: &Batch,
        values: impl BatchValues,
        options: &CallOptions,
    ) -> Result<QueryResult, Error> {
        self.batch_called(batch, values, Some(options)).await
    }
}
