//! The one place where a session's options are refused.

use std::time::Duration;

use super::SessionConfig;
use crate::connection::SelfIdentity;
use crate::error::{Error, ErrorKind};

/// Says which option cannot work, whatever the cluster is like.
///
/// # Errors
/// [`BadConfig`](ErrorKind::BadConfig), which names the option and what is expected of it.
pub(super) fn check(config: &SessionConfig) -> Result<(), Error> {
    let bad = |what: &str| Err(Error::new(ErrorKind::BadConfig, what));
    if config.max_in_flight == 0 || config.max_in_flight > 0x8000 {
        return bad("max_requests_per_connection: expected 1 to 32768");
    }
    if config.heartbeat_interval.is_some_and(|interval| interval.is_zero()) {
        return bad("keepalive_interval: expected more than zero, or `None` for no heartbeats");
    }
    check_durations(config)?;
    check_compression(config)?;
    check_identity(&config.identity)
}

/// The longest time that an option may be set to.
///
/// Nobody waits for a year; and what is longer by far is more than the clocks of some systems can add to the time of day.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

fn check_durations(config: &SessionConfig) -> Result<(), Error> {
    let given = [
        ("connection_timeout", config.connect_timeout),
        ("handshake_timeout", config.handshake_timeout),
        ("hostname_resolution_timeout", config.dns_timeout),
        ("keepalive_interval", config.heartbeat_interval.unwrap_or_default()),
        ("keepalive_timeout", config.heartbeat_timeout),
        ("metadata_request_timeout", config.metadata_timeout),
        ("orphan_grace", config.orphan_grace),
        ("schema_agreement_interval", config.agreement_interval),
        ("schema_agreement_timeout", config.agreement_timeout),
        ("tcp_keepalive_interval", config.transport.socket.keepalive.unwrap_or_default()),
        ("tracing_info_fetch_interval", config.tracing_interval),
    ];
    match given.into_iter().find(|(_, duration)| *duration > LONGEST) {
        Some((option, _)) => Err(Error::new(ErrorKind::BadConfig, format!("{option}: expected at most 365 days"))),
        None => Ok(()),
    }
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
