//! Implements both directions for a Rust type that stands for one native CQL type of fixed size.

/// `native!(i32: Int, 4 bytes; self => bytes; bytes => value)`.
macro_rules! fixed_size {
    ($rust:ty: $native:ident, $size:literal; |$value:ident| $encode:expr; |$bytes:ident| $decode:expr) => {
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
                let $value = self;
                Ok(writer.set_array::<$size, { $size + 4 }>($encode))
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
                let $bytes = *$crate::value::deserialize::array::<Self, $size>(typ, v)?;
                Ok($decode)
            }
        }
    };
}

pub(crate) use fixed_size;
