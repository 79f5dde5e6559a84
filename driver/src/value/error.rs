//! The three errors that values and rows fail with: one word each, cheap to clone, with the cause inside.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use ilium_cql::Escaped;

use crate::wire::shown::write_chain;

/// Makes a public error type that is one word wide. `Arc<dyn Error>` would be two, and every `Result` of the hot path
/// would carry the second word.
macro_rules! thin_error {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(Arc<Box<dyn Error + Send + Sync>>);

        impl $name {
            /// Wraps the error that says what is wrong.
            #[cold]
            pub fn new(error: impl Error + Send + Sync + 'static) -> Self {
                Self(Arc::new(Box::new(error)))
            }

            /// The wrapped error, if it is a `T`.
            pub fn downcast_ref<T: Error + 'static>(&self) -> Option<&T> {
                self.0.downcast_ref()
            }

            /// The wrapped error to be changed, if it is a `T` and no clone of this error exists.
            pub fn try_downcast_mut<T: Error + 'static>(&mut self) -> Option<&mut T> {
                Arc::get_mut(&mut self.0)?.downcast_mut()
            }
        }

        /// The text, and a line for each source that it does not contain.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_chain(self, f)
            }
        }

        /// The whole story in one line: column, Rust type, CQL type, cause.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", Escaped(&self.0))
            }
        }

        /// The source is the wrapped error's source; the wrapped error itself is what this one displays.
        impl Error for $name {
            fn source(&self) -> Option<&(dyn Error + 'static)> {
                self.0.source()
            }
        }
    };
}

thin_error! {
    /// Why values could not be written.
    ///
    /// Wraps a [`BuiltinTypeCheckError`](super::value_error::BuiltinTypeCheckError), a
    /// [`BuiltinSerializationError`](super::value_error::BuiltinSerializationError), one of their row twins in
    /// [`serialize::row`](crate::serialize::row), or what a hand-written implementation made.
    SerializationError
}

thin_error! {
    /// Why a Rust type cannot hold what a result's columns are; found before any row is read.
    ///
    /// Wraps a `BuiltinTypeCheckError` of [`deserialize::value`](crate::deserialize::value) or
    /// [`deserialize::row`](crate::deserialize::row), or what a hand-written implementation made.
    TypeCheckError
}

thin_error! {
    /// Why a value or a row could not be read.
    ///
    /// Wraps a `BuiltinDeserializationError` of [`deserialize::value`](crate::deserialize::value) or
    /// [`deserialize::row`](crate::deserialize::row), or what a hand-written implementation made.
    DeserializationError
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_one_word() {
        let word = size_of::<usize>();
        assert_eq!(size_of::<SerializationError>(), word);
        assert_eq!(size_of::<Result<(), TypeCheckError>>(), word);
        assert_eq!(size_of::<Result<(), DeserializationError>>(), word);
    }

    #[test]
    fn the_wrapped_error_can_be_had_back() {
        let mut error = DeserializationError::new(fmt::Error);
        assert_eq!(error.downcast_ref(), Some(&fmt::Error));
        assert!(error.downcast_ref::<std::io::Error>().is_none());
        assert!(error.try_downcast_mut::<fmt::Error>().is_some());
        let clone = error.clone();
        assert!(error.try_downcast_mut::<fmt::Error>().is_none(), "shared with {clone}");
    }
}
