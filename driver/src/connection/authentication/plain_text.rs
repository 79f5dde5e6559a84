use std::fmt;
use std::pin::Pin;

use super::{AuthError, AuthenticatorProvider, AuthenticatorSession};

/// The authenticators that take a name and a password, of Apache Cassandra, ScyllaDB and those who build on them.
const KNOWN: [&str; 11] = [
    "com.amazon.helenus.auth.HelenusAuthenticator",
    "com.datastax.bdp.cassandra.auth.DseAuthenticator",
    "com.ericsson.bss.cassandra.ecaudit.auth.AuditAuthenticator",
    "com.ericsson.bss.cassandra.ecaudit.auth.AuditPasswordAuthenticator",
    "com.instaclustr.cassandra.auth.InstaclustrPasswordAuthenticator",
    "com.instaclustr.cassandra.auth.SharedSecretAuthenticator",
    "com.scylladb.auth.SaslauthdAuthenticator",
    "com.scylladb.auth.TransitionalAuthenticator",
    "io.aiven.cassandra.auth.AivenAuthenticator",
    "org.apache.cassandra.auth.MutualTlsWithPasswordFallbackAuthenticator",
    PASSWORD_AUTHENTICATOR,
];

/// Apache Cassandra's own, whose name ScyllaDB gives, too.
const PASSWORD_AUTHENTICATOR: &str = "org.apache.cassandra.auth.PasswordAuthenticator";

/// Offers several mechanisms, so it is told first which one, and asks for its token then.
const DSE_AUTHENTICATOR: &str = "com.datastax.bdp.cassandra.auth.DseAuthenticator";

/// How the mechanism of a name and a password is called (RFC 4616).
const PLAIN: &[u8] = b"PLAIN";

/// What [`DSE_AUTHENTICATOR`] asks for the name and the password with.
const PLAIN_START: &[u8] = b"PLAIN-START";

/// Proves who the client is by a name and a password.
///
/// They travel as they are, so without TLS whoever listens has them. They are sent only to authenticators that are known to
/// take passwords: those of Apache Cassandra and ScyllaDB, and the common ones of others. [`allow`](Self::allow) adds
/// one, [`allow_only`](Self::allow_only) replaces the list.
///
/// `Debug` does not show the password.
///
/// # Examples
/// A server with an authenticator of its own
/// ```
/// use ilium_driver::authentication::PlainTextAuthenticator;
///
/// let authenticator = PlainTextAuthenticator::new("app".to_owned(), "secret".to_owned())
///     .allow("com.example.auth.LdapAuthenticator");
/// assert!(!format!("{authenticator:?}").contains("secret"));
/// ```
#[derive(Clone)]
pub struct PlainTextAuthenticator {
    username: String,
    password: String,
    /// Whether the authenticators that everybody knows are allowed.
    allows_known: bool,
    /// Others that are.
    allowed: Vec<String>,
}

impl PlainTextAuthenticator {
    /// Takes the name and the password.
    pub fn new(username: String, password: String) -> Self {
        Self { username, password, allows_known: true, allowed: Vec::new() }
    }

    /// Lets the password be sent to servers whose authenticator has this class name, besides those that are known.
    #[must_use]
    pub fn allow(mut self, authenticator: impl Into<String>) -> Self {
        self.allowed.push(authenticator.into());
        self
    }

    /// Lets the password be sent only to servers whose authenticator has one of these class names.
    #[must_use]
    pub fn allow_only(mut self, authenticators: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.allows_known = false;
        self.allowed = authenticators.into_iter().map(Into::into).collect();
        self
    }

    fn allows(&self, authenticator: &str) -> bool {
        (self.allows_known && KNOWN.contains(&authenticator)) || self.allowed.iter().any(|name| name == authenticator)
    }

    /// RFC 4616 §2: the identity to act as, which is left empty, the name and the password, each after a zero byte.
    fn token(&self) -> Result<Vec<u8>, AuthError> {
        if self.username.contains('\0') || self.password.contains('\0') {
            return Err("user name and password must not have a zero byte".to_owned());
        }
        Ok(["", &self.username, &self.password].join("\0").into_bytes())
    }

    fn start(&self, authenticator: &str) -> Result<(Option<Vec<u8>>, Box<dyn AuthenticatorSession>), AuthError> {
        if !self.allows(authenticator) {
            return Err(
                "not known to take passwords, so none is sent; allow it by `PlainTextAuthenticator::allow`, given \
                        to `SessionBuilder::authenticator_provider`"
                    .to_owned(),
            );
        }
        let token = self.token()?;
        if authenticator == DSE_AUTHENTICATOR {
            return Ok((Some(PLAIN.to_vec()), Box::new(Conversation { owed: Some(token) })));
        }
        Ok((Some(token), Box::new(Conversation { owed: None })))
    }
}

impl fmt::Debug for PlainTextAuthenticator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlainTextAuthenticator")
            .field("username", &self.username)
            .field("allows_known", &self.allows_known)
            .field("allowed", &self.allowed)
            .finish_non_exhaustive()
    }
}

impl AuthenticatorProvider for PlainTextAuthenticator {
    fn start_authentication_session<'life0, 'life1, 'async_trait>(
        &'life0 self,
        authenticator_name: &'life1 str,
    ) -> Pin<
        Box<
            dyn Future<Output = Result<(Option<Vec<u8>>, Box<dyn AuthenticatorSession>), AuthError>>
                + Send
                + 'async_trait,
        >,
    >
    where
        'life0: 'async_trait,
        'life1: 'async_trait,
        Self: 'async_trait,
    {
        Box::pin(std::future::ready(self.start(authenticator_name)))
    }
}

/// What is left to say after the first token.
struct Conversation {
    /// The token that the server has yet to ask for.
    owed: Option<Vec<u8>>,
}

impl AuthenticatorSession for Conversation {
    fn evaluate_challenge<'life0, 'life1, 'async_trait>(
        &'life0 mut self,
        token: Option<&'life1 [u8]>,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Vec<u8>>, AuthError>> + Send + 'async_trait>>
    where
        'life0: 'async_trait,
        'life1: 'async_trait,
        Self: 'async_trait,
    {
        let answer = match (token, self.owed.take()) {
            (Some(PLAIN_START), Some(token)) => Ok(Some(token)),
            _ => Err("the server answers with a challenge, of which a name and a password know nothing".to_owned()),
        };
        Box::pin(std::future::ready(answer))
    }

    fn success<'life0, 'life1, 'async_trait>(
        &'life0 mut self,
        _token: Option<&'life1 [u8]>,
    ) -> Pin<Box<dyn Future<Output = Result<(), AuthError>> + Send + 'async_trait>>
    where
        'life0: 'async_trait,
        'life1: 'async_trait,
        Self: 'async_trait,
    {
        Box::pin(std::future::ready(Ok(())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn authenticator() -> PlainTextAuthenticator {
        PlainTextAuthenticator::new("ada".to_owned(), "s3cr3t".to_owned())
    }

    #[test]
    fn the_token_is_that_of_rfc_4616() {
        let (token, _) = authenticator().start(PASSWORD_AUTHENTICATOR).unwrap();
        assert_eq!(token.as_deref(), Some(&b"\0ada\0s3cr3t"[..]));
    }

    #[test]
    fn a_zero_byte_cannot_shift_the_password() {
        let shifting = PlainTextAuthenticator::new("ada\0x".to_owned(), "y".to_owned());
        assert!(shifting.start(PASSWORD_AUTHENTICATOR).is_err());
    }

    #[test]
    fn only_allowed_authenticators_get_the_password() {
        let own = "com.example.Own";
        for name in KNOWN {
            assert!(authenticator().start(name).is_ok(), "{name}");
        }
        assert!(authenticator().start(own).err().unwrap().contains("`PlainTextAuthenticator::allow`"));
        assert!(authenticator().start("PasswordAuthenticator").is_err());
        assert!(authenticator().allow(own).start(own).is_ok());
        assert!(authenticator().allow(own).start(PASSWORD_AUTHENTICATOR).is_ok());
        assert!(authenticator().allow_only([own]).start(own).is_ok());
        assert!(authenticator().allow_only([own]).start(PASSWORD_AUTHENTICATOR).is_err());
    }

    #[test]
    fn debug_shows_no_password() {
        let shown = format!("{:?}", authenticator());
        assert!(shown.contains("ada") && !shown.contains("s3cr3t"), "{shown}");
    }
}
