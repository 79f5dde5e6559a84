use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use openssl::error::ErrorStack;
use openssl::ssl::{Ssl, SslConnector, SslConnectorBuilder, SslContext, SslContextBuilder, SslRef};
use openssl::x509::X509VerifyResult;
use openssl::x509::verify::X509CheckFlags;
use tokio_openssl::SslStream;

use super::{ENDED, NOT_TLS, TlsContext, UNKNOWN_AUTHORITY, about_alert, wrong_name};
use crate::connection::Endpoint;
use crate::connection::connector::Duplex;
use crate::error::{Error, ErrorKind};

/// What an application does with a connection's `Ssl` before the handshake.
type Prepare = dyn Fn(&mut SslRef, &Endpoint) -> Result<(), ErrorStack> + Send + Sync;

/// How connections are encrypted by OpenSSL; with feature `openssl-010`.
///
/// # Examples
/// ```no_run
/// use ilium_driver::client::session::OpenSsl010Config;
/// use ilium_driver::client::session_builder::SessionBuilder;
/// use openssl::ssl::{SslConnector, SslMethod};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let mut builder = SslConnector::builder(SslMethod::tls_client())?;
/// builder.set_ca_file("authority.pem")?;
/// let tls = OpenSsl010Config::new(builder);
/// let session = SessionBuilder::new().known_node("10.0.0.1").tls_context(Some(tls)).build().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct OpenSsl010Config {
    context: SslContext,
    prepare: Option<Arc<Prepare>>,
}

impl OpenSsl010Config {
    /// Takes what a connector is built of: it checks the node's certificate unless it was told not to.
    pub fn new(builder: SslConnectorBuilder) -> Self {
        builder.build().into_context().into()
    }

    /// Takes what a context is built of, which checks nothing unless it was told to (`set_verify`).
    pub fn from_dangerous_builder(builder: SslContextBuilder) -> Self {
        builder.build().into()
    }

    /// Lets `prepare` change each connection's `Ssl` before the handshake, after its name was set.
    ///
    /// This is where a session is resumed. The driver does not do it by itself: `SslRef::set_session` is unsafe, since the
    /// session must be of the same context, and there is no unsafe code here. A program that keeps the sessions that
    /// `set_new_session_callback` gives it can set them.
    #[must_use]
    pub fn prepare(
        mut self,
        prepare: impl Fn(&mut SslRef, &Endpoint) -> Result<(), ErrorStack> + Send + Sync + 'static,
    ) -> Self {
        self.prepare = Some(Arc::new(prepare));
        self
    }

    /// What a connection to a node of that name is made of.
    fn ssl(&self, name: &str, node: &Endpoint) -> Result<Ssl, ErrorStack> {
        let mut ssl = Ssl::new(&self.context)?;
        match name.parse::<IpAddr>() {
            // RFC 6066 §3: no literal addresses in SNI.
            Ok(address) => ssl.param_mut().set_ip(address)?,
            Err(_) => {
                ssl.set_hostname(name)?;
                ssl.param_mut().set_hostflags(X509CheckFlags::NO_PARTIAL_WILDCARDS);
                ssl.param_mut().set_host(name)?;
            }
        }
        if let Some(prepare) = &self.prepare {
            prepare(&mut ssl, node)?;
        }
        Ok(ssl)
    }
}

impl From<SslContext> for OpenSsl010Config {
    fn from(context: SslContext) -> Self {
        Self { context, prepare: None }
    }
}

impl fmt::Debug for OpenSsl010Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenSsl010Config").finish_non_exhaustive()
    }
}

impl From<OpenSsl010Config> for TlsContext {
    fn from(config: OpenSsl010Config) -> Self {
        Self::OpenSsl010Config(config)
    }
}

impl From<SslConnectorBuilder> for TlsContext {
    fn from(builder: SslConnectorBuilder) -> Self {
        OpenSsl010Config::new(builder).into()
    }
}

impl From<SslConnector> for TlsContext {
    fn from(connector: SslConnector) -> Self {
        OpenSsl010Config::from(connector.into_context()).into()
    }
}

impl From<SslContext> for TlsContext {
    fn from(context: SslContext) -> Self {
        OpenSsl010Config::from(context).into()
    }
}

/// Shakes hands with a node of that name.
pub(super) async fn shake<S: Duplex>(
    stream: S,
    config: &OpenSsl010Config,
    name: &str,
    node: &Endpoint,
) -> Result<SslStream<S>, Error> {
    if name.is_empty() || name.contains('\0') {
        let what = format!("tls_server_name: expected a DNS name or an IP address, got `{}`", name.escape_debug());
        return Err(Error::new(ErrorKind::BadConfig, what));
    }
    let made = config.ssl(name, node).and_then(|ssl| SslStream::new(ssl, stream));
    let mut stream = made.map_err(|error| Error::caused(ErrorKind::Tls, error).context("setting up OpenSSL"))?;
    let Err(error) = Pin::new(&mut stream).connect().await else { return Ok(stream) };
    let advice = advice(&error, Some(stream.ssl().verify_result()), name).unwrap_or(Cow::Borrowed(ENDED));
    Err(Error::caused(ErrorKind::Tls, error).context(advice))
}

/// What to do about an error of OpenSSL; nothing if it is of the stream below.
pub(super) fn advice(
    error: &openssl::ssl::Error,
    verified: Option<X509VerifyResult>,
    name: &str,
) -> Option<Cow<'static, str>> {
    if let Some(refused) = verified.filter(|result| *result != X509VerifyResult::OK) {
        return Some(about_certificate(refused, name));
    }
    let stack = error.ssl_error()?;
    let reasons = || stack.errors().iter().map(openssl::error::Error::reason_code);
    Some(match reasons().find_map(alert) {
        Some(alert) => about_alert(alert).into(),
        None if reasons().any(|reason| NOT_TLS_REASONS.contains(&reason)) => NOT_TLS.into(),
        None if reasons().any(|reason| reason == UNEXPECTED_EOF) => ENDED.into(),
        None => "the TLS handshake failed".into(),
    })
}

/// `SSL_R_HTTP_REQUEST`, `SSL_R_UNSUPPORTED_PROTOCOL`… of `openssl/sslerr.h`: what OpenSSL says of records that are none.
const NOT_TLS_REASONS: [i32; 4] = [
    267, // SSL_R_WRONG_VERSION_NUMBER
    156, // SSL_R_HTTP_REQUEST
    244, // SSL_R_UNEXPECTED_MESSAGE
    443, // SSL_R_NOT_ON_RECORD_BOUNDARY_OR_BAD_RECORD
];

/// `SSL_R_UNEXPECTED_EOF_WHILE_READING`.
const UNEXPECTED_EOF: i32 = 294;

/// `SSL_AD_REASON_OFFSET`: an alert is the reason of this number and its own.
const ALERT_REASONS: i32 = 1000;

fn alert(reason: i32) -> Option<u8> {
    u8::try_from(reason.checked_sub(ALERT_REASONS)?).ok()
}

/// What to do about a certificate that was not accepted (`openssl/x509_vfy.h`).
fn about_certificate(refused: X509VerifyResult, name: &str) -> Cow<'static, str> {
    match refused.as_raw() {
        // Issuer not found, self-signed, in the chain too, first certificate not verifiable.
        2 | 18..=21 => UNKNOWN_AUTHORITY.into(),
        // Host name, IP address.
        62 | 64 => wrong_name(name).into(),
        _ => format!("the node's certificate is not valid: {}", refused.error_string()).into(),
    }
}
