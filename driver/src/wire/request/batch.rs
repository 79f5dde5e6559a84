use std::fmt;

use super::Values;
use super::parameters::{
    KEYSPACE, NOW_IN_SECONDS, SERIAL_CONSISTENCY, TIMESTAMP, bit, encode_wide, read_flags, read_if,
    read_serial_consistency, unsupported, write_flags,
};
use crate::wire::notation::{
    capacity, read_byte, read_consistency, read_int, read_long, read_long_string, read_short, read_short_bytes,
    read_string, write_long, write_long_string, write_short, write_short_bytes, write_short_len,
};
use crate::wire::shown::Text;
use crate::wire::{Consistency, DecodeError, EncodeError, ProtocolVersion, SerialConsistency};

/// How the statements of a batch belong together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(u8)]
#[allow(clippy::exhaustive_enums, reason = "the specification closes this list")]
pub enum BatchType {
    /// All are applied or none, by way of the batch log; the default.
    #[default]
    Logged = 0,
    /// Some may be applied and some not.
    Unlogged = 1,
    /// Of counter updates.
    Counter = 2,
}

/// Executes statements together; answered by RESULT.
///
/// An encoder that does not hold its values as [`Values`] calls [`encode_start`](Self::encode_start), for each statement
/// [`BatchQuery::encode`] before it writes `[short n]` and the values, and [`BatchParameters::encode`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct Batch<'a> {
    /// How the statements belong together.
    pub batch_type: BatchType,
    /// The statements.
    pub statements: Vec<BatchStatement<'a>>,
    /// The options.
    pub parameters: BatchParameters<'a>,
}

/// A statement of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct BatchStatement<'a> {
    /// What is executed.
    pub query: BatchQuery<'a>,
    /// What its bind markers are bound to; never named.
    pub values: Values<'a>,
}

/// What a statement of a batch executes.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "the specification closes this list")]
pub enum BatchQuery<'a> {
    /// A statement given as text.
    Text(&'a str),
    /// A prepared statement, by its id.
    Prepared(&'a [u8]),
}

impl fmt::Debug for BatchQuery<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(query) => f.debug_tuple("Text").field(&Text(query)).finish(),
            Self::Prepared(id) => f.debug_tuple("Prepared").field(id).finish(),
        }
    }
}

/// The options of BATCH.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct BatchParameters<'a> {
    /// How many replicas must answer.
    pub consistency: Consistency,
    /// The consistency of the Paxos phase; the server's default is `SERIAL`.
    pub serial_consistency: Option<SerialConsistency>,
    /// The write's timestamp in microseconds since 1970; the server's clock when left out.
    pub timestamp: Option<i64>,
    /// The keyspace in whose place the connection's stands otherwise; version 4 cannot carry it.
    pub keyspace: Option<&'a str>,
    /// What the server takes for now, in seconds since 1970; version 4 cannot carry it.
    pub now_in_seconds: Option<i32>,
}

impl<'a> Batch<'a> {
    /// Appends `<type><n>` to `out`; the statements follow.
    ///
    /// # Errors
    /// When there are more than 65535 statements.
    #[inline]
    pub fn encode_start(batch_type: BatchType, statements: usize, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.push(batch_type as u8);
        write_short_len(statements, "statements of BATCH", out)
    }

    /// Appends the body to `out`.
    ///
    /// # Errors
    /// When something in it does not fit its notation.
    pub fn encode(&self, version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        Self::encode_start(self.batch_type, self.statements.len(), out)?;
        for statement in &self.statements {
            statement.query.encode(out)?;
            statement.values.encode(out);
        }
        self.parameters.encode(version, out)
    }

    /// Reads the body.
    ///
    /// # Errors
    /// When it is cut short or not as the specification has it.
    pub fn decode(version: ProtocolVersion, mut body: &'a [u8]) -> Result<Self, DecodeError> {
        let batch_type = match read_byte(&mut body, "type of BATCH")? {
            0 => BatchType::Logged,
            1 => BatchType::Unlogged,
            2 => BatchType::Counter,
            other => return Err(DecodeError::invalid("type of BATCH", format!("expected 0, 1 or 2, got {other}"))),
        };
        let count = usize::from(read_short(&mut body, "statements of BATCH")?);
        // The least is <kind>, the length of an id and the count of values.
        let mut statements = Vec::with_capacity(capacity(body, count, 5, "statements of BATCH")?);
        for _ in 0..count {
            let query = BatchQuery::decode(&mut body)?;
            let count = read_short(&mut body, "count of values")?;
            statements.push(BatchStatement { query, values: Values::decode(count, false, &mut body)? });
        }
        Ok(Self { batch_type, statements, parameters: BatchParameters::decode(version, &mut body)? })
    }
}

impl<'a> BatchQuery<'a> {
    /// Appends `<kind><string_or_id>` to `out`; the count of values and the values follow.
    ///
    /// # Errors
    /// When the id is longer than 65535 bytes or the text longer than 2147483647.
    #[inline]
    pub fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        match self {
            Self::Text(query) => {
                out.push(0);
                write_long_string(query, "query of BATCH", out)
            }
            Self::Prepared(id) => {
                out.push(1);
                write_short_bytes(id, "id of BATCH", out)
            }
        }
    }

    fn decode(buf: &mut &'a [u8]) -> Result<Self, DecodeError> {
        // native_protocol_v5 §4.1.7: <kind> value must be either 0 or 1.
        match read_byte(buf, "kind of a statement of BATCH")? {
            0 => read_long_string(buf, "query of BATCH").map(Self::Text),
            1 => read_short_bytes(buf, "id of BATCH").map(Self::Prepared),
            other => Err(DecodeError::invalid("kind of a statement of BATCH", format!("expected 0 or 1, got {other}"))),
        }
    }
}

impl<'a> BatchParameters<'a> {
    /// The flags that BATCH has.
    // native_protocol_v5 §4.1.7: the 4 rightmost bits must always be 0; 0x40 does not work and should not be used.
    const FLAGS: u32 = SERIAL_CONSISTENCY | TIMESTAMP | KEYSPACE | NOW_IN_SECONDS;

    /// The name of an option that is set and that `version` cannot carry; encoding would leave it out.
    #[inline]
    pub const fn unsupported(&self, version: ProtocolVersion) -> Option<&'static str> {
        unsupported(version, self.keyspace, self.now_in_seconds)
    }

    /// Appends the options, which end the body, to `out`.
    ///
    /// # Errors
    /// When the keyspace is longer than 65535 bytes.
    #[inline]
    pub fn encode(&self, version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let flags = bit(self.serial_consistency.is_some(), SERIAL_CONSISTENCY)
            | bit(self.timestamp.is_some(), TIMESTAMP)
            | bit(self.keyspace.is_some(), KEYSPACE)
            | bit(self.now_in_seconds.is_some(), NOW_IN_SECONDS);
        write_short(self.consistency.code(), out);
        write_flags(version, flags, out);
        if let Some(level) = self.serial_consistency {
            write_short(level.code(), out);
        }
        if let Some(timestamp) = self.timestamp {
            write_long(timestamp, out);
        }
        encode_wide(version, self.keyspace, self.now_in_seconds, out)
    }

    fn decode(version: ProtocolVersion, buf: &mut &'a [u8]) -> Result<Self, DecodeError> {
        let consistency = read_consistency(buf, "consistency of a request")?;
        let flags = read_flags(version, buf)?;
        if flags & !Self::FLAGS != 0 {
            return Err(DecodeError::invalid("flags of BATCH", format!("flags not of a batch in {flags:#x}")));
        }
        Ok(Self {
            consistency,
            serial_consistency: read_if(flags, SERIAL_CONSISTENCY, || read_serial_consistency(buf))?,
            timestamp: read_if(flags, TIMESTAMP, || read_long(buf, "timestamp"))?,
            keyspace: read_if(flags, KEYSPACE, || read_string(buf, "keyspace of a request"))?,
            now_in_seconds: read_if(flags, NOW_IN_SECONDS, || read_int(buf, "now_in_seconds"))?,
        })
    }
}
