//! Nodes and keyspaces: which tables are read, and in which order.

use std::sync::Arc;

use super::keyspaces::Keyspaces;
use super::local::Local;
use super::peers::{OldPeers, PeersV2};
use super::reader::{ReadSettings, Reader};
use crate::connection::Connection;
use crate::error::Error;
use crate::topology::{ClusterRows, SchemaRows};

/// Reads nodes and keyspaces.
///
/// # Errors
/// When a table cannot be read, or all of them together take too long.
pub(in crate::cluster) async fn find(
    connection: &Arc<Connection>,
    settings: &ReadSettings,
) -> Result<ClusterRows, Error> {
    let reader = Reader { connection, settings };
    reader.in_time(reader.cluster()).await.map_err(|error| error.context("reading the cluster's metadata"))
}

impl Reader<'_> {
    async fn cluster(&self) -> Result<ClusterRows, Error> {
        let mut rows = self.read::<Local>().await?.into_rows(self.connection.address())?;
        (rows.peers, rows.more_peers) = match self.read_if_there::<PeersV2>().await? {
            Some(peers) => peers.into_rows(),
            // Before Cassandra 4, and in ScyllaDB.
            None => self.read::<OldPeers>().await?.into_rows(),
        };
        rows.schema = self.schema().await?;
        Ok(rows)
    }

    async fn schema(&self) -> Result<SchemaRows, Error> {
        let mut rows = SchemaRows::default();
        (rows.keyspaces, rows.more_keyspaces) = self.read::<Keyspaces>().await?.into_rows();
        Ok(rows)
    }
}
