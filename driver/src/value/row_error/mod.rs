//! What is wrong with a row or with a list of values for bind markers.

mod reading;
mod writing;

pub use reading::{
    BuiltinDeserializationError, BuiltinDeserializationErrorKind, BuiltinTypeCheckError as BuiltinReadTypeCheckError,
    BuiltinTypeCheckErrorKind as BuiltinReadTypeCheckErrorKind,
};
pub use writing::{
    BuiltinSerializationError, BuiltinSerializationErrorKind, BuiltinTypeCheckError as BuiltinWriteTypeCheckError,
    BuiltinTypeCheckErrorKind as BuiltinWriteTypeCheckErrorKind,
};

pub(crate) use reading::{column_unfit_to_read, column_unreadable, row_unfit_to_read, row_unreadable};
pub(crate) use writing::{column_unwritable, row_unfit_to_write, too_many_values, wrong_value_count};
