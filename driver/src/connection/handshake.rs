//! What is said on a connection before it is ready.

use std::sync::Arc;
use std::time::Duration;

use super::Connection;
use super::ask::unexpected;
use crate::error::{Error, ErrorKind};
use crate::wire::consistency::Consistency;
use crate::wire::request::{QueryParameters, Request, Startup};
use crate::wire::response::Response;

/// How this driver calls itself to the server; shown by `nodetool clientstats`.
const DRIVER_NAME: &str = "ilium";

/// STARTUP until READY, then the keyspace.
pub(super) async fn run(connection: &Arc<Connection>, keyspace: Option<&str>, timeout: Duration) -> Result<(), Error> {
    start(connection, timeout).await?;
    if let Some(keyspace) = keyspace {
        set_keyspace(connection, keyspace, timeout).await?;
    }
    Ok(())
}

async fn start(connection: &Arc<Connection>, timeout: Duration) -> Result<(), Error> {
    let startup = Startup {
        options: vec![
            ("CQL_VERSION", "3.0.0"),
            ("DRIVER_NAME", DRIVER_NAME),
            ("DRIVER_VERSION", env!("CARGO_PKG_VERSION")),
        ],
    };
    let ready = |response: Response<'_>| match response {
        Response::Ready(_) => Ok(()),
        Response::Authenticate(authenticate) => Err(Error::new(
            ErrorKind::Authentication,
            format!("the server asks for credentials ({}) and the session has none", authenticate.authenticator),
        )),
        other => Err(unexpected("READY", &other)),
    };
    connection.ask_for(&Request::Startup(startup), timeout, ready).await.map_err(|error| match error.kind() {
        // What came was no CQL; that is worth another word than a broken connection.
        ErrorKind::BrokenConnection | ErrorKind::InvalidResponse => {
            Error::caused(ErrorKind::Handshake, error).context("is it a CQL server?")
        }
        _ => error,
    })
}

/// Sets the keyspace of a connection; `keyspace` is quoted where it needs it.
pub(super) async fn set_keyspace(
    connection: &Arc<Connection>,
    keyspace: &str,
    timeout: Duration,
) -> Result<String, Error> {
    let parameters = QueryParameters { consistency: Consistency::One, ..QueryParameters::default() };
    let name = |response: Response<'_>| match response {
        Response::Result(crate::wire::response::Result::SetKeyspace(set)) => Ok(set.keyspace.to_owned()),
        other => Err(unexpected("RESULT of a USE", &other)),
    };
    connection.ask_query(&format!("USE {keyspace}"), parameters, timeout, name).await
}
