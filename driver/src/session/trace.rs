use std::collections::HashMap;
use std::net::IpAddr;
use std::time::Duration;

use uuid::Uuid;

use super::Session;
use crate::error::{Error, ErrorKind};
use crate::observe::{TracingEvent, TracingInfo};
use crate::statement::Statement;
use crate::value::{CqlTimestamp, CqlTimeuuid};
use crate::wire::consistency::Consistency;

/// The longest wait between two looks for a trace.
const MAX_INTERVAL: Duration = Duration::from_millis(100);

type SessionRow = (
    Option<IpAddr>,
    Option<String>,
    Option<IpAddr>,
    Option<i32>,
    Option<HashMap<String, String>>,
    Option<String>,
    Option<CqlTimestamp>,
);
type EventRow = (CqlTimeuuid, Option<String>, Option<IpAddr>, Option<i32>, Option<String>);

impl Session {
    /// Reads what the server recorded of a traced request; see
    /// [`QueryResult::tracing_id`](crate::response::query_result::QueryResult::tracing_id).
    ///
    /// The server writes a trace after it has answered, so it is asked for several times, as the session was built to.
    ///
    /// # Errors
    /// [`Metadata`](ErrorKind::Metadata) when the trace is not there after the last look; else as a query's.
    ///
    /// # Cancel safety
    /// Dropping the future stops asking, nothing else.
    pub async fn get_tracing_info(&self, tracing_id: &Uuid) -> Result<TracingInfo, Error> {
        let config = &self.inner.config;
        let mut interval = config.tracing_interval;
        for attempt in 0..config.tracing_attempts.max(1) {
            if attempt > 0 {
                tokio::time::sleep(interval).await;
                interval = (interval * 2).min(MAX_INTERVAL);
            }
            if let Some(info) = self.try_tracing_info(*tracing_id).await? {
                return Ok(info);
            }
        }
        let found = format!("the server has no trace {tracing_id} yet, after {} looks", config.tracing_attempts.max(1));
        Err(Error::new(ErrorKind::Metadata, found))
    }

    /// `None` while the trace is not complete: its duration is what the server writes last.
    async fn try_tracing_info(&self, id: Uuid) -> Result<Option<TracingInfo>, Error> {
        let sessions = "SELECT client, command, coordinator, duration, parameters, request, started_at FROM \
                        system_traces.sessions WHERE session_id = ?";
        let result = self.query_unpaged(at_one(sessions), (id,)).await?.into_rows_result()?;
        let Some(row) = result.maybe_first_row::<SessionRow>()? else { return Ok(None) };
        let (client, command, coordinator, duration, parameters, request, started_at) = row;
        if duration.is_none() {
            return Ok(None);
        }
        let events = "SELECT event_id, activity, source, source_elapsed, thread FROM system_traces.events WHERE \
                      session_id = ?";
        let result = self.query_unpaged(at_one(events), (id,)).await?.into_rows_result()?;
        let mut steps = Vec::with_capacity(result.rows_num());
        for row in result.rows::<EventRow>()? {
            let (event_id, activity, source, source_elapsed, thread) = row?;
            steps.push(TracingEvent { event_id, activity, source, source_elapsed, thread });
        }
        Ok(Some(TracingInfo { client, command, coordinator, duration, parameters, request, started_at, events: steps }))
    }
}

fn at_one(cql: &str) -> Statement {
    let mut statement = Statement::new(cql);
    statement.set_consistency(Consistency::One);
    statement
}
