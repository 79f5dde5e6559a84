//! What is wrong with one value. The constructors are cold and out of line, to keep the code that reads and writes
//! small.

mod deserialization;
mod serialization;
mod type_check;

pub use deserialization::{BuiltinDeserializationError, BuiltinDeserializationErrorKind};
pub use serialization::{BuiltinSerializationError, BuiltinSerializationErrorKind};
pub use type_check::{BuiltinTypeCheckError, BuiltinTypeCheckErrorKind, Direction};

pub(crate) use deserialization::{null, unreadable, unreadable_as, wrong_length};
pub(crate) use serialization::{size_overflow, unwritable};
pub(crate) use type_check::{read_mismatch, unfit_to_read, unfit_to_write, write_mismatch};
