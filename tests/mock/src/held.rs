use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use crate::action::Action;
use crate::cluster::NotReceived;
use crate::outbound::{Outbound, Reply};
use crate::request::Request;
use crate::rule::Rule;

/// Requests that wait for the test to answer them; see [`MockCluster::hold`](crate::MockCluster::hold).
#[derive(Debug)]
pub struct Holder {
    rule: Rule,
    requests: mpsc::UnboundedReceiver<Held>,
}

impl Holder {
    pub(crate) const fn new(rule: Rule, requests: mpsc::UnboundedReceiver<Held>) -> Self {
        Self { rule, requests }
    }

    /// Waits for the next request, at most a minute.
    ///
    /// # Errors
    /// When none came.
    ///
    /// # Cancel safety
    /// Nothing is lost when the future is dropped.
    pub async fn next(&mut self) -> Result<Held, NotReceived> {
        match tokio::time::timeout(Duration::from_secs(60), self.requests.recv()).await {
            Ok(Some(held)) => Ok(held),
            _ => Err(NotReceived::new("a request to hold", 1, 0)),
        }
    }

    /// Holds no more requests; those that are held stay so.
    pub fn stop(&self) {
        self.rule.remove();
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        self.rule.remove();
    }
}

/// A request that waits for the test to answer it. Dropped, it is never answered.
#[derive(Debug)]
pub struct Held {
    request: Arc<Request>,
    connection: mpsc::UnboundedSender<Outbound>,
}

impl Held {
    pub(crate) const fn new(request: Arc<Request>, connection: mpsc::UnboundedSender<Outbound>) -> Self {
        Self { request, connection }
    }

    /// The request.
    pub const fn request(&self) -> &Arc<Request> {
        &self.request
    }

    /// Does this with it now. On a connection that is gone nothing happens.
    pub fn act(self, action: impl Into<Action>) {
        let reply = Reply { request: self.request, action: action.into() };
        // The connection is gone: whoever asked knows.
        let _gone = self.connection.send(Outbound::Reply(reply));
    }

    /// Answers it as the node does without a rule.
    pub fn release(self) {
        self.act(Action::usual());
    }
}
