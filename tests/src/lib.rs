//! Tests of ilium across its packages.

#[cfg(doctest)]
mod book;
