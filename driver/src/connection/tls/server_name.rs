use std::fmt;
use std::sync::Arc;

use crate::connection::Endpoint;

/// The name of a node: what its certificate must be for, and what it is told by SNI (server name indication) when it is
/// no IP address.
///
/// By default the node's IP address.
///
/// # Examples
/// Certificates that name the hosts after their racks:
/// ```
/// use ilium_driver::client::tls::ServerNameSource;
///
/// let by_rack = ServerNameSource::by(|node| node.rack().map(|rack| format!("{rack}.cassandra.example.com")));
/// # drop(by_rack);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum ServerNameSource {
    /// The node's IP address.
    #[default]
    Address,
    /// The host name of the contact point that has the node's address; of other nodes the IP address.
    ContactPoint,
    /// One name for all nodes.
    Fixed(Arc<str>),
    /// Whatever the function says; where it says nothing, the IP address.
    Function(Arc<dyn Fn(&Endpoint) -> Option<String> + Send + Sync>),
}

impl ServerNameSource {
    /// One name for all nodes: a DNS name or an IP address.
    pub fn fixed(name: impl AsRef<str>) -> Self {
        Self::Fixed(name.as_ref().into())
    }

    /// The name that `function` gives for a node; where it gives none, the node's IP address.
    pub fn by(function: impl Fn(&Endpoint) -> Option<String> + Send + Sync + 'static) -> Self {
        Self::Function(Arc::new(function))
    }

    pub(super) fn of(&self, node: &Endpoint) -> String {
        let name = match self {
            Self::Address => None,
            Self::ContactPoint => node.host_name().map(str::to_owned),
            Self::Fixed(name) => Some(name.to_string()),
            Self::Function(function) => function(node),
        };
        name.unwrap_or_else(|| node.address().ip().to_string())
    }
}

impl From<&str> for ServerNameSource {
    fn from(name: &str) -> Self {
        Self::fixed(name)
    }
}

impl From<String> for ServerNameSource {
    fn from(name: String) -> Self {
        Self::fixed(name)
    }
}

impl fmt::Debug for ServerNameSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address => f.write_str("Address"),
            Self::ContactPoint => f.write_str("ContactPoint"),
            Self::Fixed(name) => f.debug_tuple("Fixed").field(name).finish(),
            Self::Function(_) => f.write_str("Function"),
        }
    }
}
