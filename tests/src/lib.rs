//! Tests of ilium across its packages.
