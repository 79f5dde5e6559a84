//! Proving to scripted servers who the client is.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use ilium_driver::authentication::{AuthError, AuthenticatorProvider, AuthenticatorSession, PlainTextAuthenticator};
use ilium_driver::client::connector::Endpoint;
use ilium_driver::client::session_builder::SessionBuilder;
use ilium_driver::errors::{Error, ErrorCode, ErrorKind};
use ilium_driver::wire::Opcode;
use ilium_mock::{Action, Answer, Message, MockCluster, When};

use crate::clock::{eventually, pass};
use crate::scene::{AT_ONCE, READ, SHORT, VERSIONS, cluster, pooled, read_key, to};

const PASSWORD_AUTHENTICATOR: &str = "org.apache.cassandra.auth.PasswordAuthenticator";

/// Every node wants credentials, by the authenticator of this class.
fn wants_credentials(cluster: &MockCluster, class: &str) {
    cluster.rule(When::opcode(Opcode::Startup), Answer::Authenticate(class.to_owned()));
}

/// Every node lets this name and password in, and nothing else.
fn accepts(cluster: &MockCluster, username: &str, password: &str) {
    let expected = format!("\0{username}\0{password}").into_bytes();
    cluster.rule(
        When::opcode(Opcode::AuthResponse),
        Action::compute(move |request| match &request.message {
            Message::AuthResponse(token) if **token == *expected => Answer::AuthSuccess(None),
            _ => Answer::error(ErrorCode::Authentication, "Provided username ada and/or password are incorrect"),
        }),
    );
}

fn auth_responses(cluster: &MockCluster) -> Vec<Vec<u8>> {
    let token = |request: &Arc<ilium_mock::Request>| match &request.message {
        Message::AuthResponse(token) => token.to_vec(),
        other => panic!("expected AUTH_RESPONSE, got {other:?}"),
    };
    cluster.requests_where(&When::opcode(Opcode::AuthResponse)).iter().map(token).collect()
}

async fn refused(cluster: &MockCluster, builder: SessionBuilder, kind: ErrorKind) -> Error {
    let started = tokio::time::Instant::now();
    let error = builder.handshake_timeout(SHORT).build().await.unwrap_err();
    assert!(started.elapsed() < AT_ONCE, "took {:?}", started.elapsed());
    assert_eq!(error.kind(), kind, "{error}");
    assert_eq!(error.node(), Some(cluster.address(0)), "{error}");
    error
}

#[tokio::test(start_paused = true)]
async fn every_connection_sends_the_password() {
    for version in VERSIONS {
        let cluster = cluster(2).version(version).start().await.unwrap();
        wants_credentials(&cluster, PASSWORD_AUTHENTICATOR);
        accepts(&cluster, "ada", "s3cr3t");
        let session = to(&cluster).user("ada", "s3cr3t").build().await.unwrap();
        assert_eq!(session.protocol_version(), version);
        pooled(&session, &cluster, 1).await;
        let read = session.prepare(READ).await.unwrap();
        read_key(&session, &read, 1).await.unwrap();
        // The control connection's and one of each node, whatever else comes on it.
        assert_eq!(auth_responses(&cluster), vec![b"\0ada\0s3cr3t".to_vec(); 3]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_wrong_password_is_the_servers_error_with_node_and_authenticator() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        wants_credentials(&cluster, PASSWORD_AUTHENTICATOR);
        accepts(&cluster, "ada", "s3cr3t");
        let error = refused(&cluster, to(&cluster).user("ada", "wrong"), ErrorKind::Authentication).await;
        assert!(error.is_authentication());
        assert_eq!(error.server_error().unwrap().code, ErrorCode::Authentication);
        let text = error.to_string();
        assert!(text.contains(PASSWORD_AUTHENTICATOR) && text.contains("are incorrect"), "{text}");
        assert!(!text.contains("wrong") && !format!("{error:?}").contains("wrong"), "{text}");
        assert_eq!(auth_responses(&cluster).len(), 1, "no version and no node is tried with it again");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wrong_password_is_not_tried_in_a_hot_loop() {
    let cluster = cluster(2).start().await.unwrap();
    cluster.rule(When::opcode(Opcode::Startup).node(1), Answer::Authenticate(PASSWORD_AUTHENTICATOR.to_owned()));
    accepts(&cluster, "ada", "s3cr3t");
    let session = to(&cluster).user("ada", "wrong").build().await.unwrap();
    pass(Duration::from_millis(1200)).await;
    // 0, 0.1, 0.3, 0.7 and 1.5 s after the start, give or take 15 %.
    let tried = auth_responses(&cluster).len();
    assert!((2..=5).contains(&tried), "{tried} times");
    drop(session);
}

#[tokio::test(start_paused = true)]
async fn a_session_without_credentials_says_what_is_asked_for() {
    let cluster = cluster(1).start().await.unwrap();
    wants_credentials(&cluster, PASSWORD_AUTHENTICATOR);
    let error = refused(&cluster, to(&cluster), ErrorKind::Authentication).await;
    assert!(error.to_string().contains(PASSWORD_AUTHENTICATOR), "{error}");
    assert!(auth_responses(&cluster).is_empty());
}

#[tokio::test(start_paused = true)]
async fn credentials_are_kept_when_nobody_asks() {
    let cluster = cluster(1).start().await.unwrap();
    to(&cluster).user("ada", "s3cr3t").build().await.unwrap();
    assert!(auth_responses(&cluster).is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_unknown_authenticator_gets_no_password() {
    let class = "com.example.Harvester";
    let cluster = cluster(1).start().await.unwrap();
    wants_credentials(&cluster, class);
    accepts(&cluster, "ada", "s3cr3t");
    let error = refused(&cluster, to(&cluster).user("ada", "s3cr3t"), ErrorKind::Authentication).await;
    assert!(error.to_string().contains(class), "{error}");
    assert!(error.to_string().contains("`PlainTextAuthenticator::allow`"), "{error}");
    assert!(auth_responses(&cluster).is_empty());

    let allowing = PlainTextAuthenticator::new("ada".to_owned(), "s3cr3t".to_owned()).allow(class);
    to(&cluster).authenticator_provider(Arc::new(allowing)).build().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_authenticator_of_several_mechanisms_is_told_which_before_it_gets_the_password() {
    let cluster = cluster(1).start().await.unwrap();
    wants_credentials(&cluster, "com.datastax.bdp.cassandra.auth.DseAuthenticator");
    accepts(&cluster, "ada", "s3cr3t");
    cluster.rule(
        When::opcode(Opcode::AuthResponse)
            .and(|request| matches!(&request.message, Message::AuthResponse(token) if **token == *b"PLAIN")),
        Answer::AuthChallenge(Some(b"PLAIN-START".to_vec())),
    );
    to(&cluster).user("ada", "s3cr3t").build().await.unwrap();
    assert_eq!(auth_responses(&cluster)[..2], [b"PLAIN".to_vec(), b"\0ada\0s3cr3t".to_vec()]);
}

/// Answers each challenge with its bytes reversed, and writes down what it is told.
#[derive(Clone, Default)]
struct Reversing(Arc<Mutex<Vec<String>>>);

impl Reversing {
    fn note(&self, what: String) {
        self.0.lock().unwrap().push(what);
    }
}

#[async_trait]
impl AuthenticatorProvider for Reversing {
    async fn start_authentication_session(
        &self,
        authenticator_name: &str,
    ) -> Result<(Option<Vec<u8>>, Box<dyn AuthenticatorSession>), AuthError> {
        self.note(format!("start {authenticator_name}"));
        Ok((None, Box::new(self.clone())))
    }
}

#[async_trait]
impl AuthenticatorSession for Reversing {
    async fn evaluate_challenge(&mut self, token: Option<&[u8]>) -> Result<Option<Vec<u8>>, AuthError> {
        // A point to be suspended at, as asking another server would be.
        tokio::task::yield_now().await;
        let token = token.ok_or("the challenge is empty")?;
        self.note(format!("challenge {}", String::from_utf8_lossy(token)));
        Ok(Some(token.iter().rev().copied().collect()))
    }

    async fn success(&mut self, token: Option<&[u8]>) -> Result<(), AuthError> {
        self.note(format!("success {:?}", token.map(String::from_utf8_lossy)));
        match token {
            Some(b"impostor") => Err("the server does not prove who it is".to_owned()),
            _ => Ok(()),
        }
    }
}

/// A server's side of a conversation: what it answers to the first token, the second and so on.
fn converses(cluster: &MockCluster, answers: impl IntoIterator<Item = Answer>) {
    for (index, answer) in (1..).zip(answers) {
        cluster.rule(When::opcode(Opcode::AuthResponse).nth(index), answer);
    }
}

fn challenge(token: &str) -> Answer {
    Answer::AuthChallenge(Some(token.as_bytes().to_vec()))
}

#[tokio::test(start_paused = true)]
async fn a_conversation_of_several_steps_runs_to_its_end() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        wants_credentials(&cluster, "com.example.Reversing");
        let steps =
            || [challenge("abc"), challenge(""), challenge("xyz"), Answer::AuthSuccess(Some(b"welcome".to_vec()))];
        converses(&cluster, steps().into_iter().chain(steps()));
        let provider = Reversing::default();
        let session = to(&cluster).authenticator_provider(Arc::new(provider.clone())).build().await.unwrap();
        let read = session.prepare(READ).await.unwrap();
        read_key(&session, &read, 1).await.unwrap();

        let once = [&b""[..], b"cba", b"", b"zyx"];
        assert_eq!(auth_responses(&cluster), [once, once].concat());
        let told = [
            "start com.example.Reversing",
            "challenge abc",
            "challenge ",
            "challenge xyz",
            "success Some(\"welcome\")",
        ];
        assert_eq!(*provider.0.lock().unwrap(), [told, told].concat());
    }
}

#[tokio::test(start_paused = true)]
async fn a_conversation_without_an_end_is_given_up() {
    let cluster = cluster(1).start().await.unwrap();
    wants_credentials(&cluster, "com.example.Reversing");
    cluster.rule(When::opcode(Opcode::AuthResponse), challenge("again"));
    let builder = to(&cluster).authenticator_provider(Arc::new(Reversing::default()));
    let error = builder.build().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert!(error.to_string().contains("no end of the conversation after 32 challenges"), "{error}");
    assert_eq!(auth_responses(&cluster).len(), 33);
}

#[tokio::test(start_paused = true)]
async fn a_provider_may_give_up_at_every_step() {
    let class = "com.example.Reversing";
    for (answer, why) in [
        (Answer::AuthChallenge(None), "the challenge is empty"),
        (Answer::AuthSuccess(Some(b"impostor".to_vec())), "the server does not prove who it is"),
    ] {
        let cluster = cluster(1).start().await.unwrap();
        wants_credentials(&cluster, class);
        cluster.rule(When::opcode(Opcode::AuthResponse), answer);
        let builder = to(&cluster).authenticator_provider(Arc::new(Reversing::default()));
        let error = refused(&cluster, builder, ErrorKind::Authentication).await;
        assert!(error.to_string().contains(why) && error.to_string().contains(class), "{error}");
        assert!(error.server_error().is_none());
    }
}

#[tokio::test(start_paused = true)]
async fn a_password_does_not_answer_challenges() {
    let cluster = cluster(1).start().await.unwrap();
    wants_credentials(&cluster, PASSWORD_AUTHENTICATOR);
    cluster.rule(When::opcode(Opcode::AuthResponse), challenge("PLAIN-START"));
    let error = refused(&cluster, to(&cluster).user("ada", "s3cr3t"), ErrorKind::Authentication).await;
    assert!(error.to_string().contains("challenge"), "{error}");
    assert_eq!(auth_responses(&cluster).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn whatever_hangs_ends_with_the_handshakes_time() {
    struct Hanging;

    #[async_trait]
    impl AuthenticatorProvider for Hanging {
        async fn start_authentication_session(
            &self,
            _authenticator_name: &str,
        ) -> Result<(Option<Vec<u8>>, Box<dyn AuthenticatorSession>), AuthError> {
            std::future::pending().await
        }
    }

    let cluster = cluster(1).start().await.unwrap();
    wants_credentials(&cluster, PASSWORD_AUTHENTICATOR);
    let hanging = to(&cluster).authenticator_provider(Arc::new(Hanging));
    let error = refused(&cluster, hanging, ErrorKind::Timeout).await;
    assert!(error.to_string().contains("authenticating"), "{error}");

    cluster.rule(When::opcode(Opcode::AuthResponse), Action::ignore());
    let error = refused(&cluster, to(&cluster).user("ada", "s3cr3t"), ErrorKind::Timeout).await;
    assert!(error.to_string().contains("authenticating"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn what_is_no_step_of_an_authentication_is_a_typed_error() {
    let cluster = cluster(1).start().await.unwrap();
    wants_credentials(&cluster, PASSWORD_AUTHENTICATOR);
    for (action, kind) in [
        (Action::answer(Answer::Void), ErrorKind::Handshake),
        (Action::answer(Answer::error(ErrorCode::Overloaded, "busy")), ErrorKind::Overloaded),
        (Action::close(), ErrorKind::Handshake),
        (Action::answer(Answer::Raw(Opcode::AuthSuccess, b"\x00\x00\x00\x05a"[..].into())), ErrorKind::Handshake),
    ] {
        cluster.rule(When::opcode(Opcode::AuthResponse), action);
        let error = refused(&cluster, to(&cluster).user("ada", "s3cr3t"), kind).await;
        assert!(error.to_string().contains(PASSWORD_AUTHENTICATOR), "{error}");
    }
}

/// Gives the password of the moment, and writes down which node it was for.
struct Changing {
    password: Mutex<&'static str>,
    nodes: Mutex<Vec<SocketAddr>>,
}

#[async_trait]
impl AuthenticatorProvider for Changing {
    async fn start_authentication_session(
        &self,
        authenticator_name: &str,
    ) -> Result<(Option<Vec<u8>>, Box<dyn AuthenticatorSession>), AuthError> {
        let password = *self.password.lock().unwrap();
        let current = PlainTextAuthenticator::new("ada".to_owned(), password.to_owned());
        current.start_authentication_session(authenticator_name).await
    }

    async fn start_authentication_session_on(
        &self,
        node: &Endpoint,
        authenticator_name: &str,
    ) -> Result<(Option<Vec<u8>>, Box<dyn AuthenticatorSession>), AuthError> {
        self.nodes.lock().unwrap().push(node.address());
        self.start_authentication_session(authenticator_name).await
    }
}

#[tokio::test(start_paused = true)]
async fn each_connection_asks_for_credentials_anew() {
    let cluster = cluster(2).start().await.unwrap();
    wants_credentials(&cluster, PASSWORD_AUTHENTICATOR);
    accepts(&cluster, "ada", "old");
    let provider = Arc::new(Changing { password: Mutex::new("old"), nodes: Mutex::default() });
    let session = to(&cluster).authenticator_provider(Arc::clone(&provider) as Arc<_>).build().await.unwrap();
    pooled(&session, &cluster, 1).await;
    let mut asked = provider.nodes.lock().unwrap().clone();
    asked.sort_unstable();
    assert_eq!(asked, [cluster.address(0), cluster.address(0), cluster.address(1)]);

    // The password changes: open connections stay, new ones do not get in until the provider knows.
    accepts(&cluster, "ada", "new");
    let read = session.prepare(READ).await.unwrap();
    for key in 0..10 {
        read_key(&session, &read, key).await.unwrap();
    }
    cluster.forget_requests();
    cluster.disconnect(0);
    cluster.disconnect(1);
    cluster.received(&When::opcode(Opcode::AuthResponse), 2).await.unwrap();
    assert!(read_key(&session, &read, 1).await.is_err());
    *provider.password.lock().unwrap() = "new";
    pooled(&session, &cluster, 0).await;
    pooled(&session, &cluster, 1).await;
    read_key(&session, &read, 1).await.unwrap();
    eventually("there is a control connection", || cluster.control_node().is_some()).await;
}

#[test]
fn debug_shows_no_password() {
    let builder = SessionBuilder::new().user("ada", "s3cr3t");
    assert!(!format!("{builder:?}").contains("s3cr3t"), "{builder:?}");
}
