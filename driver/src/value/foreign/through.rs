//! Implements both directions by conversions into and from a type of ours.

use std::any::type_name;

use crate::value::error::DeserializationError;
use crate::value::value_error::BuiltinDeserializationError;

/// `through!(NaiveDate: CqlDate, Date)`: the type is written as the `CqlDate` that it converts into, and read from one.
macro_rules! through {
    ($rust:ty: $cql:ident, $native:ident) => {
        impl $crate::value::SerializeValue for $rust {
            #[inline]
            fn serialize<'b>(
                &self,
                typ: &$crate::wire::column::ColumnType<'_>,
                writer: $crate::value::CellWriter<'b>,
            ) -> Result<$crate::value::WrittenCellProof<'b>, $crate::value::SerializationError> {
                const NATIVE: $crate::wire::column::NativeType = $crate::wire::column::NativeType::$native;
                if !matches!(typ, $crate::wire::column::ColumnType::Native(NATIVE)) {
                    return Err($crate::value::value_error::write_mismatch::<Self>(typ, NATIVE.name()));
                }
                let value = $crate::value::$cql::try_from(*self).map_err(|_| {
                    $crate::value::value_error::unwritable::<Self>(
                        typ,
                        $crate::value::value_error::BuiltinSerializationErrorKind::ValueOverflow,
                    )
                })?;
                value.serialize(typ, writer)
            }
        }

        impl<'frame, 'metadata> $crate::value::DeserializeValue<'frame, 'metadata> for $rust {
            fn type_check(typ: &$crate::wire::column::ColumnType<'_>) -> Result<(), $crate::value::TypeCheckError> {
                const NATIVE: $crate::wire::column::NativeType = $crate::wire::column::NativeType::$native;
                match typ {
                    $crate::wire::column::ColumnType::Native(NATIVE) => Ok(()),
                    _ => Err($crate::value::value_error::read_mismatch::<Self>(typ, NATIVE.name())),
                }
            }

            #[inline]
            fn deserialize(
                typ: &'metadata $crate::wire::column::ColumnType<'metadata>,
                v: Option<$crate::value::FrameSlice<'frame>>,
            ) -> Result<Self, $crate::value::DeserializationError> {
                let value = <$crate::value::$cql as $crate::value::DeserializeValue>::deserialize(typ, v)
                    .map_err($crate::value::foreign::through::reading_as::<Self>)?;
                Self::try_from(value).map_err(|_| {
                    $crate::value::value_error::unreadable::<Self>(
                        typ,
                        $crate::value::value_error::BuiltinDeserializationErrorKind::ValueOverflow,
                    )
                })
            }
        }
    };
}

pub(super) use through;

/// The error, saying that it was a `T` that could not be read.
#[cold]
pub(super) fn reading_as<T>(mut error: DeserializationError) -> DeserializationError {
    if let Some(builtin) = error.try_downcast_mut::<BuiltinDeserializationError>() {
        builtin.rust_name = type_name::<T>();
    }
    error
}
