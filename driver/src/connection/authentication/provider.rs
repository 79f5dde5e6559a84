use std::pin::Pin;

use crate::connection::Endpoint;

/// Why an authentication cannot go on, in words. They become part of an error that is logged, so they hold no secret.
pub type AuthError = String;

/// One connection's side of a conversation with the server's authenticator.
///
/// The methods have the shape that the attribute `#[async_trait]` gives an `async fn`, so an implementation may be
/// written with that attribute.
pub trait AuthenticatorSession: Send + Sync {
    /// Answers a challenge of the server (AUTH_CHALLENGE). What the tokens hold is between both authenticators; a token
    /// may be absent or empty. It is called for each challenge, of which a conversation may have 32.
    ///
    /// # Errors
    /// When the challenge cannot be answered; the connection is given up.
    ///
    /// # Cancel safety
    /// The future is dropped when the handshake's time is over, and nothing of this conversation is called after that.
    fn evaluate_challenge<'life0, 'life1, 'async_trait>(
        &'life0 mut self,
        token: Option<&'life1 [u8]>,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Vec<u8>>, AuthError>> + Send + 'async_trait>>
    where
        'life0: 'async_trait,
        'life1: 'async_trait,
        Self: 'async_trait;

    /// Takes the last word of the server (AUTH_SUCCESS), with which it may prove who it is.
    ///
    /// # Errors
    /// When the client does not accept it; the connection is given up.
    ///
    /// # Cancel safety
    /// As [`evaluate_challenge`](Self::evaluate_challenge).
    fn success<'life0, 'life1, 'async_trait>(
        &'life0 mut self,
        token: Option<&'life1 [u8]>,
    ) -> Pin<Box<dyn Future<Output = Result<(), AuthError>> + Send + 'async_trait>>
    where
        'life0: 'async_trait,
        'life1: 'async_trait,
        Self: 'async_trait;
}

/// Where connections get their credentials from.
///
/// It is asked anew for every connection whose server wants credentials, those that replace a lost one included, so it may
/// give others each time: a password that has changed, a token that expires.
///
/// The methods have the shape that the attribute `#[async_trait]` gives an `async fn`, so an implementation may be
/// written with that attribute.
///
/// # Examples
/// Credentials that are read anew for each connection
/// ```
/// use std::pin::Pin;
/// use std::sync::{Arc, RwLock};
///
/// use ilium_driver::authentication::{
///     AuthError, AuthenticatorProvider, AuthenticatorSession, PlainTextAuthenticator,
/// };
///
/// struct Rotating(RwLock<Arc<PlainTextAuthenticator>>);
///
/// impl AuthenticatorProvider for Rotating {
///     fn start_authentication_session<'life0, 'life1, 'async_trait>(
///         &'life0 self,
///         authenticator_name: &'life1 str,
///     ) -> Pin<
///         Box<
///             dyn Future<Output = Result<(Option<Vec<u8>>, Box<dyn AuthenticatorSession>), AuthError>>
///                 + Send
///                 + 'async_trait,
///         >,
///     >
///     where
///         'life0: 'async_trait,
///         'life1: 'async_trait,
///         Self: 'async_trait,
///     {
///         Box::pin(async move {
///             let current = self.0.read().map_err(|_| "the credentials are gone")?.clone();
///             current.start_authentication_session(authenticator_name).await
///         })
///     }
/// }
/// ```
pub trait AuthenticatorProvider: Sync + Send {
    /// Starts the conversation of one connection: the first token, which answers AUTHENTICATE, and whoever answers what
    /// comes then. `authenticator_name` is the class name of the server's authenticator.
    ///
    /// # Errors
    /// When there are no credentials for such an authenticator; the connection is given up, and tried again as after any
    /// other failure.
    ///
    /// # Cancel safety
    /// The future is dropped when the handshake's time is over.
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
        Self: 'async_trait;

    /// Starts the conversation of one connection to `node`: what the driver calls. By default the node does not matter,
    /// and [`start_authentication_session`](Self::start_authentication_session) is all there is to it.
    ///
    /// # Errors
    /// As [`start_authentication_session`](Self::start_authentication_session).
    ///
    /// # Cancel safety
    /// As [`start_authentication_session`](Self::start_authentication_session).
    fn start_authentication_session_on<'life0, 'life1, 'life2, 'async_trait>(
        &'life0 self,
        node: &'life1 Endpoint,
        authenticator_name: &'life2 str,
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
        'life2: 'async_trait,
        Self: 'async_trait,
    {
        let _any = node;
        self.start_authentication_session(authenticator_name)
    }
}
