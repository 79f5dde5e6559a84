//! What is answered to each request.

use std::net::SocketAddr;
use std::str;

use super::canned::{self, Canned};
use super::catalog::{BENCH_COLUMNS, Catalog};
use super::cell::push_short;
use super::envelope::{
    Envelope, OP_BATCH, OP_ERROR, OP_EXECUTE, OP_OPTIONS, OP_PREPARE, OP_QUERY, OP_READY, OP_REGISTER, OP_RESULT,
    OP_STARTUP, OP_SUPPORTED, push_answer,
};
use super::metadata::{push_markers, push_no_result, push_result};
use super::select;

pub(super) const KIND_VOID: u32 = 0x0001;
pub(super) const KIND_ROWS: u32 = 0x0002;
const KIND_SET_KEYSPACE: u32 = 0x0003;
const KIND_PREPARED: u32 = 0x0004;

const ERROR_PROTOCOL: u32 = 0x000A;
const ERROR_INVALID: u32 = 0x2200;
const ERROR_UNPREPARED: u32 = 0x2500;

const SKIP_METADATA: u8 = 0x02;

/// The id of every result's metadata: the tables never change.
const RESULT_METADATA_ID: &[u8; 16] = b"bench-metadata-1";

/// Every answer the responder has.
#[derive(Debug)]
pub(super) struct Answers {
    canned: [Canned; 4],
    catalog: Catalog,
}

impl Answers {
    pub(super) fn new(address: SocketAddr) -> Self {
        Self { canned: canned::all(), catalog: Catalog::new(address) }
    }

    /// Appends the answer to `request`.
    pub(super) fn push(&self, out: &mut Vec<u8>, request: &Envelope<'_>) {
        match request.opcode {
            OP_EXECUTE => self.push_executed(out, request),
            OP_STARTUP | OP_REGISTER => push_answer(out, request, OP_READY, &[]),
            OP_OPTIONS => push_answer(out, request, OP_SUPPORTED, &supported()),
            OP_PREPARE => self.push_prepared(out, request),
            OP_QUERY => self.push_queried(out, request),
            OP_BATCH => push_answer(out, request, OP_RESULT, &KIND_VOID.to_be_bytes()),
            other => push_error(out, request, ERROR_PROTOCOL, &format!("unexpected opcode {other:#04x}")),
        }
    }

    fn push_executed(&self, out: &mut Vec<u8>, request: &Envelope<'_>) {
        let Some((id, mut rest)) = split_short(request.body) else {
            return push_error(out, request, ERROR_PROTOCOL, "no statement id");
        };
        // Protocol 5 has the result metadata id here, and four bytes of flags, the low one last.
        let flags = if request.version >= 5 {
            rest = split_short(rest).map_or(&[][..], |(_, rest)| rest);
            rest.get(5)
        } else {
            rest.get(2)
        };
        let Some(flags) = flags else { return push_error(out, request, ERROR_PROTOCOL, "no query parameters") };
        if let Some(canned) = self.canned.iter().find(|canned| canned.id.as_slice() == id) {
            let skips = flags & SKIP_METADATA != 0;
            let body = if skips { &canned.without_metadata } else { &canned.with_metadata };
            return push_answer(out, request, OP_RESULT, body);
        }
        match str::from_utf8(id) {
            Ok(cql) => self.push_rows(out, request, cql),
            Err(_) => push_error(out, request, ERROR_UNPREPARED, "no such statement"),
        }
    }

    fn push_queried(&self, out: &mut Vec<u8>, request: &Envelope<'_>) {
        let Some(cql) = long_string(request.body) else {
            return push_error(out, request, ERROR_PROTOCOL, "no statement");
        };
        if let Some(canned) = canned::find(&self.canned, cql) {
            return push_answer(out, request, OP_RESULT, &canned.with_metadata);
        }
        match cql.trim().split_once(char::is_whitespace) {
            Some((first, keyspace)) if first.eq_ignore_ascii_case("use") => {
                let mut body = KIND_SET_KEYSPACE.to_be_bytes().to_vec();
                push_short(&mut body, keyspace.trim_matches('"').as_bytes());
                push_answer(out, request, OP_RESULT, &body);
            }
            _ => self.push_rows(out, request, cql),
        }
    }

    fn push_rows(&self, out: &mut Vec<u8>, request: &Envelope<'_>, cql: &str) {
        let rows = select::parse(cql).ok_or_else(|| format!("no answer to: {cql}"));
        match rows.and_then(|select| self.catalog.rows(&select)) {
            Ok(body) => push_answer(out, request, OP_RESULT, &body),
            Err(message) => push_error(out, request, ERROR_INVALID, &message),
        }
    }

    fn push_prepared(&self, out: &mut Vec<u8>, request: &Envelope<'_>) {
        let Some(cql) = long_string(request.body) else {
            return push_error(out, request, ERROR_PROTOCOL, "no statement");
        };
        let mut body = KIND_PREPARED.to_be_bytes().to_vec();
        let canned = canned::find(&self.canned, cql);
        push_short(&mut body, canned.map_or(cql.as_bytes(), |canned| canned.id));
        if request.version >= 5 {
            push_short(&mut body, RESULT_METADATA_ID);
        }
        if let Some(canned) = canned {
            let key: &[u16] = if canned.markers.is_empty() { &[] } else { &[0] };
            push_markers(&mut body, "bench", "t", canned.markers, key);
            if canned.returns_rows {
                push_result(&mut body, "bench", "t", &BENCH_COLUMNS, true);
            } else {
                push_no_result(&mut body);
            }
            return push_answer(out, request, OP_RESULT, &body);
        }
        let select = select::parse(cql).ok_or_else(|| format!("no answer to: {cql}"));
        match select.and_then(|select| self.catalog.columns(&select).map(|columns| (select, columns))) {
            Ok((select, columns)) => {
                push_markers(&mut body, &select.keyspace, &select.table, &[], &[]);
                push_result(&mut body, &select.keyspace, &select.table, &columns, true);
                push_answer(out, request, OP_RESULT, &body);
            }
            Err(message) => push_error(out, request, ERROR_INVALID, &message),
        }
    }
}

/// The `[string multimap]` that answers OPTIONS.
fn supported() -> Vec<u8> {
    let options: [(&str, &[&str]); 3] =
        [("CQL_VERSION", &["3.4.7"]), ("COMPRESSION", &[]), ("PROTOCOL_VERSIONS", &["4/v4", "5/v5"])];
    let short = |out: &mut Vec<u8>, count: usize| {
        out.extend_from_slice(&u16::try_from(count).unwrap_or(u16::MAX).to_be_bytes());
    };
    let mut out = Vec::new();
    short(&mut out, options.len());
    for (name, values) in options {
        push_short(&mut out, name.as_bytes());
        short(&mut out, values.len());
        for value in values {
            push_short(&mut out, value.as_bytes());
        }
    }
    out
}

pub(super) fn push_unsupported_version(out: &mut Vec<u8>, request: &Envelope<'_>) {
    let message = format!("Invalid or unsupported protocol version ({}); supported are 4 and 5", request.version);
    push_error(out, &Envelope { version: 5, ..*request }, ERROR_PROTOCOL, &message);
}

fn push_error(out: &mut Vec<u8>, request: &Envelope<'_>, code: u32, message: &str) {
    let mut body = code.to_be_bytes().to_vec();
    push_short(&mut body, message.as_bytes());
    if code == ERROR_UNPREPARED {
        push_short(&mut body, split_short(request.body).map_or(&[], |(id, _)| id));
    }
    push_answer(out, request, OP_ERROR, &body);
}

fn split_short(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, rest) = bytes.split_first_chunk::<2>()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*len)))
}

fn long_string(bytes: &[u8]) -> Option<&str> {
    let (len, rest) = bytes.split_first_chunk::<4>()?;
    str::from_utf8(rest.get(..usize::try_from(u32::from_be_bytes(*len)).ok()?)?).ok()
}
