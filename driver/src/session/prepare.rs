use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::join_all;

use super::reply::describe;
use super::request::{Buffer, Idempotence, Outgoing, Preparations};
use super::under_way::{Manner, Text};
use super::warnings::in_a_line;
use super::{Inner, Session};
use crate::connection::{Connection, now};
use crate::error::{Error, ErrorKind};
use crate::policy::RoutingInfo;
use crate::statement::{Described, PreparedStatement, Statement};
use crate::wire::request::{Prepare, Request};
use crate::wire::response::{Extensions, Response};
use crate::wire::{Flags, Opcode};

/// How long preparing waits for the other nodes once one has done it: a node that hangs must not hold up the start of an
/// application.
const ELSEWHERE: Duration = Duration::from_millis(500);

impl Session {
    /// Prepares a statement: the server parses it once, and says which values it takes and which columns it gives.
    ///
    /// It is prepared on one node first, and then on all the others that are connected; what fails there does not matter,
    /// since a node that does not know the statement when it is executed is told it then, unseen. Options of the statement
    /// are kept. Calls that prepare the same text at the same time share one preparation, each for as long as its own
    /// timeout allows.
    ///
    /// # Errors
    /// The server's error, as [`Syntax`](ErrorKind::Syntax) or [`Invalid`](ErrorKind::Invalid), or no answer at all.
    ///
    /// # Cancel safety
    /// Dropping the future gives the request up, unless another call waits for the same preparation.
    pub async fn prepare(&self, statement: impl Into<Statement>) -> Result<PreparedStatement, Error> {
        let statement = statement.into();
        let prepared = self.prepare_together(&statement, true).await?;
        if let Some(table) = prepared.get_table_spec() {
            self.inner.cluster.place(table.ks_name()).await;
        }
        Ok(prepared.with_options_of(statement))
    }

    /// Prepares a text, together with whoever does so at the same time. The options of what it returns are those of any
    /// of them.
    async fn prepare_together(&self, statement: &Statement, everywhere: bool) -> Result<PreparedStatement, Error> {
        let started = now();
        let Statement { options, contents, .. } = statement;
        let own_keyspace = options.keyspace().cloned();
        let manner = Manner {
            tracing: options.tracing == Some(true),
            payload: options.get_custom_payload().cloned(),
            has_own_keyspace: own_keyspace.is_some(),
            everywhere,
        };
        let sessions = || self.inner.cluster.keyspace().map(|name| name.as_str().into());
        let text = Text::new(Arc::clone(contents), own_keyspace.or_else(sessions));
        let timeout = options.execution(&self.inner.default_profile).timeout;
        let mut is_again = false;
        loop {
            let (flags, body) = self.inner.write_prepare(statement)?;
            let work = || {
                let (inner, statement) = (Arc::clone(&self.inner), statement.clone());
                async move { inner.prepare_now(statement, flags, body, everywhere).await }.boxed()
            };
            let waiting = self.inner.under_way.join(text.clone(), manner.clone(), work);
            let left =
                timeout.map(|timeout| (timeout, timeout.saturating_sub(now().saturating_duration_since(started))));
            let outcome = match left {
                // The request has a deadline of its own, whose error says more.
                Some((timeout, left)) if is_again || !waiting.is_first => {
                    let elapsed = || Error::timeout(timeout, "waiting for the statement to be prepared");
                    let waited = tokio::time::timeout(left, waiting).await;
                    waited.map_err(|_| elapsed().of_statement(contents))?
                }
                _ => return waiting.await,
            };
            match outcome {
                // Another call had less time.
                Err(error) if error.is_timeout() => is_again = true,
                outcome => return outcome,
            }
        }
    }

    /// Values do not fit a statement, or the schema has changed since it was described, which is `refused`. As nothing was
    /// sent, no node has said how the markers are now, so one is asked where they may be others.
    ///
    /// # Errors
    /// `refused`, when nothing has changed; that of asking, when the schema has.
    #[cold]
    pub(super) async fn relearn(&self, prepared: &PreparedStatement, refused: Error) -> Result<(), Error> {
        let is_in_doubt = prepared.certain_markers().is_none();
        if !is_in_doubt && (refused.kind() != ErrorKind::Serialize || !prepared.have_markers_changed()) {
            return Err(refused);
        }
        let (before, doubts) = (prepared.markers(), prepared.doubts());
        let asked = self.prepare_together(&prepared.to_statement(), false).await;
        if is_in_doubt {
            // Of another id it is where the session has another keyspace by now, and then it cannot be asked about.
            let learned = asked.and_then(|now| prepared.learn_from(&now));
            learned.map_err(|error| error.renamed(prepared.label()))?;
            prepared.settle(doubts);
            return Ok(());
        }
        let has_learned = asked.is_ok_and(|now| prepared.learn_from(&now).is_ok_and(|is_same| is_same));
        if has_learned && !Arc::ptr_eq(before, prepared.markers()) { Ok(()) } else { Err(refused) }
    }
}

impl Inner {
    /// Writes the request that prepares a statement.
    fn write_prepare(&self, statement: &Statement) -> Result<(Flags, Buffer), Error> {
        let Statement { options, contents, .. } = statement;
        let mut body = Buffer::take();
        let begun = self.begin(options.flags(), options.extras.as_deref(), &mut body);
        let flags = begun.map_err(|error| error.of_statement(contents))?;
        let message = Prepare { query: contents, keyspace: statement.get_keyspace() };
        let encoded = message.encode(self.cluster.version(), &mut body);
        encoded.map_err(|error| Error::caused(ErrorKind::BadConfig, error).of_statement(contents))?;
        Ok((flags, body))
    }

    /// Has one node prepare a text, and then all others if need be.
    async fn prepare_now(
        &self,
        statement: Statement,
        flags: Flags,
        body: Buffer,
        everywhere: bool,
    ) -> Result<PreparedStatement, Error> {
        let contents = Arc::clone(&statement.contents);
        let execution = statement.options.execution(&self.default_profile);
        let request = Outgoing {
            opcode: Opcode::Prepare,
            flags,
            body,
            label: &contents,
            routing: RoutingInfo::default(),
            execution: &execution,
            consistency_at: None,
            prepared: Preparations::None,
            // Preparing twice is preparing once.
            is_idempotent: Idempotence::Known(true),
        };
        let reply = self.run(&request).await?;
        let described = self.described(&reply, &contents)?;
        let mut prepared = PreparedStatement::new(statement, described);
        self.statements.share(&mut prepared);
        if everywhere {
            self.prepare_elsewhere(&prepared, reply.connection.address()).await;
        }
        Ok(prepared)
    }

    /// Prepares a statement on all connected nodes but the one that did it already.
    async fn prepare_elsewhere(&self, prepared: &PreparedStatement, done: SocketAddr) {
        let state = self.cluster.load_full();
        let others = state.pools().iter().filter(|pool| pool.node().address != done);
        let connections: Vec<_> = others.filter_map(|pool| pool.connection(None, None, 0)).collect();
        // An elapsed timeout leaves it to the first execution on that node.
        let timeout = self.config.metadata_timeout.min(ELSEWHERE);
        let asked = connections.iter().map(|connection| async move {
            match self.prepare_again(prepared, connection, timeout).await {
                // A node that has not heard of a change yet may describe other columns.
                Ok(described) => drop(prepared.learn_result(described.result)),
                Err(error) => {
                    tracing::debug!(statement = %in_a_line(prepared.label()), %error, "not prepared on this node")
                }
            }
        });
        join_all(asked).await;
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
