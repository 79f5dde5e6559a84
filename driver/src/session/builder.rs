use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::check::check;
use super::request::reprepare::Repreparations;
use super::under_way::UnderWay;
use super::warnings::WarningLog;
use super::{Inner, Session, SessionConfig};
use crate::cluster::{Cluster, ClusterConfig, KnownNode, ReadSettings};
use crate::connection::{Options, WantedCompression};
use crate::error::{Error, ErrorKind};
use crate::observe::Counters;
use crate::pool::PoolSize;
use crate::profile::{DEFAULT_PROFILE, ExecutionProfile, ExecutionProfileHandle, Profiles};
use crate::protocol::Limits;
use crate::statement::Statements;
use crate::wire::ProtocolVersion;

/// Describes a session, then [`build`](Self::build)s it.
///
/// Times are from 1 ms to 365 days, unless the option says otherwise; `build` refuses what is out of bounds.
///
/// # Examples
/// ```no_run
/// # use ilium_driver::client::execution_profile::ExecutionProfile;
/// # use ilium_driver::client::session_builder::SessionBuilder;
/// # use ilium_driver::statement::Consistency;
/// # async fn connect() -> Result<(), ilium_driver::errors::Error> {
/// let session = SessionBuilder::new()
///     .known_node("127.0.0.1:9042")
///     .profile("reads", ExecutionProfile::builder().consistency(Consistency::LocalOne).build())
///     .build()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct SessionBuilder {
    pub(super) config: SessionConfig,
}

impl SessionBuilder {
    /// Starts with the defaults, and no node to begin with.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a node to ask for the others: `host`, `host:port`, an address with a port or without. The port is 9042 by
    /// default; a name is resolved when the session is built, and again when all nodes are lost.
    pub fn known_node(mut self, hostname: impl AsRef<str>) -> Self {
        self.config.known_nodes.push(KnownNode::Name(hostname.as_ref().to_owned()));
        self
    }

    /// Adds a node to ask for the others, by address.
    pub fn known_node_addr(mut self, address: SocketAddr) -> Self {
        self.config.known_nodes.push(KnownNode::Address(address));
        self
    }

    /// Adds nodes to ask for the others; see [`known_node`](Self::known_node).
    pub fn known_nodes(self, hostnames: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        hostnames.into_iter().fold(self, Self::known_node)
    }

    /// Adds nodes to ask for the others, by address.
    pub fn known_nodes_addr(self, addresses: impl IntoIterator<Item = SocketAddr>) -> Self {
        addresses.into_iter().fold(self, Self::known_node_addr)
    }

    /// Sets the only version of the native protocol to speak; without this call the newest that the server has is used.
    pub const fn protocol_version(mut self, version: ProtocolVersion) -> Self {
        self.config.protocol_version = Some(version);
        self
    }

    /// Sets the keyspace of tables that a statement names without one.
    ///
    /// The name is given without quotes. Without `case_sensitive` it is taken as CQL takes an unquoted one: in lower case.
    /// It has 1 to 48 ASCII letters, digits and underscores.
    pub fn use_keyspace(mut self, keyspace: impl AsRef<str>, case_sensitive: bool) -> Self {
        self.config.keyspace = Some(super::use_keyspace::meant(keyspace.as_ref(), case_sensitive));
        self
    }

    /// Sets the profile that statements without one of their own follow.
    pub fn default_execution_profile_handle(mut self, handle: ExecutionProfileHandle) -> Self {
        self.config.default_profile = handle;
        self
    }

    /// Registers a profile under a name: what DAOs are tied to, and what is remapped. `default` is the name of the
    /// session's default profile.
    pub fn profile(mut self, name: impl Into<String>, profile: ExecutionProfile) -> Self {
        self.config.profiles.push((name.into(), profile));
        self
    }

    /// Sets how long a connection's stream may take to open, TLS included; 5 s by default.
    pub const fn connection_timeout(mut self, timeout: Duration) -> Self {
        self.config.connect_timeout = timeout;
        self
    }

    /// Sets how long the first messages on a connection may take, until it is ready; 5 s by default.
    pub const fn handshake_timeout(mut self, timeout: Duration) -> Self {
        self.config.handshake_timeout = timeout;
        self
    }

    /// Sets how long a known node's name may take to resolve; 5 s by default.
    pub const fn hostname_resolution_timeout(mut self, timeout: Duration) -> Self {
        self.config.dns_timeout = timeout;
        self
    }

    /// Sets how long one query for the cluster's metadata may take, that is for a page of a system table; 10 s by default. All
    /// queries that [`refresh_metadata`](Session::refresh_metadata) takes have four times as long together.
    pub const fn metadata_request_timeout(mut self, timeout: Duration) -> Self {
        self.config.metadata_timeout = timeout;
        self
    }

    /// Sets how many rows of the cluster's metadata are asked for at a time; for tests, which do not have as many as a page
    /// has.
    #[doc(hidden)]
    pub const fn metadata_page_size(mut self, rows: NonZeroU16) -> Self {
        self.config.metadata_page_size = rows;
        self
    }

    /// Sets after how long without anything read a heartbeat is sent; 30 s by default, `None` sends none. The first is sent no sooner
    /// than so long after the handshake, which has a timeout of its own.
    pub const fn keepalive_interval(mut self, interval: Option<Duration>) -> Self {
        self.config.heartbeat_interval = interval;
        self
    }

    /// Sets how long a heartbeat may go unanswered before the connection is replaced; 5 s by default.
    pub const fn keepalive_timeout(mut self, timeout: Duration) -> Self {
        self.config.heartbeat_timeout = timeout;
        self
    }

    /// Sets how many connections the session keeps to each node: so many for the node, or so many for each of its shards; one
    /// for each shard by default. A Cassandra node counts as one shard. `build` refuses more than 1024.
    ///
    /// A request goes to a connection of the shard that holds its key, where there is one, and to one of those at random.
    pub const fn pool_size(mut self, size: PoolSize) -> Self {
        self.config.pool_size = size;
        self
    }

    /// Sets how many requests may be in flight on one connection, 1 to 32768; 2048 by default.
    pub const fn max_requests_per_connection(mut self, requests: u16) -> Self {
        self.config.max_in_flight = requests;
        self
    }

    /// Sets how many requests of one connection may have been given up, by a timeout or by dropping their future, and be
    /// unanswered for longer than [`orphan_grace`](Self::orphan_grace); a quarter of
    /// [`max_requests_per_connection`](Self::max_requests_per_connection) by default, and always fewer than that. With more of
    /// them the connection is replaced: each holds an id that no other request can use.
    pub const fn max_orphans_per_connection(mut self, requests: u16) -> Self {
        self.config.max_orphans = Some(requests);
        self
    }

    /// Sets how long a request that was given up may be unanswered before it counts; 1 s by default, zero
    /// counts it at once. See
    /// [`max_orphans_per_connection`](Self::max_orphans_per_connection).
    pub const fn orphan_grace(mut self, grace: Duration) -> Self {
        self.config.orphan_grace = grace;
        self
    }

    /// Sets how many bytes of requests may wait on one connection, behind those that are being written; 16 MiB by default. A
    /// single request may be longer.
    ///
    /// They pile up when a node reads more slowly than requests come. A request that would be over the limit goes to
    /// another connection of the node, or to the next node of its plan; when all are full it waits, until there is room or it times out.
    pub const fn max_unsent_bytes_per_connection(mut self, bytes: usize) -> Self {
        self.config.max_unsent_bytes = bytes;
        self
    }

    /// Sets how often the nodes are asked for their schema version while waiting for agreement; 200 ms by default.
    pub const fn schema_agreement_interval(mut self, interval: Duration) -> Self {
        self.config.agreement_interval = interval;
        self
    }

    /// Sets how long to wait for schema agreement; 30 s by default.
    pub const fn schema_agreement_timeout(mut self, timeout: Duration) -> Self {
        self.config.agreement_timeout = timeout;
        self
    }

    /// Sets whether a statement that changes the schema waits until all nodes agree on it; on by default.
    pub const fn auto_await_schema_agreement(mut self, enabled: bool) -> Self {
        self.config.await_agreement = enabled;
        self
    }

    /// Sets how often a trace is asked for until the server has written it; 10 by default.
    pub const fn tracing_info_fetch_attempts(mut self, attempts: u32) -> Self {
        self.config.tracing_attempts = attempts;
        self
    }

    /// Sets how long to wait before asking for a trace the second time, 3 ms by default; each wait is twice the one
    /// before, up to 100 ms.
    pub const fn tracing_info_fetch_interval(mut self, interval: Duration) -> Self {
        self.config.tracing_interval = interval;
        self
    }

    /// Sets whether warnings of the server are logged, by `tracing` at the level WARN; on by default. At most 10 are in a
    /// second; the next one says how many were left out. Results carry them all, logged or not.
    pub const fn log_server_warnings(mut self, enabled: bool) -> Self {
        self.config.log_server_warnings = enabled;
        self
    }

    /// Connects: asks the known nodes in order for the cluster, and opens a connection to each of its nodes.
    ///
    /// A node that cannot be reached does not fail the session; it is tried again in the background.
    ///
    /// The session's connections run in the tokio runtime that this is called in, whose I/O and time must be enabled. The
    /// session can be used from other runtimes for as long as that one runs. When it has ended, every request fails with
    /// [`Closed`](ErrorKind::Closed).
    ///
    /// # Errors
    /// [`BadConfig`](ErrorKind::BadConfig) when the options cannot work or there is no runtime, [`Dns`](ErrorKind::Dns),
    /// [`Connect`](ErrorKind::Connect), [`Handshake`](ErrorKind::Handshake), [`Timeout`](ErrorKind::Timeout),
    /// [`Authentication`](ErrorKind::Authentication) or another of the server's errors when no known node leads to a cluster;
    /// the error lists what each of them said.
    ///
    /// # Cancel safety
    /// Dropping the future closes whatever was opened.
    pub async fn build(self) -> Result<Session, Error> {
        let config = self.config;
        check(&config)?;
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(Error::new(
                ErrorKind::BadConfig,
                "expected to be built inside of a tokio runtime, which runs the session's connections; there is none here",
            ));
        }
        let counters = Arc::new(Counters::default());
        let profiles = register(&config)?;
        let statements = Arc::<Statements>::default();
        let cluster = Cluster::connect(cluster_config(&config, &counters, &statements)).await?;
        let inner = Inner {
            cluster,
            default_profile: profiles.default_handle(),
            profiles,
            counters,
            statements,
            under_way: UnderWay::default(),
            repreparations: Repreparations::default(),
            warnings: WarningLog::new(config.log_server_warnings),
            config,
        };
        Ok(Session { inner: Arc::new(inner) })
    }
}

/// The profiles by name, the session's default one among them.
fn register(config: &SessionConfig) -> Result<Profiles, Error> {
    let named =
        config.profiles.iter().map(|(name, profile)| (name.as_str(), profile.clone().into_handle_with_label(name)));
    // A profile that is registered as the default stands in for the handle.
    let has_default = config.profiles.iter().any(|(name, _)| name == DEFAULT_PROFILE);
    let default = (!has_default).then(|| (DEFAULT_PROFILE, config.default_profile.clone()));
    Profiles::new(SystemTime::now, named.chain(default)).map_err(|error| Error::caused(ErrorKind::BadConfig, error))
}

fn cluster_config(config: &SessionConfig, counters: &Arc<Counters>, statements: &Arc<Statements>) -> ClusterConfig {
    let limits = Limits {
        in_flight: config.max_in_flight,
        // A quarter of the ids may be lost to answers that never come before the connection is replaced.
        orphans: usize::from(config.max_orphans.unwrap_or(config.max_in_flight / 4)),
        orphan_grace: config.orphan_grace,
        heartbeat_interval: config.heartbeat_interval,
        heartbeat_timeout: config.heartbeat_timeout,
        unsent_bytes: config.max_unsent_bytes,
    };
    let options = Options {
        connect_timeout: config.connect_timeout,
        handshake_timeout: config.handshake_timeout,
        transport: config.transport.clone(),
        host_names: Arc::default(),
        limits,
        authenticator: config.authenticator.clone(),
        compression: config.compression.map(|wanted| Arc::new(WantedCompression::new(wanted))),
        identity: config.identity.clone(),
        throw_on_overload: config.throw_on_overload,
        has_shards: Arc::default(),
        counters: Arc::clone(counters),
    };
    ClusterConfig {
        known_nodes: config.known_nodes.clone(),
        version: config.protocol_version,
        keyspace: config.keyspace.clone(),
        options,
        pool_size: config.pool_size,
        dns_timeout: config.dns_timeout,
        reads: ReadSettings::new(config.metadata_timeout, config.metadata_page_size),
        agreement_interval: config.agreement_interval,
        agreement_timeout: config.agreement_timeout,
        statements: Arc::clone(statements),
    }
}
