//! Where something stands in a text.

/// A range of bytes of the parsed text, `start..end`; both ends lie on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The smallest span that holds this one and `last`.
    #[must_use]
    pub const fn to(self, last: Self) -> Self {
        let end = if last.end > self.end { last.end } else { self.end };
        Self { start: if last.start < self.start { last.start } else { self.start }, end }
    }

    /// The bytes it covers in `text`; empty when `text` is shorter, that is: not the text that was parsed.
    pub fn text(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// How many bytes it covers.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it covers no byte.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }
}
