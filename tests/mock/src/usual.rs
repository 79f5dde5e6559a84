//! What a node answers without a rule.

use ilium_driver::wire::Compression;
use ilium_driver::wire::request::Startup;
use ilium_driver::wire::response::{ErrorCode, ErrorDetail, Supported};

use crate::answer::Answer;
use crate::request::{Message, Parameters, Request};
use crate::state::State;
use crate::system;

/// The answer to a request, with what it changes of the node.
pub(crate) fn answer(state: &State, request: &Request) -> Answer {
    match &request.message {
        Message::AuthResponse(_) => Answer::error(ErrorCode::Protocol, "nobody asked for credentials"),
        Message::Batch { items, .. } => {
            let unknown =
                items.iter().filter_map(|item| item.id.as_deref()).find(|id| !is_prepared(state, request.node, id));
            unknown.map_or(Answer::Void, unprepared)
        }
        Message::Execute { id, statement, .. } => match statement {
            Some(statement) if is_prepared(state, request.node, id) => statement.answer(request),
            _ => unprepared(id),
        },
        Message::Options => Answer::Supported(supported(state, request)),
        Message::Prepare { cql, .. } => prepare(state, request.node, cql),
        Message::Query { cql, parameters, .. } => query(state, request, cql, parameters),
        Message::Register(events) => {
            if let Some(open) = state.lock().connections.get_mut(&request.connection) {
                open.events.clone_from(events);
            }
            Answer::Ready
        }
        Message::Startup(_) => match asked_compression(state, request) {
            Ok(_) => Answer::Ready,
            Err(name) => {
                let found = format!("unknown or unsupported compression algorithm: {name}");
                Answer::error(ErrorCode::Protocol, found)
            }
        },
        Message::Undecodable(error) => Answer::error(ErrorCode::Protocol, error.to_string()),
    }
}

/// The compression that a STARTUP asks for, or the name of one that the node does not have.
pub(crate) fn asked_compression<'a>(state: &State, startup: &'a Request) -> Result<Option<Compression>, &'a str> {
    let Message::Startup(options) = &startup.message else { return Ok(None) };
    let Some((_, name)) = options.iter().find(|(option, _)| option == Startup::COMPRESSION) else { return Ok(None) };
    match name.parse() {
        Ok(asked) if state.compressions.contains(&asked) && startup.version.has_compression(asked) => Ok(Some(asked)),
        _ => Err(name),
    }
}

/// How many of a token's most significant bits nodes ignore.
const IGNORED_BITS: u8 = 12;

fn supported(state: &State, request: &Request) -> Supported {
    let version = state.version_of(request.node);
    let compressions = state.compressions.iter().map(Compression::to_string).collect();
    let versions = (3..=version.number()).map(|number| format!("{number}/v{number}")).collect();
    let mut options = vec![
        ("CQL_VERSION".to_owned(), vec!["3.4.7".to_owned()]),
        (Supported::COMPRESSION.to_owned(), compressions),
        (Supported::PROTOCOL_VERSIONS.to_owned(), versions),
    ];
    let shards = state.lock().nodes.get(request.node).and_then(|node| node.shards);
    if let (Some(shards), Some(shard)) = (shards, request.shard) {
        let told = [
            (Supported::SCYLLA_SHARD, shard.to_string()),
            (Supported::SCYLLA_NR_SHARDS, shards.to_string()),
            (Supported::SCYLLA_SHARDING_IGNORE_MSB, IGNORED_BITS.to_string()),
            (Supported::SCYLLA_SHARDING_ALGORITHM, "biased-token-round-robin".to_owned()),
            (Supported::SCYLLA_PARTITIONER, "org.apache.cassandra.dht.Murmur3Partitioner".to_owned()),
        ];
        options.extend(told.map(|(name, value)| (name.to_owned(), vec![value])));
    }
    Supported { options }
}

fn is_prepared(state: &State, node: usize, id: &[u8]) -> bool {
    let Ok(id) = <[u8; 16]>::try_from(id) else { return false };
    state.lock().nodes.get(node).is_some_and(|node| node.prepared.contains(&id))
}

fn unprepared(id: &[u8]) -> Answer {
    let detail = ErrorDetail::Unprepared { id: id.to_vec() };
    Answer::error_with(ErrorCode::Unprepared, "Prepared query not found", detail)
}

fn prepare(state: &State, node: usize, cql: &str) -> Answer {
    let mut inner = state.lock();
    let Some(statement) = inner.statement(cql).cloned() else {
        return Answer::error(ErrorCode::Invalid, format!("no such statement was scripted: {cql}"));
    };
    let id = statement.id();
    for (index, known) in inner.nodes.iter_mut().enumerate() {
        if index == node || state.shared_statements {
            known.prepared.insert(id);
        }
    }
    Answer::Prepared(id.to_vec(), statement)
}

fn query(state: &State, request: &Request, cql: &str, parameters: &Parameters) -> Answer {
    let scripted = state.lock().statement(cql).cloned();
    if let Some(statement) = scripted {
        return statement.answer(request);
    }
    if let Some(keyspace) = used_keyspace(cql) {
        return use_keyspace(state, keyspace);
    }
    system::answer(state, request.node, cql, parameters)
        .unwrap_or_else(|| Answer::error(ErrorCode::Invalid, format!("no such statement was scripted: {cql}")))
}

/// The keyspace of a `USE`, without its quotes.
fn used_keyspace(cql: &str) -> Option<&str> {
    let mut words = cql.split_whitespace();
    let is_use = words.next()?.eq_ignore_ascii_case("use");
    let name = words.next()?;
    is_use.then_some(name.trim_end_matches(';').trim_matches('"'))
}

fn use_keyspace(state: &State, keyspace: &str) -> Answer {
    if !state.lock().keyspaces.iter().any(|known| known.name == keyspace) {
        return Answer::error(ErrorCode::Invalid, format!("Keyspace '{keyspace}' does not exist"));
    }
    Answer::SetKeyspace(keyspace.to_owned())
}
