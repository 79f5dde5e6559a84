//! Proving to a server who the client is: the conversation between AUTHENTICATE and AUTH_SUCCESS.
//!
//! `provider` has the traits that an application may implement, `plain_text` the one that sends a name and a password,
//! `exchange` the conversation itself, which bounds whatever either side does.

mod exchange;
mod plain_text;
mod provider;

use std::fmt;
use std::sync::Arc;

pub(super) use exchange::authenticate;
pub use plain_text::PlainTextAuthenticator;
pub use provider::{AuthError, AuthenticatorProvider, AuthenticatorSession};

/// Where a session's connections get their credentials from. `Debug` shows nothing of it.
#[derive(Clone)]
pub(crate) struct Authenticator(pub(crate) Arc<dyn AuthenticatorProvider>);

impl fmt::Debug for Authenticator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authenticator(..)")
    }
}
