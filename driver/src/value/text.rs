//! `text` and `ascii`, borrowed or owned.

use std::rc::Rc;
use std::sync::Arc;

use super::cell_writer::{CellWriter, WrittenCellProof};
use super::deserialize::{DeserializeValue, present};
use super::error::{DeserializationError, SerializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::serialize::SerializeValue;
use super::value_error::{
    BuiltinDeserializationErrorKind, BuiltinSerializationErrorKind, read_mismatch, size_overflow, unreadable,
    unwritable, write_mismatch,
};
use crate::wire::column::{ColumnType, NativeType};

const EXPECTED: &str = "text or ascii";

impl SerializeValue for str {
    #[inline]
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        match typ {
            ColumnType::Native(NativeType::Text) => {}
            ColumnType::Native(NativeType::Ascii) if self.is_ascii() => {}
            ColumnType::Native(NativeType::Ascii) => {
                return Err(unwritable::<Self>(typ, BuiltinSerializationErrorKind::NotAscii));
            }
            _ => return Err(write_mismatch::<Self>(typ, EXPECTED)),
        }
        writer.set_value(self.as_bytes()).map_err(|_| size_overflow::<Self>(typ))
    }
}

impl SerializeValue for String {
    #[inline]
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        self.as_str().serialize(typ, writer)
    }
}

/// A text of this one character.
impl SerializeValue for char {
    #[inline]
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        self.encode_utf8(&mut [0; 4]).serialize(typ, writer)
    }
}

/// Reads the text; `T` is what the caller makes of it, for the error.
#[inline]
fn read<'frame, T: ?Sized>(
    typ: &ColumnType<'_>,
    v: Option<FrameSlice<'frame>>,
) -> Result<&'frame str, DeserializationError> {
    let bytes = present::<T>(typ, v)?.as_slice();
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            if matches!(typ, ColumnType::Native(NativeType::Ascii)) && !text.is_ascii() {
                return Err(unreadable::<T>(typ, BuiltinDeserializationErrorKind::ExpectedAscii));
            }
            Ok(text)
        }
        Err(error) => Err(unreadable::<T>(typ, BuiltinDeserializationErrorKind::InvalidUtf8(error))),
    }
}

macro_rules! read_text {
    ($($rust:ty),*) => {$(
        impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for $rust {
            fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
                match typ {
                    ColumnType::Native(NativeType::Ascii | NativeType::Text) => Ok(()),
                    _ => Err(read_mismatch::<Self>(typ, EXPECTED)),
                }
            }

            #[inline]
            fn deserialize(
                typ: &'metadata ColumnType<'metadata>,
                v: Option<FrameSlice<'frame>>,
            ) -> Result<Self, DeserializationError> {
                read::<Self>(typ, v).map(Into::into)
            }
        }
    )*};
}

read_text!(&'frame str, String, Box<str>, Arc<str>, Rc<str>);

/// Reads a text of exactly one character.
impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for char {
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        match typ {
            ColumnType::Native(NativeType::Ascii | NativeType::Text) => Ok(()),
            _ => Err(read_mismatch::<Self>(typ, EXPECTED)),
        }
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        let mut chars = read::<Self>(typ, v)?.chars();
        match (chars.next(), chars.next()) {
            (Some(one), None) => Ok(one),
            _ => Err(unreadable::<Self>(typ, BuiltinDeserializationErrorKind::ValueOverflow)),
        }
    }
}
