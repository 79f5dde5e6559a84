//! Errors as people see them: no character of a server's text acts on the terminal, and no text stands there twice.

use std::error::Error;
use std::fmt;

use ilium_cql::Escaped;

/// How many sources are shown: more than any chain of this crate has, and an end for one that leads back to itself.
const MAX_SOURCES: usize = 16;

/// Displays by a function.
struct Shown<F>(F);

impl<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> fmt::Display for Shown<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.0)(f)
    }
}

/// Escapes what `write` writes: see [`Escaped`].
pub(crate) fn escaped(
    f: &mut fmt::Formatter<'_>,
    write: impl Fn(&mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    write!(f, "{}", Escaped(Shown(write)))
}

/// Bytes in `Debug`: how many there are. They are the application's data, which has no place in a log.
pub(crate) struct Length(pub(crate) usize);

impl Length {
    pub(crate) const fn of(bytes: &[u8]) -> Self {
        Self(bytes.len())
    }
}

impl fmt::Debug for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0)
    }
}

/// A statement's text in `Debug`: its start, with the passwords masked.
pub(crate) struct Text<'a>(pub(crate) &'a str);

/// How much of a text is shown.
const TEXT_CHARS: usize = 500;

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let masked = ilium_cql::masked(self.0);
        match masked.char_indices().nth(TEXT_CHARS) {
            Some((end, _)) => write!(f, "{:?}…", masked.get(..end).unwrap_or_default()),
            None => write!(f, "{masked:?}"),
        }
    }
}

/// Writes an error's text and, a line each, those of its sources that the lines before do not contain.
///
/// It is how errors implement `Debug`, which is what a `main` that returns an error prints.
///
/// # Errors
/// When the formatter fails.
pub fn write_chain(error: &(dyn Error + 'static), f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut shown = error.to_string();
    f.write_str(&shown)?;
    let mut next = error.source();
    for _ in 0..MAX_SOURCES {
        let Some(source) = next else { break };
        let text = Escaped(source).to_string();
        if !shown.contains(&text) {
            write!(f, "\n  caused by: {text}")?;
            shown.push_str(&text);
        }
        next = source.source();
    }
    Ok(())
}

/// Implements `Debug` of errors by [`write_chain`].
macro_rules! debug_by_chain {
    ($($error:ty),+ $(,)?) => {$(
        /// The text, and a line for each source that it does not contain.
        impl std::fmt::Debug for $error {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::wire::shown::write_chain(self, f)
            }
        }
    )+};
}
pub(crate) use debug_by_chain;

#[cfg(test)]
mod tests {
    use super::*;

    /// An error with a source; it shows its own text alone, or the source's behind it.
    struct Link(&'static str, Option<Box<Self>>);

    impl fmt::Display for Link {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl Error for Link {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            self.1.as_deref().map(|source| source as _)
        }
    }

    debug_by_chain!(Link);

    #[test]
    fn each_text_of_a_chain_stands_there_once() {
        let link = |text, source: Option<Link>| Link(text, source.map(Box::new));
        let chain = link("no: file a: lost", Some(link("file a: lost", Some(link("disk\n2 is full", None)))));
        assert_eq!(format!("{chain:?}"), "no: file a: lost\n  caused by: disk\\n2 is full");
    }
}
