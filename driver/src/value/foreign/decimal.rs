//! The cells of `decimal`: a scale, then the unscaled integer.

use crate::value::cell_writer::{CellWriter, WrittenCellProof};
use crate::value::deserialize::present;
use crate::value::error::{DeserializationError, SerializationError, TypeCheckError};
use crate::value::frame_slice::FrameSlice;
use crate::value::value_error::{
    BuiltinDeserializationErrorKind, BuiltinSerializationErrorKind, read_mismatch, size_overflow, unreadable,
    unwritable, write_mismatch,
};
use crate::wire::column::{ColumnType, NativeType};

/// Checks that a `T` is to be read from a `decimal`.
pub(super) fn check<T>(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
    match typ {
        ColumnType::Native(NativeType::Decimal) => Ok(()),
        _ => Err(read_mismatch::<T>(typ, NativeType::Decimal.name())),
    }
}

/// Writes a `T` that is `unscaled`, in two's complement with the highest byte first, times 10^-`scale`.
pub(super) fn write<'b, T>(
    typ: &ColumnType<'_>,
    writer: CellWriter<'b>,
    unscaled: &[u8],
    scale: i64,
) -> Result<WrittenCellProof<'b>, SerializationError> {
    if !matches!(typ, ColumnType::Native(NativeType::Decimal)) {
        return Err(write_mismatch::<T>(typ, NativeType::Decimal.name()));
    }
    let Ok(scale) = i32::try_from(scale) else {
        return Err(unwritable::<T>(typ, BuiltinSerializationErrorKind::ValueOverflow));
    };
    let mut builder = writer.into_value_builder();
    builder.append_bytes(&scale.to_be_bytes());
    builder.append_bytes(unscaled);
    builder.finish().map_err(|_| size_overflow::<T>(typ))
}

/// Reads the unscaled integer and the scale of what becomes a `T`.
pub(super) fn read<'frame, T>(
    typ: &ColumnType<'_>,
    v: Option<FrameSlice<'frame>>,
) -> Result<(&'frame [u8], i32), DeserializationError> {
    let bytes = present::<T>(typ, v)?.as_slice();
    let Some((scale, unscaled)) = bytes.split_first_chunk::<4>() else {
        let kind = BuiltinDeserializationErrorKind::Truncated { part: "its scale".to_owned() };
        return Err(unreadable::<T>(typ, kind));
    };
    Ok((unscaled, i32::from_be_bytes(*scale)))
}
