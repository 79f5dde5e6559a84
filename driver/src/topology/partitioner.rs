//! How a cluster makes tokens of keys.

/// The partitioner that `system.local` names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PartitionerName {
    /// Cassandra's and ScyllaDB's default; requests are routed by token.
    #[default]
    Murmur3,
    /// One whose tokens this driver does not compute: the class name. Requests go to any node.
    Other(String),
}

impl PartitionerName {
    /// The partitioner of this class name, with or without its package.
    pub fn from_class(class: &str) -> Self {
        match class.rsplit('.').next() {
            Some("Murmur3Partitioner") => Self::Murmur3,
            _ => Self::Other(class.to_owned()),
        }
    }
}
