//! ERROR, of every code.

use ilium_driver::wire::response::{Error, ErrorCode, ErrorDetail, Failures, Response, WriteType};
use ilium_driver::wire::{Consistency, ProtocolVersion};

use crate::vector::{BOTH, V4, V5, bytes, response, response_cut};

const MESSAGE: &str = "00 04 'oops'";

fn error(code: ErrorCode, detail: ErrorDetail) -> Response<'static> {
    Response::Error(Error { code, message: "oops".to_owned(), detail })
}

fn check(version: ProtocolVersion, text: &str, code: ErrorCode, detail: ErrorDetail) {
    response(version, &bytes(text), &error(code, detail));
}

#[test]
fn codes_without_details() {
    for (bytes, code, name) in [
        ("00 00 00 00", ErrorCode::Server, "SERVER_ERROR (0x0000)"),
        ("00 00 00 0A", ErrorCode::Protocol, "PROTOCOL_ERROR (0x000a)"),
        ("00 00 01 00", ErrorCode::Authentication, "AUTHENTICATION_ERROR (0x0100)"),
        ("00 00 10 01", ErrorCode::Overloaded, "OVERLOADED (0x1001)"),
        ("00 00 10 02", ErrorCode::IsBootstrapping, "IS_BOOTSTRAPPING (0x1002)"),
        ("00 00 10 03", ErrorCode::Truncate, "TRUNCATE_ERROR (0x1003)"),
        ("00 00 16 00", ErrorCode::CdcWriteFailure, "CDC_WRITE_FAILURE (0x1600)"),
        ("00 00 20 00", ErrorCode::Syntax, "SYNTAX_ERROR (0x2000)"),
        ("00 00 21 00", ErrorCode::Unauthorized, "UNAUTHORIZED (0x2100)"),
        ("00 00 22 00", ErrorCode::Invalid, "INVALID (0x2200)"),
        ("00 00 23 00", ErrorCode::Config, "CONFIG_ERROR (0x2300)"),
    ] {
        assert_eq!(code.to_string(), name);
        for version in BOTH {
            check(version, &format!("{bytes} {MESSAGE}"), code, ErrorDetail::None);
        }
    }
}

#[test]
fn unavailable() {
    let text = format!(
        "00 00 10 00 {MESSAGE}
         00 04                          # consistency QUORUM
         00 00 00 03                    # required
         00 00 00 01                    # alive"
    );
    for version in BOTH {
        let detail = ErrorDetail::Unavailable { consistency: Consistency::Quorum, required: 3, alive: 1 };
        check(version, &text, ErrorCode::Unavailable, detail);
    }
}

#[test]
fn write_timeout_of_every_write_type() {
    for (name, write_type) in [
        ("00 06 'SIMPLE'", WriteType::Simple),
        ("00 05 'BATCH'", WriteType::Batch),
        ("00 0E 'UNLOGGED_BATCH'", WriteType::UnloggedBatch),
        ("00 07 'COUNTER'", WriteType::Counter),
        ("00 09 'BATCH_LOG'", WriteType::BatchLog),
        ("00 04 'VIEW'", WriteType::View),
        ("00 03 'CDC'", WriteType::Cdc),
        ("00 03 'NEW'", WriteType::Other("NEW".to_owned())),
    ] {
        let text = format!(
            "00 00 11 00 {MESSAGE}
             00 04                      # consistency QUORUM
             00 00 00 01                # received
             00 00 00 02                # blockfor
             {name}                     # writeType"
        );
        for version in BOTH {
            let detail = ErrorDetail::WriteTimeout {
                consistency: Consistency::Quorum,
                received: 1,
                required: 2,
                write_type: write_type.clone(),
                contentions: None,
            };
            check(version, &text, ErrorCode::WriteTimeout, detail);
        }
    }
}

#[test]
fn write_timeout_of_a_lightweight_transaction_counts_contentions_since_version_5() {
    let detail = |contentions| ErrorDetail::WriteTimeout {
        consistency: Consistency::Quorum,
        received: 1,
        required: 2,
        write_type: WriteType::Cas,
        contentions,
    };
    let text = format!("00 00 11 00 {MESSAGE} 00 04  00 00 00 01  00 00 00 02  00 03 'CAS'");
    check(V4, &text, ErrorCode::WriteTimeout, detail(None));
    let counted = bytes(&format!("{text}  00 05     # contentions"));
    // Cassandra leaves the count out of some; half of it is an error.
    let without = counted.len() - 2;
    response_cut(V5, &counted, &error(ErrorCode::WriteTimeout, detail(Some(5))), &[without]);
    check(V5, &text, ErrorCode::WriteTimeout, detail(None));
}

#[test]
fn read_timeout() {
    for (byte, data_present) in [("00", false), ("01", true)] {
        let text = format!(
            "00 00 12 00 {MESSAGE}
             00 04                      # consistency QUORUM
             00 00 00 01                # received
             00 00 00 02                # blockfor
             {byte}                     # data_present"
        );
        for version in BOTH {
            let detail =
                ErrorDetail::ReadTimeout { consistency: Consistency::Quorum, received: 1, required: 2, data_present };
            check(version, &text, ErrorCode::ReadTimeout, detail);
        }
    }
}

/// Two replicas that failed, as version 5 says it.
const REASONMAP: &str = "
    00 00 00 02                         # two pairs
    04 0A 00 00 01                      # [inetaddr] 10.0.0.1
    00 01                               # failurecode
    10 20 01 0D B8 00 00 00 00 00 00 00 00 00 00 00 01      # [inetaddr] 2001:db8::1
    00 00                               # failurecode
    ";

fn reasons() -> Failures {
    Failures::Reasons(vec![("10.0.0.1".parse().unwrap(), 1), ("2001:db8::1".parse().unwrap(), 0)])
}

#[test]
fn read_failure_counts_in_version_4_and_gives_reasons_in_version_5() {
    let detail = |failures| ErrorDetail::ReadFailure {
        consistency: Consistency::Quorum,
        received: 1,
        required: 2,
        failures,
        data_present: true,
    };
    let front = format!("00 00 13 00 {MESSAGE} 00 04  00 00 00 01  00 00 00 02");
    let v4 = format!("{front}  00 00 00 03  01");
    check(V4, &v4, ErrorCode::ReadFailure, detail(Failures::Count(3)));
    check(V5, &format!("{front} {REASONMAP} 01"), ErrorCode::ReadFailure, detail(reasons()));
    assert_eq!((Failures::Count(3).count(), Failures::Count(-1).count(), reasons().count()), (3, 0, 2));
}

#[test]
fn write_failure_counts_in_version_4_and_gives_reasons_in_version_5() {
    let detail = |failures| ErrorDetail::WriteFailure {
        consistency: Consistency::Quorum,
        received: 1,
        required: 2,
        failures,
        write_type: WriteType::Simple,
    };
    let front = format!("00 00 15 00 {MESSAGE} 00 04  00 00 00 01  00 00 00 02");
    let v4 = format!("{front}  00 00 00 03  00 06 'SIMPLE'");
    check(V4, &v4, ErrorCode::WriteFailure, detail(Failures::Count(3)));
    let v5 = format!("{front} {REASONMAP} 00 06 'SIMPLE'");
    check(V5, &v5, ErrorCode::WriteFailure, detail(reasons()));
}

#[test]
fn more_failures_than_there_are_bytes_for_are_an_error_at_once() {
    for (count, problem) in [
        ("7F FF FF FF", "failures: expected 15032385529 bytes, 1 left"),
        ("FF FF FF FF", "count of failures: negative count -1"),
    ] {
        let body = bytes(&format!("00 00 13 00 {MESSAGE} 00 04  00 00 00 01  00 00 00 02  {count}  01"));
        assert_eq!(Error::decode(V5, &body).unwrap_err().to_string(), problem);
    }
}

#[test]
fn function_failure() {
    let text = format!(
        "00 00 14 00 {MESSAGE}
         00 02 'ks'                     # keyspace
         00 01 'f'                      # function
         00 02  00 03 'int'  00 04 'text'       # arg_types [string list]"
    );
    for version in BOTH {
        let detail = ErrorDetail::FunctionFailure {
            keyspace: "ks".to_owned(),
            function: "f".to_owned(),
            arg_types: vec!["int".to_owned(), "text".to_owned()],
        };
        check(version, &text, ErrorCode::FunctionFailure, detail);
    }
}

#[test]
fn cas_write_unknown() {
    let text = format!("00 00 17 00 {MESSAGE} 00 08  00 00 00 01  00 00 00 02");
    for version in BOTH {
        let detail = ErrorDetail::CasWriteUnknown { consistency: Consistency::Serial, received: 1, required: 2 };
        check(version, &text, ErrorCode::CasWriteUnknown, detail);
    }
}

#[test]
fn already_exists() {
    for (table, name) in [("00 01 't'", "t"), ("00 00", "")] {
        for version in BOTH {
            let detail = ErrorDetail::AlreadyExists { keyspace: "ks".to_owned(), table: name.to_owned() };
            check(version, &format!("00 00 24 00 {MESSAGE} 00 02 'ks' {table}"), ErrorCode::AlreadyExists, detail);
        }
    }
}

#[test]
fn unprepared() {
    for version in BOTH {
        let detail = ErrorDetail::Unprepared { id: vec![1, 2, 3] };
        check(version, &format!("00 00 25 00 {MESSAGE} 00 03 01 02 03"), ErrorCode::Unprepared, detail);
    }
}

#[test]
fn an_unknown_code_is_kept_with_what_follows_it() {
    let body = bytes(&format!("00 00 F0 00 {MESSAGE} 01 02"));
    let may_end_at = [body.len() - 2, body.len() - 1];
    for version in BOTH {
        let code = ErrorCode::Other(0xF000);
        response_cut(version, &body, &error(code, ErrorDetail::Other(vec![1, 2])), &may_end_at);
    }
    let shown = Error::decode(V4, &body).unwrap().to_string();
    assert_eq!(shown, "UNKNOWN (0xf000): oops");
}

#[test]
fn every_code_is_read_as_it_is_written() {
    for code in (0..0x1_0000).chain([-1, i32::MIN, i32::MAX]) {
        assert_eq!(ErrorCode::from_code(code).code(), code);
    }
}
