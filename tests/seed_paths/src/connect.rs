//! What every program here begins with.

use std::error::Error;

use scylla::client::session::Session;
use scylla::client::session_builder::SessionBuilder;

/// A session on the nodes of `CQL_NODES`, which are separated by commas, with a keyspace of its own.
pub(crate) async fn session() -> Result<Session, Box<dyn Error>> {
    let nodes = std::env::var("CQL_NODES").unwrap_or_else(|_| "127.0.0.1:9042".to_owned());
    let session = SessionBuilder::new().known_nodes(nodes.split(',')).build().await?;
    let replication = "{'class': 'NetworkTopologyStrategy', 'replication_factor': 1}";
    let create = format!("CREATE KEYSPACE IF NOT EXISTS seed_paths WITH replication = {replication}");
    session.query_unpaged(create, &[]).await?;
    session.await_schema_agreement().await?;
    session.use_keyspace("seed_paths", false).await?;
    Ok(session)
}

/// Makes the table anew: `k int`, its primary key, and these columns.
pub(crate) async fn table(session: &Session, name: &str, columns: &str) -> Result<(), Box<dyn Error>> {
    session.query_unpaged(format!("DROP TABLE IF EXISTS {name}"), &[]).await?;
    session.query_unpaged(format!("CREATE TABLE {name} (k int PRIMARY KEY, {columns})"), ()).await?;
    session.await_schema_agreement().await?;
    Ok(())
}
