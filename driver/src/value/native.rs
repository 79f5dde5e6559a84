//! Implements both directions for a Rust type that stands for one native CQL type of fixed size.

/// `fixed_size!(i32: Int, 4; |value| its bytes; |bytes| the value)`.
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

            fn append_elements(
                elements: &[Self],
                typ: &$crate::wire::column::ColumnType<'_>,
                out: &mut Vec<u8>,
            ) -> bool {
                const NATIVE: $crate::wire::column::NativeType = $crate::wire::column::NativeType::$native;
                if $crate::value::vector::fixed_native_len(NATIVE) != Some($size)
                    || !matches!(typ, $crate::wire::column::ColumnType::Native(NATIVE))
                {
                    return false;
                }
                let start = out.len();
                out.resize(start + elements.len() * $size, 0);
                let (chunks, _) = out.get_mut(start..).unwrap_or_default().as_chunks_mut::<$size>();
                for ($value, chunk) in elements.iter().zip(chunks) {
                    *chunk = $encode;
                }
                true
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

            fn read_elements(typ: &$crate::wire::column::ColumnType<'_>, bytes: &[u8]) -> Option<Vec<Self>> {
                if $crate::value::vector::fixed_len(typ) != Some($size) {
                    return None;
                }
                let (chunks, _) = bytes.as_chunks::<$size>();
                Some(
                    chunks
                        .iter()
                        .map(|$bytes| {
                            let $bytes = *$bytes;
                            $decode
                        })
                        .collect(),
                )
            }

            fn read_array<const N: usize>(
                typ: &$crate::wire::column::ColumnType<'_>,
                bytes: &[u8],
            ) -> Option<[Self; N]> {
                if $crate::value::vector::fixed_len(typ) != Some($size) {
                    return None;
                }
                let (chunks, _) = bytes.as_chunks::<$size>();
                let zero = {
                    let $bytes = [0; $size];
                    $decode
                };
                let mut elements = [zero; N];
                for (element, $bytes) in elements.iter_mut().zip(chunks) {
                    let $bytes = *$bytes;
                    *element = $decode;
                }
                Some(elements)
            }
        }
    };
}

pub(crate) use fixed_size;
