//! A connection in its slot.

use std::sync::Arc;

use super::slots::Put;
use super::{Inner, PoolConfig};
use crate::connection::Connection;
use crate::topology::ConnectedMark;

/// A connection in its slot, which it leaves when this is dropped, however the task that holds it ends.
#[derive(Debug)]
pub(super) struct Placed {
    inner: Arc<Inner>,
    config: Arc<PoolConfig>,
    connection: Arc<Connection>,
    _mark: ConnectedMark,
}

impl Placed {
    /// Puts a connection into an empty slot; `None` when its shard has no empty slot.
    pub(super) fn new(
        inner: &Arc<Inner>,
        config: &Arc<PoolConfig>,
        keeper: usize,
        connection: &Arc<Connection>,
    ) -> Option<Self> {
        let (put, sharder) = {
            let mut slots = inner.slots();
            let put = slots.put(config.size, keeper, connection, connection.sharding());
            (put, slots.sharder())
        };
        let Put::Done { outdated } = put else { return None };
        inner.node.set_sharder(sharder);
        // The node was started anew since, so that it has other shards.
        outdated.iter().for_each(|connection| connection.close());
        *inner.last_error() = None;
        let mark = inner.node.mark_connected();
        inner.changed(config);
        inner.tried.send_replace(true);
        let (inner, config, connection) = (Arc::clone(inner), Arc::clone(config), Arc::clone(connection));
        Some(Self { inner, config, connection, _mark: mark })
    }

    pub(super) const fn connection(&self) -> &Arc<Connection> {
        &self.connection
    }
}

impl Drop for Placed {
    fn drop(&mut self) {
        self.inner.slots().remove(&self.connection);
        self.inner.changed(&self.config);
    }
}
