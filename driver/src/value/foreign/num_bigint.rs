//! num-bigint 0.3, 0.4 and 0.5: `BigInt` is a `varint`, written in as few bytes as it needs.

macro_rules! big_int {
    ($feature:literal, $name:ident) => {
        #[cfg(feature = $feature)]
        mod $name {
            use ::$name::BigInt;

            use crate::value::cell_writer::{CellWriter, WrittenCellProof};
            use crate::value::deserialize::{DeserializeValue, present};
            use crate::value::error::{DeserializationError, SerializationError, TypeCheckError};
            use crate::value::frame_slice::FrameSlice;
            use crate::value::serialize::SerializeValue;
            use crate::value::value_error::{read_mismatch, size_overflow, write_mismatch};
            use crate::value::{CqlVarint, CqlVarintBorrowed, Emptiable};
            use crate::wire::column::{ColumnType, NativeType};

            impl From<BigInt> for CqlVarint {
                fn from(value: BigInt) -> Self {
                    Self::from_signed_bytes_be(value.to_signed_bytes_be())
                }
            }

            impl From<CqlVarint> for BigInt {
                fn from(value: CqlVarint) -> Self {
                    Self::from_signed_bytes_be(value.as_signed_bytes_be_slice())
                }
            }

            impl From<CqlVarintBorrowed<'_>> for BigInt {
                fn from(value: CqlVarintBorrowed<'_>) -> Self {
                    Self::from_signed_bytes_be(value.as_signed_bytes_be_slice())
                }
            }

            impl SerializeValue for BigInt {
                fn serialize<'b>(
                    &self,
                    typ: &ColumnType<'_>,
                    writer: CellWriter<'b>,
                ) -> Result<WrittenCellProof<'b>, SerializationError> {
                    if !matches!(typ, ColumnType::Native(NativeType::Varint)) {
                        return Err(write_mismatch::<Self>(typ, NativeType::Varint.name()));
                    }
                    writer.set_value(&self.to_signed_bytes_be()).map_err(|_| size_overflow::<Self>(typ))
                }
            }

            impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for BigInt {
                fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
                    match typ {
                        ColumnType::Native(NativeType::Varint) => Ok(()),
                        _ => Err(read_mismatch::<Self>(typ, NativeType::Varint.name())),
                    }
                }

                fn deserialize(
                    typ: &'metadata ColumnType<'metadata>,
                    v: Option<FrameSlice<'frame>>,
                ) -> Result<Self, DeserializationError> {
                    Ok(Self::from_signed_bytes_be(present::<Self>(typ, v)?.as_slice()))
                }
            }

            impl Emptiable for BigInt {}
        }
    };
}

big_int!("num-bigint-03", num_bigint_03);
big_int!("num-bigint-04", num_bigint_04);
big_int!("num-bigint-05", num_bigint_05);
