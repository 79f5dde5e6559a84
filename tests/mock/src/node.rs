//! A node's listener.

use std::sync::Arc;

use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::connection;
use crate::state::State;

/// How many connections a node holds at a time; further ones are closed at once.
pub(crate) const MAX_CONNECTIONS: usize = 1024;

/// Accepts and serves connections until it is aborted, which ends them too.
pub(crate) async fn run(state: Arc<State>, node: usize, listener: TcpListener) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) if connections.len() < MAX_CONNECTIONS => {
                    let _nodelay = stream.set_nodelay(true);
                    connections.spawn(connection::run(Arc::clone(&state), node, None, stream, TcpStream::set_zero_linger));
                }
                Ok(_) => {}
                // Out of file descriptors, most likely: some will be closed.
                Err(_) => tokio::time::sleep(std::time::Duration::from_millis(10)).await,
            },
            Some(_ended) = connections.join_next() => {}
        }
    }
}
