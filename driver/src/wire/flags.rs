use std::fmt;
use std::ops::{BitOr, BitOrAssign};

/// The flags of an envelope's header: what stands in its body before the message.
///
/// Bits that the specification does not name are kept and mean nothing.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Flags(pub u8);

impl Flags {
    /// No flag.
    pub const NONE: Self = Self(0x00);
    /// The body is compressed. Version 5 ignores it: there a segment is compressed, not an envelope.
    pub const COMPRESSION: Self = Self(0x01);
    /// A request asks to be traced; a response carries the id of the trace.
    pub const TRACING: Self = Self(0x02);
    /// The body has a custom payload.
    pub const CUSTOM_PAYLOAD: Self = Self(0x04);
    /// A response carries warnings.
    pub const WARNING: Self = Self(0x08);
    /// The client agrees to a version that is still in beta.
    pub const USE_BETA: Self = Self(0x10);

    /// Whether every flag of `other` is set.
    #[inline]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// These flags but those of `other`.
    #[inline]
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether any flag of `other` is set.
    #[inline]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Flags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Flags {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl fmt::Debug for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Flags({:#04x})", self.0)
    }
}
