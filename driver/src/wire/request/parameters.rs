use std::fmt;

use super::values::Values;
use crate::wire::notation::{
    read_byte, read_bytes, read_consistency, read_int, read_long, read_short, read_string, write_bytes, write_int,
    write_long, write_short, write_string,
};
use crate::wire::shown::Length;
use crate::wire::{Consistency, DecodeError, EncodeError, ProtocolVersion, SerialConsistency};

const VALUES: u32 = 0x0001;
const SKIP_METADATA: u32 = 0x0002;
const PAGE_SIZE: u32 = 0x0004;
const PAGING_STATE: u32 = 0x0008;
pub(super) const SERIAL_CONSISTENCY: u32 = 0x0010;
pub(super) const TIMESTAMP: u32 = 0x0020;
const NAMES: u32 = 0x0040;
pub(super) const KEYSPACE: u32 = 0x0080;
pub(super) const NOW_IN_SECONDS: u32 = 0x0100;

/// The flags that versions 3 and 4 know.
const NARROW_FLAGS: u32 = 0x007F;
/// The flags that version 5 knows.
const WIDE_FLAGS: u32 = 0x01FF;

/// The options of QUERY and EXECUTE.
///
/// They stand before and after the values, so an encoder calls [`encode_before_values`](Self::encode_before_values),
/// writes `[short n]` and the values itself if there are any, and calls
/// [`encode_after_values`](Self::encode_after_values).
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct QueryParameters<'a> {
    /// How many replicas must answer.
    pub consistency: Consistency,
    /// The consistency of the Paxos phase; the server's default is `SERIAL`.
    pub serial_consistency: Option<SerialConsistency>,
    /// At most how many rows a page has; one page has all when left out.
    pub page_size: Option<i32>,
    /// Where the page begins, as the result before it said.
    pub paging_state: Option<&'a [u8]>,
    /// The write's timestamp in microseconds since 1970; the server's clock when left out.
    pub timestamp: Option<i64>,
    /// Asks for a result without the description of its columns.
    pub skip_metadata: bool,
    /// The keyspace in whose place the connection's stands otherwise; version 4 cannot carry it.
    pub keyspace: Option<&'a str>,
    /// What the server takes for now, in seconds since 1970; version 4 cannot carry it.
    pub now_in_seconds: Option<i32>,
}

/// A paging state may hold key values, so only its length is shown.
impl fmt::Debug for QueryParameters<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QueryParameters")
            .field("consistency", &self.consistency)
            .field("serial_consistency", &self.serial_consistency)
            .field("page_size", &self.page_size)
            .field("paging_state", &self.paging_state.map(Length::of))
            .field("timestamp", &self.timestamp)
            .field("skip_metadata", &self.skip_metadata)
            .field("keyspace", &self.keyspace)
            .field("now_in_seconds", &self.now_in_seconds)
            .finish()
    }
}

impl<'a> QueryParameters<'a> {
    /// The name of an option that is set and that `version` cannot carry; encoding would leave it out.
    #[inline]
    pub const fn unsupported(&self, version: ProtocolVersion) -> Option<&'static str> {
        unsupported(version, self.keyspace, self.now_in_seconds)
    }

    /// Appends `<consistency><flags>` to `out`.
    #[inline]
    pub fn encode_before_values(&self, version: ProtocolVersion, has_values: bool, has_names: bool, out: &mut Vec<u8>) {
        let flags = bit(has_values, VALUES)
            | bit(self.skip_metadata, SKIP_METADATA)
            | bit(self.page_size.is_some(), PAGE_SIZE)
            | bit(self.paging_state.is_some(), PAGING_STATE)
            | bit(self.serial_consistency.is_some(), SERIAL_CONSISTENCY)
            | bit(self.timestamp.is_some(), TIMESTAMP)
            | bit(has_names, NAMES)
            | bit(self.keyspace.is_some(), KEYSPACE)
            | bit(self.now_in_seconds.is_some(), NOW_IN_SECONDS);
        write_short(self.consistency.code(), out);
        write_flags(version, flags, out);
    }

    /// Appends what follows the values to `out`.
    ///
    /// # Errors
    /// When the keyspace is longer than 65535 bytes or the paging state longer than 2147483647.
    #[inline]
    pub fn encode_after_values(&self, version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        // native_protocol_v5 §4.1.4: [<result_page_size>][<paging_state>][<serial_consistency>][<timestamp>][<keyspace>]
        // [<now_in_seconds>], in this order.
        if let Some(page_size) = self.page_size {
            write_int(page_size, out);
        }
        if self.paging_state.is_some() {
            write_bytes(self.paging_state, "paging state", out)?;
        }
        if let Some(level) = self.serial_consistency {
            write_short(level.code(), out);
        }
        if let Some(timestamp) = self.timestamp {
            write_long(timestamp, out);
        }
        encode_wide(version, self.keyspace, self.now_in_seconds, out)
    }

    /// Appends the parameters with `values` between to `out`.
    pub(super) fn encode(
        &self,
        version: ProtocolVersion,
        values: &Values<'_>,
        out: &mut Vec<u8>,
    ) -> Result<(), EncodeError> {
        self.encode_before_values(version, !values.is_empty(), !values.is_empty() && values.is_named(), out);
        if !values.is_empty() {
            values.encode(out);
        }
        self.encode_after_values(version, out)
    }

    /// Reads the parameters and the values between.
    ///
    /// # Errors
    /// When they are cut short or not as the specification has them.
    pub fn decode(version: ProtocolVersion, buf: &mut &'a [u8]) -> Result<(Self, Values<'a>), DecodeError> {
        let consistency = read_consistency(buf, "consistency of a request")?;
        let flags = read_flags(version, buf)?;
        let values = if flags & VALUES == 0 {
            Values::NONE
        } else {
            let count = read_short(buf, "count of values")?;
            Values::decode(count, flags & NAMES != 0, buf)?
        };
        let page_size = read_if(flags, PAGE_SIZE, || read_int(buf, "page size"))?;
        let paging_state = read_if(flags, PAGING_STATE, || read_bytes(buf, "paging state"))?.flatten();
        let serial_consistency = read_if(flags, SERIAL_CONSISTENCY, || read_serial_consistency(buf))?;
        let timestamp = read_if(flags, TIMESTAMP, || read_long(buf, "timestamp"))?;
        let keyspace = read_if(flags, KEYSPACE, || read_string(buf, "keyspace of a request"))?;
        let now_in_seconds = read_if(flags, NOW_IN_SECONDS, || read_int(buf, "now_in_seconds"))?;
        let skip_metadata = flags & SKIP_METADATA != 0;
        let parameters = Self {
            consistency,
            serial_consistency,
            page_size,
            paging_state,
            timestamp,
            skip_metadata,
            keyspace,
            now_in_seconds,
        };
        Ok((parameters, values))
    }
}

/// Appends the two options that came with version 5.
#[inline]
pub(super) fn encode_wide(
    version: ProtocolVersion,
    keyspace: Option<&str>,
    now_in_seconds: Option<i32>,
    out: &mut Vec<u8>,
) -> Result<(), EncodeError> {
    if !version.has_wide_flags() {
        return Ok(());
    }
    if let Some(keyspace) = keyspace {
        write_string(keyspace, "keyspace of a request", out)?;
    }
    if let Some(now) = now_in_seconds {
        write_int(now, out);
    }
    Ok(())
}

#[inline]
pub(super) const fn unsupported(
    version: ProtocolVersion,
    keyspace: Option<&str>,
    now_in_seconds: Option<i32>,
) -> Option<&'static str> {
    match (version.has_wide_flags(), keyspace, now_in_seconds) {
        (false, Some(_), _) => Some("keyspace"),
        (false, None, Some(_)) => Some("now_in_seconds"),
        _ => None,
    }
}

/// Appends the flags: a `[byte]` in version 4, an `[int]` in version 5.
#[inline]
pub(super) fn write_flags(version: ProtocolVersion, flags: u32, out: &mut Vec<u8>) {
    if version.has_wide_flags() {
        out.extend_from_slice(&flags.to_be_bytes());
    } else {
        let [.., narrow] = (flags & NARROW_FLAGS).to_be_bytes();
        out.push(narrow);
    }
}

/// Reads the flags, none of which the specification leaves unnamed.
pub(super) fn read_flags(version: ProtocolVersion, buf: &mut &[u8]) -> Result<u32, DecodeError> {
    const WHAT: &str = "flags of a request";
    let (flags, known) = if version.has_wide_flags() {
        (read_int(buf, WHAT)?.cast_unsigned(), WIDE_FLAGS)
    } else {
        (u32::from(read_byte(buf, WHAT)?), NARROW_FLAGS)
    };
    if flags & !known != 0 {
        return Err(DecodeError::invalid(WHAT, format!("unknown flags in {flags:#x} of protocol {version}")));
    }
    Ok(flags)
}

pub(super) fn read_serial_consistency(buf: &mut &[u8]) -> Result<SerialConsistency, DecodeError> {
    const WHAT: &str = "serial consistency of a request";
    let code = read_short(buf, WHAT)?;
    // native_protocol_v5 §4.1.4: that consistency can only be either SERIAL or LOCAL_SERIAL.
    SerialConsistency::from_code(code)
        .ok_or_else(|| DecodeError::invalid(WHAT, format!("expected SERIAL or LOCAL_SERIAL, got {code:#06x}")))
}

/// Reads what the flag `mask` announces.
pub(super) fn read_if<T>(
    flags: u32,
    mask: u32,
    read: impl FnOnce() -> Result<T, DecodeError>,
) -> Result<Option<T>, DecodeError> {
    if flags & mask == 0 { Ok(None) } else { read().map(Some) }
}

#[inline]
pub(super) const fn bit(set: bool, mask: u32) -> u32 {
    if set { mask } else { 0 }
}
