use std::time::Duration;

use ilium_driver::frame::response::result::ColumnType;
use ilium_driver::serialize::SerializationError;
use ilium_driver::serialize::value::SerializeValue;
use ilium_driver::serialize::writers::{CellWriter, WrittenCellProof};

use crate::cql_type::{CqlType, Kind, TypeInfo};

/// How long what is written lives: the value of a `ttl` marker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ttl(i32);

impl Ttl {
    /// For ever, whatever the table's default.
    pub const NONE: Self = Self(0);

    /// This many seconds; below 1 it is [`NONE`](Self::NONE).
    pub const fn seconds(seconds: i32) -> Self {
        Self(if seconds < 0 { 0 } else { seconds })
    }

    /// The seconds; 0 is for ever.
    pub const fn as_seconds(self) -> i32 {
        self.0
    }
}

/// In whole seconds, the part of one counted as one; too long a time is the longest there is.
impl From<Duration> for Ttl {
    fn from(duration: Duration) -> Self {
        let seconds = duration.as_secs().saturating_add(u64::from(duration.subsec_nanos() > 0));
        Self(i32::try_from(seconds).unwrap_or(i32::MAX))
    }
}

impl CqlType for Ttl {
    const CQL: TypeInfo = TypeInfo::native(Kind::Int);
}

impl SerializeValue for Ttl {
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        self.0.serialize(typ, writer)
    }
}
