//! Puts the connections of now into the state that requests load.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;

use super::Live;
use crate::pool::PoolConfig;

/// The least time between two states that differ in their connections.
///
/// Making one takes time for each node: 10 µs for a thousand. Where as many connect at the same time, a state serves all
/// that did so meanwhile. Until it is there, requests find a new connection in its pool, under a lock.
const APART: Duration = Duration::from_millis(10);

/// Keeps the connections of the state true, for as long as the cluster lives.
pub(super) async fn run(state: Arc<ArcSwap<Live>>, pools: Arc<PoolConfig>) {
    loop {
        pools.changed.notified().await;
        publish(&state);
        tokio::time::sleep(APART).await;
    }
}

/// Makes the state show the connections of now.
pub(super) fn publish(state: &ArcSwap<Live>) {
    loop {
        let current = state.load_full();
        let Some(next) = current.with_connections_of_now() else { return };
        let before = state.compare_and_swap(&current, Arc::new(next));
        // The worker may have put another one in force meanwhile, with the views of before.
        if Arc::ptr_eq(&before, &current) {
            return;
        }
    }
}
