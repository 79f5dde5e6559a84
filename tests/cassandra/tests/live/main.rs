//! Real nodes: started, controlled, and gone with their owner.
//!
//! With `CQL_NODES` set there may be no Java here, and nothing is started: these tests then say so and pass, except the one
//! about `CQL_NODES` itself.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a step that fails is a test that fails, also in the functions that tests share"
)]

mod client;
mod environment;
mod failures;
mod leftovers;
mod options;
mod owner;
mod three_nodes;

/// Whether nodes can be expected to start here.
fn starts_nodes() -> bool {
    let is_free = std::env::var_os(ilium_cassandra::CQL_NODES).is_none_or(|nodes| nodes.is_empty());
    if !is_free {
        eprintln!("skipped: {} is set, so no nodes are started", ilium_cassandra::CQL_NODES);
    }
    is_free
}
