use std::fmt;
use std::net::IpAddr;

use super::ErrorCode;
use crate::wire::budget::at_most;
use crate::wire::notation::{
    capacity, read_byte, read_consistency, read_count, read_inetaddr, read_int, read_short, read_short_bytes,
    read_string, read_string_list, write_inetaddr, write_int, write_int_len, write_short, write_short_bytes,
    write_string, write_string_list,
};
use crate::wire::{Consistency, DecodeError, EncodeError, ProtocolVersion};

/// What ERROR says beyond its message, by its code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorDetail {
    /// The code has none.
    #[default]
    None,
    /// Of [`ErrorCode::Unavailable`].
    Unavailable {
        /// The level of the request.
        consistency: Consistency,
        /// How many replicas the level needs alive.
        required: i32,
        /// How many were.
        alive: i32,
    },
    /// Of [`ErrorCode::WriteTimeout`].
    WriteTimeout {
        /// The level of the request.
        consistency: Consistency,
        /// How many replicas acknowledged.
        received: i32,
        /// How many the level needs.
        required: i32,
        /// What timed out.
        write_type: WriteType,
        /// How often a lightweight transaction met another; since version 5.
        contentions: Option<u16>,
    },
    /// Of [`ErrorCode::ReadTimeout`].
    ReadTimeout {
        /// The level of the request.
        consistency: Consistency,
        /// How many replicas answered.
        received: i32,
        /// How many the level needs.
        required: i32,
        /// Whether the replica that was asked for the data, not a digest, answered.
        data_present: bool,
    },
    /// Of [`ErrorCode::ReadFailure`].
    ReadFailure {
        /// The level of the request.
        consistency: Consistency,
        /// How many replicas answered.
        received: i32,
        /// How many the level needs.
        required: i32,
        /// Which replicas failed.
        failures: Failures,
        /// Whether the replica that was asked for the data, not a digest, answered.
        data_present: bool,
    },
    /// Of [`ErrorCode::FunctionFailure`].
    FunctionFailure {
        /// The function's keyspace.
        keyspace: String,
        /// The function's name.
        function: String,
        /// The CQL types of its arguments.
        arg_types: Vec<String>,
    },
    /// Of [`ErrorCode::WriteFailure`].
    WriteFailure {
        /// The level of the request.
        consistency: Consistency,
        /// How many replicas acknowledged.
        received: i32,
        /// How many the level needs.
        required: i32,
        /// Which replicas failed.
        failures: Failures,
        /// What failed.
        write_type: WriteType,
    },
    /// Of [`ErrorCode::CasWriteUnknown`].
    CasWriteUnknown {
        /// The level of the request.
        consistency: Consistency,
        /// How many replicas acknowledged.
        received: i32,
        /// How many the level needs.
        required: i32,
    },
    /// Of [`ErrorCode::AlreadyExists`].
    AlreadyExists {
        /// The keyspace that exists, or that the table is in.
        keyspace: String,
        /// The table that exists; empty when it is the keyspace.
        table: String,
    },
    /// Of [`ErrorCode::Unprepared`].
    Unprepared {
        /// The id that the server does not know.
        id: Vec<u8>,
    },
    /// Of [`ErrorCode::Other`], as it came: a code may be agreed upon outside of the specification.
    Other(Vec<u8>),
}

/// Which replicas failed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "the specification closes this list")]
pub enum Failures {
    /// How many, all that version 4 says.
    Count(i32),
    /// Which, and the server's code for why; since version 5.
    Reasons(Vec<(IpAddr, u16)>),
}

/// How many replicas can fail: more than any cluster has nodes.
const MAX_FAILURES: usize = u16::MAX as usize;

impl Failures {
    /// How many replicas failed.
    pub fn count(&self) -> usize {
        match self {
            Self::Count(count) => usize::try_from(*count).unwrap_or(0),
            Self::Reasons(reasons) => reasons.len(),
        }
    }

    /// Appends the failures to `out`, as `version` has them.
    fn write(&self, version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        if !version.has_failure_reasons() {
            return match self {
                Self::Count(count) => {
                    write_int(*count, out);
                    Ok(())
                }
                Self::Reasons(reasons) => write_int_len(reasons.len(), "failures", out),
            };
        }
        let reasons = match self {
            Self::Count(_) => &[],
            Self::Reasons(reasons) => reasons.as_slice(),
        };
        write_int_len(reasons.len(), "failures", out)?;
        for (address, reason) in reasons {
            write_inetaddr(*address, out);
            write_short(*reason, out);
        }
        Ok(())
    }

    // native_protocol_v4 §9: <numfailures> is an [int]; v5 §8: <reasonmap> is an [int] n and n pairs of
    // <endpoint><failurecode>.
    fn read(version: ProtocolVersion, buf: &mut &[u8]) -> Result<Self, DecodeError> {
        if !version.has_failure_reasons() {
            return read_int(buf, "count of failures").map(Self::Count);
        }
        let count = read_count(buf, "count of failures")?;
        let mut reasons = Vec::with_capacity(capacity(buf, count, 7, "failures")?);
        at_most(MAX_FAILURES, count, "failures")?;
        for _ in 0..count {
            let address = read_inetaddr(buf, "address of a failed replica")?;
            reasons.push((address, read_short(buf, "reason of a failure")?));
        }
        Ok(Self::Reasons(reasons))
    }
}

/// What kind of write timed out or failed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WriteType {
    /// One statement, no counter.
    Simple,
    /// A logged batch, after the batch log was written.
    Batch,
    /// An unlogged batch.
    UnloggedBatch,
    /// A counter, in a batch or not.
    Counter,
    /// The batch log, before the statements of a logged batch.
    BatchLog,
    /// A lightweight transaction.
    Cas,
    /// The update of a materialized view.
    View,
    /// Data tracked by change data capture, which has no room left.
    Cdc,
    /// A kind that the specification does not have.
    Other(String),
}

impl WriteType {
    /// The name in the specification, such as `BATCH_LOG`.
    pub fn name(&self) -> &str {
        match self {
            Self::Simple => "SIMPLE",
            Self::Batch => "BATCH",
            Self::UnloggedBatch => "UNLOGGED_BATCH",
            Self::Counter => "COUNTER",
            Self::BatchLog => "BATCH_LOG",
            Self::Cas => "CAS",
            Self::View => "VIEW",
            Self::Cdc => "CDC",
            Self::Other(name) => name,
        }
    }

    /// The kind whose name is `name`.
    pub fn from_name(name: &str) -> Self {
        match name {
            "SIMPLE" => Self::Simple,
            "BATCH" => Self::Batch,
            "UNLOGGED_BATCH" => Self::UnloggedBatch,
            "COUNTER" => Self::Counter,
            "BATCH_LOG" => Self::BatchLog,
            "CAS" => Self::Cas,
            "VIEW" => Self::View,
            "CDC" => Self::Cdc,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for WriteType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl ErrorDetail {
    pub(super) fn write(&self, version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        match self {
            Self::None => {}
            Self::Unavailable { consistency, required, alive } => {
                write_replicas(*consistency, *required, *alive, out);
            }
            Self::WriteTimeout { consistency, received, required, write_type, contentions } => {
                write_replicas(*consistency, *received, *required, out);
                write_string(write_type.name(), "write type", out)?;
                if let Some(contentions) = contentions
                    && version.has_contentions()
                {
                    write_short(*contentions, out);
                }
            }
            Self::ReadTimeout { consistency, received, required, data_present } => {
                write_replicas(*consistency, *received, *required, out);
                out.push((*data_present).into());
            }
            Self::ReadFailure { consistency, received, required, failures, data_present } => {
                write_replicas(*consistency, *received, *required, out);
                failures.write(version, out)?;
                out.push((*data_present).into());
            }
            Self::FunctionFailure { keyspace, function, arg_types } => {
                write_string(keyspace, "keyspace of a function", out)?;
                write_string(function, "name of a function", out)?;
                write_string_list(arg_types, "argument types of a function", out)?;
            }
            Self::WriteFailure { consistency, received, required, failures, write_type } => {
                write_replicas(*consistency, *received, *required, out);
                failures.write(version, out)?;
                write_string(write_type.name(), "write type", out)?;
            }
            Self::CasWriteUnknown { consistency, received, required } => {
                write_replicas(*consistency, *received, *required, out);
            }
            Self::AlreadyExists { keyspace, table } => {
                write_string(keyspace, "keyspace that exists", out)?;
                write_string(table, "table that exists", out)?;
            }
            Self::Unprepared { id } => write_short_bytes(id, "id that is not prepared", out)?,
            Self::Other(bytes) => out.extend_from_slice(bytes),
        }
        Ok(())
    }

    pub(super) fn read(version: ProtocolVersion, code: ErrorCode, mut body: &[u8]) -> Result<Self, DecodeError> {
        let buf = &mut body;
        Ok(match code {
            ErrorCode::Unavailable => {
                let (consistency, required, alive) = read_replicas(buf)?;
                Self::Unavailable { consistency, required, alive }
            }
            ErrorCode::WriteTimeout => {
                let (consistency, received, required) = read_replicas(buf)?;
                let write_type = WriteType::from_name(read_string(buf, "write type")?);
                let contentions = read_contentions(version, &write_type, buf)?;
                Self::WriteTimeout { consistency, received, required, write_type, contentions }
            }
            ErrorCode::ReadTimeout => {
                let (consistency, received, required) = read_replicas(buf)?;
                let data_present = read_byte(buf, "data_present")? != 0;
                Self::ReadTimeout { consistency, received, required, data_present }
            }
            ErrorCode::ReadFailure => {
                let (consistency, received, required) = read_replicas(buf)?;
                let failures = Failures::read(version, buf)?;
                let data_present = read_byte(buf, "data_present")? != 0;
                Self::ReadFailure { consistency, received, required, failures, data_present }
            }
            ErrorCode::FunctionFailure => Self::FunctionFailure {
                keyspace: read_string(buf, "keyspace of a function")?.to_owned(),
                function: read_string(buf, "name of a function")?.to_owned(),
                arg_types: read_string_list(buf, "argument types of a function")?,
            },
            ErrorCode::WriteFailure => {
                let (consistency, received, required) = read_replicas(buf)?;
                let failures = Failures::read(version, buf)?;
                let write_type = WriteType::from_name(read_string(buf, "write type")?);
                Self::WriteFailure { consistency, received, required, failures, write_type }
            }
            ErrorCode::CasWriteUnknown => {
                let (consistency, received, required) = read_replicas(buf)?;
                Self::CasWriteUnknown { consistency, received, required }
            }
            ErrorCode::AlreadyExists => Self::AlreadyExists {
                keyspace: read_string(buf, "keyspace that exists")?.to_owned(),
                table: read_string(buf, "table that exists")?.to_owned(),
            },
            ErrorCode::Unprepared => {
                Self::Unprepared { id: read_short_bytes(buf, "id that is not prepared")?.to_vec() }
            }
            ErrorCode::Other(_) => Self::Other(buf.to_vec()),
            // native_protocol_v5 §8 documents no content for CDC_WRITE_FAILURE ("todo").
            ErrorCode::Server
            | ErrorCode::Protocol
            | ErrorCode::Authentication
            | ErrorCode::Overloaded
            | ErrorCode::IsBootstrapping
            | ErrorCode::Truncate
            | ErrorCode::CdcWriteFailure
            | ErrorCode::Syntax
            | ErrorCode::Unauthorized
            | ErrorCode::Invalid
            | ErrorCode::Config => Self::None,
        })
    }
}

/// Reads `<cl>` and the two counts that follow it in every error about replicas.
fn read_replicas(buf: &mut &[u8]) -> Result<(Consistency, i32, i32), DecodeError> {
    let consistency = read_consistency(buf, "consistency of an error")?;
    let first = read_int(buf, "count of replicas")?;
    Ok((consistency, first, read_int(buf, "count of replicas")?))
}

fn write_replicas(consistency: Consistency, first: i32, second: i32, out: &mut Vec<u8>) {
    write_short(consistency.code(), out);
    write_int(first, out);
    write_int(second, out);
}

/// Reads `<contentions>`.
///
/// The specification has it whenever the write type is CAS. Cassandra (seen in 5.0) writes it only for an error of the
/// Paxos phase, and leaves it out of any other timeout of that type; such an answer is not refused.
fn read_contentions(
    version: ProtocolVersion,
    write_type: &WriteType,
    buf: &mut &[u8],
) -> Result<Option<u16>, DecodeError> {
    if version.has_contentions() && *write_type == WriteType::Cas && !buf.is_empty() {
        read_short(buf, "contentions").map(Some)
    } else {
        Ok(None)
    }
}
