/// The kinds of CQL types, parameters aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[allow(missing_docs, reason = "each is the CQL type of its name")]
pub enum Kind {
    Ascii,
    Boolean,
    Blob,
    Counter,
    Date,
    Decimal,
    Double,
    Duration,
    Float,
    Int,
    BigInt,
    Text,
    Timestamp,
    Inet,
    SmallInt,
    TinyInt,
    Time,
    Timeuuid,
    Uuid,
    Varint,
    List,
    Set,
    Map,
    Tuple,
    Vector,
    Udt,
    Custom,
}

impl Kind {
    /// As CQL spells it, without parameters.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ascii => "ascii",
            Self::Boolean => "boolean",
            Self::Blob => "blob",
            Self::Counter => "counter",
            Self::Date => "date",
            Self::Decimal => "decimal",
            Self::Double => "double",
            Self::Duration => "duration",
            Self::Float => "float",
            Self::Int => "int",
            Self::BigInt => "bigint",
            Self::Text => "text",
            Self::Timestamp => "timestamp",
            Self::Inet => "inet",
            Self::SmallInt => "smallint",
            Self::TinyInt => "tinyint",
            Self::Time => "time",
            Self::Timeuuid => "timeuuid",
            Self::Uuid => "uuid",
            Self::Varint => "varint",
            Self::List => "list",
            Self::Set => "set",
            Self::Map => "map",
            Self::Tuple => "tuple",
            Self::Vector => "vector",
            Self::Udt => "user-defined type",
            Self::Custom => "custom type",
        }
    }

    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// A set of kinds, one of which messages name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds {
    /// The one that messages name.
    first: Kind,
    /// Bit `kind as u32` of each.
    bits: u32,
}

impl Kinds {
    /// All kinds.
    pub const ANY: Self = Self { first: Kind::Custom, bits: u32::MAX };

    /// Just `kind`.
    pub const fn of(kind: Kind) -> Self {
        Self { first: kind, bits: kind.bit() }
    }

    /// These and `kind`.
    #[must_use]
    pub const fn or(self, kind: Kind) -> Self {
        Self { first: self.first, bits: self.bits | kind.bit() }
    }

    /// The kind that messages name.
    pub const fn first(self) -> Kind {
        self.first
    }

    /// Whether `kind` is among them.
    pub const fn has(self, kind: Kind) -> bool {
        self.bits & kind.bit() != 0
    }

    /// Whether these are all kinds.
    pub const fn is_any(self) -> bool {
        self.bits == u32::MAX
    }

    /// Whether some kind is in both sets.
    pub const fn intersects(self, other: Self) -> bool {
        self.bits & other.bits != 0
    }
}
