//! Derive macros of ilium: row and value (de)serialization, entities and DAOs.
//!
//! # Where to look
//! - `attribute`: reads `#[cql(…)]` and its like; `keyword` has their names
//! - `diagnostics`: collects mistakes; `nearest`: "did you mean"; `stub`: what is expanded beside them
//! - `library`: the path of the library in the user's package; `hygiene`: names that cannot collide
//! - `case`: `rename_all`

mod attribute;
mod case;
mod diagnostics;
#[cfg(test)]
mod golden;
mod hygiene;
mod keyword;
mod library;
mod nearest;
mod stub;
