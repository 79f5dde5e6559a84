//! How large a cluster may be.
//!
//! Whoever answers as a node says what the cluster is like. What it says must not take more memory and time than a cluster
//! can that somebody runs; the greatest that are known have a few thousand nodes.

/// How many nodes are used; the others are left out.
pub(crate) const MAX_NODES: usize = 16_384;

/// How many tokens a ring may have: 4,096 nodes of 256 tokens each, or all nodes of 64. Beyond, requests are not routed by
/// token.
pub(crate) const MAX_TOKENS: usize = 1 << 20;

/// How many keyspaces are known; requests to the others are not routed by token.
pub(crate) const MAX_KEYSPACES: usize = 1 << 16;

/// How many options a keyspace's replication may have: a class and a factor for each datacenter. A keyspace of more counts as
/// one of unknown replication.
pub(crate) const MAX_REPLICATION_OPTIONS: usize = 1024;

/// How many options all keyspaces may have. Keyspaces beyond are left out.
pub(crate) const MAX_OPTIONS_IN_ALL: usize = 1 << 18;

/// How many bytes the placements of a snapshot take in all. One takes 8 for each token and 4 for each replica of each
/// distinct list, so this is enough for ten strategies in a ring of the greatest size.
pub(super) const MAX_PLACED_BYTES: usize = 256 << 20;

/// How many steps along the ring one placement takes: less than a second's worth. The greatest ring takes one for each
/// replica of each token, or a few more; a ring that was made for the purpose takes the square of its tokens.
pub(super) const MAX_STEPS: usize = 1 << 26;
