//! A CQL driver for Apache Cassandra and ScyllaDB: protocol 4 and 5, token-aware routing, execution profiles that are
//! remapped at run time.

pub mod wire;
