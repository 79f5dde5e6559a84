use std::borrow::Cow;
use std::sync::Arc;

use rustls::pki_types::ServerName;
use rustls::{CertificateError, ClientConfig};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::{ENDED, NOT_TLS, UNKNOWN_AUTHORITY, about_alert, wrong_name};
use crate::connection::connector::Duplex;
use crate::connection::transport::is_end;
use crate::error::{Error, ErrorKind};

/// Shakes hands with a node of that name.
pub(super) async fn shake<S: Duplex>(stream: S, config: &Arc<ClientConfig>, name: &str) -> Result<TlsStream<S>, Error> {
    let server_name = ServerName::try_from(name.to_owned()).map_err(|error| {
        Error::caused(ErrorKind::BadConfig, error)
            .context(format!("tls_server_name: expected a DNS name or an IP address, got `{name}`"))
    })?;
    let shaken = TlsConnector::from(Arc::clone(config)).connect(server_name, stream).await;
    shaken.map_err(|error| {
        let advice = match super::advice(&error, name) {
            None if is_end(&error) => Some(ENDED.into()),
            known => known,
        };
        let error = Error::caused(ErrorKind::Tls, error);
        match advice {
            Some(advice) => error.context(advice),
            None => error,
        }
    })
}

/// What to do about an error of rustls.
pub(super) fn advice(error: &rustls::Error, name: &str) -> Cow<'static, str> {
    match error {
        rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer) => UNKNOWN_AUTHORITY.into(),
        rustls::Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        ) => wrong_name(name).into(),
        rustls::Error::InvalidCertificate(_) => "the node's certificate is not valid".into(),
        rustls::Error::InvalidMessage(_) => NOT_TLS.into(),
        rustls::Error::AlertReceived(alert) => about_alert(u8::from(*alert)).into(),
        _ => "the TLS handshake failed".into(),
    }
}
