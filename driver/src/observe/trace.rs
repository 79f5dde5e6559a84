use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;

use crate::value::{CqlTimestamp, CqlTimeuuid};
use crate::wire::shown::{Length, Text};

/// What the server puts before the text of a statement in the first step of its trace.
const PARSING: &str = "Parsing ";

/// What the server recorded of one traced request (`system_traces.sessions`).
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct TracingInfo {
    /// The client's address.
    pub client: Option<IpAddr>,
    /// What kind of command it was, such as `QUERY`.
    pub command: Option<String>,
    /// The node that took the request.
    pub coordinator: Option<IpAddr>,
    /// How long the coordinator took, in microseconds.
    pub duration: Option<i32>,
    /// The request's parameters as the server understood them, `consistency_level` and `query` among them.
    pub parameters: Option<HashMap<String, String>>,
    /// What the request was, in words.
    pub request: Option<String>,
    /// When the coordinator started.
    pub started_at: Option<CqlTimestamp>,
    /// What happened on which node, in order.
    pub events: Vec<TracingEvent>,
}

/// One step of a traced request (`system_traces.events`).
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct TracingEvent {
    /// The event's id, which orders it.
    pub event_id: CqlTimeuuid,
    /// What happened, in words.
    pub activity: Option<String>,
    /// The node it happened on.
    pub source: Option<IpAddr>,
    /// Microseconds since the request came to that node.
    pub source_elapsed: Option<i32>,
    /// The server's thread.
    pub thread: Option<String>,
}

/// The text of the statement has its passwords masked, and of bound values the lengths are shown, which the fields themselves
/// do not spare whoever reads them.
impl fmt::Debug for TracingInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TracingInfo")
            .field("client", &self.client)
            .field("command", &self.command)
            .field("coordinator", &self.coordinator)
            .field("duration", &self.duration)
            .field("parameters", &self.parameters.as_ref().map(Parameters))
            .field("request", &self.request.as_deref().map(Text))
            .field("started_at", &self.started_at)
            .field("events", &self.events)
            .finish()
    }
}

struct Parameters<'a>(&'a HashMap<String, String>);

impl fmt::Debug for Parameters<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.0 {
            // `bound_var_0_name` and so on; the texts of a batch are `batch_statement_0`.
            match name.starts_with("bound_var") {
                true => map.entry(name, &Length::of(value.as_bytes())),
                false => map.entry(name, &Text(value)),
            };
        }
        map.finish()
    }
}

/// The text of the statement has its passwords masked.
impl fmt::Debug for TracingEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let activity = self.activity.as_deref();
        let parsed = activity.and_then(|activity| activity.strip_prefix(PARSING));
        let mut event = f.debug_struct("TracingEvent");
        event.field("event_id", &self.event_id);
        match parsed {
            Some(statement) => event.field("activity", &format_args!("Some({PARSING}{:?})", Text(statement))),
            None => event.field("activity", &activity.map(Text)),
        };
        event
            .field("source", &self.source)
            .field("source_elapsed", &self.source_elapsed)
            .field("thread", &self.thread)
            .finish()
    }
}

impl TracingInfo {
    /// The nodes that took part, in order of first appearance.
    pub fn nodes(&self) -> Vec<IpAddr> {
        let mut nodes: Vec<IpAddr> = Vec::new();
        for node in self.events.iter().filter_map(|event| event.source) {
            if !nodes.contains(&node) {
                nodes.push(node);
            }
        }
        nodes
    }

    /// The consistency level that the server recorded, such as `LOCAL_QUORUM`.
    pub fn consistency(&self) -> Option<&str> {
        self.parameters.as_ref()?.get("consistency_level").map(String::as_str)
    }
}
