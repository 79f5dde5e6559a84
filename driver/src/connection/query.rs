//! Queries of the driver's own: a CQL text, how it is asked, its answer.

use std::time::Duration;

use super::Connection;
use crate::error::Error;
use crate::protocol::Answer;
use crate::wire::consistency::Consistency;
use crate::wire::request::{Query, QueryParameters, Request, Values};

/// How a query of the driver's own is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct QuerySettings<'a> {
    /// How many replicas must answer.
    pub(crate) consistency: Consistency,
    /// How long the answer may take.
    pub(crate) timeout: Duration,
    /// At most how many rows the answer has; all of them when left out.
    pub(crate) page_size: Option<i32>,
    /// Where the page begins, as the answer before it said.
    pub(crate) paging_state: Option<&'a [u8]>,
}

impl QuerySettings<'_> {
    /// Asks for all there is. One replica is enough for what each node keeps for itself, as system tables are.
    pub(crate) const fn new(timeout: Duration) -> Self {
        Self { consistency: Consistency::One, timeout, page_size: None, paging_state: None }
    }
}

impl Connection {
    /// Runs a CQL text without values, and waits for its answer.
    ///
    /// # Errors
    /// When no answer comes. An ERROR is an answer.
    pub(crate) async fn query(&self, cql: &str, settings: QuerySettings<'_>) -> Result<Answer, Error> {
        let parameters = QueryParameters {
            consistency: settings.consistency,
            page_size: settings.page_size,
            paging_state: settings.paging_state,
            ..QueryParameters::default()
        };
        let query = Request::Query(Query { query: cql, parameters, values: Values::default() });
        self.ask(&query, None, settings.timeout).await.map_err(|error| error.of_statement(&cql.into()))
    }
}
