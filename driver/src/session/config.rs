use std::num::NonZeroU16;
use std::time::Duration;

use crate::cluster::{KnownNode, ReadSettings};
use crate::connection::{Authenticator, SelfIdentity, Transport};
use crate::pool::PoolSize;
use crate::profile::{ExecutionProfile, ExecutionProfileHandle};
use crate::wire::{Compression, ProtocolVersion};

/// What a [`SessionBuilder`](super::SessionBuilder) gathers.
#[derive(Clone, Debug)]
pub struct SessionConfig {
    pub(super) known_nodes: Vec<KnownNode>,
    pub(super) protocol_version: Option<ProtocolVersion>,
    pub(super) keyspace: Option<String>,
    pub(super) default_profile: ExecutionProfileHandle,
    pub(super) profiles: Vec<(String, ExecutionProfile)>,
    pub(super) connect_timeout: Duration,
    pub(super) handshake_timeout: Duration,
    pub(super) dns_timeout: Duration,
    pub(super) metadata_timeout: Duration,
    pub(super) metadata_page_size: NonZeroU16,
    pub(super) transport: Transport,
    pub(super) heartbeat_interval: Option<Duration>,
    pub(super) heartbeat_timeout: Duration,
    pub(super) pool_size: PoolSize,
    pub(super) max_in_flight: u16,
    pub(super) max_orphans: Option<u16>,
    pub(super) orphan_grace: Duration,
    pub(super) max_unsent_bytes: usize,
    pub(super) compression: Option<Compression>,
    pub(super) authenticator: Option<Authenticator>,
    pub(super) identity: SelfIdentity<'static>,
    pub(super) throw_on_overload: bool,
    pub(super) agreement_interval: Duration,
    pub(super) agreement_timeout: Duration,
    pub(super) await_agreement: bool,
    pub(super) tracing_attempts: u32,
    pub(super) tracing_interval: Duration,
    pub(super) log_server_warnings: bool,
}

impl Default for SessionConfig {
    fn default() -> Self {
        Self {
            known_nodes: Vec::new(),
            protocol_version: None,
            keyspace: None,
            default_profile: ExecutionProfile::builder().build().into_handle(),
            profiles: Vec::new(),
            connect_timeout: Duration::from_secs(5),
            handshake_timeout: Duration::from_secs(5),
            dns_timeout: Duration::from_secs(5),
            metadata_timeout: Duration::from_secs(10),
            metadata_page_size: ReadSettings::PAGE_SIZE,
            transport: Transport::default(),
            heartbeat_interval: Some(Duration::from_secs(30)),
            heartbeat_timeout: Duration::from_secs(5),
            pool_size: PoolSize::default(),
            max_in_flight: 2048,
            max_orphans: None,
            orphan_grace: Duration::from_secs(1),
            max_unsent_bytes: 16 * 1024 * 1024,
            compression: None,
            authenticator: None,
            identity: SelfIdentity::new(),
            throw_on_overload: false,
            agreement_interval: Duration::from_millis(200),
            agreement_timeout: Duration::from_secs(30),
            await_agreement: true,
            tracing_attempts: 10,
            tracing_interval: Duration::from_millis(3),
            log_server_warnings: true,
        }
    }
}
