//! What errors show, over their whole chains.

use std::error::Error as StdError;
use std::io;
use std::sync::Arc;

use super::{Error, ErrorKind};
use crate::value::DeserializationError;
use crate::wire::response::{Error as ServerError, ErrorCode};

const FORGED: &str = "no such table\n2026-01-01 INFO all is well\u{1b}[2J\u{202e}";

/// The errors with a cause, and one with hostile texts.
fn errors() -> Vec<Error> {
    vec![
        Error::caused(ErrorKind::Connect, io::Error::other("refused by the test")),
        DeserializationError::new(io::Error::other("bytes that are no int")).into(),
        Error::server(ServerError::new(ErrorCode::Invalid, FORGED)).of_statement(&Arc::from(FORGED)),
    ]
}

#[test]
fn each_text_of_a_chain_is_shown_once() {
    for error in errors() {
        let mut shown = error.to_string();
        let mut source = StdError::source(&error);
        while let Some(cause) = source {
            let text = cause.to_string();
            assert!(!shown.contains(&text), "{text:?} is shown twice in the chain of {shown}");
            shown.push_str(&text);
            source = cause.source();
        }
    }
}

#[test]
fn the_cause_can_be_had_back() {
    let error = Error::caused(ErrorKind::Connect, io::Error::other("refused by the test"));
    assert!(error.cause().is_some_and(|cause| cause.downcast_ref::<io::Error>().is_some()));
    assert!(Error::closed().cause().is_none());
}

#[test]
fn debug_is_as_readable_as_display_and_nothing_acts_on_the_terminal() {
    for error in errors() {
        assert_eq!(format!("{error:?}"), error.to_string());
        assert!(!error.to_string().contains(['\n', '\u{1b}', '\u{202e}']), "{error}");
    }
}
