//! The tokens of a row.

use crate::topology::problem::{KEPT, shown};
use crate::topology::{MAX_TOKENS, Token};

/// The column `tokens` of a row: numbers, of which a snapshot has at most 2²⁰, and the first texts that are not.
#[derive(Clone, Debug, Default)]
pub struct RowTokens {
    numbers: Vec<Token>,
    count: usize,
    bad: Vec<String>,
    bad_count: usize,
}

impl RowTokens {
    /// Takes one more token as the server writes it.
    pub fn push(&mut self, text: &str) {
        self.count += 1;
        match text.parse() {
            Ok(number) if self.numbers.len() < MAX_TOKENS => self.numbers.push(Token::new(number)),
            // No token of such a ring is used.
            Ok(_) => {}
            Err(_) => {
                self.bad_count += 1;
                if self.bad.len() < KEPT {
                    self.bad.push(shown(text));
                }
            }
        }
    }

    /// How many tokens the row has, those that are not numbers included.
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether the row has no token.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The numbers, in no order.
    pub(super) fn take_numbers(&mut self) -> Vec<Token> {
        std::mem::take(&mut self.numbers)
    }

    /// The first texts that are not numbers, cut to what is shown of them, and how many more there are.
    pub(super) fn bad(&self) -> (&[String], usize) {
        (&self.bad, self.bad_count - self.bad.len())
    }
}

impl<S: AsRef<str>> Extend<S> for RowTokens {
    fn extend<T: IntoIterator<Item = S>>(&mut self, texts: T) {
        texts.into_iter().for_each(|text| self.push(text.as_ref()));
    }
}

impl<S: AsRef<str>> FromIterator<S> for RowTokens {
    fn from_iter<T: IntoIterator<Item = S>>(texts: T) -> Self {
        let mut tokens = Self::default();
        tokens.extend(texts);
        tokens
    }
}
