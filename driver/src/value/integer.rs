//! `tinyint`, `smallint`, `int`, `bigint` as the signed integers of their size, and `counter`.

use super::native::fixed_size;

/// The value of a `counter` column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_structs, reason = "a counter is its number")]
pub struct Counter(pub i64);

fixed_size!(i8: TinyInt, 1; |value| value.to_be_bytes(); |bytes| Self::from_be_bytes(bytes));
fixed_size!(i16: SmallInt, 2; |value| value.to_be_bytes(); |bytes| Self::from_be_bytes(bytes));
fixed_size!(i32: Int, 4; |value| value.to_be_bytes(); |bytes| Self::from_be_bytes(bytes));
fixed_size!(i64: BigInt, 8; |value| value.to_be_bytes(); |bytes| Self::from_be_bytes(bytes));
fixed_size!(Counter: Counter, 8; |value| value.0.to_be_bytes(); |bytes| Self(i64::from_be_bytes(bytes)));
