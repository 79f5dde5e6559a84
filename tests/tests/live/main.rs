//! What holds on a real Cassandra: on one node and on three, with protocol 5 and with protocol 4; the essentials with
//! protocol 3.
//!
//! Tests share a cluster of one node and a cluster of three, except for those that stop nodes or want other ones, which start
//! their own.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test that panics fails")]

mod lab;

#[allow(dead_code, reason = "two test binaries share it, and which of it each needs depends on the TLS libraries")]
#[path = "../support/certificates.rs"]
mod certificates;

mod authentication;
mod batches;
mod compression;
mod derives;
mod extensions;
mod foreign;
mod grown;
mod identity;
mod keyspaces;
mod mapper;
mod metadata;
mod pages;
mod pools;
mod profiles;
mod recreated;
mod remaps;
mod requests;
mod restarts;
mod routing;
mod statics;
mod tls;
mod traces;
mod value_forms;
mod values;
mod version_3;
mod wire;
