//! A typed mapper for Apache Cassandra and ScyllaDB: derived entities and DAOs whose workload is switched by remapping a named execution profile.
