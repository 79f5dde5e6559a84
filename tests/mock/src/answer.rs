use std::sync::Arc;

use bytes::Bytes;
use ilium_driver::wire::event::SchemaChange;
use ilium_driver::wire::response::{
    AuthChallenge, AuthSuccess, Authenticate, Error, ErrorCode, ErrorDetail, Extensions, MetadataFlags, Prepared,
    Ready, Response, Result as Answered, ResultMetadata, SetKeyspace, Supported,
};
use ilium_driver::wire::{EncodeError, Flags, Opcode, ProtocolVersion};

use crate::request::Request;
use crate::rows::{Rows, is_one_table, metadata_id};
use crate::statement::MockStatement;

/// What a node answers.
#[derive(Clone)]
#[non_exhaustive]
pub enum Answer {
    /// A step of the authentication, with the authenticator's token.
    AuthChallenge(Option<Vec<u8>>),
    /// The authentication succeeded, with the authenticator's token.
    AuthSuccess(Option<Vec<u8>>),
    /// Credentials are wanted by the authenticator of this name.
    Authenticate(String),
    /// The request failed.
    Error(Error),
    /// An answer with a tracing id, warnings or a payload before it.
    Extended(Extensions, Box<Self>),
    /// A statement was prepared, under this id.
    Prepared(Vec<u8>, Arc<MockStatement>),
    /// Any message of any bytes.
    Raw(Opcode, Bytes),
    /// The connection may be used, or the events are registered for.
    Ready,
    /// Rows.
    Rows(Rows),
    /// The schema changed.
    SchemaChange(SchemaChange),
    /// The connection is in this keyspace now.
    SetKeyspace(String),
    /// What the server supports.
    Supported(Supported),
    /// It succeeded, and there is nothing to say of it.
    Void,
}

impl Answer {
    /// An error of a code that says no more than its message.
    pub fn error(code: ErrorCode, message: impl Into<String>) -> Self {
        Self::Error(Error::new(code, message))
    }

    /// An error with the details of its code.
    pub fn error_with(code: ErrorCode, message: impl Into<String>, detail: ErrorDetail) -> Self {
        Self::Error(Error { code, message: message.into(), detail })
    }

    /// The same answer with warnings before it.
    #[must_use]
    pub fn warning<S: Into<String>>(self, warnings: impl IntoIterator<Item = S>) -> Self {
        let warnings = warnings.into_iter().map(Into::into).collect();
        Self::Extended(Extensions { warnings, ..Extensions::default() }, Box::new(self))
    }

    /// Appends the body, and says which message with which flags it is.
    pub(crate) fn encode(
        &self,
        version: ProtocolVersion,
        request: &Request,
        out: &mut Vec<u8>,
    ) -> Result<(Opcode, Flags), EncodeError> {
        let response = match self {
            Self::Extended(extensions, answer) => {
                extensions.encode(out)?;
                let (opcode, flags) = answer.encode(version, request, out)?;
                return Ok((opcode, flags | extensions.flags()));
            }
            Self::Raw(opcode, body) => {
                out.extend_from_slice(body);
                return Ok((*opcode, Flags::NONE));
            }
            Self::Rows(rows) => match rows.problem() {
                Some(problem) => Response::Error(Error::new(ErrorCode::Server, problem)),
                None => {
                    rows.encode(version, request, out)?;
                    return Ok((Opcode::Result, Flags::NONE));
                }
            },
            Self::Prepared(id, statement) => {
                encode_prepared(version, id, statement, out)?;
                return Ok((Opcode::Result, Flags::NONE));
            }
            Self::AuthChallenge(token) => Response::AuthChallenge(AuthChallenge { token: token.as_deref() }),
            Self::AuthSuccess(token) => Response::AuthSuccess(AuthSuccess { token: token.as_deref() }),
            Self::Authenticate(authenticator) => Response::Authenticate(Authenticate { authenticator }),
            Self::Error(error) => Response::Error(error.clone()),
            Self::Ready => Response::Ready(Ready),
            Self::SchemaChange(change) => Response::Result(Answered::SchemaChange(change.clone())),
            Self::SetKeyspace(keyspace) => Response::Result(Answered::SetKeyspace(SetKeyspace { keyspace })),
            Self::Supported(supported) => Response::Supported(supported.clone()),
            Self::Void => Response::Result(Answered::Void),
        };
        response.encode(version, out)?;
        Ok((response.opcode(), Flags::NONE))
    }
}

impl From<Rows> for Answer {
    fn from(rows: Rows) -> Self {
        Self::Rows(rows)
    }
}

fn encode_prepared(
    version: ProtocolVersion,
    id: &[u8],
    statement: &MockStatement,
    out: &mut Vec<u8>,
) -> Result<(), EncodeError> {
    let (markers, columns) = (statement.marker_specs(), statement.column_specs());
    let metadata_id = metadata_id(version, &columns)?;
    let result = if columns.is_empty() {
        ResultMetadata::NONE
    } else {
        let flags = if is_one_table(&columns) { MetadataFlags::GLOBAL_TABLES_SPEC } else { MetadataFlags::NONE };
        ResultMetadata { flags, specs: columns.to_vec(), specs_bytes: &[] }
    };
    let prepared = Prepared {
        id,
        result_metadata_id: version.has_result_metadata_id().then_some(&metadata_id),
        global_table: is_one_table(&markers),
        variables: markers.to_vec(),
        pk_indexes: statement.partition_key_indexes().to_vec(),
        result,
    };
    Answered::Prepared(Box::new(prepared)).encode(version, out)
}
