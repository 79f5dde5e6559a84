//! An in-memory stream between a client and a node.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, ReadBuf};

/// How many bytes a pipe holds in each direction before a writer has to wait.
const CAPACITY: usize = 64 * 1024;

/// One end of a pipe between a client and a node: what [`Pipes`](crate::Pipes) opens.
///
/// It does what a TCP connection does, save that nothing takes any time.
#[derive(Debug)]
pub struct Pipe {
    stream: DuplexStream,
    /// Whether either end was reset.
    is_reset: Arc<AtomicBool>,
}

/// Both ends of a new pipe.
pub(crate) fn pipe() -> (Pipe, Pipe) {
    let (one, other) = tokio::io::duplex(CAPACITY);
    let is_reset = Arc::<AtomicBool>::default();
    (Pipe { stream: one, is_reset: Arc::clone(&is_reset) }, Pipe { stream: other, is_reset })
}

impl Pipe {
    /// Lets the other end fail as by a TCP reset, as soon as this one is dropped: what it has not read is lost.
    pub(crate) fn reset(&self) {
        self.is_reset.store(true, Ordering::Release);
    }

    fn check(&self) -> io::Result<()> {
        if self.is_reset.load(Ordering::Acquire) { Err(io::ErrorKind::ConnectionReset.into()) } else { Ok(()) }
    }
}

impl AsyncRead for Pipe {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        let read = ready!(Pin::new(&mut self.stream).poll_read(cx, buf));
        Poll::Ready(self.check().and(read))
    }
}

impl AsyncWrite for Pipe {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write(cx, bytes));
        Poll::Ready(self.check().and(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
