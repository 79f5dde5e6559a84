//! Runnable examples of ilium, one idea a file.
