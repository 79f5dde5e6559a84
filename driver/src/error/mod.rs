//! What went wrong, where, and after how many attempts.
//!
//! # What lives here
//! [`Error`], its [`ErrorKind`] and the [`Attempt`]s that a failed request made; [`RetryDecision`], what follows from one.
//!
//! # Depends on
//! `wire` (what the server says of an error) and `value` (what a value's error looks like).
//!
//! # Invariants
//! An [`Error`] is one word. Every error of a request names the statement, the node and the attempts, as far as they are
//! known. Nothing secret is kept in one: bound values never are, and passwords in a statement's text are masked.
//!
//! # Start reading at
//! [`Error`], then [`ErrorKind`].

mod display;
mod kind;
mod retry_decision;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use uuid::Uuid;

pub use kind::ErrorKind;
pub use retry_decision::RetryDecision;

use crate::value::{DeserializationError, SerializationError, TypeCheckError};
use crate::wire::ProtocolVersion;
use crate::wire::response::{Error as ServerError, ErrorCode, Extensions};

/// The error of everything in this crate that can fail.
///
/// It says what failed ([`kind`](Self::kind)), on which [`node`](Self::node), for which
/// [`statement`](Self::statement), after which [`attempts`](Self::attempts), and why ([`cause`](Self::cause)).
/// It is one word wide and cheap to clone.
#[derive(Clone)]
pub struct Error(Arc<Inner>);

/// What an [`Error`] points to.
#[derive(Clone)]
struct Inner {
    /// What kind of thing failed.
    kind: ErrorKind,
    /// What was expected and what was found, in words; empty when the kind and the source say it all.
    detail: Box<str>,
    /// The label or the text of the statement.
    statement: Option<Arc<str>>,
    /// The node that was asked last.
    node: Option<SocketAddr>,
    /// The attempts before the one that this error ends, oldest first.
    attempts: Vec<Attempt>,
    /// What the server said, when it is the server's error.
    server: Option<Box<ServerError>>,
    /// What stood before the server's error: tracing id, warnings, payload.
    extensions: Option<Box<Extensions>>,
    /// The cause, when another error caused this one.
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// One failed attempt of a request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Attempt {
    /// The node that was asked.
    pub node: SocketAddr,
    /// Why the attempt failed.
    pub error: Error,
}

impl Attempt {
    pub(crate) const fn new(node: SocketAddr, error: Error) -> Self {
        Self { node, error }
    }
}

impl Error {
    /// Makes an error of `kind`; `detail` says what was expected and what was found.
    #[cold]
    pub(crate) fn new(kind: ErrorKind, detail: impl Into<Box<str>>) -> Self {
        Self(Arc::new(Inner {
            kind,
            detail: detail.into(),
            statement: None,
            node: None,
            attempts: Vec::new(),
            server: None,
            extensions: None,
            source: None,
        }))
    }

    /// Makes an error of `kind` that `source` caused.
    #[cold]
    pub(crate) fn caused(kind: ErrorKind, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::new(kind, "").with(|inner| inner.source = Some(Arc::new(source)))
    }

    /// The server answered with an error.
    #[cold]
    pub(crate) fn server(error: ServerError) -> Self {
        let kind = ErrorKind::of_code(error.code);
        Self::new(kind, "").with(|inner| inner.server = Some(Box::new(error)))
    }

    /// The option `name` needs version `needed`, and the session speaks `version`.
    #[cold]
    pub(crate) fn unsupported(name: &str, needed: ProtocolVersion, version: ProtocolVersion) -> Self {
        let found = format!("option `{name}` needs protocol {needed}, the session speaks {version}");
        Self::new(ErrorKind::Unsupported, found)
    }

    /// Adds what stood before the error in the server's answer.
    #[cold]
    pub(crate) fn extended(self, extensions: Extensions) -> Self {
        if extensions == Extensions::default() {
            return self;
        }
        self.with(|inner| inner.extensions = Some(Box::new(extensions)))
    }

    /// No answer came within `timeout`, which was spent `phase`.
    #[cold]
    pub(crate) fn timeout(timeout: Duration, phase: &'static str) -> Self {
        if timeout.is_zero() {
            return Self::new(ErrorKind::Timeout, "the timeout is zero, which leaves no time for an answer");
        }
        Self::new(ErrorKind::Timeout, format!("no answer within {timeout:?}, spent {phase}"))
    }

    /// The session or the connection was closed by this side.
    #[cold]
    pub(crate) fn closed() -> Self {
        Self::new(ErrorKind::Closed, "the session is closed")
    }

    /// The runtime that the session's tasks ran in has ended, and they with it.
    #[cold]
    pub(crate) fn runtime_ended() -> Self {
        Self::new(
            ErrorKind::Closed,
            "the runtime that the session was built in has ended; build a session in each runtime, or use one runtime",
        )
    }

    fn with(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// Adds a sentence in front of what the error says.
    #[cold]
    pub(crate) fn context(self, detail: impl fmt::Display) -> Self {
        self.with(|inner| {
            inner.detail = match &*inner.detail {
                "" => detail.to_string().into(),
                old => format!("{detail}: {old}").into(),
            };
        })
    }

    /// Adds the cause.
    #[cold]
    pub(crate) fn because(self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.with(|inner| inner.source = Some(Arc::new(source)))
    }

    /// Names the statement, by its text or its label, unless one is named already. Secrets in the text are masked.
    #[cold]
    pub(crate) fn of_statement(self, statement: &Arc<str>) -> Self {
        self.without_secrets_of(statement).with(|inner| {
            inner.statement.get_or_insert_with(|| masked(statement));
        })
    }

    /// The same error, of a statement that is called `label` instead.
    #[cold]
    pub(crate) fn renamed(self, label: &Arc<str>) -> Self {
        self.with(|inner| inner.statement = Some(masked(label)))
    }

    /// Masks what the server's message may quote of the secrets in the statement `text`.
    #[cold]
    pub(crate) fn without_secrets_of(self, text: &str) -> Self {
        let Some(server) = &self.0.server else { return self };
        let quotes = server.code == ErrorCode::Syntax;
        let Some(message) = ilium_cql::masked_message(&server.message, text, quotes) else { return self };
        self.with(|inner| {
            if let Some(server) = &mut inner.server {
                server.message = message;
            }
        })
    }

    /// Names the node, unless one is named already.
    #[cold]
    pub(crate) fn on_node(self, node: SocketAddr) -> Self {
        self.with(|inner| {
            inner.node.get_or_insert(node);
        })
    }

    /// Adds the attempts that failed before.
    #[cold]
    pub(crate) fn after(self, attempts: Vec<Attempt>) -> Self {
        self.with(|inner| inner.attempts = attempts)
    }

    /// What kind of thing failed.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The label or the text of the statement, when it was a statement's error. In texts about roles, users and
    /// identities the constants are masked.
    pub fn statement(&self) -> Option<&str> {
        self.0.statement.as_deref()
    }

    /// The node that was asked last, when one was asked.
    pub fn node(&self) -> Option<SocketAddr> {
        self.0.node
    }

    /// The attempts that failed before the one that this error ends, oldest first.
    pub fn attempts(&self) -> &[Attempt] {
        &self.0.attempts
    }

    /// What the server said, when the error is the server's: code, message and the fields of that code.
    pub fn server_error(&self) -> Option<&ServerError> {
        self.0.server.as_deref()
    }

    /// The error that caused this one, to be downcast: an [`io::Error`](std::io::Error), a
    /// [`DeserializationError`], … Its text is part of this error's, so it is not a
    /// [`source`](std::error::Error::source), which would be printed once more.
    pub fn cause(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.0.source.as_deref()
    }

    /// The id under which the server records the trace of the request that failed, when one was asked for and the error
    /// is the server's.
    pub fn tracing_id(&self) -> Option<Uuid> {
        self.0.extensions.as_ref()?.tracing_id
    }

    /// What the server warned of beside its error.
    pub fn warnings(&self) -> impl Iterator<Item = &str> {
        self.0.extensions.iter().flat_map(|extensions| &extensions.warnings).map(String::as_str)
    }

    /// The custom payload that came beside the server's error.
    pub fn custom_payload(&self) -> Option<&HashMap<String, Bytes>> {
        self.0.extensions.as_ref()?.custom_payload.as_ref()
    }

    /// Whether no answer came in time on this side; the server may have done the work.
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Whether the session was closed, or the runtime that it was built in has ended.
    pub fn is_closed(&self) -> bool {
        self.kind() == ErrorKind::Closed
    }

    /// Whether the error is the server's answer, not this side's.
    pub fn is_server(&self) -> bool {
        self.0.server.is_some()
    }

    /// Whether user name, password or authenticator were refused.
    pub fn is_authentication(&self) -> bool {
        self.kind() == ErrorKind::Authentication
    }

    /// Whether a value could not be written or read: a wrong type, a null, a missing column.
    pub fn is_value(&self) -> bool {
        matches!(self.kind(), ErrorKind::Serialize | ErrorKind::Deserialize | ErrorKind::TypeCheck)
    }
}

/// The text of a statement as it may be kept to be shown or logged; shared where nothing is masked.
#[cold]
pub(crate) fn masked(statement: &Arc<str>) -> Arc<str> {
    match ilium_cql::masked(statement) {
        Cow::Borrowed(_) => Arc::clone(statement),
        Cow::Owned(masked) => masked.into(),
    }
}

impl From<SerializationError> for Error {
    #[cold]
    fn from(error: SerializationError) -> Self {
        Self::caused(ErrorKind::Serialize, error)
    }
}

impl From<DeserializationError> for Error {
    #[cold]
    fn from(error: DeserializationError) -> Self {
        Self::caused(ErrorKind::Deserialize, error)
    }
}

impl From<TypeCheckError> for Error {
    #[cold]
    fn from(error: TypeCheckError) -> Self {
        Self::caused(ErrorKind::TypeCheck, error)
    }
}

/// The source is the cause's own: the cause itself is part of the text, and is had by [`Error::cause`].
impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref()?.source()
    }
}
