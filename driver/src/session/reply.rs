//! From an answer's bytes to a result.

use std::sync::Arc;

use bytes::{Buf, Bytes};

use super::Inner;
use super::effect::Effect;
use super::request::Reply;
use super::result::{PagingState, PagingStateResponse, QueryResult, Rows};
use super::rows::Origin;
use crate::connection::{self, Connection};
use crate::error::{Error, ErrorKind};
use crate::protocol::Answer;
use crate::statement::{
    Altered, Described, PreparedMetadata, PreparedStatement, ResultMetadata, ResultShape, SeenColumns, expect_same,
};
use crate::wire::Flags;
use crate::wire::column::owned_columns;
use crate::wire::response::{
    self, Extensions, MetadataFlags, Response, Result as Answered, decode_column_specs, read_rows_count,
};
use crate::wire::{DecodeError, ProtocolVersion};

/// What a result says besides its rows.
pub(super) struct Outcome {
    pub(super) result: QueryResult,
    pub(super) paging: PagingStateResponse,
    /// What the session has to follow; hardly ever there.
    pub(super) effect: Option<Box<Effect>>,
}

/// The columns that a request knew when it was written, and the statement that they belong to.
pub(super) struct Known<'a> {
    pub(super) metadata: SeenColumns<'a>,
    pub(super) prepared: &'a PreparedStatement,
}

impl Inner {
    /// Decodes the answer to a statement, which `label` stands for in errors and in the log.
    #[inline]
    pub(super) fn outcome(&self, reply: Reply, known: Option<Known<'_>>, label: &Arc<str>) -> Result<Outcome, Error> {
        let Reply { answer, connection, columns } = reply;
        match self.decode_parts(answer, &connection, columns, known, label) {
            Ok((rows, extensions, paging, effect)) => {
                Ok(Outcome { result: QueryResult::new(rows, extensions, origin(&connection, label)), paging, effect })
            }
            Err(error) => Err(undecodable(error, &connection, label)),
        }
    }

    /// As [`outcome`](Self::outcome) of a statement whose whole result was asked for, so that there is no paging to carry
    /// along.
    ///
    /// # Errors
    /// [`InvalidResponse`](ErrorKind::InvalidResponse) when the server says that there are more rows than those that it
    /// gave.
    #[inline]
    pub(super) fn whole(
        &self,
        reply: Reply,
        known: Option<Known<'_>>,
        label: &Arc<str>,
    ) -> Result<(QueryResult, Option<Box<Effect>>), Error> {
        let Reply { answer, connection, columns } = reply;
        match self.decode_parts(answer, &connection, columns, known, label) {
            Ok((rows, extensions, PagingStateResponse::NoMorePages, effect)) => {
                Ok((QueryResult::new(rows, extensions, origin(&connection, label)), effect))
            }
            Ok((rows, ..)) => Err(cut_off(rows.as_ref(), &connection, label)),
            Err(error) => Err(undecodable(error, &connection, label)),
        }
    }

    #[inline]
    fn decode_parts(
        &self,
        answer: Answer,
        connection: &Arc<Connection>,
        prepared_again: Option<Arc<ResultMetadata>>,
        known: Option<Known<'_>>,
        label: &str,
    ) -> Result<Parts, DecodeError> {
        let Answer { flags, body, .. } = answer;
        let version = connection.version();
        let mut rest = &*body;
        let extensions = match flags {
            Flags::NONE => None,
            _ => {
                let prepared = known.as_ref().map(|known| known.prepared);
                Some(self.decode_extensions(flags, &mut rest, connection, prepared, label)?)
            }
        };
        let (rows, paging, effect) = match Answered::decode(version, rest)? {
            Answered::Void => (None, PagingStateResponse::NoMorePages, None),
            Answered::Rows(rows) => {
                let (metadata, count, content, paging) = decode_rows(version, &rows, known, prepared_again)?;
                let before = body.len().saturating_sub(content.len());
                // The answer's own memory goes on as that of the rows.
                let mut content = body;
                content.advance(before);
                (Some(Rows { metadata, count, content }), paging, None)
            }
            Answered::SetKeyspace(set) => {
                let effect = Effect::Keyspace(set.keyspace.to_owned(), Arc::clone(connection));
                (None, PagingStateResponse::NoMorePages, Some(Box::new(effect)))
            }
            Answered::SchemaChange(change) => {
                let effect = Effect::Schema(Altered::of(&change));
                (None, PagingStateResponse::NoMorePages, Some(Box::new(effect)))
            }
            Answered::Prepared(_) => return Err(DecodeError::invalid("RESULT", "got Prepared for a statement")),
        };
        Ok((rows, extensions, paging, effect))
    }

    /// Decodes what stands before a RESULT, and logs the warnings.
    #[cold]
    fn decode_extensions(
        &self,
        flags: Flags,
        rest: &mut &[u8],
        connection: &Connection,
        prepared: Option<&PreparedStatement>,
        label: &str,
    ) -> Result<Arc<Extensions>, DecodeError> {
        let extensions = Extensions::decode(flags, rest)?;
        let text = prepared.map_or(label, PreparedStatement::get_statement);
        self.warnings.note(label, text, connection.address(), &extensions.warnings);
        Ok(Arc::new(extensions))
    }

    /// Decodes the answer to a PREPARE.
    pub(super) fn described(&self, reply: &Reply, label: &Arc<str>) -> Result<Described, Error> {
        let node = reply.connection.address();
        let described = connection::decode(&reply.answer, &reply.connection).and_then(|(extensions, response)| {
            self.warnings.note(label, label, node, &extensions.warnings);
            describe(response, extensions)
        });
        described.map_err(|error| error.of_statement(label).on_node(node))
    }

    /// The error that an answer is, which is no RESULT.
    #[cold]
    pub(super) fn server_error(&self, answer: &Answer, connection: &Connection, label: &Arc<str>) -> Error {
        match connection::decode(answer, connection) {
            Ok((extensions, Response::Error(error))) => {
                self.warnings.note(label, label, connection.address(), &extensions.warnings);
                Error::server(error).extended(extensions)
            }
            Ok((_, other)) => connection::unexpected("RESULT", &other),
            Err(error) => error,
        }
    }
}

/// What errors of the result name.
#[inline]
fn origin(connection: &Connection, label: &Arc<str>) -> Origin {
    Origin { statement: Arc::clone(label), node: connection.address() }
}

#[cold]
fn undecodable(error: DecodeError, connection: &Connection, label: &Arc<str>) -> Error {
    Error::caused(ErrorKind::InvalidResponse, error).of_statement(label).on_node(connection.address())
}

/// All rows were asked for, and the answer has but some.
#[cold]
fn cut_off(rows: Option<&Rows>, connection: &Connection, label: &Arc<str>) -> Error {
    let count = rows.map_or(0, |rows| rows.count);
    let found = format!(
        "expected all rows, got the first {count} and a paging state; take them page by page, with `execute_iter` or \
         `query_iter`"
    );
    Error::new(ErrorKind::InvalidResponse, found).of_statement(label).on_node(connection.address())
}

/// What the server said of a statement, copied out of its answer.
pub(super) fn describe(response: Response<'_>, extensions: Extensions) -> Result<Described, Error> {
    let prepared = match response {
        Response::Result(Answered::Prepared(prepared)) => *prepared,
        other => return Err(connection::unexpected("RESULT of a PREPARE", &other)),
    };
    let result = prepared.result;
    Ok(Described {
        id: Bytes::copy_from_slice(prepared.id),
        markers: Arc::new(PreparedMetadata::new(owned_columns(prepared.variables), prepared.pk_indexes)),
        result: Arc::new(ResultMetadata::new(
            owned_columns(result.specs),
            Bytes::copy_from_slice(result.specs_bytes),
            result.flags.contains(MetadataFlags::GLOBAL_TABLES_SPEC),
            Bytes::copy_from_slice(prepared.result_metadata_id.unwrap_or_default()),
        )),
        extensions: (extensions != Extensions::default()).then(|| Box::new(extensions)),
    })
}

type Parts = (Option<Rows>, Option<Arc<Extensions>>, PagingStateResponse, Option<Box<Effect>>);

/// The columns, how many rows there are, their bytes, and what follows them: nothing of a cell is looked at.
#[inline]
fn decode_rows<'a>(
    version: ProtocolVersion,
    rows: &response::Rows<'a>,
    known: Option<Known<'_>>,
    prepared_again: Option<Arc<ResultMetadata>>,
) -> Result<(Arc<ResultMetadata>, usize, &'a [u8], PagingStateResponse), DecodeError> {
    let mut content = rows.content;
    let header = &rows.header;
    let metadata = if header.has_specs {
        let shape = ResultShape {
            column_count: header.column_count,
            global_table: header.flags.contains(MetadataFlags::GLOBAL_TABLES_SPEC),
        };
        let same = known.as_ref().filter(|_| header.new_metadata_id.is_none());
        let len = same.and_then(|known| known.metadata.matches(shape, content));
        match (known, len) {
            (Some(known), Some(len)) => {
                content = content.get(len..).unwrap_or_default();
                known.metadata.into_shared()
            }
            (known, _) => new_metadata(version, header, &mut content, known.as_ref())?,
        }
    } else {
        skipped_metadata(version, header, known, prepared_again)?
    };
    let count = read_rows_count(&mut content, header.column_count)?;
    let paging = match header.paging_state {
        Some(state) => {
            PagingStateResponse::HasMorePages { state: PagingState::new_from_raw_bytes(Bytes::copy_from_slice(state)) }
        }
        None => PagingStateResponse::NoMorePages,
    };
    Ok((metadata, count, content, paging))
}

/// The columns of an answer that leaves them out.
#[inline]
fn skipped_metadata(
    version: ProtocolVersion,
    header: &response::RowsHeader<'_>,
    known: Option<Known<'_>>,
    prepared_again: Option<Arc<ResultMetadata>>,
) -> Result<Arc<ResultMetadata>, DecodeError> {
    let known =
        known.ok_or_else(|| DecodeError::invalid("rows", "the columns are left out, which nobody asked for"))?;
    let metadata = if version.has_result_metadata_id() {
        known.metadata.into_shared()
    } else {
        unnamed_metadata(known, prepared_again)?
    };
    let columns = metadata.col_specs().len();
    if columns != header.column_count {
        return Err(DecodeError::invalid(
            "rows",
            format!("expected {columns} columns, got {} whose description is left out", header.column_count),
        ));
    }
    Ok(metadata)
}

/// The columns of an answer that leaves them out, where the request did not say which ones it knows: those of when its
/// last attempt was sent.
fn unnamed_metadata(
    known: Known<'_>,
    prepared_again: Option<Arc<ResultMetadata>>,
) -> Result<Arc<ResultMetadata>, DecodeError> {
    let metadata = prepared_again.unwrap_or_else(|| known.metadata.into_shared());
    let now = known.prepared.get_current_result_metadata();
    let is_readable = || match expect_same(metadata.col_specs(), now.col_specs()) {
        Ok(()) => true,
        // What follows the fields that a type has had is not looked at.
        Err(other) => other.is_growth(),
    };
    // Another request has heard of other columns meanwhile, and nothing tells which of them these rows have.
    if !Arc::ptr_eq(&metadata, &now) && !is_readable() {
        let found = "the statement's columns changed while it was executed, and the answer leaves them out; execute it \
                     again";
        return Err(DecodeError::invalid("rows", found));
    }
    Ok(metadata)
}

/// Columns that are not the known ones.
#[cold]
fn new_metadata(
    version: ProtocolVersion,
    header: &response::RowsHeader<'_>,
    content: &mut &[u8],
    known: Option<&Known<'_>>,
) -> Result<Arc<ResultMetadata>, DecodeError> {
    let before = *content;
    let specs = decode_column_specs(content, header.flags, header.column_count)?;
    let raw = before.get(..before.len() - content.len()).unwrap_or_default();
    let id = header.new_metadata_id.unwrap_or_default();
    let metadata = Arc::new(ResultMetadata::new(
        owned_columns(specs),
        Bytes::copy_from_slice(raw),
        header.flags.contains(MetadataFlags::GLOBAL_TABLES_SPEC),
        Bytes::copy_from_slice(id),
    ));
    Ok(match known {
        Some(known) => follow_change(version, header, known, metadata),
        None => metadata,
    })
}

/// Keeps columns for the statement's next executions, where they are the statement's and not this one answer's.
fn follow_change(
    version: ProtocolVersion,
    header: &response::RowsHeader<'_>,
    known: &Known<'_>,
    metadata: Arc<ResultMetadata>,
) -> Arc<ResultMetadata> {
    let is_statements = if version.has_result_metadata_id() {
        // native_protocol_v5 §4.2.5.2: the new metadata and its id replace the old ones together.
        header.new_metadata_id.is_some()
    } else {
        // Rows of a lightweight transaction have other columns when it is applied than when it is not.
        !known.prepared.is_confirmed_lwt()
    };
    if is_statements { known.prepared.learn_result(metadata) } else { metadata }
}
