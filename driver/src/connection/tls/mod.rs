//! Encryption of a stream, by the library that the application chose.

#[cfg(feature = "openssl-010")]
mod openssl;
#[cfg(feature = "rustls-023")]
mod rustls;
mod server_name;

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::sync::Arc;

#[cfg(feature = "openssl-010")]
pub use openssl::OpenSsl010Config;
pub use server_name::ServerNameSource;

use super::Endpoint;
use super::connector::{BoxedStream, Duplex};
use crate::error::{Error, ErrorKind};

/// How connections are encrypted: the configuration of a TLS library, which says what is trusted, which certificate the
/// client shows, and which versions and ciphers are spoken.
///
/// Made by `into` from what the library has. A node's certificate is checked against the node's name; which that is says
/// [`SessionBuilder::tls_server_name`](crate::client::session_builder::SessionBuilder::tls_server_name). The check is
/// turned off nowhere but in the library's configuration.
#[derive(Clone)]
#[non_exhaustive]
pub enum TlsContext {
    /// By OpenSSL 0.10; with feature `openssl-010`.
    #[cfg(feature = "openssl-010")]
    OpenSsl010Config(OpenSsl010Config),
    /// By rustls 0.23; with feature `rustls-023`.
    ///
    /// Its [`resumption`](::rustls::ClientConfig::resumption) keeps the sessions of all nodes, so a connection that is
    /// opened again shakes hands in short.
    #[cfg(feature = "rustls-023")]
    Rustls023(Arc<::rustls::ClientConfig>),
}

#[cfg(feature = "rustls-023")]
impl From<Arc<::rustls::ClientConfig>> for TlsContext {
    fn from(config: Arc<::rustls::ClientConfig>) -> Self {
        Self::Rustls023(config)
    }
}

#[cfg(feature = "rustls-023")]
impl From<::rustls::ClientConfig> for TlsContext {
    fn from(config: ::rustls::ClientConfig) -> Self {
        Self::Rustls023(Arc::new(config))
    }
}

/// The library's name alone: a configuration holds a private key.
impl fmt::Debug for TlsContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            #[cfg(feature = "openssl-010")]
            Self::OpenSsl010Config(_) => "OpenSsl010Config",
            #[cfg(feature = "rustls-023")]
            Self::Rustls023(_) => "Rustls023",
        })
    }
}

/// Shakes hands over `stream`.
///
/// # Errors
/// [`BadConfig`](ErrorKind::BadConfig) when the node's name is none, [`Tls`](ErrorKind::Tls) when one side refuses the
/// other.
pub(super) async fn secure<S>(
    stream: S,
    context: &TlsContext,
    names: &ServerNameSource,
    node: &Endpoint,
) -> Result<BoxedStream, Error>
where
    S: Duplex + 'static,
{
    let name = names.of(node);
    match context {
        #[cfg(feature = "openssl-010")]
        TlsContext::OpenSsl010Config(config) => Ok(Box::new(openssl::shake(stream, config, &name, node).await?)),
        #[cfg(feature = "rustls-023")]
        TlsContext::Rustls023(config) => Ok(Box::new(rustls::shake(stream, config, &name).await?)),
    }
}

/// Whether a read or a write failed because of TLS, not of the socket below.
pub(super) fn is_tls(error: &io::Error) -> bool {
    advice(error, "").is_some()
}

/// The error of a peer that ended TLS when the handshake was over on this side.
#[cold]
pub(super) fn refused(error: Arc<io::Error>) -> Error {
    let advice = advice(&error, "").unwrap_or_default();
    Error::caused(ErrorKind::Tls, error).context(advice)
}

/// What went wrong and what to do about it; nothing if it was not TLS.
fn advice(error: &io::Error, name: &str) -> Option<Cow<'static, str>> {
    let inner = error.get_ref()?;
    #[cfg(feature = "openssl-010")]
    if let Some(error) = inner.downcast_ref::<::openssl::ssl::Error>() {
        return openssl::advice(error, None, name);
    }
    #[cfg(feature = "rustls-023")]
    if let Some(error) = inner.downcast_ref::<::rustls::Error>() {
        return Some(rustls::advice(error, name));
    }
    None
}

/// What to do about an alert of the server (RFC 8446 §6.2).
///
/// Before TLS 1.3 there was no alert for a certificate that is missing, so servers take any that is near.
fn about_alert(alert: u8) -> &'static str {
    match alert {
        // handshake_failure, bad_certificate to certificate_unknown, unknown_ca, access_denied, certificate_required
        40 | 42..=46 | 48 | 49 | 116 => {
            "the node refuses the client's certificate or the lack of one; give the TLS configuration a certificate and its \
             key that the node trusts"
        }
        // internal_error
        80 => {
            "the node failed in the TLS handshake, and its log says why; on Java it is what a node says of a client's \
             certificate that it does not trust"
        }
        _ => "the node refuses the TLS handshake; do both sides allow a common TLS version and cipher?",
    }
}

/// What to do about an answer that is no TLS.
const NOT_TLS: &str = "the answer is no TLS; is it a TLS port?";

/// What to do about a stream that ends in the handshake.
const ENDED: &str = "the node ended the connection in the TLS handshake; is it a TLS port?";

/// What to do about a certificate of an authority that is not trusted.
const UNKNOWN_AUTHORITY: &str = "the node's certificate is not signed by an authority that the session trusts; add the authority to the TLS configuration";

/// What to do about a certificate for another name.
fn wrong_name(name: &str) -> String {
    format!("the node's certificate is not for `{name}`; issue one that is, or set the name by `tls_server_name`")
}
