//! What a session does when servers do what they should not: each test is a transcript over scripted nodes.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test that panics fails")]

// The policies of `tests/seed_paths` say `scylla`, as programs for that crate do.
extern crate ilium_driver as scylla;

#[allow(dead_code, reason = "two test binaries share it, and which of it each needs depends on the TLS libraries")]
#[path = "../support/certificates.rs"]
mod certificates;

mod agreement;
mod altered;
mod authentication;
mod busy;
mod clock;
mod compressed;
mod compression;
mod conditional;
mod conditional_batches;
mod connectors;
mod contact;
mod counters;
mod damage;
mod dao;
mod deadlines;
mod effects;
mod events;
mod every_option;
mod extensions;
mod first_row;
mod forgotten;
mod given_up;
mod grown;
mod handshake;
mod identity;
mod keyspaces;
mod large;
mod limits;
mod log;
mod log_lines;
mod long_run;
mod markers;
mod masses;
mod membership;
mod metadata;
mod negotiation;
mod nulls;
mod options;
mod outage;
mod outputs;
mod own_errors;
mod page_size;
mod pages;
mod panics;
mod policies;
mod pools;
mod preparing;
mod queues;
mod readings;
mod recreated;
mod remap;
mod reprepare;
mod retries;
mod roads;
mod runtimes;
mod scene;
mod secrets;
mod server_errors;
mod shards;
mod statics;
mod streams;
mod system_pages;
mod tls;
mod user_types;
mod values;
mod version_3;
