//! A password, and an authenticator of the program's own; a server that asks for neither lets both in.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;
use std::sync::Arc;

use async_trait::async_trait;
use scylla::authentication::{AuthError, AuthenticatorProvider, AuthenticatorSession};
use scylla::client::session_builder::SessionBuilder;

struct Token(String);

struct Answers(String);

#[async_trait]
impl AuthenticatorProvider for Token {
    async fn start_authentication_session(
        &self,
        authenticator_name: &str,
    ) -> Result<(Option<Vec<u8>>, Box<dyn AuthenticatorSession>), AuthError> {
        let first = format!("{authenticator_name} {}", self.0).into_bytes();
        Ok((Some(first), Box::new(Answers(self.0.clone()))))
    }
}

#[async_trait]
impl AuthenticatorSession for Answers {
    async fn evaluate_challenge(&mut self, token: Option<&[u8]>) -> Result<Option<Vec<u8>>, AuthError> {
        match token {
            Some(challenge) => Ok(Some([challenge, self.0.as_bytes()].concat())),
            None => Err("there is no challenge".to_owned()),
        }
    }

    async fn success(&mut self, _token: Option<&[u8]>) -> Result<(), AuthError> {
        Ok(())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "greeted", "v int").await?;

    let nodes = std::env::var("CQL_NODES").unwrap_or_else(|_| "127.0.0.1:9042".to_owned());
    let provider = Arc::new(Token("open sesame".to_owned()));
    let own = SessionBuilder::new().known_nodes(nodes.split(',')).authenticator_provider(provider).build().await?;
    own.query_unpaged("INSERT INTO seed_paths.greeted (k, v) VALUES (1, 1)", &[]).await?;
    let password = SessionBuilder::new().known_nodes(nodes.split(',')).user("cassandra", "cassandra").build().await?;
    let rows = password.query_unpaged("SELECT v FROM seed_paths.greeted", &[]).await?.into_rows_result()?;
    assert_eq!(rows.single_row::<(i32,)>()?, (1,));
    Ok(())
}
