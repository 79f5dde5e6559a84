//! Reads helper attributes such as `#[cql(rename = "id", skip)]`.
//!
//! A macro's `parse.rs` calls [`read`] with a closure that matches on the key's name and stores its value in a
//! [`Slot`]. A mistake in one key does not hide the mistakes in the others.

use proc_macro2::{Ident, Span, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned as _;
use syn::{LitBool, LitStr, Meta, Token};

use crate::diagnostics::Diagnostics;
use crate::nearest::meant;

/// A value, and the tokens that an error about it points at.
#[derive(Clone, Debug)]
pub(crate) struct Spanned<T> {
    /// What the user wrote.
    pub(crate) value: T,
    /// Where the user wrote it.
    pub(crate) span: Span,
}

/// A key of an attribute, before its value is read.
pub(crate) struct Key<'a> {
    /// The attribute's own name.
    attribute: String,
    /// The key's name; empty for a value that stands without a key.
    name: String,
    /// The key's token.
    span: Span,
    /// What follows the key.
    input: ParseStream<'a>,
}

/// Hands every key of the attributes called one of `names` to `on_key`, which must read the key's value.
///
/// A value without a key, as in `#[query("SELECT …")]`, is handed over as the key with an empty name; it is read with
/// [`Key::bare`].
pub(crate) fn read(
    attributes: &[syn::Attribute],
    names: &[&str],
    diagnostics: &mut Diagnostics,
    mut on_key: impl FnMut(&Key<'_>) -> syn::Result<()>,
) {
    for attribute in attributes {
        if let Some(name) = names.iter().find(|name| attribute.path().is_ident(name)) {
            read_one(attribute, name, diagnostics, &mut on_key);
        }
    }
}

/// Reports every attribute called one of `names`, which belong on `place` and not here.
pub(crate) fn misplaced(attributes: &[syn::Attribute], names: &[&str], place: &str, diagnostics: &mut Diagnostics) {
    for attribute in attributes {
        if let Some(name) = names.iter().find(|name| attribute.path().is_ident(name)) {
            diagnostics.report(attribute.path().span(), format!("`#[{name}]` belongs on {place}"));
        }
    }
}

fn read_one(
    attribute: &syn::Attribute,
    name: &str,
    diagnostics: &mut Diagnostics,
    on_key: &mut impl FnMut(&Key<'_>) -> syn::Result<()>,
) {
    match &attribute.meta {
        Meta::Path(_) => {}
        Meta::NameValue(meta) => diagnostics.report(meta.span(), format!("expected `#[{name}(…)]`")),
        Meta::List(_) => {
            let mut mistakes = Diagnostics::default();
            let rest = attribute.parse_args_with(|input: ParseStream<'_>| {
                read_keys(input, name, &mut mistakes, on_key);
                Ok(())
            });
            // What syn says of tokens left over is a consequence of a mistake that is already known.
            match mistakes.finish(()) {
                Err(error) => diagnostics.push(error),
                Ok(()) => drop(diagnostics.ok(rest)),
            }
        }
    }
}

fn read_keys(
    input: ParseStream<'_>,
    attribute: &str,
    mistakes: &mut Diagnostics,
    on_key: &mut impl FnMut(&Key<'_>) -> syn::Result<()>,
) {
    while !input.is_empty() {
        let read = Key::parse(attribute, input).and_then(|key| on_key(&key)).and_then(|()| end_of_key(input));
        if let Err(error) = read {
            mistakes.push(error);
            skip_to_next_key(input);
        }
    }
}

fn end_of_key(input: ParseStream<'_>) -> syn::Result<()> {
    if input.is_empty() {
        return Ok(());
    }
    match input.parse::<Token![,]>() {
        Ok(_) => Ok(()),
        Err(_) => Err(input.error("expected `,` before the next key")),
    }
}

fn skip_to_next_key(input: ParseStream<'_>) {
    while let Ok(token) = input.parse::<TokenTree>() {
        if matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',') {
            break;
        }
    }
}

impl<'a> Key<'a> {
    fn parse(attribute: &str, input: ParseStream<'a>) -> syn::Result<Self> {
        let (name, span) = if input.peek(syn::Lit) {
            (String::new(), input.span())
        } else if input.peek(Ident::peek_any) {
            let ident = input.call(Ident::parse_any)?;
            (ident.unraw().to_string(), ident.span())
        } else {
            return Err(input.error(format!("expected a key of `#[{attribute}]`")));
        };
        Ok(Self { attribute: attribute.to_owned(), name, span, input })
    }

    /// The key's name, `r#` taken off; empty for a value without a key.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Reads `key` or `key = true` as true, `key = false` as false.
    pub(crate) fn flag(&self) -> syn::Result<Spanned<bool>> {
        if !self.input.peek(Token![=]) {
            return Ok(Spanned { value: true, span: self.span });
        }
        let value: Spanned<LitBool> = self.value("true or false")?;
        Ok(Spanned { value: value.value.value, span: self.span })
    }

    /// Reads `key = "…"`.
    pub(crate) fn string(&self) -> syn::Result<Spanned<String>> {
        let literal: Spanned<LitStr> = self.value("a string")?;
        Ok(Spanned { value: literal.value.value(), span: literal.span })
    }

    /// Reads `key = some::path` or `key = "some::path"`.
    pub(crate) fn path(&self) -> syn::Result<Spanned<syn::Path>> {
        const EXPECTED: &str = "a path";
        self.equals(EXPECTED)?;
        let span = self.input.span();
        let path = if self.input.peek(LitStr) {
            self.input.parse::<LitStr>()?.parse_with(syn::Path::parse_mod_style)
        } else {
            self.input.call(syn::Path::parse_mod_style)
        };
        let path = path.map_err(|_| self.expects(span, EXPECTED))?;
        Ok(Spanned { span: path.span(), value: path })
    }

    /// Reads `key = …`; `expected` names what may follow the `=`, for the error.
    pub(crate) fn value<T: Parse + syn::spanned::Spanned>(&self, expected: &str) -> syn::Result<Spanned<T>> {
        self.equals(expected)?;
        self.bare(expected)
    }

    /// Reads a value that stands without a key (see [`read`]).
    pub(crate) fn bare<T: Parse + syn::spanned::Spanned>(&self, expected: &str) -> syn::Result<Spanned<T>> {
        let span = self.input.span();
        let value: T = self.input.parse().map_err(|_| self.expects(span, expected))?;
        Ok(Spanned { span: value.span(), value })
    }

    /// The error for a key that the attribute does not have; `known` are those it has here.
    pub(crate) fn unknown(&self, known: &[&str]) -> syn::Error {
        let attribute = &self.attribute;
        let list = known.join(", ");
        if self.name.is_empty() {
            return syn::Error::new(self.span, format!("expected a key of `#[{attribute}]`. Known: {list}"));
        }
        let name = &self.name;
        let meant = meant(name, known.iter().copied());
        syn::Error::new(self.span, format!("unknown key `{name}` in `#[{attribute}]`; {meant}known: {list}"))
    }

    /// An error about the key.
    pub(crate) fn error(&self, message: impl std::fmt::Display) -> syn::Error {
        syn::Error::new(self.span, message)
    }

    /// The error for a key that is known, but not here; `place` is where it belongs.
    pub(crate) fn misplaced(&self, place: &str) -> syn::Error {
        syn::Error::new(self.span, format!("`{}` of `#[{}]` belongs on {place}", self.name, self.attribute))
    }

    fn equals(&self, expected: &str) -> syn::Result<()> {
        match self.input.parse::<Token![=]>() {
            Ok(_) => Ok(()),
            Err(_) => Err(self.expects(self.span, expected)),
        }
    }

    fn expects(&self, span: Span, expected: &str) -> syn::Error {
        if self.name.is_empty() {
            return syn::Error::new(span, format!("expected {expected}"));
        }
        syn::Error::new(span, format!("`{0}` takes {expected}: `{0} = …`", self.name))
    }
}

/// What one key was set to.
#[derive(Clone, Debug)]
pub(crate) struct Slot<T>(Option<Spanned<T>>);

// Not derived: an empty slot asks nothing of `T`.
impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Slot<T> {
    /// Stores the value of `key`; an error when the key was given before.
    pub(crate) fn set(&mut self, key: &Key<'_>, value: Spanned<T>) -> syn::Result<()> {
        if self.0.is_some() {
            return Err(syn::Error::new(key.span, format!("`{}` is given twice", key.name)));
        }
        self.0 = Some(value);
        Ok(())
    }

    /// The value, if the key was given.
    pub(crate) fn get(&self) -> Option<&Spanned<T>> {
        self.0.as_ref()
    }

    /// The value without its span, if the key was given.
    pub(crate) fn value(self) -> Option<T> {
        self.0.map(|spanned| spanned.value)
    }

    /// The value, if the key was given.
    pub(crate) fn optional(self) -> Option<Spanned<T>> {
        self.0
    }

    /// The value; when the key was not given, a mistake at `span` that shows what to write.
    pub(crate) fn required(self, span: Span, example: &str, diagnostics: &mut Diagnostics) -> Option<Spanned<T>> {
        if self.0.is_none() {
            diagnostics.report(span, format!("missing `{example}`"));
        }
        self.0
    }
}

impl Slot<bool> {
    /// Whether the flag was given and is not `= false`.
    pub(crate) fn is_set(&self) -> bool {
        self.0.as_ref().is_some_and(|flag| flag.value)
    }
}

#[cfg(test)]
mod tests;
