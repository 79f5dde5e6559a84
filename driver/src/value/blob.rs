//! `blob`, borrowed, shared or owned.

use bytes::Bytes;

use super::cell_writer::{CellWriter, WrittenCellProof};
use super::deserialize::{DeserializeValue, array, present};
use super::error::{DeserializationError, SerializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::serialize::SerializeValue;
use super::value_error::{read_mismatch, size_overflow, write_mismatch};
use crate::wire::column::{ColumnType, NativeType};

macro_rules! write_blob {
    ($(($($generics:tt)*) $rust:ty),*) => {$(
        impl<$($generics)*> SerializeValue for $rust {
            #[inline]
            fn serialize<'b>(
                &self,
                typ: &ColumnType<'_>,
                writer: CellWriter<'b>,
            ) -> Result<WrittenCellProof<'b>, SerializationError> {
                if !matches!(typ, ColumnType::Native(NativeType::Blob)) {
                    return Err(write_mismatch::<Self>(typ, NativeType::Blob.name()));
                }
                writer.set_value(self).map_err(|_| size_overflow::<Self>(typ))
            }
        }
    )*};
}

write_blob!(() [u8], () Vec<u8>, () Bytes, (const N: usize) [u8; N]);

macro_rules! read_blob {
    ($(($($generics:tt)*) $rust:ty: |$typ:ident, $v:ident| $read:expr;)*) => {$(
        impl<'frame, 'metadata $($generics)*> DeserializeValue<'frame, 'metadata> for $rust {
            fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
                match typ {
                    ColumnType::Native(NativeType::Blob) => Ok(()),
                    _ => Err(read_mismatch::<Self>(typ, NativeType::Blob.name())),
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
    )*};
}

read_blob! {
    () &'frame [u8]: |typ, v| Ok(present::<Self>(typ, v)?.as_slice());
    () Vec<u8>: |typ, v| Ok(present::<Self>(typ, v)?.as_slice().to_vec());
    () Bytes: |typ, v| Ok(present::<Self>(typ, v)?.to_bytes());
    (, const N: usize) [u8; N]: |typ, v| array::<Self, N>(typ, v).copied();
}
