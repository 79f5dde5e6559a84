//! Every error of the protocol, as a user sees it.

use std::net::{IpAddr, Ipv4Addr};

use ilium_driver::errors::{ErrorCode, ErrorDetail, ErrorKind};
use ilium_driver::wire::response::{Failures, WriteType};
use ilium_driver::wire::{Consistency, ProtocolVersion};
use ilium_mock::{Answer, When};

use crate::scene::{COUNT, VERSIONS, cluster, connect, read_key};

const REPLICAS: (Consistency, i32, i32) = (Consistency::Quorum, 1, 2);

/// Every code, with its kind and details as `version` has them.
fn errors(version: ProtocolVersion) -> Vec<(ErrorCode, ErrorKind, ErrorDetail)> {
    let (consistency, received, required) = REPLICAS;
    let failures = || match version.has_failure_reasons() {
        true => Failures::Reasons(vec![(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1)), 1)]),
        false => Failures::Count(1),
    };
    let contentions = version.has_contentions().then_some(7);
    let plain = |code, kind| (code, kind, ErrorDetail::None);
    vec![
        plain(ErrorCode::Server, ErrorKind::Server),
        plain(ErrorCode::Protocol, ErrorKind::Protocol),
        plain(ErrorCode::Authentication, ErrorKind::Authentication),
        plain(ErrorCode::Overloaded, ErrorKind::Overloaded),
        plain(ErrorCode::IsBootstrapping, ErrorKind::Bootstrapping),
        plain(ErrorCode::Truncate, ErrorKind::Truncate),
        plain(ErrorCode::CdcWriteFailure, ErrorKind::CdcWriteFailure),
        plain(ErrorCode::Syntax, ErrorKind::Syntax),
        plain(ErrorCode::Unauthorized, ErrorKind::Unauthorized),
        plain(ErrorCode::Invalid, ErrorKind::Invalid),
        plain(ErrorCode::Config, ErrorKind::Config),
        (
            ErrorCode::Unavailable,
            ErrorKind::Unavailable,
            ErrorDetail::Unavailable { consistency, required, alive: received },
        ),
        (
            ErrorCode::WriteTimeout,
            ErrorKind::WriteTimeout,
            ErrorDetail::WriteTimeout {
                consistency,
                received,
                required,
                write_type: WriteType::Simple,
                contentions: None,
            },
        ),
        (
            ErrorCode::WriteTimeout,
            ErrorKind::WriteTimeout,
            ErrorDetail::WriteTimeout { consistency, received, required, write_type: WriteType::Cas, contentions },
        ),
        (
            ErrorCode::WriteTimeout,
            ErrorKind::WriteTimeout,
            ErrorDetail::WriteTimeout {
                consistency,
                received,
                required,
                write_type: WriteType::Other("PARTLY".to_owned()),
                contentions: None,
            },
        ),
        (
            ErrorCode::ReadTimeout,
            ErrorKind::ReadTimeout,
            ErrorDetail::ReadTimeout { consistency, received, required, data_present: true },
        ),
        (
            ErrorCode::ReadFailure,
            ErrorKind::ReadFailure,
            ErrorDetail::ReadFailure { consistency, received, required, failures: failures(), data_present: true },
        ),
        (
            ErrorCode::WriteFailure,
            ErrorKind::WriteFailure,
            ErrorDetail::WriteFailure {
                consistency,
                received,
                required,
                failures: failures(),
                write_type: WriteType::UnloggedBatch,
            },
        ),
        (
            ErrorCode::FunctionFailure,
            ErrorKind::FunctionFailure,
            ErrorDetail::FunctionFailure {
                keyspace: "ks".to_owned(),
                function: "twice".to_owned(),
                arg_types: vec!["int".to_owned()],
            },
        ),
        (
            ErrorCode::CasWriteUnknown,
            ErrorKind::CasWriteUnknown,
            ErrorDetail::CasWriteUnknown { consistency, received, required },
        ),
        (
            ErrorCode::AlreadyExists,
            ErrorKind::AlreadyExists,
            ErrorDetail::AlreadyExists { keyspace: "ks".to_owned(), table: "t".to_owned() },
        ),
        (ErrorCode::Other(0x7777), ErrorKind::Other(0x7777), ErrorDetail::Other(vec![1, 2, 3])),
    ]
}

#[tokio::test(start_paused = true)]
async fn every_code_reaches_the_user_with_its_details() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        // Not idempotent, so that no rule makes another attempt of it.
        let count = session.prepare(COUNT).await.unwrap();
        let read = session.prepare(crate::scene::READ).await.unwrap();
        for (code, kind, detail) in errors(version) {
            let rule = cluster.rule(
                When::execute("UPDATE"),
                Answer::error_with(code, format!("the words for {code}"), detail.clone()),
            );
            let error = session.execute_unpaged(&count, (1,)).await.unwrap_err();
            assert_eq!(error.kind(), kind, "{version} {error}");
            assert_eq!(error.statement(), Some(COUNT), "{version} {error}");
            assert_eq!(error.node(), Some(cluster.address(0)), "{version} {error}");
            let server = error.server_error().unwrap();
            assert_eq!((server.code, &server.detail), (code, &detail), "{version}");
            assert_eq!(server.message, format!("the words for {code}"), "{version}");
            assert!(error.to_string().contains(&server.message), "{error}");
            assert_eq!(rule.hits(), 1, "{version} {error}");
            rule.remove();
            // The connection is none the worse for it.
            read_key(&session, &read, 1).await.unwrap();
        }
        assert_eq!(cluster.connection_count(0), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_of_a_text_or_of_a_preparation_names_the_text() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        cluster
            .rule(When::any().mentions("SELEC v"), Answer::error(ErrorCode::Syntax, "line 1:0 no viable alternative"));
        for error in [
            session.query_unpaged("SELEC v FROM ks.t", ()).await.unwrap_err(),
            session.prepare("SELEC v FROM ks.t").await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Syntax);
            assert_eq!(error.statement(), Some("SELEC v FROM ks.t"));
            assert_eq!(error.node(), Some(cluster.address(0)));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_that_is_cut_short_is_no_valid_response() {
    let cluster = cluster(1).start().await.unwrap();
    let session = connect(&cluster).await;
    let count = session.prepare(COUNT).await.unwrap();
    let read = session.prepare(crate::scene::READ).await.unwrap();
    for body in [&b""[..], b"\x00", b"\x00\x00\x10\x00\x00\x01x", b"\x00\x00\x10\x00\xFF\xFFx"] {
        let answer = Answer::Raw(ilium_driver::wire::Opcode::Error, body.into());
        let rule = cluster.rule(When::execute("UPDATE"), answer);
        let error = session.execute_unpaged(&count, (1,)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error}");
        assert_eq!(error.statement(), Some(COUNT));
        assert_eq!(error.node(), Some(cluster.address(0)));
        rule.remove();
        read_key(&session, &read, 1).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn warnings_come_with_the_result() {
    let cluster = cluster(1).start().await.unwrap();
    let session = connect(&cluster).await;
    let count = session.prepare(COUNT).await.unwrap();
    cluster.rule(When::execute("UPDATE"), Answer::Void.warning(["slow", "deprecated"]));
    let result = session.execute_unpaged(&count, (1,)).await.unwrap();
    assert_eq!(result.warnings().collect::<Vec<_>>(), ["slow", "deprecated"]);
}
