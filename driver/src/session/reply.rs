//! From an answer's bytes to a result.

use std::sync::Arc;

use bytes::Bytes;

use super::request::Reply;
use super::result::{PagingState, PagingStateResponse, QueryResult, Rows};
use crate::connection::Connection;
use crate::error::{Error, ErrorKind};
use crate::protocol::Answer;
use crate::statement::{PreparedStatement, ResultMetadata, ResultShape};
use crate::wire::Flags;
use crate::wire::column::ColumnSpec;
use crate::wire::response::{
    self, Extensions, MetadataFlags, Response, Result as Answered, decode_column_specs, read_rows_count,
};
use crate::wire::{DecodeError, ProtocolVersion};

/// What a result says besides its rows.
pub(super) struct Outcome {
    pub(super) result: QueryResult,
    pub(super) paging: PagingStateResponse,
    /// What the session has to follow.
    pub(super) effect: Effect,
}

/// What a statement changed that the session has to follow.
pub(super) enum Effect {
    None,
    Keyspace(String),
    Schema,
}

/// The error that an answer is, which is no RESULT.
#[cold]
pub(super) fn server_error(answer: &Answer, connection: &Connection) -> Error {
    let mut body = &*answer.body;
    let decoded = Extensions::decode(answer.flags, &mut body)
        .and_then(|_| Response::decode(connection.version(), answer.opcode, body));
    match decoded {
        Ok(Response::Error(error)) => Error::server(error),
        Ok(other) => crate::connection::unexpected("RESULT", &other),
        Err(error) => Error::caused(ErrorKind::InvalidResponse, error),
    }
}

/// The columns that a request knew when it was sent, and the statement that they belong to.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) metadata: &'a Arc<ResultMetadata>,
    pub(super) prepared: &'a PreparedStatement,
}

/// Decodes the answer to a statement.
#[inline]
pub(super) fn decode(reply: Reply, known: Option<Known<'_>>) -> Result<Outcome, Error> {
    let coordinator = reply.connection.address();
    match decode_parts(&reply, known) {
        Ok((rows, extensions, paging, effect)) => {
            Ok(Outcome { result: QueryResult::new(rows, extensions, coordinator), paging, effect })
        }
        Err(error) => Err(Error::caused(ErrorKind::InvalidResponse, error).on_node(coordinator)),
    }
}

type Parts = (Option<Rows>, Option<Box<Extensions>>, PagingStateResponse, Effect);

#[inline]
fn decode_parts(reply: &Reply, known: Option<Known<'_>>) -> Result<Parts, DecodeError> {
    let Answer { flags, body, .. } = &reply.answer;
    let version = reply.connection.version();
    let mut rest = &**body;
    let extensions = match *flags {
        Flags::NONE => None,
        flags => Some(Box::new(Extensions::decode(flags, &mut rest)?)),
    };
    let (rows, paging, effect) = match Answered::decode(version, rest)? {
        Answered::Void => (None, PagingStateResponse::NoMorePages, Effect::None),
        Answered::Rows(rows) => {
            let (rows, paging) = decode_rows(version, &rows, body, known)?;
            (Some(rows), paging, Effect::None)
        }
        Answered::SetKeyspace(set) => {
            (None, PagingStateResponse::NoMorePages, Effect::Keyspace(set.keyspace.to_owned()))
        }
        Answered::SchemaChange(_) => (None, PagingStateResponse::NoMorePages, Effect::Schema),
        Answered::Prepared(_) => return Err(DecodeError::invalid("RESULT", "got Prepared for a statement")),
    };
    Ok((rows, extensions, paging, effect))
}

/// Rows as slices of `body`: nothing of a cell is looked at.
#[inline]
fn decode_rows(
    version: ProtocolVersion,
    rows: &response::Rows<'_>,
    body: &Bytes,
    known: Option<Known<'_>>,
) -> Result<(Rows, PagingStateResponse), DecodeError> {
    let mut content = rows.content;
    let header = &rows.header;
    let metadata = if header.has_specs {
        let shape = ResultShape {
            column_count: header.column_count,
            global_table: header.flags.contains(MetadataFlags::GLOBAL_TABLES_SPEC),
        };
        let same = known.filter(|_| header.new_metadata_id.is_none());
        match same.and_then(|known| Some((known, known.metadata.matches(shape, content)?))) {
            Some((known, len)) => {
                content = content.get(len..).unwrap_or_default();
                Arc::clone(known.metadata)
            }
            None => new_metadata(version, header, &mut content, known)?,
        }
    } else {
        skipped_metadata(header, known)?
    };
    let count = read_rows_count(&mut content, header.column_count)?;
    let content = slice_of(body, content);
    let paging = match header.paging_state {
        Some(state) => {
            PagingStateResponse::HasMorePages { state: PagingState::new_from_raw_bytes(Bytes::copy_from_slice(state)) }
        }
        None => PagingStateResponse::NoMorePages,
    };
    Ok((Rows { metadata, count, content }, paging))
}

/// The columns of an answer that leaves them out.
#[inline]
fn skipped_metadata(
    header: &response::RowsHeader<'_>,
    known: Option<Known<'_>>,
) -> Result<Arc<ResultMetadata>, DecodeError> {
    let known =
        known.ok_or_else(|| DecodeError::invalid("rows", "the columns are left out, which nobody asked for"))?;
    let columns = known.metadata.col_specs().len();
    if columns != header.column_count {
        return Err(DecodeError::invalid(
            "rows",
            format!("expected {columns} columns, got {} whose description is left out", header.column_count),
        ));
    }
    Ok(Arc::clone(known.metadata))
}

/// Columns that are not the known ones.
#[cold]
fn new_metadata(
    version: ProtocolVersion,
    header: &response::RowsHeader<'_>,
    content: &mut &[u8],
    known: Option<Known<'_>>,
) -> Result<Arc<ResultMetadata>, DecodeError> {
    let before = *content;
    let specs = decode_column_specs(content, header.flags, header.column_count)?;
    let raw = before.get(..before.len() - content.len()).unwrap_or_default();
    let id = header.new_metadata_id.unwrap_or_default();
    let metadata = Arc::new(ResultMetadata::new(
        specs.into_iter().map(ColumnSpec::into_owned).collect(),
        Bytes::copy_from_slice(raw),
        header.flags.contains(MetadataFlags::GLOBAL_TABLES_SPEC),
        Bytes::copy_from_slice(id),
    ));
    if let Some(known) = known {
        follow_change(version, header, known, &metadata);
    }
    Ok(metadata)
}

/// Keeps columns for the statement's next executions, where they are the statement's and not this one answer's.
fn follow_change(
    version: ProtocolVersion,
    header: &response::RowsHeader<'_>,
    known: Known<'_>,
    metadata: &Arc<ResultMetadata>,
) {
    let is_statements = if version.has_result_metadata_id() {
        // native_protocol_v5 §4.2.5.2: the new metadata and its id replace the old ones together.
        header.new_metadata_id.is_some()
    } else {
        // Rows of a lightweight transaction have other columns when it is applied than when it is not.
        !known.prepared.is_confirmed_lwt()
    };
    if is_statements {
        known.prepared.set_result_metadata(Arc::clone(metadata));
    }
}

/// The part of `body` that `rest`, its end, is.
#[inline]
fn slice_of(body: &Bytes, rest: &[u8]) -> Bytes {
    body.slice(body.len().saturating_sub(rest.len())..)
}
