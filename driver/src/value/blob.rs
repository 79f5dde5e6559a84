//! `blob` and the bytes of custom types, borrowed, shared or owned.

use std::rc::Rc;
use std::sync::Arc;

use bytes::Bytes;

use super::cell_writer::{CellWriter, WrittenCellProof};
use super::deserialize::{DeserializeValue, array, present};
use super::error::{DeserializationError, SerializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::serialize::SerializeValue;
use super::value_error::{read_mismatch, size_overflow, write_mismatch};
use crate::wire::column::{ColumnType, NativeType};

const EXPECTED: &str = "blob or a custom type";

/// A custom type's values are what its class on the server makes of bytes.
#[inline]
const fn is_blob(typ: &ColumnType<'_>) -> bool {
    matches!(typ, ColumnType::Native(NativeType::Blob) | ColumnType::Custom(_))
}

macro_rules! write_blob {
    ($(($($generics:tt)*) $rust:ty),*) => {$(
        impl<$($generics)*> SerializeValue for $rust {
            #[inline]
            fn serialize<'b>(
                &self,
                typ: &ColumnType<'_>,
                writer: CellWriter<'b>,
            ) -> Result<WrittenCellProof<'b>, SerializationError> {
                if !is_blob(typ) {
                    return Err(write_mismatch::<Self>(typ, EXPECTED));
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
                if is_blob(typ) { Ok(()) } else { Err(read_mismatch::<Self>(typ, EXPECTED)) }
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
    () Box<[u8]>: |typ, v| Ok(present::<Self>(typ, v)?.as_slice().into());
    () Arc<[u8]>: |typ, v| Ok(present::<Self>(typ, v)?.as_slice().into());
    () Rc<[u8]>: |typ, v| Ok(present::<Self>(typ, v)?.as_slice().into());
    () Bytes: |typ, v| Ok(present::<Self>(typ, v)?.to_bytes());
    (, const N: usize) [u8; N]: |typ, v| array::<Self, N>(typ, v).copied();
}
