use std::fmt;

use crate::wire::notation::{consumed, read_int, read_string, take, write_short};
use crate::wire::shown::Length;
use crate::wire::{DecodeError, ProtocolVersion};

/// A `[value]`: what a bind marker is bound to.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "the specification closes this list")]
pub enum RawValue<'a> {
    /// Null.
    Null,
    /// Not set: what is stored stays as it is. Since version 4.
    Unset,
    /// A value, serialized.
    Value(&'a [u8]),
}

/// The values of a request, as they stand on the wire.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Values<'a> {
    count: u16,
    named: bool,
    bytes: &'a [u8],
}

impl<'a> Values<'a> {
    /// No values.
    pub const NONE: Self = Self { count: 0, named: false, bytes: &[] };

    /// `count` values, one `[value]` after the other in `bytes`.
    pub const fn positional(count: u16, bytes: &'a [u8]) -> Self {
        Self { count, named: false, bytes }
    }

    /// `count` values, each a `[string]` and a `[value]` in `bytes`.
    pub const fn named(count: u16, bytes: &'a [u8]) -> Self {
        Self { count, named: true, bytes }
    }

    /// How many there are.
    pub const fn len(&self) -> u16 {
        self.count
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether each has the name of its bind marker.
    pub const fn is_named(&self) -> bool {
        self.named
    }

    /// The index of the first value that `version` cannot carry, which is one that is not set; a server of such a version
    /// takes it for null.
    #[inline]
    pub fn unsupported(&self, version: ProtocolVersion) -> Option<usize> {
        if version.has_unset() { None } else { self.first_unset() }
    }

    #[cold]
    fn first_unset(&self) -> Option<usize> {
        self.iter().position(|value| matches!(value, Ok((_, RawValue::Unset))))
    }

    /// Names and values, in order.
    pub const fn iter(&self) -> ValuesIter<'a> {
        ValuesIter { left: self.count, named: self.named, bytes: self.bytes }
    }

    /// Appends the count and the values to `out`.
    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        write_short(self.count, out);
        out.extend_from_slice(self.bytes);
    }

    /// Reads `count` values and checks that each is whole.
    pub(super) fn decode(count: u16, named: bool, buf: &mut &'a [u8]) -> Result<Self, DecodeError> {
        let before = *buf;
        for _ in 0..count {
            read_value(named, buf)?;
        }
        Ok(Self { count, named, bytes: consumed(before, buf) })
    }
}

impl<'a> IntoIterator for &Values<'a> {
    type Item = Result<(Option<&'a str>, RawValue<'a>), DecodeError>;
    type IntoIter = ValuesIter<'a>;

    fn into_iter(self) -> ValuesIter<'a> {
        self.iter()
    }
}

/// Iterates over the values of a request. Ends after the first error, which only bytes not checked by `decode` give.
#[derive(Clone)]
pub struct ValuesIter<'a> {
    left: u16,
    named: bool,
    bytes: &'a [u8],
}

impl fmt::Debug for RawValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("Null"),
            Self::Unset => f.write_str("Unset"),
            Self::Value(bytes) => write!(f, "Value({:?})", Length::of(bytes)),
        }
    }
}

impl fmt::Debug for Values<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, named, bytes) = (&self.count, &self.named, &Length::of(self.bytes));
        f.debug_struct("Values").field("count", count).field("named", named).field("bytes", bytes).finish()
    }
}

impl fmt::Debug for ValuesIter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValuesIter").field("left", &self.left).finish_non_exhaustive()
    }
}

impl<'a> Iterator for ValuesIter<'a> {
    type Item = Result<(Option<&'a str>, RawValue<'a>), DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let value = read_value(self.named, &mut self.bytes);
        if value.is_err() {
            self.left = 0;
        }
        Some(value)
    }
}

fn read_value<'a>(named: bool, buf: &mut &'a [u8]) -> Result<(Option<&'a str>, RawValue<'a>), DecodeError> {
    let name = if named { Some(read_string(buf, "name of a value")?) } else { None };
    // native_protocol_v5 §3: n == -1 is `null`, n == -2 is `not set`, n < -2 is an invalid value.
    let value = match read_int(buf, "value")? {
        -1 => RawValue::Null,
        -2 => RawValue::Unset,
        len => match usize::try_from(len) {
            Ok(len) => RawValue::Value(take(buf, len, "value")?),
            Err(_) => return Err(DecodeError::invalid("value", format!("negative length {len}"))),
        },
    };
    Ok((name, value))
}
