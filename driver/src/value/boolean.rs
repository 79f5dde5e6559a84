//! `boolean` as `bool`.

use super::native::fixed_size;

// Cassandra takes any byte but 0 for true.
fixed_size!(bool: Boolean, 1; |value| [u8::from(*value)]; |bytes| bytes != [0]);
