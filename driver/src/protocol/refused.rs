//! Why a request was not taken, or got no answer.

use super::broken::Broken;

/// Why a request was not taken; nothing of it was sent.
#[derive(Clone, Debug)]
pub(crate) enum Refused {
    /// Every stream id is in use.
    Busy,
    /// Too many bytes wait to be written.
    Full,
    /// The connection is gone.
    Broken(Broken),
    /// The body is over 256 MiB (native_protocol_v5 §2.4.1.5).
    TooLong(usize),
}

impl Refused {
    /// What a request that waits for the connection to take it spends its time on; `None` when waiting is of no use.
    #[cold]
    pub(crate) const fn waits_for(&self) -> Option<&'static str> {
        match self {
            Self::Busy => Some("waiting for a free stream id"),
            Self::Full => Some("waiting for requests before it to be written"),
            Self::Broken(_) | Self::TooLong(_) => None,
        }
    }
}

/// Why no answer came.
#[derive(Clone, Debug)]
pub(crate) enum CallError {
    /// The deadline passed.
    Timeout,
    /// The connection broke; `sent` says whether the peer may have seen the request.
    Broken { sent: bool, broken: Broken },
}
