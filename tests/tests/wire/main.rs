//! The bytes of every message, written by hand from the specification, for protocol 3 to 5.
//!
//! Each vector is decoded and compared, encoded and compared, cut at every byte and damaged.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test that panics fails")]

mod authentication;
mod batches;
mod columns;
mod compressed_segments;
mod compression;
mod envelopes;
mod errors;
mod events;
mod extensions;
mod handshake;
mod queries;
mod results;
mod segments;
mod vector;
mod version_3;
