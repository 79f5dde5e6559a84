//! Work that is long where the cluster is large.

use crate::error::{Error, ErrorKind};

/// How much is done where the caller is: a few milliseconds' worth.
const SMALL: usize = 4096;

/// Does work on `size` tokens, rows or the like: here if they are few, else on a thread where it holds nobody up.
///
/// # Errors
/// When the runtime shuts down meanwhile.
pub(super) async fn aside<T: Send + 'static>(
    size: usize,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    if size <= SMALL {
        return Ok(work());
    }
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Error::caused(ErrorKind::Metadata, error).context("working out the cluster's metadata"))
}
