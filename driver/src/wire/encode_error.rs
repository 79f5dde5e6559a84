use std::fmt;

use crate::wire::shown::debug_by_chain;

/// Something that does not fit the notation in which a message carries it.
///
/// The buffer may hold the front of the message by then: whoever owns it cuts it back.
#[derive(Clone, PartialEq, Eq)]
pub struct EncodeError {
    what: &'static str,
    len: usize,
    limit: usize,
}

impl EncodeError {
    /// `what` is `len` long, which is over `limit`.
    #[cold]
    pub(crate) const fn too_long(what: &'static str, len: usize, limit: usize) -> Self {
        Self { what, len, limit }
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: length {} is over the limit of {}", self.what, self.len, self.limit)
    }
}

impl std::error::Error for EncodeError {}

debug_by_chain!(EncodeError);
