//! Authorities and certificates for one test each, and TLS configurations of clients that trust and show them.

use std::sync::Arc;

use ilium_driver::client::tls::TlsContext;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, KeyUsagePurpose};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ClientConfig, RootCertStore};

/// What certificates are signed by.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate and its key.
pub(crate) struct Identity {
    pub(crate) certificate_pem: String,
    pub(crate) key_pem: String,
    certificate: CertificateDer<'static>,
    key: PrivatePkcs8KeyDer<'static>,
}

impl Authority {
    /// An authority of that name, which nobody trusts yet.
    pub(crate) fn new(name: &str) -> Self {
        let mut params = CertificateParams::new([]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        params.key_usages.extend([KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature]);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// Issues a certificate for these host names and IP addresses.
    pub(crate) fn issue<N: ToString>(&self, names: impl IntoIterator<Item = N>) -> Identity {
        let names = names.into_iter().map(|name| name.to_string()).collect::<Vec<_>>();
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(names).unwrap().signed_by(&key, &self.0).unwrap();
        Identity {
            certificate_pem: certificate.pem(),
            key_pem: key.serialize_pem(),
            certificate: certificate.der().clone(),
            key: key.serialize_der().into(),
        }
    }

    pub(crate) fn pem(&self) -> String {
        self.0.pem()
    }

    /// A store with this authority alone.
    pub(crate) fn store(&self) -> Arc<RootCertStore> {
        let mut store = RootCertStore::empty();
        store.add(self.0.der().clone()).unwrap();
        Arc::new(store)
    }
}

impl Identity {
    pub(crate) fn chain(&self) -> Vec<CertificateDer<'static>> {
        vec![self.certificate.clone()]
    }

    pub(crate) fn key(&self) -> PrivateKeyDer<'static> {
        self.key.clone_key().into()
    }
}

/// A TLS library that clients use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Library {
    #[cfg(feature = "openssl-010")]
    OpenSsl,
    Rustls,
}

/// Those that these tests were built with.
pub(crate) const LIBRARIES: &[Library] = &[
    #[cfg(feature = "openssl-010")]
    Library::OpenSsl,
    Library::Rustls,
];

impl Library {
    /// A client that trusts one authority, and shows a certificate if it has one.
    pub(crate) fn client(self, trusted: &Authority, shown: Option<&Identity>) -> TlsContext {
        match self {
            #[cfg(feature = "openssl-010")]
            Self::OpenSsl => openssl(trusted, shown).into(),
            Self::Rustls => rustls(trusted, shown).into(),
        }
    }
}

/// A client's configuration for rustls.
pub(crate) fn rustls(trusted: &Authority, shown: Option<&Identity>) -> Arc<ClientConfig> {
    let builder = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions().unwrap();
    let builder = builder.with_root_certificates(trusted.store());
    Arc::new(match shown {
        None => builder.with_no_client_auth(),
        Some(identity) => builder.with_client_auth_cert(identity.chain(), identity.key()).unwrap(),
    })
}

/// The cryptography of these tests.
pub(crate) fn provider() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// A client's configuration for OpenSSL.
#[cfg(feature = "openssl-010")]
pub(crate) fn openssl(trusted: &Authority, shown: Option<&Identity>) -> openssl::ssl::SslConnectorBuilder {
    use openssl::pkey::PKey;
    use openssl::ssl::{SslConnector, SslMethod};
    use openssl::x509::X509;

    let mut builder = SslConnector::builder(SslMethod::tls_client()).unwrap();
    builder.cert_store_mut().add_cert(X509::from_pem(trusted.pem().as_bytes()).unwrap()).unwrap();
    if let Some(identity) = shown {
        builder.set_certificate(&X509::from_pem(identity.certificate_pem.as_bytes()).unwrap()).unwrap();
        builder.set_private_key(&PKey::private_key_from_pem(identity.key_pem.as_bytes()).unwrap()).unwrap();
    }
    builder
}
