//! `system.local`: the node at the other end, and what it says of the whole cluster.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use uuid::Uuid;

use super::cells::{Cell, TokensCell, tokens_of};
use super::reader::{ReadSettings, Reader};
use super::table::Table;
use crate::connection::Connection;
use crate::error::{Error, ErrorKind};
use crate::topology::{ClusterRows, PeerRow};

pub(super) type LocalRow = (
    Cell<Uuid>,
    Cell<IpAddr>,
    Cell<String>,
    Cell<String>,
    Cell<TokensCell>,
    Cell<String>,
    Cell<Uuid>,
    Cell<String>,
    Cell<String>,
);

/// All that is read of the node: one row. Where a server says more, the first counts.
#[derive(Debug, Default)]
pub(super) struct Local(Option<LocalRow>);

impl Table for Local {
    const NAME: &'static str = "system.local";
    const COLUMNS: &'static [&'static str] = &[
        "host_id",
        "broadcast_address",
        "data_center",
        "rack",
        "tokens",
        "release_version",
        "schema_version",
        "cluster_name",
        "partitioner",
    ];
    const CONDITION: &'static str = "key = 'local'";
    type Row = LocalRow;

    fn add(&mut self, row: LocalRow) {
        self.0 = Some(row);
    }

    fn is_full(&self) -> bool {
        self.0.is_some()
    }

    fn leave_out(&mut self, _: usize) {}
}

impl Local {
    /// The node, which was reached at `address`.
    ///
    /// # Errors
    /// When there was no row.
    pub(super) fn into_rows(self, address: SocketAddr) -> Result<ClusterRows, Error> {
        let (host_id, broadcast_address, datacenter, rack, tokens, release_version, schema_version, name, partitioner) =
            self.0.ok_or_else(no_row)?;
        // Where this connection goes is where clients reach the node, whatever the node thinks.
        let local = PeerRow {
            host_id,
            address: Some(address.ip()),
            port: Some(address.port()),
            broadcast_address,
            datacenter,
            rack,
            tokens: tokens_of(tokens),
            release_version,
            schema_version,
        };
        Ok(ClusterRows {
            cluster_name: name,
            partitioner,
            local: Some(local),
            default_port: address.port(),
            ..ClusterRows::default()
        })
    }
}

fn no_row() -> Error {
    Error::new(ErrorKind::Metadata, "system.local has no row")
}

/// The node's schema version alone.
#[derive(Debug, Default)]
struct SchemaVersion(Option<Uuid>);

impl Table for SchemaVersion {
    const NAME: &'static str = Local::NAME;
    const COLUMNS: &'static [&'static str] = &["schema_version"];
    const CONDITION: &'static str = Local::CONDITION;
    type Row = (Uuid,);

    fn add(&mut self, (version,): (Uuid,)) {
        self.0 = Some(version);
    }

    fn is_full(&self) -> bool {
        self.0.is_some()
    }

    fn leave_out(&mut self, _: usize) {}
}

/// The schema version of the node at the other end.
///
/// # Errors
/// When it cannot be read.
pub(in crate::cluster) async fn schema_version(
    connection: &Arc<Connection>,
    settings: &ReadSettings,
) -> Result<Uuid, Error> {
    let reader = Reader { connection, settings };
    reader.in_time(reader.read::<SchemaVersion>()).await?.0.ok_or_else(no_row)
}
