//! AUTHENTICATE, AUTH_RESPONSE, AUTH_CHALLENGE and AUTH_SUCCESS.

use ilium_driver::wire::request::{AuthResponse, Request};
use ilium_driver::wire::response::{AuthChallenge, AuthSuccess, Authenticate, Response};

use crate::vector::{BOTH, bytes, request, response};

#[test]
fn authenticate_is_a_class_name() {
    let body = bytes("00 11 'org.example.Plain'");
    for version in BOTH {
        let authenticator = "org.example.Plain";
        response(version, &body, &Response::Authenticate(Authenticate { authenticator }));
    }
}

#[test]
fn auth_response_is_a_token() {
    let body = bytes(
        "00 00 00 08                    # length of the token
         00 'user' 00 'pw'              # SASL PLAIN",
    );
    for version in BOTH {
        request(version, &body, &Request::AuthResponse(AuthResponse { token: Some(b"\0user\0pw") }));
    }
}

#[test]
fn tokens_may_be_null_or_empty() {
    let (null, empty) = (bytes("FF FF FF FF"), bytes("00 00 00 00"));
    for version in BOTH {
        request(version, &null, &Request::AuthResponse(AuthResponse { token: None }));
        request(version, &empty, &Request::AuthResponse(AuthResponse { token: Some(b"") }));
        response(version, &null, &Response::AuthChallenge(AuthChallenge { token: None }));
        response(version, &empty, &Response::AuthChallenge(AuthChallenge { token: Some(b"") }));
        response(version, &null, &Response::AuthSuccess(AuthSuccess { token: None }));
        response(version, &empty, &Response::AuthSuccess(AuthSuccess { token: Some(b"") }));
    }
}

#[test]
fn a_challenge_and_a_success_are_tokens() {
    let body = bytes("00 00 00 03 01 02 03");
    for version in BOTH {
        response(version, &body, &Response::AuthChallenge(AuthChallenge { token: Some(&[1, 2, 3]) }));
        response(version, &body, &Response::AuthSuccess(AuthSuccess { token: Some(&[1, 2, 3]) }));
    }
}

#[test]
fn debug_does_not_show_a_token() {
    let shown = format!("{:?}", AuthResponse { token: Some(b"secret") });
    assert_eq!(shown, "AuthResponse { token_len: Some(6) }");
    let shown = format!("{:?}", AuthChallenge { token: Some(b"secret") });
    assert_eq!(shown, "AuthChallenge { token_len: Some(6) }");
    let shown = format!("{:?}", AuthSuccess { token: Some(b"secret") });
    assert_eq!(shown, "AuthSuccess { token_len: Some(6) }");
}
