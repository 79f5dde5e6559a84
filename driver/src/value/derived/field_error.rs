use std::error::Error;
use std::fmt;

use super::record::Record;
use crate::wire::shown::{debug_by_chain, escaped};

/// A field of a struct with a derive could not be written or read.
pub struct FieldError {
    record: &'static str,
    field: &'static str,
    /// Why, with both types.
    cause: Box<dyn Error + Send + Sync>,
}

impl FieldError {
    /// Says that the field at `index` failed.
    #[cold]
    pub(super) fn new(record: &'static Record, index: usize, cause: impl Error + Send + Sync + 'static) -> Self {
        let field = record.fields.get(index).map_or("?", |field| field.rust);
        Self { record: record.name, field, cause: Box::new(cause) }
    }

    /// The name of the struct.
    pub const fn record(&self) -> &'static str {
        self.record
    }

    /// The name of the field in Rust.
    pub const fn field(&self) -> &'static str {
        self.field
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| write!(f, "field `{}` of `{}`: {}", self.field, self.record, self.cause))
    }
}

/// The source is the cause's own: the cause itself is part of the text.
impl Error for FieldError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.source()
    }
}

debug_by_chain!(FieldError);
