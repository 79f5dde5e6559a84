//! Texts from outside, as they may be shown.

use std::fmt::{self, Display, Write};

/// Displays what it holds, with the characters escaped that would change how a line of a log or a terminal reads: line
/// ends and other control characters, marks that turn the direction of writing, and characters that cannot be seen.
///
/// Escaping twice gives the same as escaping once.
///
/// ```
/// use ilium_cql::Escaped;
///
/// assert_eq!(Escaped("no such table\n2026-01-01 INFO all is well").to_string(), "no such table\\n2026-01-01 INFO all is well");
/// assert_eq!(Escaped("\u{1b}[31mred").to_string(), "\\u{1b}[31mred");
/// ```
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "it is what it holds")]
pub struct Escaped<T>(pub T);

impl<T: Display> Display for Escaped<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaping(f), "{}", self.0)
    }
}

/// Escapes what is written through it.
struct Escaping<'a, 'f>(&'a mut fmt::Formatter<'f>);

impl Write for Escaping<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some((at, hidden)) = rest.char_indices().find(|(_, c)| is_hidden(*c)) {
            self.0.write_str(rest.get(..at).unwrap_or_default())?;
            write!(self.0, "{}", hidden.escape_default())?;
            rest = rest.get(at + hidden.len_utf8()..).unwrap_or_default();
        }
        self.0.write_str(rest)
    }
}

/// Whether a character does something else than show itself. The joiners U+200C and U+200D, which several scripts and
/// emoji are written with, are not among them.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_a_line_is_escaped() {
        for (text, shown) in [
            ("a\nb", "a\\nb"),
            ("a\r\nb\tc", "a\\r\\nb\\tc"),
            ("\u{1b}]0;title\u{7}", "\\u{1b}]0;title\\u{7}"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("\u{85}\u{2028}\u{2029}", "\\u{85}\\u{2028}\\u{2029}"),
            ("\u{202e}txt\u{2066}", "\\u{202e}txt\\u{2066}"),
            ("\u{feff}\u{200b}\u{e0041}\0", "\\u{feff}\\u{200b}\\u{e0041}\\u{0}"),
            ("", ""),
            ("\n", "\\n"),
        ] {
            assert_eq!(Escaped(text).to_string(), shown);
            assert_eq!(Escaped(Escaped(text)).to_string(), shown);
        }
    }

    #[test]
    fn what_people_write_stays() {
        for text in ["Grüße, 日本語", "می\u{200c}خواهم", "👩\u{200d}💻", "back\\slash 'quotes' \"too\""]
        {
            assert_eq!(Escaped(text).to_string(), text);
        }
    }
}
