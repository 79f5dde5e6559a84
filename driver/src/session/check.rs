//! The one place where options are refused: those of a session when it is built, those of a statement when it is executed.

use std::sync::Arc;
use std::time::Duration;

use super::SessionConfig;
use super::use_keyspace::check_name;
use crate::connection::{SelfIdentity, SocketOptions};
use crate::error::{Error, ErrorKind};
use crate::pool::MAX_POOL_SIZE;

/// Says which option cannot work, whatever the cluster is like.
///
/// # Errors
/// [`BadConfig`](ErrorKind::BadConfig), which names the option and what is expected of it.
pub(super) fn check(config: &SessionConfig) -> Result<(), Error> {
    let bad = |what: &str| Err(Error::new(ErrorKind::BadConfig, what));
    if config.max_in_flight == 0 || config.max_in_flight > 0x8000 {
        return bad("max_requests_per_connection: expected 1 to 32768");
    }
    if config.pool_size.number() > MAX_POOL_SIZE {
        let number = config.pool_size.number();
        return bad(&format!("pool_size: expected 1 to {MAX_POOL_SIZE} connections, got {number}"));
    }
    if config.heartbeat_interval.is_some_and(|interval| interval.is_zero()) {
        return bad("keepalive_interval: expected at least 1 ms, or `None` for no heartbeats");
    }
    if let Some(keyspace) = &config.keyspace {
        check_name(keyspace).map_err(|found| Error::new(ErrorKind::BadConfig, format!("use_keyspace: {found}")))?;
    }
    check_durations(config)?;
    check_socket(&config.transport.socket)?;
    check_compression(config)?;
    check_identity(&config.identity)
}

/// The page size of a statement, which `label` stands for.
///
/// # Errors
/// [`BadConfig`](ErrorKind::BadConfig) when such a page would have no rows: a server takes that as no paging at all.
#[inline]
pub(super) fn page_size(rows: i32, label: &Arc<str>) -> Result<i32, Error> {
    if rows < 1 { Err(bad_page_size(rows, label)) } else { Ok(rows) }
}

#[cold]
fn bad_page_size(rows: i32, label: &Arc<str>) -> Error {
    let found = format!("page_size: expected 1 to {} rows, got {rows}", i32::MAX);
    Error::new(ErrorKind::BadConfig, found).of_statement(label)
}

/// The longest time that an option may be set to.
///
/// Nobody waits for a year; and what is longer by far is more than the clocks of some systems can add to the time of day.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The shortest time in which something can be answered, and the most often that something is done again.
const SHORTEST: Duration = Duration::from_millis(1);

fn check_durations(config: &SessionConfig) -> Result<(), Error> {
    let given = [
        ("connection_timeout", config.connect_timeout, SHORTEST),
        ("handshake_timeout", config.handshake_timeout, SHORTEST),
        ("hostname_resolution_timeout", config.dns_timeout, SHORTEST),
        ("keepalive_interval", config.heartbeat_interval.unwrap_or(SHORTEST), SHORTEST),
        ("keepalive_timeout", config.heartbeat_timeout, SHORTEST),
        ("metadata_request_timeout", config.metadata_timeout, SHORTEST),
        ("orphan_grace", config.orphan_grace, Duration::ZERO),
        ("schema_agreement_interval", config.agreement_interval, SHORTEST),
        ("schema_agreement_timeout", config.agreement_timeout, SHORTEST),
        ("tracing_info_fetch_interval", config.tracing_interval, SHORTEST),
    ];
    for (option, duration, shortest) in given {
        if duration < shortest {
            return Err(Error::new(
                ErrorKind::BadConfig,
                format!("{option}: expected at least 1 ms, got {duration:?}"),
            ));
        }
        if duration > LONGEST {
            let found = format!("{option}: expected at most 365 days, got {duration:?}");
            return Err(Error::new(ErrorKind::BadConfig, found));
        }
    }
    Ok(())
}

/// What a socket refuses only when it connects, or takes as something else.
fn check_socket(options: &SocketOptions) -> Result<(), Error> {
    let bad = |what: String| Err(Error::new(ErrorKind::BadConfig, what));
    // Linux takes 1 to 32767 seconds for the time before the first probe (tcp(7), TCP_KEEPIDLE).
    if let Some(interval) = options.keepalive
        && !(1..=32767).contains(&interval.as_secs())
    {
        return bad(format!("tcp_keepalive_interval: expected 1 to 32767 s, got {interval:?}"));
    }
    // Less than a second would be cut to zero, which resets the connection.
    if let Some(linger) = options.linger
        && !linger.is_zero()
        && !(1..=32767).contains(&linger.as_secs())
    {
        return bad(format!("tcp_linger: expected zero or 1 to 32767 s, got {linger:?}"));
    }
    for (option, size) in
        [("tcp_recv_buffer_size", options.recv_buffer_size), ("tcp_send_buffer_size", options.send_buffer_size)]
    {
        if let Some(size) = size
            && (size == 0 || i32::try_from(size).is_err())
        {
            return bad(format!("{option}: expected 1 to {} bytes, got {size}", i32::MAX));
        }
    }
    Ok(())
}

fn check_compression(config: &SessionConfig) -> Result<(), Error> {
    let Some(compression) = config.compression else { return Ok(()) };
    if !compression.is_available() {
        let found = format!("compression: {compression} needs the feature `{compression}` of this crate");
        return Err(Error::new(ErrorKind::BadConfig, found));
    }
    match config.protocol_version {
        Some(version) if !version.has_compression(compression) => {
            let found = format!("compression: protocol {version} does not have {compression}");
            Err(Error::new(ErrorKind::BadConfig, found))
        }
        _ => Ok(()),
    }
}

/// STARTUP has its values as `[string]`s, whose length is two bytes.
fn check_identity(identity: &SelfIdentity<'_>) -> Result<(), Error> {
    let given = [
        ("driver name", identity.get_custom_driver_name()),
        ("driver version", identity.get_custom_driver_version()),
        ("application name", identity.get_application_name()),
        ("application version", identity.get_application_version()),
        ("client id", identity.get_client_id()),
    ];
    for (what, value) in given {
        let len = value.map_or(0, str::len);
        if len > usize::from(u16::MAX) {
            return Err(Error::new(
                ErrorKind::BadConfig,
                format!("custom_identity: {what}: expected at most 65535 bytes, got {len}"),
            ));
        }
    }
    Ok(())
}
