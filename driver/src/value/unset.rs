//! Values that leave a column as it is.

use super::cell_writer::{CellWriter, WrittenCellProof};
use super::error::SerializationError;
use super::serialize::SerializeValue;
use crate::wire::column::ColumnType;

/// Leaves the column as it is. Null would delete it and leave a tombstone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "there is nothing to say of it")]
pub struct Unset;

/// A value, or none, which leaves the column as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "there is no third case")]
pub enum MaybeUnset<V> {
    /// Leaves the column as it is.
    #[default]
    Unset,
    /// Writes the value.
    Set(V),
}

impl<V> MaybeUnset<V> {
    /// `None` leaves the column as it is.
    pub fn from_option(option: Option<V>) -> Self {
        option.map_or(Self::Unset, Self::Set)
    }
}

impl SerializeValue for Unset {
    #[inline]
    fn serialize<'b>(
        &self,
        _typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        Ok(writer.set_unset())
    }
}

impl<V: SerializeValue> SerializeValue for MaybeUnset<V> {
    #[inline]
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        match self {
            Self::Set(value) => value.serialize(typ, writer),
            Self::Unset => Ok(writer.set_unset()),
        }
    }
}
