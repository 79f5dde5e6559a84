//! The control connection: what the cluster says of itself.

use std::net::SocketAddr;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::future::join;
use tokio::sync::mpsc;

use super::ClusterConfig;
use crate::connection::{Connection, Endpoint, connect, unexpected};
use crate::error::Error;
pub(super) use crate::protocol::Pushed as News;
use crate::wire::ProtocolVersion;
use crate::wire::event::EventType;
use crate::wire::request::{Register, Request};
use crate::wire::response::Response;

/// How many events may wait for the worker; more of them say nothing new.
const EVENTS: usize = 256;

/// A connection that hears the server's events.
#[derive(Debug)]
pub(super) struct Control {
    connection: Arc<Connection>,
    events: mpsc::Receiver<News>,
}

impl Control {
    /// Connects to a node and registers for events.
    pub(super) async fn connect(
        node: Endpoint,
        version: ProtocolVersion,
        config: &ClusterConfig,
    ) -> Result<Self, Error> {
        let (sender, events) = mpsc::channel(EVENTS);
        let connection = connect(node, version, &config.options, None, Some(sender)).await?;
        let control = Self { connection, events };
        let registers = control.register(config.reads.page.timeout);
        let (registered, ()) = join(registers, control.connection.learn_of_shards(&config.options)).await;
        registered?;
        Ok(control)
    }

    async fn register(&self, timeout: Duration) -> Result<(), Error> {
        let events = [EventType::TopologyChange, EventType::StatusChange, EventType::SchemaChange];
        let register = Request::Register(Register { event_types: events.to_vec() });
        let ready = |response: Response<'_>| match response {
            Response::Ready(_) => Ok(()),
            other => Err(unexpected("READY", &other)),
        };
        self.connection.ask_for(&register, timeout, ready).await
    }

    pub(super) fn version(&self) -> ProtocolVersion {
        self.connection.version()
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.connection.address()
    }

    pub(super) const fn connection(&self) -> &Arc<Connection> {
        &self.connection
    }

    /// The next event; `None` when the connection ended.
    pub(super) fn poll_news(&mut self, cx: &mut Context<'_>) -> Poll<Option<News>> {
        self.events.poll_recv(cx)
    }
}
