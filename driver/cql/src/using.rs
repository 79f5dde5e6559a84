//! `USING TTL … AND TIMESTAMP …`.

use crate::error::SyntaxError;
use crate::expression::Expression;
use crate::number::IntegerOrMarker;
use crate::parser::Parser;
use crate::span::Span;
use crate::walk::{ColumnRole, Role, Visitor, Walk};

/// The parameters after `USING`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Using<'a> {
    /// `TTL`, in seconds.
    pub ttl: Option<IntegerOrMarker<'a>>,
    /// `TIMESTAMP`, in microseconds.
    pub timestamp: Option<IntegerOrMarker<'a>>,
    /// `TIMEOUT`, a duration (ScyllaDB).
    pub timeout: Option<Expression<'a>>,
    /// Where it stands, keyword included.
    pub span: Span,
}

/// Which parameters a statement takes beside `TIMEOUT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parameters {
    None,
    Timestamp,
    TtlAndTimestamp,
}

impl<'a> Parser<'a> {
    pub(crate) fn using(&mut self, allowed: Parameters) -> Result<Option<Using<'a>>, SyntaxError> {
        let Some(first) = self.take_keyword("USING") else { return Ok(None) };
        let mut using = Using { ttl: None, timestamp: None, timeout: None, span: first };
        loop {
            if allowed == Parameters::TtlAndTimestamp && using.ttl.is_none() && self.take_keyword("TTL").is_some() {
                using.ttl = Some(self.integer_or_marker()?);
            } else if allowed != Parameters::None
                && using.timestamp.is_none()
                && self.take_keyword("TIMESTAMP").is_some()
            {
                using.timestamp = Some(self.integer_or_marker()?);
            } else if using.timeout.is_none() && self.take_keyword("TIMEOUT").is_some() {
                using.timeout = Some(self.value()?);
            } else {
                return Err(self.unexpected());
            }
            if self.take_keyword("AND").is_none() {
                using.span = self.since(first);
                return Ok(Some(using));
            }
        }
    }
}

impl<'a> Walk<'a> for Using<'a> {
    fn walk<'s>(&'s self, visitor: &mut dyn Visitor<'s, 'a>) {
        if let Some(ttl) = &self.ttl {
            ttl.walk_as(Role::Ttl, visitor);
        }
        if let Some(timestamp) = &self.timestamp {
            timestamp.walk_as(Role::Timestamp, visitor);
        }
        if let Some(timeout) = &self.timeout {
            timeout.walk_as(Role::Timeout, ColumnRole::Selected, visitor);
        }
    }
}
