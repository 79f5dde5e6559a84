use std::time::Duration;

use super::{AuthError, Authenticator};
use crate::connection::{Connection, Endpoint, unexpected};
use crate::error::{Error, ErrorKind};
use crate::wire::request::{AuthResponse, Request};
use crate::wire::response::Response;

/// How many challenges a server may send on one connection.
///
/// The mechanisms in use take one to three; a server that goes on for ever holds a connection that nobody can use.
const MAX_CHALLENGES: usize = 32;

/// What the server says to a token.
enum Step {
    /// It wants another.
    Challenge(Option<Vec<u8>>),
    /// The client is who it says.
    Success(Option<Vec<u8>>),
}

/// Holds the conversation that AUTHENTICATE began: `class` is the server's authenticator, and `node` where it is.
///
/// # Errors
/// When the provider has no credentials or gives up, the server refuses them, or the conversation does not end. The error
/// names the server's authenticator.
pub(in crate::connection) async fn authenticate(
    connection: &Connection,
    node: &Endpoint,
    class: &str,
    authenticator: Option<&Authenticator>,
    timeout: Duration,
) -> Result<(), Error> {
    let Some(Authenticator(provider)) = authenticator else {
        let found = format!("the server asks for credentials ({class}) and the session has none");
        return Err(Error::new(ErrorKind::Authentication, found));
    };
    let gave_up =
        |problem: AuthError| Error::new(ErrorKind::Authentication, format!("authenticator `{class}`: {problem}"));
    let started = provider.start_authentication_session_on(node, class);
    let (mut token, mut session) = started.await.map_err(gave_up)?;
    for _ in 0..=MAX_CHALLENGES {
        let said = say(connection, token.as_deref(), timeout).await;
        match said.map_err(|error| error.context(format!("authenticator `{class}`")))? {
            Step::Challenge(challenge) => {
                token = session.evaluate_challenge(challenge.as_deref()).await.map_err(gave_up)?;
            }
            Step::Success(last) => return session.success(last.as_deref()).await.map_err(gave_up),
        }
    }
    Err(gave_up(format!("no end of the conversation after {MAX_CHALLENGES} challenges")))
}

/// Sends a token and waits for what the server says to it.
async fn say(connection: &Connection, token: Option<&[u8]>, timeout: Duration) -> Result<Step, Error> {
    let step = |response: Response<'_>| match response {
        Response::AuthChallenge(challenge) => Ok(Step::Challenge(challenge.token.map(<[u8]>::to_vec))),
        Response::AuthSuccess(success) => Ok(Step::Success(success.token.map(<[u8]>::to_vec))),
        other => Err(unexpected("AUTH_CHALLENGE or AUTH_SUCCESS", &other)),
    };
    connection.ask_for(&Request::AuthResponse(AuthResponse { token }), timeout, step).await
}
