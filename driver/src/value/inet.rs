//! `inet` as [`IpAddr`].

use std::net::IpAddr;

use super::cell_writer::{CellWriter, WrittenCellProof};
use super::deserialize::{DeserializeValue, present};
use super::error::{DeserializationError, SerializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::serialize::SerializeValue;
use super::value_error::{BuiltinDeserializationErrorKind, read_mismatch, unreadable, write_mismatch};
use crate::wire::column::{ColumnType, NativeType};

impl SerializeValue for IpAddr {
    #[inline]
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        if !matches!(typ, ColumnType::Native(NativeType::Inet)) {
            return Err(write_mismatch::<Self>(typ, NativeType::Inet.name()));
        }
        Ok(match self {
            Self::V4(address) => writer.set_array::<4, 8>(address.octets()),
            Self::V6(address) => writer.set_array::<16, 20>(address.octets()),
        })
    }
}

impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for IpAddr {
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        match typ {
            ColumnType::Native(NativeType::Inet) => Ok(()),
            _ => Err(read_mismatch::<Self>(typ, NativeType::Inet.name())),
        }
    }

    #[inline]
    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        let bytes = present::<Self>(typ, v)?.as_slice();
        if let Ok(octets) = <[u8; 4]>::try_from(bytes) {
            Ok(octets.into())
        } else if let Ok(octets) = <[u8; 16]>::try_from(bytes) {
            Ok(octets.into())
        } else {
            Err(unreadable::<Self>(typ, BuiltinDeserializationErrorKind::BadInetLength { got: bytes.len() }))
        }
    }
}
