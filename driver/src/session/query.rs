//! Statements as text.

use super::Session;
use super::check;
use super::request::{Buffer, Idempotence, Outgoing, Preparations, Reply};
use super::result::{PagingState, PagingStateResponse, QueryResult};
use crate::error::{Error, ErrorKind};
use crate::policy::RoutingInfo;
use crate::profile::Execution;
use crate::statement::Statement;
use crate::value::SerializeRow;
use crate::wire::Opcode;
use crate::wire::request::{Query, QueryParameters, Values};

impl Session {
    /// Executes a text, and takes its whole result in one answer.
    ///
    /// With values it is prepared first, which costs a second round trip: to execute it again, [`prepare`](Self::prepare)
    /// it. A statement that changes the schema waits until all nodes agree on it, and a `USE` sets the keyspace of every
    /// connection.
    ///
    /// # Errors
    /// As [`execute_unpaged`](Self::execute_unpaged).
    ///
    /// # Cancel safety
    /// Dropping the future gives the request up; the server may carry it out all the same.
    pub async fn query_unpaged(
        &self,
        statement: impl Into<Statement>,
        values: impl SerializeRow,
    ) -> Result<QueryResult, Error> {
        let statement = statement.into();
        if !values.is_empty() {
            let prepared = self.prepare(statement).await?;
            return self.execute_unpaged(&prepared, values).await;
        }
        let execution = statement.options.execution(&self.inner.default_profile);
        let reply = self.query_text(&statement, None, &PagingState::start(), &execution).await?;
        match self.inner.whole(reply, None, &statement.contents)? {
            (result, None) => Ok(result),
            (result, Some(effect)) => self.follow(effect, result).await,
        }
    }

    /// Executes a text, and takes one page of its result; see [`Statement::set_page_size`].
    ///
    /// With values it is prepared first, which costs a second round trip.
    ///
    /// # Errors
    /// As [`execute_single_page`](Self::execute_single_page).
    ///
    /// # Cancel safety
    /// As [`query_unpaged`](Self::query_unpaged).
    pub async fn query_single_page(
        &self,
        statement: impl Into<Statement>,
        values: impl SerializeRow,
        paging_state: PagingState,
    ) -> Result<(QueryResult, PagingStateResponse), Error> {
        let statement = statement.into();
        if !values.is_empty() {
            check::page_size(statement.get_page_size(), &statement.contents)?;
            let prepared = self.prepare(statement).await?;
            return self.execute_single_page(&prepared, values, paging_state).await;
        }
        let execution = statement.options.execution(&self.inner.default_profile);
        self.text_page(&statement, &paging_state, &execution).await
    }

    /// Takes one page of a text without values.
    pub(super) async fn text_page(
        &self,
        statement: &Statement,
        paging_state: &PagingState,
        execution: &Execution,
    ) -> Result<(QueryResult, PagingStateResponse), Error> {
        let page_size = Some(check::page_size(statement.get_page_size(), &statement.contents)?);
        let reply = self.query_text(statement, page_size, paging_state, execution).await?;
        let outcome = self.inner.outcome(reply, None, &statement.contents)?;
        let page = (outcome.result, outcome.paging);
        match outcome.effect {
            None => Ok(page),
            Some(effect) => self.follow(effect, page).await,
        }
    }

    /// Sends a text without values.
    async fn query_text(
        &self,
        statement: &Statement,
        page_size: Option<i32>,
        paging_state: &PagingState,
        execution: &Execution,
    ) -> Result<Reply, Error> {
        let inner = &*self.inner;
        let parameters = QueryParameters {
            consistency: execution.consistency,
            serial_consistency: execution.serial_consistency,
            page_size,
            paging_state: paging_state.as_bytes_slice(),
            timestamp: statement.options.timestamp,
            keyspace: statement.get_keyspace(),
            now_in_seconds: statement.get_now_in_seconds(),
            ..QueryParameters::default()
        };
        let mut body = Buffer::take();
        let begun = inner.begin(statement.options.flags(), statement.options.extras.as_deref(), &mut body);
        let flags = begun.map_err(|error| error.of_statement(&statement.contents))?;
        // native_protocol_v5 §4.1.4: <query><query_parameters>, of which the consistency is the first.
        let consistency_at = body.len() + 4 + statement.contents.len();
        let query = Query { query: &statement.contents, parameters, values: Values::default() };
        let encoded = query.encode(inner.cluster.version(), &mut body);
        encoded.map_err(|error| Error::caused(ErrorKind::Serialize, error).of_statement(&statement.contents))?;
        let request = Outgoing {
            opcode: Opcode::Query,
            flags,
            body,
            label: &statement.contents,
            routing: RoutingInfo {
                consistency: execution.consistency,
                serial_consistency: execution.serial_consistency,
                ..RoutingInfo::default()
            },
            execution,
            consistency_at: Some(consistency_at),
            prepared: Preparations::None,
            is_idempotent: Idempotence::Text(statement),
        };
        inner.run(&request).await
    }
}
