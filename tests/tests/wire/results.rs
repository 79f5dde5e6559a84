//! RESULT of every kind, and what may stand before it.

use std::collections::HashMap;

use bytes::Bytes;
use ilium_driver::wire::column::{ColumnSpec, ColumnType, NativeType, TableSpec};
use ilium_driver::wire::notation::consumed;
use ilium_driver::wire::response::{
    Extensions, MetadataFlags, Prepared, Response, Result as Outcome, ResultMetadata, Rows, RowsHeader, SetKeyspace,
    decode_column_specs, encode_rows,
};
use ilium_driver::wire::{Flags, Opcode};
use uuid::Uuid;

use crate::vector::{BOTH, V4, V5, bytes, damage, decode_cells, decode_whole, response};

/// Two columns of one table.
const SPECS: &str = "
    00 02 'ks'  00 01 't'               # global table spec
    00 02 'id'  00 09                   # int
    00 04 'name'  00 0D                 # varchar
    ";

/// Two rows of them.
const ROWS: &str = "
    00 00 00 02                         # two rows
    00 00 00 04 00 00 00 01  00 00 00 01 'a'
    00 00 00 04 00 00 00 02  FF FF FF FF
    ";

fn specs() -> Vec<ColumnSpec<'static>> {
    let table = TableSpec::borrowed("ks", "t");
    vec![
        ColumnSpec::borrowed("id", ColumnType::Native(NativeType::Int), table.clone()),
        ColumnSpec::borrowed("name", ColumnType::Native(NativeType::Text), table),
    ]
}

#[test]
fn void_and_set_keyspace() {
    for version in BOTH {
        response(version, &bytes("00 00 00 01"), &Response::Result(Outcome::Void));
        let set = SetKeyspace { keyspace: "ks" };
        response(version, &bytes("00 00 00 03  00 02 'ks'"), &Response::Result(Outcome::SetKeyspace(set)));
    }
}

#[test]
fn an_unknown_kind_is_an_error() {
    for kind in ["00 00 00 00", "00 00 00 06"] {
        assert!(Outcome::decode(V5, &bytes(kind)).is_err());
    }
}

#[test]
fn rows_with_their_columns() {
    let body = bytes(&format!(
        "00 00 00 02                    # kind Rows
         00 00 00 01                    # flags: Global_tables_spec
         00 00 00 02                    # two columns
         {SPECS} {ROWS}"
    ));
    let content = bytes(&format!("{SPECS} {ROWS}"));
    let header = RowsHeader::new(MetadataFlags::GLOBAL_TABLES_SPEC, 2, None, None);
    for version in BOTH {
        response(version, &body, &Response::Result(Outcome::Rows(Rows { header, content: &content })));
        let mut encoded = Vec::new();
        let cell = |bytes: &[u8]| Some(bytes.to_vec());
        let rows = [vec![cell(&[0, 0, 0, 1]), cell(b"a")], vec![cell(&[0, 0, 0, 2]), None]];
        encode_rows(version, &header, &specs(), &rows, &mut encoded).unwrap();
        assert_eq!(encoded, body);
    }
    let cells = decode_cells(&Rows { header, content: &content }).unwrap();
    assert_eq!(cells, [Some(&[0, 0, 0, 1][..]), Some(b"a"), Some(&[0, 0, 0, 2]), None]);
}

#[test]
fn the_bytes_of_the_column_specs_can_be_compared() {
    let content = bytes(&format!("{SPECS} {ROWS}"));
    let mut buf = content.as_slice();
    assert_eq!(decode_column_specs(&mut buf, MetadataFlags::GLOBAL_TABLES_SPEC, 2).as_deref(), Ok(&specs()[..]));
    assert_eq!(consumed(&content, buf), bytes(SPECS));
    assert_eq!(buf, bytes(ROWS));
}

#[test]
fn rows_without_their_columns_and_with_more_pages() {
    let body = bytes(&format!(
        "00 00 00 02                    # kind Rows
         00 00 00 06                    # flags: Has_more_pages, No_metadata
         00 00 00 02                    # two columns
         00 00 00 03 0A 0B 0C           # paging state [bytes]
         {ROWS}"
    ));
    let content = bytes(ROWS);
    let header = RowsHeader::new(MetadataFlags::NO_METADATA, 2, Some(&[0x0A, 0x0B, 0x0C]), None);
    assert!(!header.has_specs);
    for version in BOTH {
        response(version, &body, &Response::Result(Outcome::Rows(Rows { header, content: &content })));
    }
}

#[test]
fn rows_with_changed_metadata_since_version_5() {
    let body = bytes(&format!(
        "00 00 00 02                    # kind Rows
         00 00 00 0B                    # flags: Global_tables_spec, Has_more_pages, Metadata_changed
         00 00 00 02                    # two columns
         00 00 00 01 0A                 # paging state [bytes]
         00 02 CC DD                    # new metadata id [short bytes]
         {SPECS} {ROWS}"
    ));
    let content = bytes(&format!("{SPECS} {ROWS}"));
    let flags = MetadataFlags::GLOBAL_TABLES_SPEC;
    let header = RowsHeader::new(flags, 2, Some(&[0x0A]), Some(&[0xCC, 0xDD]));
    response(V5, &body, &Response::Result(Outcome::Rows(Rows { header, content: &content })));

    // In version 4 the flag means nothing, and what follows is the specs.
    let v4 = bytes(&format!("00 00 00 02  00 00 00 09  00 00 00 02 {SPECS} {ROWS}"));
    let Ok(Outcome::Rows(rows)) = Outcome::decode(V4, &v4) else { panic!("no rows") };
    assert_eq!((rows.header.new_metadata_id, rows.content), (None, content.as_slice()));
}

#[test]
fn metadata_that_contradicts_itself_is_an_error() {
    let refused = |body: &str| Outcome::decode(V5, &bytes(body)).unwrap_err().to_string();
    // native_protocol_v5 §4.2.5.2: Metadata_changed: if set, the No_metadata flag has to be unset.
    assert_eq!(
        refused("00 00 00 02  00 00 00 0C  00 00 00 01  00 01 AA  00 00 00 00"),
        "flags of the result metadata: changed metadata is left out"
    );
    assert_eq!(
        refused("00 00 00 02  00 00 00 06  00 00 00 01  FF FF FF FF  00 00 00 00"),
        "paging state: null though there are more pages"
    );
    assert_eq!(refused("00 00 00 02  00 00 00 04  FF FF FF FF"), "column count: negative count -1");
}

#[test]
fn counts_of_rows_that_the_bytes_cannot_hold_are_errors_at_once() {
    let refused = |columns: &str, rows: &str| {
        let body = bytes(&format!("00 00 00 02  00 00 00 04  {columns}  {rows}  00 00 00 00"));
        decode_whole(V5, Opcode::Result, &body).unwrap_err().to_string()
    };
    assert_eq!(refused("00 00 00 01", "7F FF FF FF"), "rows: expected 8589934588 bytes, 4 left");
    assert!(refused("7F FF FF FF", "7F FF FF FF").starts_with("rows: expected "));
    assert_eq!(refused("00 00 00 00", "7F FF FF FF"), "rows: 2147483647 rows without a column");
    assert_eq!(refused("00 00 00 01", "FF FF FF FF"), "row count: negative count -1");
}

#[test]
fn prepared_has_partition_key_indexes_and_in_version_5_a_result_metadata_id() {
    let metadata = "
        00 00 00 01                     # flags: Global_tables_spec
        00 00 00 02                     # two bind markers
        00 00 00 02  00 01  00 00       # two partition key indexes: 1, 0
        00 02 'ks'  00 01 't'           # global table spec
        00 02 'id'  00 09               # int
        00 04 'name'  00 0D             # varchar
        00 00 00 01                     # flags of the result metadata: Global_tables_spec
        00 00 00 02                     # two columns
        ";
    let specs_bytes = bytes(SPECS);
    let prepared = |result_metadata_id| {
        Response::Result(Outcome::Prepared(Box::new(Prepared {
            id: &[1, 2],
            result_metadata_id,
            global_table: true,
            variables: specs(),
            pk_indexes: vec![1, 0],
            result: ResultMetadata {
                flags: MetadataFlags::GLOBAL_TABLES_SPEC,
                specs: specs(),
                specs_bytes: &specs_bytes,
            },
        })))
    };
    let v4 = bytes(&format!("00 00 00 04  00 02 01 02 {metadata} {SPECS}"));
    response(V4, &v4, &prepared(None));
    let v5 = bytes(&format!("00 00 00 04  00 02 01 02  00 02 0E 0F {metadata} {SPECS}"));
    response(V5, &v5, &prepared(Some(&[0x0E, 0x0F])));
}

#[test]
fn prepared_without_markers_and_without_a_result() {
    let body = bytes(
        "00 00 00 04                    # kind Prepared
         00 01 01                       # id
         00 01 02                       # result metadata id
         00 00 00 00                    # flags
         00 00 00 00                    # no bind markers
         00 00 00 00                    # no partition key indexes
         00 00 00 04                    # flags of the result metadata: No_metadata
         00 00 00 00                    # no columns",
    );
    let prepared = Prepared {
        id: &[1],
        result_metadata_id: Some(&[2]),
        global_table: false,
        variables: Vec::new(),
        pk_indexes: Vec::new(),
        result: ResultMetadata::NONE,
    };
    response(V5, &body, &Response::Result(Outcome::Prepared(Box::new(prepared))));
}

#[test]
fn partition_key_indexes_that_point_at_no_marker_are_an_error() {
    let markers = "00 00 00 01  00 02 'ks'  00 01 't'  00 02 'id'  00 09";
    let refused = |indexes: &str| {
        let body = bytes(&format!("00 00 00 04  00 01 01  00 00 00 01  00 00 00 01 {indexes} {markers}"));
        Outcome::decode(V4, &body).unwrap_err().to_string()
    };
    assert_eq!(refused("00 00 00 01  00 01"), "partition key indexes: index 1 of 1 bind markers");
    assert!(refused("7F FF FF FF").starts_with("partition key indexes: expected 4294967294 bytes"));
}

#[test]
fn extensions_stand_before_the_message_in_all_combinations() {
    let tracing = "01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10";
    let warnings = "00 02  00 03 'one'  00 03 'two'";
    let payload = "00 01  00 01 'k'  00 00 00 02 'vv'";
    for combination in 0..8_u8 {
        let (traced, warned, paid) = (combination & 1 != 0, combination & 2 != 0, combination & 4 != 0);
        let mut flags = Flags::NONE;
        let mut text = String::new();
        let mut expected = Extensions::default();
        if traced {
            flags |= Flags::TRACING;
            text.push_str(tracing);
            expected.tracing_id = Some(Uuid::from_u128(0x0102_0304_0506_0708_090A_0B0C_0D0E_0F10));
        }
        if warned {
            flags |= Flags::WARNING;
            text = format!("{text}\n{warnings}");
            expected.warnings = vec!["one".to_owned(), "two".to_owned()];
        }
        if paid {
            flags |= Flags::CUSTOM_PAYLOAD;
            text = format!("{text}\n{payload}");
            expected.custom_payload = Some(HashMap::from([("k".to_owned(), Bytes::from_static(b"vv"))]));
        }
        assert_eq!(expected.flags(), flags);
        let body = bytes(&format!("{text}\n 00 00 00 01"));
        let mut rest = body.as_slice();
        assert_eq!(Extensions::decode(flags, &mut rest).as_ref(), Ok(&expected));
        assert_eq!(Outcome::decode(V5, rest), Ok(Outcome::Void));
        let mut encoded = Vec::new();
        expected.encode(&mut encoded).unwrap();
        let extensions = bytes(&text);
        assert_eq!(encoded, extensions);
        for len in 0..extensions.len() {
            assert!(Extensions::decode(flags, &mut &extensions[..len]).is_err(), "{flags:?} cut to {len} decodes");
        }
        damage(&extensions, |body| _ = Extensions::decode(flags, &mut &*body));
    }
}

#[test]
fn a_null_in_a_custom_payload_is_empty() {
    let body = bytes("00 01  00 01 'k'  FF FF FF FF");
    let extensions = Extensions::decode(Flags::CUSTOM_PAYLOAD, &mut body.as_slice()).unwrap();
    assert_eq!(extensions.custom_payload, Some(HashMap::from([("k".to_owned(), Bytes::new())])));
}

#[test]
fn the_opcode_of_a_request_is_no_response_and_the_other_way_round() {
    use ilium_driver::wire::request::Request;
    for byte in 0..=0x10_u8 {
        let Some(opcode) = Opcode::from_byte(byte) else { continue };
        let (as_request, as_response) = (Request::decode(V5, opcode, &[]), Response::decode(V5, opcode, &[]));
        let wrong = if opcode.is_request() { as_response.unwrap_err() } else { as_request.unwrap_err() };
        assert!(wrong.to_string().contains(&opcode.to_string()), "{wrong}");
    }
}
