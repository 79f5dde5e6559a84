use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;

use super::buffer::Buffer;
use super::reply::describe;
use super::request::{Idempotence, Outgoing, Preparations};
use super::{Inner, Session};
use crate::connection::Connection;
use crate::error::{Error, ErrorKind};
use crate::policy::RoutingInfo;
use crate::pool::Shard;
use crate::statement::{Described, PreparedStatement, Statement, StatementConfig};
use crate::wire::Opcode;
use crate::wire::request::{Prepare, Request};
use crate::wire::response::{Extensions, Response};

/// How long preparing waits for the other nodes once one has done it: a node that hangs must not hold up the start of an
/// application.
const ELSEWHERE: Duration = Duration::from_millis(500);

impl Session {
    /// Prepares a statement: the server parses it once, and says which values it takes and which columns it gives.
    ///
    /// It is prepared on one node first, and then on all the others that are connected; what fails there does not matter,
    /// since a node that does not know the statement when it is executed is told it then, unseen. Options of the statement
    /// are kept.
    ///
    /// # Errors
    /// The server's error, as [`Syntax`](ErrorKind::Syntax) or [`Invalid`](ErrorKind::Invalid), or no answer at all.
    ///
    /// # Cancel safety
    /// Dropping the future gives the request up.
    pub async fn prepare(&self, statement: impl Into<Statement>) -> Result<PreparedStatement, Error> {
        let statement = statement.into();
        let inner = &*self.inner;
        let Statement { config, contents, .. } = &statement;
        let (described, node) = inner.describe_anew(config, contents, statement.get_keyspace()).await?;
        let mut prepared = PreparedStatement::new(statement, described);
        inner.statements.share(&mut prepared);
        inner.prepare_elsewhere(&prepared, node).await;
        if let Some(table) = prepared.get_table_spec() {
            inner.cluster.place(table.ks_name()).await;
        }
        Ok(prepared)
    }
}

impl Inner {
    /// Has one node prepare a text, and says what that node is.
    async fn describe_anew(
        &self,
        config: &StatementConfig,
        contents: &Arc<str>,
        keyspace: Option<&str>,
    ) -> Result<(Described, SocketAddr), Error> {
        let settings = self.settings(config);
        let mut body = Buffer::take();
        let flags = self.begin(config, &mut body).map_err(|error| error.of_statement(contents))?;
        let encoded = Prepare { query: contents, keyspace }.encode(self.cluster.version(), &mut body);
        encoded.map_err(|error| Error::caused(ErrorKind::BadConfig, error).of_statement(contents))?;
        let request = Outgoing {
            opcode: Opcode::Prepare,
            flags,
            body,
            label: contents,
            routing: RoutingInfo::default(),
            timeout: settings.timeout,
            prepared: Preparations::None,
            // Preparing twice is preparing once.
            is_idempotent: Idempotence::Known(true),
        };
        let reply = self.run(&request).await?;
        Ok((self.described(&reply, contents)?, reply.connection.address()))
    }

    /// Values do not fit a statement, which is `refused`. Where its markers have changed before, a node is asked whether
    /// they have changed again: as nothing was sent, no node has said so yet.
    ///
    /// # Errors
    /// `refused`, when nothing has changed.
    #[cold]
    pub(super) async fn relearn(&self, prepared: &PreparedStatement, refused: Error) -> Result<(), Error> {
        if refused.kind() != ErrorKind::Serialize || !prepared.have_markers_changed() {
            return Err(refused);
        }
        let before = prepared.markers();
        let asked = self.describe_anew(&prepared.config, prepared.contents(), prepared.get_keyspace()).await;
        let learned = asked.ok().filter(|(described, _)| described.id == prepared.get_id());
        let learned = learned.and_then(|(described, _)| prepared.learn(&described).ok());
        match learned {
            Some(_) if !Arc::ptr_eq(before, prepared.markers()) => Ok(()),
            _ => Err(refused),
        }
    }

    /// Prepares a statement on all connected nodes but the one that did it already.
    async fn prepare_elsewhere(&self, prepared: &PreparedStatement, done: SocketAddr) {
        let state = self.cluster.load_full();
        let others = state.pools().iter().filter(|pool| pool.node().address != done);
        let connections: Vec<_> = others.filter_map(|pool| pool.connection(Shard::default())).collect();
        let timeout = self.config.metadata_timeout;
        let asked = connections.iter().map(|connection| async move {
            match self.prepare_again(prepared, connection, timeout).await {
                // A node that has not heard of a change yet may describe other columns.
                Ok(described) => drop(prepared.learn_result(described.result)),
                Err(error) => tracing::debug!(statement = %prepared.label(), %error, "not prepared on this node"),
            }
        });
        // An elapsed timeout leaves it to the first execution on that node.
        let _elapsed = tokio::time::timeout(ELSEWHERE, join_all(asked)).await;
    }

    /// Prepares on one node a statement that it has forgotten. Returns what the node says of it.
    pub(super) async fn prepare_again(
        &self,
        prepared: &PreparedStatement,
        connection: &Arc<Connection>,
        timeout: Duration,
    ) -> Result<Described, Error> {
        let message = Request::Prepare(Prepare { query: prepared.contents(), keyspace: prepared.get_keyspace() });
        let described = |response: Response<'_>| describe(response, Extensions::default());
        let asked = connection.ask_with(&message, prepared.prepare_payload(), timeout, described).await;
        let again = asked.map_err(|error| error.without_secrets_of(prepared.get_statement()))?;
        if again.id != prepared.get_id() {
            return Err(Error::new(
                ErrorKind::ReprepareIdChanged,
                "the node gave it another id: the statement means something else there, as after a change of the \
                 session's keyspace; prepare it anew",
            ));
        }
        Ok(again)
    }
}
