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
use crate::statement::{PreparedStatement, Statement};
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
        let Statement { config, contents, .. } = &statement;
        let inner = &*self.inner;
        let settings = inner.settings(config);
        let mut body = Buffer::take();
        let flags = inner.begin(config, &mut body).map_err(|error| error.of_statement(contents))?;
        let message = Prepare { query: contents, keyspace: statement.get_keyspace() };
        let encoded = message.encode(inner.cluster.version(), &mut body);
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
        let reply = inner.run(&request).await?;
        let described = inner.described(&reply, contents)?;
        let prepared = PreparedStatement::new(statement, described);
        inner.prepare_elsewhere(&prepared, reply.connection.address()).await;
        if let Some(table) = prepared.get_table_spec() {
            inner.cluster.place(table.ks_name()).await;
        }
        Ok(prepared)
    }
}

impl Inner {
    /// Prepares a statement on all connected nodes but the one that did it already.
    async fn prepare_elsewhere(&self, prepared: &PreparedStatement, done: SocketAddr) {
        let state = self.cluster.load_full();
        let others = state.pools().iter().filter(|pool| pool.node().address != done);
        let connections: Vec<_> = others.filter_map(|pool| pool.connection(Shard::default())).collect();
        let timeout = self.config.metadata_timeout;
        let asked = connections.iter().map(|connection| async move {
            if let Err(error) = self.prepare_again(prepared, connection, timeout).await {
                tracing::debug!(statement = %prepared.label(), %error, "not prepared on this node");
            }
        });
        // An elapsed timeout leaves it to the first execution on that node.
        let _elapsed = tokio::time::timeout(ELSEWHERE, join_all(asked)).await;
    }

    /// Prepares on one node a statement that it has forgotten.
    pub(super) async fn prepare_again(
        &self,
        prepared: &PreparedStatement,
        connection: &Arc<Connection>,
        timeout: Duration,
    ) -> Result<(), Error> {
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
        let known = prepared.get_current_result_metadata();
        if *known != again.result {
            prepared.set_result_metadata(Arc::new(again.result));
        }
        Ok(())
    }
}
