use std::fmt;

use crate::wire::shown::{debug_by_chain, escaped};

/// What is wrong with bytes that should have been a message.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError {
    what: &'static str,
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    Truncated { needed: usize, had: usize },
    Invalid(Box<str>),
}

impl DecodeError {
    /// `what` needs `needed` bytes and only `had` are left.
    #[cold]
    pub(crate) const fn truncated(what: &'static str, needed: usize, had: usize) -> Self {
        Self { what, problem: Problem::Truncated { needed, had } }
    }

    /// `what` holds something that the specification does not allow.
    #[cold]
    pub(crate) fn invalid(what: &'static str, problem: impl Into<Box<str>>) -> Self {
        Self { what, problem: Problem::Invalid(problem.into()) }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| {
            let what = self.what;
            match &self.problem {
                Problem::Truncated { needed, had } => write!(f, "{what}: expected {needed} bytes, {had} left"),
                Problem::Invalid(problem) => write!(f, "{what}: {problem}"),
            }
        })
    }
}

impl std::error::Error for DecodeError {}

debug_by_chain!(DecodeError);
