//! What waits to be written to a node that reads nothing is bounded, and other nodes are asked instead.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures_util::future::join_all;
use ilium_driver::client::connector::{Connector, Endpoint};
use ilium_driver::client::session::Session;
use ilium_driver::errors::ErrorKind;
use ilium_driver::statement::prepared::PreparedStatement;
use ilium_mock::{Pipe, When};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::clock::pass;
use crate::scene::{VERSIONS, WRITE, cluster, to};

/// Nodes whose streams take nothing at the moment.
#[derive(Clone, Default)]
struct Dam(Arc<Mutex<Dammed>>);

#[derive(Default)]
struct Dammed {
    nodes: Vec<SocketAddr>,
    waiting: Vec<Waker>,
}

impl Dam {
    fn close(&self, node: SocketAddr) {
        self.0.lock().unwrap().nodes.push(node);
    }

    fn open(&self) {
        let mut dammed = self.0.lock().unwrap();
        dammed.nodes.clear();
        dammed.waiting.drain(..).for_each(Waker::wake);
    }
}

/// A stream behind a dam.
struct Dammable {
    stream: Pipe,
    node: SocketAddr,
    dam: Dam,
}

impl AsyncRead for Dammable {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Dammable {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        {
            let mut dammed = self.dam.0.lock().unwrap();
            if dammed.nodes.contains(&self.node) {
                dammed.waiting.push(cx.waker().clone());
                return Poll::Pending;
            }
        }
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// 64 KiB, of which four fit.
const LARGE: usize = 64 * 1024;
const LIMIT: usize = 4 * LARGE + 4096;

async fn session(cluster: &ilium_mock::MockCluster, dam: &Dam) -> (Session, PreparedStatement) {
    let (dam, pipes) = (dam.clone(), cluster.pipes());
    let connector = move |node: Endpoint| {
        let (dam, pipes) = (dam.clone(), pipes.clone());
        async move {
            let stream = pipes.connect(&node).await?;
            Ok(Dammable { stream, node: node.address(), dam })
        }
    };
    let session = to(cluster).connector(connector).max_unsent_bytes_per_connection(LIMIT).build().await.unwrap();
    let write = session.prepare(WRITE).await.unwrap();
    (session, write)
}

#[tokio::test(start_paused = true)]
async fn requests_that_find_a_node_full_go_to_another() {
    for version in VERSIONS {
        let cluster = cluster(2).version(version).start().await.unwrap();
        let dam = Dam::default();
        let (session, mut write) = session(&cluster, &dam).await;
        write.set_request_timeout(Some(Duration::from_secs(5)));
        dam.close(cluster.address(1));
        let text = "x".repeat(LARGE);
        let writes = (0..100).map(|key| session.execute_unpaged(&write, (key, &text)));
        let results = join_all(writes).await;
        let failed = results.iter().filter(|result| result.is_err()).count();
        // As many as wait, and those that are being written before them.
        assert!((1..=10).contains(&failed), "{failed} of 100 failed");
        assert!(results.iter().filter_map(|result| result.as_ref().err()).all(|error| error.is_timeout()));
        dam.open();
        for key in 0..20 {
            session.execute_unpaged(&write, (key, "x")).await.unwrap();
        }
    }
}

#[tokio::test(start_paused = true)]
async fn requests_wait_for_room_when_every_node_is_full() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let dam = Dam::default();
        let (session, mut write) = session(&cluster, &dam).await;
        dam.close(cluster.address(0));
        let text = "x".repeat(LARGE);
        let writes = join_all((0..50).map(|key| session.execute_unpaged(&write, (key, &text))));
        let open = async {
            pass(Duration::from_millis(100)).await;
            assert!(cluster.requests_where(&When::execute("")).is_empty());
            dam.open();
        };
        let (results, ()) = tokio::join!(writes, open);
        results.into_iter().for_each(|result| drop(result.unwrap()));

        // Those that wait for too long say for what.
        dam.close(cluster.address(0));
        write.set_request_timeout(Some(Duration::from_millis(100)));
        let results = join_all((0..50).map(|key| session.execute_unpaged(&write, (key, &text)))).await;
        let errors: Vec<_> = results.into_iter().map(Result::unwrap_err).collect();
        assert!(errors.iter().all(|error| error.kind() == ErrorKind::Timeout));
        let full = "no answer within 100ms, spent waiting for requests before it to be written";
        let waited = errors.iter().filter(|error| error.to_string().contains(full)).count();
        assert!(waited >= 40, "{waited} of 50 waited for room: {}", errors[49]);
        dam.open();
    }
}
