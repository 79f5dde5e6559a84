use std::fmt;

/// Encryption between clients and nodes, with the same identity for every node.
///
/// All texts are PEM. The private key must be PKCS#8 and unencrypted (`BEGIN PRIVATE KEY`). A client that checks names needs the nodes'
/// addresses in the certificate; they are not known before the cluster runs, but always lie in `127.90.0.0/16` on Linux.
#[derive(Clone)]
pub struct Tls {
    private_key: String,
    certificate_chain: String,
    authority: String,
    require_client_auth: bool,
}

impl Tls {
    /// Takes the nodes' private key and certificate chain, and the authority that signed it; clients need no certificate.
    pub fn new(
        private_key: impl Into<String>,
        certificate_chain: impl Into<String>,
        authority: impl Into<String>,
    ) -> Self {
        Self {
            private_key: private_key.into(),
            certificate_chain: certificate_chain.into(),
            authority: authority.into(),
            require_client_auth: false,
        }
    }

    /// Sets whether a client must show a certificate that the authority signed; `false` by default.
    #[must_use]
    pub fn require_client_auth(mut self, required: bool) -> Self {
        self.require_client_auth = required;
        self
    }

    /// Whether clients must show a certificate.
    pub(crate) fn is_client_auth_required(&self) -> bool {
        self.require_client_auth
    }

    /// The text of Cassandra's `keystore`: key, certificates and authority in one file.
    pub(crate) fn key_store(&self) -> String {
        format!("{}\n{}\n{}\n", self.private_key.trim(), self.certificate_chain.trim(), self.authority.trim())
    }

    /// The text of Cassandra's `truststore`.
    pub(crate) fn trust_store(&self) -> &str {
        &self.authority
    }
}

impl fmt::Debug for Tls {
    /// The key stays out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").field("require_client_auth", &self.require_client_auth).finish_non_exhaustive()
    }
}
