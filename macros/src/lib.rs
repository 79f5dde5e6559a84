//! Derive macros of ilium: row and value (de)serialization, entities and DAOs.
