//! What is said on a connection before it is ready.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::ask::unexpected;
use super::authentication::authenticate;
use super::{Connection, Endpoint, Options, QuerySettings, Sharding, now, refusal};
use crate::error::{Error, ErrorKind};
use crate::wire::Compression;
use crate::wire::request::{self, Request, Startup};
use crate::wire::response::{Response, Supported};

/// OPTIONS if need be, STARTUP, the authentication if the server wants one, then the keyspace; all of it within one timeout.
pub(super) async fn run(
    connection: &Connection,
    node: &Endpoint,
    keyspace: Option<&str>,
    options: &Options,
) -> Result<(), Error> {
    let timeout = options.handshake_timeout;
    let clock = Clock { started: now(), timeout };
    let refused = |error| refusal::recognize(connection, error);
    let mut compression = None;
    if options.compression.is_some() || options.has_shards.load(Ordering::Relaxed) {
        let asked = clock.within("waiting for the answer to OPTIONS", supported(connection, timeout)).await;
        let supported = asked.map_err(refused).map_err(doubt)?;
        compression = options.compression.as_ref().and_then(|wanted| wanted.choose(connection.version(), &supported));
    }
    let started = clock.within("waiting for the answer to STARTUP", start(connection, compression, options)).await;
    if let Some(class) = started.map_err(refused).map_err(doubt)? {
        let authenticated = authenticate(connection, node, &class, options.authenticator.as_ref(), timeout);
        clock.within("authenticating", authenticated).await.map_err(|error| failed(error, ""))?;
    }
    if let Some(keyspace) = keyspace {
        clock.within("setting the keyspace", set_keyspace(connection, keyspace, timeout)).await?;
    }
    Ok(())
}

/// What is left of a handshake's time.
struct Clock {
    started: Instant,
    timeout: Duration,
}

impl Clock {
    /// Waits for a step of the handshake; a timeout says which it was.
    async fn within<T>(&self, phase: &'static str, step: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let left = self.timeout.saturating_sub(now().saturating_duration_since(self.started));
        match tokio::time::timeout(left, step).await {
            Ok(Err(error)) if error.is_timeout() => Err(Error::timeout(self.timeout, phase)),
            Ok(result) => result,
            Err(_) => Err(Error::timeout(self.timeout, phase)),
        }
    }
}

/// What the server supports.
///
/// It is asked only where something depends on it, which is the compression and, of nodes that have shards, the shard: a round
/// trip for each connection is much where they come by the hundred, and the version is found out by STARTUP, whose refusal
/// names it. It is asked on each connection then, since nodes may be configured differently, and be changed between one
/// connection and the next.
pub(super) async fn supported(connection: &Connection, timeout: Duration) -> Result<Supported, Error> {
    let take = |response: Response<'_>| match response {
        Response::Supported(supported) => Ok(supported),
        other => Err(unexpected("SUPPORTED", &other)),
    };
    let supported = connection.ask_for(&Request::Options(request::Options), timeout, take).await?;
    tracing::debug!(node = %connection.address(), options = ?supported.options, "the server says what it supports");
    match Sharding::of(&supported) {
        Ok(Some(sharding)) => {
            // Asked twice, the first answer stays: a connection does not change its shard.
            let _set = connection.sharding.set(sharding);
        }
        Ok(None) => {}
        Err(error) => {
            tracing::debug!(node = %connection.address(), %error, "the node's shards cannot be computed, so it counts as one");
        }
    }
    Ok(supported)
}

/// Begins the connection. Returns the class of the server's authenticator, if it wants credentials.
async fn start(
    connection: &Connection,
    compression: Option<Compression>,
    options: &Options,
) -> Result<Option<String>, Error> {
    let mut said = vec![(Startup::CQL_VERSION, Startup::CQL_VERSION_3)];
    if let Some(compression) = compression {
        connection.set_compression(compression)?;
        said.push((Startup::COMPRESSION, compression.as_str()));
    }
    said.extend(options.identity.startup_options());
    if options.throw_on_overload {
        said.push((Startup::THROW_ON_OVERLOAD, "1"));
    }
    let startup = Startup { options: said };
    let ready = |response: Response<'_>| match response {
        Response::Ready(_) => Ok(None),
        Response::Authenticate(authenticate) => Ok(Some(authenticate.authenticator.to_owned())),
        other => Err(unexpected("READY or AUTHENTICATE", &other)),
    };
    connection.ask_for(&Request::Startup(startup), options.handshake_timeout, ready).await
}

/// What came was no CQL; that is worth another word than a broken connection.
#[cold]
fn doubt(error: Error) -> Error {
    failed(error, "is it a CQL server?")
}

#[cold]
fn failed(error: Error, remark: &str) -> Error {
    match error.kind() {
        ErrorKind::BrokenConnection | ErrorKind::InvalidResponse => {
            Error::caused(ErrorKind::Handshake, error).context(remark)
        }
        _ => error,
    }
}

/// Sets the keyspace of a connection. Its name is put into CQL here and nowhere before.
pub(super) async fn set_keyspace(connection: &Connection, keyspace: &str, timeout: Duration) -> Result<String, Error> {
    let name = |response: Response<'_>| match response {
        Response::Result(crate::wire::response::Result::SetKeyspace(set)) => Ok(set.keyspace.to_owned()),
        other => Err(unexpected("RESULT of a USE", &other)),
    };
    let cql = format!("USE {}", ilium_cql::quote(keyspace));
    let answer = connection.query(&cql, QuerySettings::new(timeout)).await?;
    connection.read_answer(&answer, name).map_err(|error| error.of_statement(&cql.into()))
}
