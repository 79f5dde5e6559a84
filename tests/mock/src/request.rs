use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use ilium_driver::deserialize::FrameSlice;
use ilium_driver::deserialize::value::DeserializeValue;
use ilium_driver::wire::event::EventType;
use ilium_driver::wire::request::{self, BatchQuery, BatchType, QueryParameters, RawValue, Values};
use ilium_driver::wire::response::decode_custom_payload;
use ilium_driver::wire::{Consistency, DecodeError, Flags, Header, Opcode, ProtocolVersion, SerialConsistency};

use crate::statement::MockStatement;

/// A request as a node read it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Request {
    /// Counts the requests of the whole cluster, in the order in which nodes read them.
    pub sequence: u64,
    /// Which node read it, counted from 0.
    pub node: usize,
    /// Which connection of the whole cluster it came on, counted from 0.
    pub connection: u64,
    /// Which shard of the node serves the connection, where the node has shards.
    pub shard: Option<u32>,
    /// The version in its header.
    pub version: ProtocolVersion,
    /// The flags in its header.
    pub flags: Flags,
    /// The stream in its header, which its answer goes on.
    pub stream: i16,
    /// Which message it is.
    pub opcode: Opcode,
    /// What the client sent beside it.
    pub custom_payload: Option<HashMap<String, Bytes>>,
    /// What it says.
    pub message: Message,
}

/// What a request says.
#[derive(Clone)]
#[non_exhaustive]
pub enum Message {
    /// A step of the authentication.
    AuthResponse(Bytes),
    /// Statements to execute together.
    Batch {
        /// How they belong together.
        batch_type: BatchType,
        /// The statements.
        items: Vec<BatchItem>,
        /// The options.
        parameters: Parameters,
    },
    /// A prepared statement to execute.
    Execute {
        /// The statement's id.
        id: Bytes,
        /// The columns that the client has; since version 5.
        result_metadata_id: Option<Bytes>,
        /// The statement, when the cluster knows one of that id.
        statement: Option<Arc<MockStatement>>,
        /// The options.
        parameters: Parameters,
        /// What the markers are bound to.
        values: Vec<Value>,
    },
    /// Asks what the server supports, or whether it is alive.
    Options,
    /// A statement to prepare.
    Prepare {
        /// The text.
        cql: String,
        /// The keyspace in whose place the connection's stands otherwise.
        keyspace: Option<String>,
    },
    /// A text to execute.
    Query {
        /// The text.
        cql: String,
        /// The options.
        parameters: Parameters,
        /// What the markers are bound to.
        values: Vec<Value>,
    },
    /// Asks for events.
    Register(Vec<EventType>),
    /// Begins a connection.
    Startup(Vec<(String, String)>),
    /// No message that the protocol has, and why.
    Undecodable(DecodeError),
}

/// A statement of a batch.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BatchItem {
    /// The text, when it is given as text or the cluster knows the id.
    pub cql: Option<String>,
    /// The id, when it is prepared.
    pub id: Option<Bytes>,
    /// What the markers are bound to.
    pub values: Vec<Value>,
}

/// What a marker is bound to.
#[derive(Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "the specification closes this list")]
pub enum Value {
    /// A value, serialized.
    Bytes(Bytes),
    /// Null.
    Null,
    /// Not set.
    Unset,
}

/// The options of a request.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameters {
    /// How many replicas must answer.
    pub consistency: Consistency,
    /// The consistency of the Paxos phase.
    pub serial_consistency: Option<SerialConsistency>,
    /// How many rows a page may have.
    pub page_size: Option<i32>,
    /// Where the page begins.
    pub paging_state: Option<Bytes>,
    /// The write's timestamp, in microseconds since 1970.
    pub timestamp: Option<i64>,
    /// Whether the columns may be left out of the answer.
    pub skip_metadata: bool,
    /// The keyspace in whose place the connection's stands otherwise.
    pub keyspace: Option<String>,
    /// What is to be taken for now, in seconds since 1970.
    pub now_in_seconds: Option<i32>,
}

impl Request {
    /// Reads a request; `statement_of` knows the prepared statements.
    pub(crate) fn decode(
        header: &Header,
        body: &Bytes,
        place: Place,
        statement_of: impl Fn(&[u8]) -> Option<Arc<MockStatement>>,
    ) -> Self {
        let mut rest = &**body;
        let (custom_payload, message) = match decode_custom_payload(header.flags, &mut rest) {
            Ok(payload) => (payload, decode(header, body, rest, statement_of).unwrap_or_else(Message::Undecodable)),
            Err(error) => (None, Message::Undecodable(error)),
        };
        let Header { version, flags, stream, opcode, .. } = *header;
        let Place { sequence, node, connection, shard } = place;
        Self { sequence, node, connection, shard, version, flags, stream, opcode, custom_payload, message }
    }

    /// The text of the statement; of a batch, the texts one after the other.
    pub fn cql(&self) -> Option<String> {
        match &self.message {
            Message::Prepare { cql, .. } | Message::Query { cql, .. } => Some(cql.clone()),
            Message::Execute { statement, .. } => statement.as_ref().map(|statement| statement.cql().to_owned()),
            Message::Batch { items, .. } => {
                let texts: Vec<&str> = items.iter().filter_map(|item| item.cql.as_deref()).collect();
                Some(texts.join("; "))
            }
            _ => None,
        }
    }

    /// Whether the text of the statement has `part` in it.
    pub fn mentions(&self, part: &str) -> bool {
        match &self.message {
            Message::Prepare { cql, .. } | Message::Query { cql, .. } => cql.contains(part),
            Message::Execute { statement, .. } => {
                statement.as_ref().is_some_and(|statement| statement.cql().contains(part))
            }
            Message::Batch { items, .. } => {
                items.iter().any(|item| item.cql.as_deref().is_some_and(|cql| cql.contains(part)))
            }
            _ => false,
        }
    }

    /// The options, of a request that has any.
    pub const fn parameters(&self) -> Option<&Parameters> {
        match &self.message {
            Message::Batch { parameters, .. }
            | Message::Execute { parameters, .. }
            | Message::Query { parameters, .. } => Some(parameters),
            _ => None,
        }
    }

    /// The values, of a request that executes one statement.
    pub fn values(&self) -> &[Value] {
        match &self.message {
            Message::Execute { values, .. } | Message::Query { values, .. } => values,
            _ => &[],
        }
    }

    /// The value of a marker of the prepared statement; `None` when it is null or unset, or no such value.
    pub fn value<T: for<'f, 'm> DeserializeValue<'f, 'm>>(&self, index: usize) -> Option<T> {
        let Message::Execute { statement: Some(statement), values, .. } = &self.message else { return None };
        let Value::Bytes(bytes) = values.get(index)? else { return None };
        let typ = statement.marker_type(index)?;
        T::type_check(typ).ok()?;
        T::deserialize(typ, Some(FrameSlice::new(bytes))).ok()
    }
}

/// Where a request was read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) sequence: u64,
    pub(crate) node: usize,
    pub(crate) connection: u64,
    pub(crate) shard: Option<u32>,
}

fn decode(
    header: &Header,
    body: &Bytes,
    rest: &[u8],
    statement_of: impl Fn(&[u8]) -> Option<Arc<MockStatement>>,
) -> Result<Message, DecodeError> {
    Ok(match request::Request::decode(header.version, header.opcode, rest)? {
        request::Request::AuthResponse(answer) => {
            Message::AuthResponse(Bytes::copy_from_slice(answer.token.unwrap_or_default()))
        }
        request::Request::Options(_) => Message::Options,
        request::Request::Prepare(prepare) => {
            Message::Prepare { cql: prepare.query.to_owned(), keyspace: prepare.keyspace.map(str::to_owned) }
        }
        request::Request::Register(register) => Message::Register(register.event_types),
        request::Request::Startup(startup) => {
            let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
            Message::Startup(startup.options.into_iter().map(owned).collect())
        }
        request::Request::Query(query) => Message::Query {
            cql: query.query.to_owned(),
            parameters: owned_parameters(&query.parameters, body),
            values: owned_values(&query.values, body)?,
        },
        request::Request::Execute(execute) => Message::Execute {
            id: body.slice_ref(execute.id),
            result_metadata_id: execute.result_metadata_id.map(|id| body.slice_ref(id)),
            statement: statement_of(execute.id),
            parameters: owned_parameters(&execute.parameters, body),
            values: owned_values(&execute.values, body)?,
        },
        request::Request::Batch(batch) => {
            let item = |statement: &request::BatchStatement<'_>| {
                let (cql, id) = match statement.query {
                    BatchQuery::Text(cql) => (Some(cql.to_owned()), None),
                    BatchQuery::Prepared(id) => {
                        (statement_of(id).map(|known| known.cql().to_owned()), Some(body.slice_ref(id)))
                    }
                };
                Ok(BatchItem { cql, id, values: owned_values(&statement.values, body)? })
            };
            Message::Batch {
                batch_type: batch.batch_type,
                items: batch.statements.iter().map(item).collect::<Result<_, DecodeError>>()?,
                parameters: Parameters {
                    consistency: batch.parameters.consistency,
                    serial_consistency: batch.parameters.serial_consistency,
                    timestamp: batch.parameters.timestamp,
                    keyspace: batch.parameters.keyspace.map(str::to_owned),
                    now_in_seconds: batch.parameters.now_in_seconds,
                    ..Parameters::default()
                },
            }
        }
    })
}

fn owned_parameters(parameters: &QueryParameters<'_>, body: &Bytes) -> Parameters {
    Parameters {
        consistency: parameters.consistency,
        serial_consistency: parameters.serial_consistency,
        page_size: parameters.page_size,
        paging_state: parameters.paging_state.map(|state| body.slice_ref(state)),
        timestamp: parameters.timestamp,
        skip_metadata: parameters.skip_metadata,
        keyspace: parameters.keyspace.map(str::to_owned),
        now_in_seconds: parameters.now_in_seconds,
    }
}

fn owned_values(values: &Values<'_>, body: &Bytes) -> Result<Vec<Value>, DecodeError> {
    let owned = |value| match value {
        RawValue::Null => Value::Null,
        RawValue::Unset => Value::Unset,
        RawValue::Value(bytes) => Value::Bytes(body.slice_ref(bytes)),
    };
    values.iter().map(|value| value.map(|(_, value)| owned(value))).collect()
}
