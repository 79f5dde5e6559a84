/// A keyspace that the nodes know.
#[derive(Clone, Debug)]
pub(crate) struct Keyspace {
    pub(crate) name: String,
    /// As in `system_schema.keyspaces`: class and factors.
    pub(crate) replication: Vec<(String, String)>,
}

impl Keyspace {
    /// A keyspace with so many replicas, wherever they are.
    pub(crate) fn simple(name: &str, replicas: usize) -> Self {
        let replication = vec![
            ("class".to_owned(), "org.apache.cassandra.locator.SimpleStrategy".to_owned()),
            ("replication_factor".to_owned(), replicas.to_string()),
        ];
        Self { name: name.to_owned(), replication }
    }
}
