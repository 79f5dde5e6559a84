//! What is known of a request when its node is chosen.

use crate::topology::Token;
use crate::wire::column::TableSpec;
use crate::wire::consistency::{Consistency, SerialConsistency};

/// What is known of a request when its node is chosen.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct RoutingInfo<'a> {
    /// How many replicas must answer.
    pub consistency: Consistency,
    /// The consistency of the Paxos phase, if set.
    pub serial_consistency: Option<SerialConsistency>,
    /// Where the partition key is; `None` when the statement does not tell a whole one.
    pub token: Option<Token>,
    /// The statement's table with its keyspace; without it, `token` says nothing of replicas.
    pub table: Option<&'a TableSpec<'a>>,
    /// Whether the statement is known to be conditional.
    pub is_confirmed_lwt: bool,
}

impl RoutingInfo<'_> {
    /// Whether the server runs Paxos for the request. Such requests for one partition get in each other's way less when
    /// they go to the same replica.
    #[inline]
    pub fn should_route_as_lwt(&self) -> bool {
        self.is_confirmed_lwt || matches!(self.consistency, Consistency::Serial | Consistency::LocalSerial)
    }
}
