//! Tracing id, warnings and custom payload: each alone and all together, before every kind of answer.

use std::collections::HashMap;

use bytes::Bytes;
use ilium_driver::wire::response::{Extensions, Response};
use ilium_driver::wire::{Flags, Header, Opcode, ProtocolVersion};
use uuid::Uuid;

use crate::vector::{BOTH, V5, bytes};

/// The answers that QUERY, PREPARE, EXECUTE and BATCH may get, with the opcode they have.
fn answers(version: ProtocolVersion) -> Vec<(&'static str, Opcode, Vec<u8>)> {
    let result_id = if version == V5 { "00 01 0E" } else { "" };
    let prepared = format!(
        "00 00 00 04  00 01 0A {result_id}      # kind Prepared, id, result metadata id
         00 00 00 00  00 00 00 00  00 00 00 00  # no markers, no partition key
         00 00 00 04  00 00 00 00               # flags of the result metadata: No_metadata; no columns"
    );
    vec![
        ("void", Opcode::Result, bytes("00 00 00 01")),
        (
            "rows",
            Opcode::Result,
            bytes("00 00 00 02  00 00 00 04  00 00 00 01  00 00 00 01  00 00 00 01 'r' # No_metadata, 1 column, 1 row"),
        ),
        ("set keyspace", Opcode::Result, bytes("00 00 00 03  00 02 'ks'")),
        ("prepared", Opcode::Result, bytes(&prepared)),
        ("schema change", Opcode::Result, bytes("00 00 00 05  00 07 'CREATED'  00 05 'TABLE'  00 02 'ks'  00 01 't'")),
        ("error", Opcode::Error, bytes("00 00 22 00  00 02 'no'")),
    ]
}

/// What each bit of a combination stands for: its flag and its bytes, in the order in which they stand on the wire.
const PARTS: [(u8, &str); 3] = [
    (0x02, "01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10    # tracing id [uuid]"),
    (0x08, "00 02  00 03 'one'  00 00                          # warnings [string list]"),
    (0x04, "00 02  00 01 'k'  00 00 00 02 'vv'  00 00  FF FF FF FF    # custom payload [bytes map]"),
];

fn expected(combination: u8) -> Extensions {
    let has = |bit: u8| combination & (1 << bit) != 0;
    let payload = [("k".to_owned(), Bytes::from_static(b"vv")), (String::new(), Bytes::new())];
    Extensions {
        tracing_id: has(0).then(|| Uuid::from_u128(0x0102_0304_0506_0708_090A_0B0C_0D0E_0F10)),
        warnings: if has(1) { vec!["one".to_owned(), String::new()] } else { Vec::new() },
        custom_payload: has(2).then(|| HashMap::from(payload)),
    }
}

// native_protocol_v5 §2.4.1.2: the tracing id is the first thing in the body; warnings come directly after it; the custom
// payload follows those; §4: [<tracing_id>][<warnings>][<custom_payload>]<message>. Version 4 has the same in its §2.2.
#[test]
fn all_combinations_stand_before_every_kind_of_answer() {
    for version in BOTH {
        for (kind, opcode, message) in answers(version) {
            let plain = Response::decode(version, opcode, &message).unwrap();
            for combination in 0..8_u8 {
                let mut flags = 0;
                let mut body = Vec::new();
                for (bit, (flag, part)) in PARTS.iter().enumerate() {
                    if combination & (1 << bit) != 0 {
                        flags |= flag;
                        body.extend(bytes(part));
                    }
                }
                body.extend(&message);
                let len = u32::try_from(body.len()).unwrap().to_be_bytes();
                let [v, o] = [0x80 | version.number(), if opcode == Opcode::Error { 0x00 } else { 0x08 }];
                let [l0, l1, l2, l3] = len;
                let header = Header::decode(&[v, flags, 0x00, 0x07, o, l0, l1, l2, l3]).unwrap();
                let context = format!("{version} {kind}, flags {flags:#04x}");
                assert_eq!((header.flags, header.opcode), (Flags(flags), opcode), "{context}");

                let mut rest = body.as_slice();
                let found = Extensions::decode(header.flags, &mut rest).unwrap();
                assert_eq!(found, expected(combination), "{context}");
                assert_eq!(rest, message, "{context}");
                assert_eq!(Response::decode(version, opcode, rest).unwrap(), plain, "{context}");
                assert_eq!(found.flags(), Flags(flags), "{context}");
                for cut in 0..body.len() - message.len() {
                    assert!(Extensions::decode(header.flags, &mut &body[..cut]).is_err(), "{context}, cut to {cut}");
                }
            }
        }
    }
}

/// The flags of a request announce what only a response has as little as what nobody has named.
#[test]
fn a_request_has_no_extension_but_the_payload() {
    use ilium_driver::wire::response::{decode_custom_payload, encode_custom_payload};
    let payload = HashMap::from([("k".to_owned(), Bytes::from_static(b"vv"))]);
    let mut body = Vec::new();
    encode_custom_payload(&payload, &mut body).unwrap();
    assert_eq!(body, bytes("00 01  00 01 'k'  00 00 00 02 'vv'"));
    body.extend(bytes("00 00 00 01 'Q'"));
    let mut rest = body.as_slice();
    let flags = Flags::TRACING | Flags::CUSTOM_PAYLOAD | Flags(0x80);
    assert_eq!(decode_custom_payload(flags, &mut rest).unwrap(), Some(payload));
    assert_eq!(rest, bytes("00 00 00 01 'Q'"));
    assert_eq!(decode_custom_payload(Flags::TRACING, &mut rest).unwrap(), None);
    assert_eq!(rest, bytes("00 00 00 01 'Q'"));
}
