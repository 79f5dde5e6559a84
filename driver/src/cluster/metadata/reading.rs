//! The cluster being read, by a task of its own.

use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::FutureExt;
use tokio::sync::oneshot;

use super::{ReadSettings, find};
use crate::cluster::Live;
use crate::cluster::live::next_state;
use crate::connection::{Connection, broken_error};
use crate::error::{Error, ErrorKind};
use crate::pool::Task;

/// A reading under way; dropped, it ends.
#[derive(Debug)]
pub(in crate::cluster) struct Reading {
    read: oneshot::Receiver<Result<Live, Error>>,
    task: Task,
}

impl Reading {
    /// Begins to read the cluster over a connection; what comes of it follows `state`.
    pub(in crate::cluster) fn begin(connection: Arc<Connection>, settings: ReadSettings, state: Arc<Live>) -> Self {
        let (done, read) = oneshot::channel();
        let task = Task::spawn(async move {
            let next = async {
                let found = find(&connection, &settings).await?;
                next_state(Some(&state), found).await
            };
            // Nobody waits for it when the connection is given up.
            let _unread = done.send(next.await);
        });
        Self { read, task }
    }

    /// The state that follows.
    pub(in crate::cluster) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Live, Error>> {
        self.read.poll_unpin(cx).map(|read| read.unwrap_or_else(|_| Err(self.lost())))
    }

    /// The task ended before it was done.
    #[cold]
    fn lost(&self) -> Error {
        let error = match self.task.ended() {
            Some(broken) => broken_error(broken.clone()),
            None => Error::new(ErrorKind::Metadata, "the task has ended"),
        };
        error.context("reading the cluster's metadata")
    }
}
