//! What users give a session may panic in the session's own tasks: nobody waits for ever for what such a task would have
//! done.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use ilium_driver::client::connector::{Connector, Endpoint};
use ilium_driver::errors::ErrorKind;
use ilium_driver::wire::Opcode;
use ilium_mock::{Pipe, When};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::scene::{AT_ONCE, COUNT, READ, VERSIONS, cluster, read_key, recovers, to};

/// A stream that panics while it is told to.
struct Fragile {
    stream: Pipe,
    panics: Arc<AtomicBool>,
}

impl AsyncRead for Fragile {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        assert!(!self.panics.swap(false, Ordering::Relaxed), "the stream was told to panic");
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Fragile {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_panics_breaks_its_connection_and_is_replaced() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let panics = Arc::new(AtomicBool::new(false));
        let connector = {
            let (panics, pipes) = (Arc::clone(&panics), cluster.pipes());
            move |node: Endpoint| {
                let (panics, pipes) = (Arc::clone(&panics), pipes.clone());
                async move { Ok(Fragile { stream: pipes.connect(&node).await?, panics }) }
            }
        };
        let session = to(&cluster).connector(connector).build().await.unwrap();
        let read = session.prepare(READ).await.unwrap();
        let mut count = session.prepare(COUNT).await.unwrap();
        count.set_request_timeout(None);
        let held = cluster.hold(When::opcode(Opcode::Execute));
        let counting = tokio::spawn({
            let session = session.clone();
            async move { session.execute_unpaged(&count, (1,)).await }
        });
        cluster.received(&When::opcode(Opcode::Execute), 1).await.unwrap();
        held.stop();
        panics.store(true, Ordering::Relaxed);
        // Whatever makes the task run finds the panic.
        let other = session.query_unpaged("SELECT 1", ()).await;
        assert!(other.is_err());
        let error = tokio::time::timeout(AT_ONCE, counting).await.expect("a request hangs").unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BrokenConnection, "{error}");
        assert!(error.to_string().contains("its task panicked"), "{error}");
        recovers(&session, &read).await;
        read_key(&session, &read, 1).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_connector_that_panics_for_a_pool_does_not_hold_up_the_session() {
    let cluster = cluster(2).start().await.unwrap();
    let (bad, pipes) = (cluster.address(1), cluster.pipes());
    let connector = move |node: Endpoint| {
        let pipes = pipes.clone();
        async move {
            assert!(node.address() != bad, "the connector does not like this node");
            pipes.connect(&node).await
        }
    };
    let built = tokio::time::timeout(AT_ONCE, to(&cluster).connector(connector).build()).await;
    let session = built.expect("the session is never built").unwrap();
    let read = session.prepare(READ).await.unwrap();
    for key in 0..10 {
        read_key(&session, &read, key).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_connector_that_panics_for_every_pool_is_why_no_session_is_built() {
    let cluster = cluster(1).start().await.unwrap();
    let (first, pipes) = (Arc::new(AtomicBool::new(true)), cluster.pipes());
    let connector = move |node: Endpoint| {
        let (first, pipes) = (first.swap(false, Ordering::Relaxed), pipes.clone());
        async move {
            assert!(first, "the connector connects once");
            pipes.connect(&node).await
        }
    };
    let built = tokio::time::timeout(AT_ONCE, to(&cluster).connector(connector).build()).await;
    let error = built.expect("the session is never built").unwrap_err();
    assert!(error.to_string().contains("panicked"), "{error}");
}
