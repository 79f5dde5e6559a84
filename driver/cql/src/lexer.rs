//! From characters to tokens.
//!
//! A text is turned into tokens as a whole, so that the parser can look ahead freely; a token is a kind and a span.
//! What is no token becomes one of the kinds [`TokenKind::Unknown`] and [`TokenKind::Unterminated`], which fit nowhere:
//! the parser that meets one reports it.

use crate::span::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Blob,
    Duration,
    /// The end of the text, always the last token.
    End,
    Float,
    Integer,
    QuotedName,
    String,
    Symbol,
    /// Bytes that start no token.
    Unknown,
    /// A string, quoted name or comment without its end, which would have been the text given.
    Unterminated(&'static str),
    Uuid,
    /// A keyword or an unquoted name: which of both depends on where it stands.
    Word,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
}

/// Splits `text`; the last token is the only one of kind [`TokenKind::End`].
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { text, bytes: text.as_bytes(), offset: 0 };
    // A token is seldom shorter than four bytes with its space.
    let mut tokens = Vec::with_capacity(text.len() / 4 + 2);
    loop {
        let token = lexer.next_token();
        tokens.push(token);
        if token.kind == TokenKind::End {
            return tokens;
        }
    }
}

struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    offset: usize,
}

impl Lexer<'_> {
    fn next_token(&mut self) -> Token {
        if let Some(unterminated) = self.skip_blanks() {
            return unterminated;
        }
        let start = self.offset;
        let Some(first) = self.byte(0) else {
            return Token { kind: TokenKind::End, span: Span::new(start, start) };
        };
        let kind = match first {
            b'\'' => self.quoted(b'\'', TokenKind::String, "closing `'`"),
            b'"' => self.quoted(b'"', TokenKind::QuotedName, "closing `\"`"),
            b'$' if self.byte(1) == Some(b'$') => self.dollar_string(),
            b'0'..=b'9' => self.number(),
            b'a'..=b'z' | b'A'..=b'Z' => self.word(),
            _ => self.symbol(first),
        };
        Token { kind, span: Span::new(start, self.offset) }
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.offset + ahead).copied()
    }

    fn rest(&self) -> &str {
        self.text.get(self.offset..).unwrap_or_default()
    }

    /// Moves behind `needle`, or to the end of the text when there is none.
    fn skip_past(&mut self, needle: &str) -> bool {
        let found = self.rest().find(needle);
        self.offset = found.map_or(self.bytes.len(), |at| self.offset + at + needle.len());
        found.is_some()
    }

    /// Moves behind blanks and comments; yields a token for a comment that does not end.
    fn skip_blanks(&mut self) -> Option<Token> {
        loop {
            match (self.byte(0), self.byte(1)) {
                (Some(b' ' | b'\t' | b'\r' | b'\n' | 0x0c), _) => self.offset += 1,
                (Some(b'-'), Some(b'-')) | (Some(b'/'), Some(b'/')) => {
                    self.skip_past("\n");
                }
                (Some(b'/'), Some(b'*')) => {
                    let start = self.offset;
                    self.offset += 2;
                    if !self.skip_past("*/") {
                        let kind = TokenKind::Unterminated("`*/` closing the comment");
                        return Some(Token { kind, span: Span::new(start, self.offset) });
                    }
                }
                _ => return None,
            }
        }
    }

    /// A quoted text in which the doubled quote stands for one.
    fn quoted(&mut self, quote: u8, kind: TokenKind, end: &'static str) -> TokenKind {
        self.offset += 1;
        while let Some(byte) = self.byte(0) {
            self.offset += 1;
            if byte != quote {
                continue;
            }
            if self.byte(0) != Some(quote) {
                return kind;
            }
            self.offset += 1;
        }
        TokenKind::Unterminated(end)
    }

    fn dollar_string(&mut self) -> TokenKind {
        self.offset += 2;
        if self.skip_past("$$") { TokenKind::String } else { TokenKind::Unterminated("closing `$$`") }
    }

    fn word(&mut self) -> TokenKind {
        if self.uuid() {
            return TokenKind::Uuid;
        }
        // `P0003-06-04T12:30:05`: the one form of a duration that is no run of letters and digits.
        if let Some(len) = alternative_duration_len(self.bytes.get(self.offset..).unwrap_or_default()) {
            self.offset += len;
            return TokenKind::Duration;
        }
        self.skip_word();
        TokenKind::Word
    }

    fn skip_word(&mut self) {
        while self.byte(0).is_some_and(is_word_byte) {
            self.offset += 1;
        }
    }

    fn skip_digits(&mut self) {
        while self.byte(0).is_some_and(|byte| byte.is_ascii_digit()) {
            self.offset += 1;
        }
    }

    /// Takes `8-4-4-4-12` hexadecimal digits that no word byte follows.
    fn uuid(&mut self) -> bool {
        let Some(candidate) = self.bytes.get(self.offset..self.offset + 36) else { return false };
        let fits = candidate.iter().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
        if !fits || self.byte(36).is_some_and(is_word_byte) {
            return false;
        }
        self.offset += 36;
        true
    }

    fn number(&mut self) -> TokenKind {
        if self.uuid() {
            return TokenKind::Uuid;
        }
        let start = self.offset;
        if self.byte(0) == Some(b'0') && matches!(self.byte(1), Some(b'x' | b'X')) {
            self.offset += 2;
            self.skip_word();
            let digits = self.bytes.get(start + 2..self.offset).unwrap_or_default();
            return if digits.iter().all(u8::is_ascii_hexdigit) { TokenKind::Blob } else { TokenKind::Unknown };
        }
        self.skip_digits();
        let mut kind = TokenKind::Integer;
        // `1..3` is a range of two integers.
        if self.byte(0) == Some(b'.') && self.byte(1) != Some(b'.') {
            kind = TokenKind::Float;
            self.offset += 1;
            self.skip_digits();
        }
        if self.exponent() {
            kind = TokenKind::Float;
        }
        if !self.byte(0).is_some_and(|byte| is_word_byte(byte) || !byte.is_ascii()) {
            return kind;
        }
        self.skip_unit();
        let run = self.bytes.get(start..self.offset).unwrap_or_default();
        if kind == TokenKind::Integer && is_unit_duration(run) { TokenKind::Duration } else { TokenKind::Unknown }
    }

    fn exponent(&mut self) -> bool {
        let digit = match (self.byte(0), self.byte(1)) {
            (Some(b'e' | b'E'), Some(b'+' | b'-')) => 2,
            (Some(b'e' | b'E'), _) => 1,
            _ => return false,
        };
        if !self.byte(digit).is_some_and(|byte| byte.is_ascii_digit()) {
            return false;
        }
        self.offset += digit;
        self.skip_digits();
        true
    }

    /// Moves behind letters, digits and the micro sign, to the next character boundary.
    fn skip_unit(&mut self) {
        let rest = self.rest();
        let len = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == 'µ')).unwrap_or(rest.len());
        self.offset += len.max(rest.chars().next().map_or(0, char::len_utf8));
    }

    fn symbol(&mut self, first: u8) -> TokenKind {
        let two = matches!((first, self.byte(1)), (b'<' | b'>' | b'!' | b'+' | b'-', Some(b'=')) | (b'.', Some(b'.')));
        if two {
            self.offset += 2;
            return TokenKind::Symbol;
        }
        if b"()[]{},;:.*+-/%=<>?".contains(&first) {
            self.offset += 1;
            return TokenKind::Symbol;
        }
        self.offset += self.rest().chars().next().map_or(1, char::len_utf8);
        self.skip_word();
        TokenKind::Unknown
    }
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether `run` is numbers, each with a unit: `1h30m`, `2µs`.
fn is_unit_duration(mut run: &[u8]) -> bool {
    const UNITS: [&[u8]; 10] = [b"mo", b"ms", b"us", b"\xc2\xb5s", b"ns", b"y", b"w", b"d", b"h", b"m"];
    while !run.is_empty() {
        let digits = run.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let Some(rest) = run.get(digits..).filter(|_| digits > 0) else { return false };
        let letters = rest.iter().take_while(|byte| !byte.is_ascii_digit()).count();
        let Some((unit, rest)) = rest.split_at_checked(letters) else { return false };
        if !UNITS.iter().any(|known| known.eq_ignore_ascii_case(unit)) && !unit.eq_ignore_ascii_case(b"s") {
            return false;
        }
        run = rest;
    }
    true
}

/// Whether `word` is a duration of ISO 8601: `P1Y2M3DT4H5M6S` or `P3W`.
pub(crate) fn is_iso_duration(word: &str) -> bool {
    let upper = word.to_ascii_uppercase();
    let Some(rest) = upper.strip_prefix('P') else { return false };
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (rest, None),
    };
    let dated = is_ordered(date, "YMD") || is_ordered(date, "W");
    let timed = time.is_none_or(|time| !time.is_empty() && is_ordered(time, "HMS"));
    !rest.is_empty() && dated && timed
}

/// Whether `text` is numbers followed by designators, each of `order` at most once and in that order.
fn is_ordered(text: &str, mut order: &str) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let Some(designator) = rest.get(digits..).and_then(|tail| tail.chars().next()).filter(|_| digits > 0) else {
            return false;
        };
        let Some((_, later)) = order.split_once(designator) else { return false };
        order = later;
        rest = rest.get(digits + designator.len_utf8()..).unwrap_or_default();
    }
    true
}

/// The length of a duration such as `P0003-06-04T12:30:05` at the start of `bytes`.
fn alternative_duration_len(bytes: &[u8]) -> Option<usize> {
    const SHAPE: &[u8] = b"Pdddd-dd-ddTdd:dd:dd";
    let candidate = bytes.get(..SHAPE.len())?;
    let fits = candidate.iter().zip(SHAPE).all(|(byte, shape)| match shape {
        b'd' => byte.is_ascii_digit(),
        other => byte.eq_ignore_ascii_case(other),
    });
    (fits && !bytes.get(SHAPE.len()).copied().is_some_and(is_word_byte)).then_some(SHAPE.len())
}

#[cfg(test)]
mod tests;
