//! Collects the mistakes of one macro call, so that one compile reports all of them.

use proc_macro2::Span;

/// The mistakes found so far.
#[derive(Debug, Default)]
#[must_use = "mistakes that are not reported are lost; call `finish`"]
pub(crate) struct Diagnostics {
    /// All mistakes, combined; `None` while there is none.
    error: Option<syn::Error>,
}

impl Diagnostics {
    /// Adds a mistake.
    pub(crate) fn push(&mut self, error: syn::Error) {
        match &mut self.error {
            None => self.error = Some(error),
            Some(known) => known.combine(error),
        }
    }

    /// Adds a mistake at `span`.
    pub(crate) fn report(&mut self, span: Span, message: impl std::fmt::Display) {
        self.push(syn::Error::new(span, message));
    }

    /// The value, or `None` with its error added.
    pub(crate) fn ok<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// Whether a mistake was added.
    pub(crate) fn has_errors(&self) -> bool {
        self.error.is_some()
    }

    /// The value when no mistake was added, else all mistakes as one error.
    pub(crate) fn finish<T>(self, value: T) -> syn::Result<T> {
        match self.error {
            None => Ok(value),
            Some(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_every_mistake_in_order() {
        let mut diagnostics = Diagnostics::default();
        diagnostics.report(Span::call_site(), "first");
        assert_eq!(diagnostics.ok::<u8>(Err(syn::Error::new(Span::call_site(), "second"))), None);
        assert!(diagnostics.has_errors());
        let error = diagnostics.finish(()).unwrap_err();
        assert_eq!(error.into_iter().map(|e| e.to_string()).collect::<Vec<_>>(), ["first", "second"]);
    }

    #[test]
    fn gives_the_value_when_there_is_no_mistake() {
        assert_eq!(Diagnostics::default().finish(7).unwrap(), 7);
    }
}
