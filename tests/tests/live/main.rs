//! What holds on a real Cassandra. All tests share one node.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test that panics fails")]

mod wire;
