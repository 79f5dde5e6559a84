//! Starts real Apache Cassandra nodes for tests and the quick start.
