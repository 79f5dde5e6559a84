use std::collections::HashMap;
use std::net::IpAddr;

use crate::value::{CqlTimestamp, CqlTimeuuid};

/// What the server recorded of one traced request (`system_traces.sessions`).
#[derive(Clone, Debug, Default, PartialEq)]
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
#[derive(Clone, Debug, PartialEq)]
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
