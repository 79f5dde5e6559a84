use std::collections::HashMap;
use std::fmt;

use bytes::Bytes;
use uuid::Uuid;

use crate::wire::notation::{
    read_bytes, read_short, read_string, read_string_list, read_uuid, write_bytes, write_short_len, write_string,
    write_string_list,
};
use crate::wire::shown::Length;
use crate::wire::{DecodeError, EncodeError, Flags};

/// What stands in a response's body before the message.
#[derive(Clone, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct Extensions {
    /// The id of the trace, when the request asked for one.
    pub tracing_id: Option<Uuid>,
    /// What the server warns of.
    pub warnings: Vec<String>,
    /// What a query handler of the server's adds.
    pub custom_payload: Option<HashMap<String, Bytes>>,
}

/// Of a payload the names are shown: what is in it is the server's and the application's.
impl fmt::Debug for Extensions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let payload = self.custom_payload.as_ref();
        let lengths = payload.map(|payload| payload.iter().map(|(name, bytes)| (name, Length::of(bytes))));
        f.debug_struct("Extensions")
            .field("tracing_id", &self.tracing_id)
            .field("warnings", &self.warnings)
            .field("custom_payload", &lengths.map(Iterator::collect::<HashMap<_, _>>))
            .finish()
    }
}

impl Extensions {
    /// Reads what `flags` announce and leaves `body` at the message. Allocates nothing when no flag is set.
    ///
    /// # Errors
    /// When it is cut short or no UTF-8.
    #[inline]
    pub fn decode(flags: Flags, body: &mut &[u8]) -> Result<Self, DecodeError> {
        if flags.intersects(Flags::TRACING | Flags::WARNING | Flags::CUSTOM_PAYLOAD) {
            Self::decode_some(flags, body)
        } else {
            Ok(Self { tracing_id: None, warnings: Vec::new(), custom_payload: None })
        }
    }

    // native_protocol_v5 §4: [<tracing_id>][<warnings>][<custom_payload>]<message>.
    #[cold]
    fn decode_some(flags: Flags, body: &mut &[u8]) -> Result<Self, DecodeError> {
        let mut extensions = Self::default();
        if flags.contains(Flags::TRACING) {
            extensions.tracing_id = Some(read_uuid(body, "tracing id")?);
        }
        if flags.contains(Flags::WARNING) {
            extensions.warnings = read_string_list(body, "warnings")?;
        }
        extensions.custom_payload = decode_custom_payload(flags, body)?;
        Ok(extensions)
    }

    /// The flags that announce what is set.
    pub fn flags(&self) -> Flags {
        let flag = |set, flag| if set { flag } else { Flags::NONE };
        flag(self.tracing_id.is_some(), Flags::TRACING)
            | flag(!self.warnings.is_empty(), Flags::WARNING)
            | flag(self.custom_payload.is_some(), Flags::CUSTOM_PAYLOAD)
    }

    /// Appends what is set to `out`; the message follows.
    ///
    /// # Errors
    /// When a warning or a name is longer than 65535 bytes, or there are more than 65535.
    pub fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        if let Some(id) = self.tracing_id {
            out.extend_from_slice(id.as_bytes());
        }
        if !self.warnings.is_empty() {
            write_string_list(&self.warnings, "warnings", out)?;
        }
        self.custom_payload.as_ref().map_or(Ok(()), |payload| encode_custom_payload(payload, out))
    }
}

/// Reads the custom payload of a request or response, if `flags` announce one. A null value is read as an empty one.
///
/// # Errors
/// When it is cut short or a name is no UTF-8.
pub fn decode_custom_payload(flags: Flags, body: &mut &[u8]) -> Result<Option<HashMap<String, Bytes>>, DecodeError> {
    if !flags.contains(Flags::CUSTOM_PAYLOAD) {
        return Ok(None);
    }
    let count = read_short(body, "custom payload")?;
    let mut payload = HashMap::new();
    for _ in 0..count {
        let name = read_string(body, "name in a custom payload")?.to_owned();
        let value = read_bytes(body, "value in a custom payload")?.unwrap_or_default();
        payload.insert(name, Bytes::copy_from_slice(value));
    }
    Ok(Some(payload))
}

/// Appends a custom payload, which the flag [`Flags::CUSTOM_PAYLOAD`] announces, to `out`.
///
/// # Errors
/// When a name is longer than 65535 bytes or a value longer than 2147483647, or there are more than 65535.
pub fn encode_custom_payload(payload: &HashMap<String, Bytes>, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    write_short_len(payload.len(), "custom payload", out)?;
    payload.iter().try_for_each(|(name, value)| {
        write_string(name, "name in a custom payload", out)?;
        write_bytes(Some(value), "value in a custom payload", out)
    })
}
