use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::join_all;

use super::request::{Idempotence, Outgoing, Preparations};
use super::{Inner, Session, buffer::Buffer};
use crate::connection::{Connection, unexpected};
use crate::error::{Error, ErrorKind};
use crate::policy::RoutingInfo;
use crate::pool::Shard;
use crate::statement::{PreparedMetadata, PreparedStatement, ResultMetadata, Statement};
use crate::wire::column::ColumnSpec;
use crate::wire::request::{Prepare, Request};
use crate::wire::response::{Extensions, MetadataFlags, Prepared, Response, Result as Answered};
use crate::wire::{Flags, Opcode};

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
        let Statement { config, page_size, contents } = statement.into();
        let inner = &*self.inner;
        let settings = inner.settings(&config);
        let mut body = Buffer::take();
        let message = Prepare { query: &contents, keyspace: None };
        let encoded = message.encode(inner.cluster.version(), &mut body);
        encoded.map_err(|error| Error::caused(ErrorKind::BadConfig, error).of_statement(&contents))?;
        let request = Outgoing {
            opcode: Opcode::Prepare,
            flags: if config.tracing { Flags::TRACING } else { Flags::NONE },
            body,
            label: &contents,
            routing: RoutingInfo::default(),
            timeout: settings.timeout,
            prepared: Preparations::None,
            // Preparing twice is preparing once.
            is_idempotent: Idempotence::Known(true),
        };
        let reply = inner.run(&request).await?;
        let connection = &reply.connection;
        let mut rest = &*reply.answer.body;
        let decoded = Extensions::decode(reply.answer.flags, &mut rest)
            .and_then(|_| Response::decode(connection.version(), reply.answer.opcode, rest))
            .map_err(|error| Error::caused(ErrorKind::InvalidResponse, error));
        let prepared = decoded.and_then(take_prepared);
        let prepared = prepared.map_err(|error| error.of_statement(&contents).on_node(connection.address()))?;
        let Described { id, markers, result } = describe(*prepared);
        let prepared = PreparedStatement::new(config, page_size, contents, id, markers, result);
        inner.prepare_elsewhere(&prepared, connection.address()).await;
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
        let message = Request::Prepare(Prepare { query: prepared.contents(), keyspace: None });
        let described = |response: Response<'_>| take_prepared(response).map(|prepared| describe(*prepared));
        let again = connection.ask_for(&message, timeout, described).await?;
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

fn take_prepared(response: Response<'_>) -> Result<Box<Prepared<'_>>, Error> {
    match response {
        Response::Result(Answered::Prepared(prepared)) => Ok(prepared),
        other => Err(unexpected("RESULT of a PREPARE", &other)),
    }
}

/// What the server said of a statement, copied out of its answer.
struct Described {
    id: Bytes,
    markers: PreparedMetadata,
    result: ResultMetadata,
}

fn describe(prepared: Prepared<'_>) -> Described {
    let owned = |specs: Vec<ColumnSpec<'_>>| specs.into_iter().map(ColumnSpec::into_owned).collect();
    let result = prepared.result;
    Described {
        id: Bytes::copy_from_slice(prepared.id),
        markers: PreparedMetadata { specs: owned(prepared.variables), partition_key: prepared.pk_indexes },
        result: ResultMetadata::new(
            owned(result.specs),
            Bytes::copy_from_slice(result.specs_bytes),
            result.flags.contains(MetadataFlags::GLOBAL_TABLES_SPEC),
            Bytes::copy_from_slice(prepared.result_metadata_id.unwrap_or_default()),
        ),
    }
}
