//! `inet` as [`IpAddr`], or as one of its two kinds.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::cell_writer::{CellWriter, WrittenCellProof};
use super::deserialize::{DeserializeValue, array, present};
use super::error::{DeserializationError, SerializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::serialize::SerializeValue;
use super::value_error::{BuiltinDeserializationErrorKind, read_mismatch, unreadable, write_mismatch};
use crate::wire::column::{ColumnType, NativeType};

macro_rules! inet {
    ($rust:ty: |$address:ident, $writer:ident| $write:expr; |$typ:ident, $v:ident| $read:expr) => {
        impl SerializeValue for $rust {
            #[inline]
            fn serialize<'b>(
                &self,
                typ: &ColumnType<'_>,
                $writer: CellWriter<'b>,
            ) -> Result<WrittenCellProof<'b>, SerializationError> {
                if !matches!(typ, ColumnType::Native(NativeType::Inet)) {
                    return Err(write_mismatch::<Self>(typ, NativeType::Inet.name()));
                }
                let $address = self;
                Ok($write)
            }
        }

        impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for $rust {
            fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
                match typ {
                    ColumnType::Native(NativeType::Inet) => Ok(()),
                    _ => Err(read_mismatch::<Self>(typ, NativeType::Inet.name())),
                }
            }

            #[inline]
            fn deserialize(
                $typ: &'metadata ColumnType<'metadata>,
                $v: Option<FrameSlice<'frame>>,
            ) -> Result<Self, DeserializationError> {
                $read
            }
        }
    };
}

// native_protocol_v5 §5.11: an address of 4 bytes or one of 16, which its length tells apart.
inet! {
    IpAddr:
    |address, writer| match address {
        Self::V4(address) => writer.set_array::<4, 8>(address.octets()),
        Self::V6(address) => writer.set_array::<16, 20>(address.octets()),
    };
    |typ, v| {
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

inet! {
    Ipv4Addr:
    |address, writer| writer.set_array::<4, 8>(address.octets());
    |typ, v| array::<Self, 4>(typ, v).map(|octets| Self::from(*octets))
}

inet! {
    Ipv6Addr:
    |address, writer| writer.set_array::<16, 20>(address.octets());
    |typ, v| array::<Self, 16>(typ, v).map(|octets| Self::from(*octets))
}
