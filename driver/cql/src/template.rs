//! Texts with the placeholders `{table}`, `{keyspace}` and `{columns}`.

use std::error::Error;
use std::fmt;

use crate::error::SyntaxError;
use crate::keyword;
use crate::lexer::{self, TokenKind, is_iso_duration};
use crate::nearest::nearest;
use crate::span::Span;

/// What may stand in braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Placeholder {
    /// `{columns}`: the columns of the entity, with commas between.
    Columns,
    /// `{keyspace}`: the keyspace of the table.
    Keyspace,
    /// `{table}`: the table.
    Table,
}

impl Placeholder {
    /// All of them, in the order in which messages list them.
    pub const ALL: [Self; 3] = [Self::Table, Self::Keyspace, Self::Columns];

    /// Its name, without the braces.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Columns => "columns",
            Self::Keyspace => "keyspace",
            Self::Table => "table",
        }
    }
}

/// A text with placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template<'a> {
    text: &'a str,
    occurrences: Vec<Occurrence>,
}

/// A placeholder in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Which one.
    pub placeholder: Placeholder,
    /// Where it stands, braces included.
    pub span: Span,
}

impl<'a> Template<'a> {
    /// Finds the placeholders of `text`: a word in braces that is no constant, outside of strings, quoted names and
    /// comments. Other braces are CQL: sets, maps, user-defined types.
    ///
    /// # Errors
    /// A placeholder that there is not.
    ///
    /// ```
    /// # fn main() -> Result<(), ilium_cql::template::TemplateError> {
    /// use ilium_cql::template::{Placeholder, Template};
    ///
    /// let template = Template::parse("SELECT {columns} FROM {table} WHERE tags = {'a'}")?;
    /// let cql = template.substitute(|placeholder| match placeholder {
    ///     Placeholder::Columns => "id, tags",
    ///     Placeholder::Keyspace => "shop",
    ///     Placeholder::Table => "shop.users",
    /// });
    /// assert_eq!(cql.text(), "SELECT id, tags FROM shop.users WHERE tags = {'a'}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn parse(text: &'a str) -> Result<Self, TemplateError> {
        let mut occurrences = Vec::new();
        for window in lexer::tokens(text).windows(3) {
            let [open, word, close] = window else { continue };
            let is_symbol =
                |token: &lexer::Token, symbol| token.kind == TokenKind::Symbol && token.span.text(text) == symbol;
            let name = word.span.text(text);
            let is_placeholder = is_symbol(open, "{")
                && word.kind == TokenKind::Word
                && is_symbol(close, "}")
                && !keyword::is_constant(name)
                && !is_iso_duration(name);
            if is_placeholder {
                let span = open.span.to(close.span);
                match Placeholder::ALL.into_iter().find(|placeholder| placeholder.name() == name) {
                    Some(placeholder) => occurrences.push(Occurrence { placeholder, span }),
                    None => return Err(TemplateError { name: name.to_owned(), span }),
                }
            }
        }
        Ok(Self { text, occurrences })
    }

    /// The placeholders in the order of the text.
    pub fn occurrences(&self) -> &[Occurrence] {
        &self.occurrences
    }

    /// Whether it has `placeholder`.
    pub fn has(&self, placeholder: Placeholder) -> bool {
        self.occurrences.iter().any(|occurrence| occurrence.placeholder == placeholder)
    }

    /// Puts what `value` yields in the places of the placeholders, as it is: names that need quotes must have them.
    pub fn substitute<T: AsRef<str>>(&self, mut value: impl FnMut(Placeholder) -> T) -> Substituted {
        let mut text = String::with_capacity(self.text.len());
        let mut replaced = Vec::with_capacity(self.occurrences.len());
        let mut copied = 0;
        for occurrence in &self.occurrences {
            text.push_str(self.text.get(copied..occurrence.span.start).unwrap_or_default());
            let start = text.len();
            text.push_str(value(occurrence.placeholder).as_ref());
            replaced.push((Span::new(start, text.len()), occurrence.span));
            copied = occurrence.span.end;
        }
        text.push_str(self.text.get(copied..).unwrap_or_default());
        Substituted { text, replaced }
    }
}

/// A text whose placeholders have been replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Substituted {
    text: String,
    /// Where each value stands, and where its placeholder stood.
    replaced: Vec<(Span, Span)>,
}

impl Substituted {
    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text, owned.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Which span of the template a span of the text comes from; what lies in a value comes from its whole placeholder.
    pub fn source_span(&self, span: Span) -> Span {
        let mut source = Span::new(self.source_offset(span.start), self.source_offset(span.end));
        for (value, placeholder) in &self.replaced {
            if span.start < value.end && value.start < span.end {
                source = source.to(*placeholder);
            }
        }
        source
    }

    /// The error of parsing the text, as one of `template`, whose text it comes from.
    pub fn source_error(&self, template: &Template<'_>, error: SyntaxError) -> SyntaxError {
        let span = self.source_span(error.span());
        let (found, source) = (error.span().text(&self.text), span.text(template.text));
        let is_value = found != source && !found.is_empty();
        let error = error.moved(span, |offset| self.source_offset(offset));
        if is_value { error.with_found(format!("`{source}`")) } else { error }
    }

    /// Which offset of the template an offset of the text comes from; one in a value comes from its placeholder's
    /// start.
    pub fn source_offset(&self, offset: usize) -> usize {
        let (mut from, mut source) = (0, 0);
        for (value, placeholder) in &self.replaced {
            if offset < value.start {
                break;
            }
            if offset < value.end {
                return placeholder.start;
            }
            (from, source) = (value.end, placeholder.end);
        }
        source + (offset - from)
    }
}

/// A placeholder that there is not.
#[derive(Clone, PartialEq, Eq)]
pub struct TemplateError {
    name: String,
    span: Span,
}

impl TemplateError {
    /// What stands in the braces.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it stands, braces included.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The placeholder that was probably meant.
    pub fn nearest(&self) -> Option<&'static str> {
        nearest(&self.name, Placeholder::ALL.map(Placeholder::name))
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown placeholder `{{{}}}`", self.name)?;
        if let Some(near) = self.nearest() {
            write!(f, "; did you mean `{{{near}}}`?")?;
        }
        let [table, keyspace, columns] = Placeholder::ALL.map(Placeholder::name);
        write!(f, " (allowed are `{{{table}}}`, `{{{keyspace}}}` and `{{{columns}}}`)")
    }
}

/// As it is displayed.
impl fmt::Debug for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Error for TemplateError {}
