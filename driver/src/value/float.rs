//! `float` and `double` as `f32` and `f64`.

use super::native::fixed_size;

fixed_size!(f32: Float, 4; |value| value.to_be_bytes(); |bytes| Self::from_be_bytes(bytes));
fixed_size!(f64: Double, 8; |value| value.to_be_bytes(); |bytes| Self::from_be_bytes(bytes));
