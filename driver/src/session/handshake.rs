//! What a session's connections say and ask for before they are ready.

use std::sync::Arc;

use super::SessionBuilder;
use crate::connection::{Authenticator, AuthenticatorProvider, PlainTextAuthenticator, SelfIdentity};
use crate::wire::Compression;

impl SessionBuilder {
    /// Sets the user name and the password that servers are given when they ask; see [`PlainTextAuthenticator`].
    pub fn user(self, username: impl Into<String>, password: impl Into<String>) -> Self {
        self.authenticator_provider(Arc::new(PlainTextAuthenticator::new(username.into(), password.into())))
    }

    /// Sets where credentials come from. It is asked for every connection whose server wants some.
    pub fn authenticator_provider(mut self, provider: Arc<dyn AuthenticatorProvider>) -> Self {
        self.config.authenticator = Some(Authenticator(provider));
        self
    }

    /// Sets who the session says it is; the driver's own name and version by default.
    pub fn custom_identity(mut self, identity: SelfIdentity<'static>) -> Self {
        self.config.identity = identity;
        self
    }

    /// Sets whether a node that has too much to do answers with [`Overloaded`](crate::errors::ErrorKind::Overloaded), which makes the
    /// request's error say so; off by default: then it reads more slowly, and requests take longer.
    pub const fn throw_on_overload(mut self, enabled: bool) -> Self {
        self.config.throw_on_overload = enabled;
        self
    }

    /// Sets how messages are compressed; not at all by default. A server that does not support it is spoken to without,
    /// which is logged once. Protocol 5 has no [`Snappy`](Compression::Snappy): where it is spoken without having been
    /// asked for, [`Lz4`](Compression::Lz4) takes its place.
    pub const fn compression(mut self, compression: Option<Compression>) -> Self {
        self.config.compression = compression;
        self
    }
}
