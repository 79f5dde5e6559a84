//! Messages: what is encoded is decoded, and no bytes make a decoder panic.

use std::net::{IpAddr, SocketAddr};

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::wire::column::{ColumnSpec, TableSpec};
use crate::wire::event::{
    Event, EventType, SchemaChange, SchemaChangeType, SchemaTarget, StatusChange, TopologyChange,
};
use crate::wire::notation::{consumed, write_bytes, write_int, write_string};
use crate::wire::request::{
    AuthResponse, Batch, BatchParameters, BatchQuery, BatchStatement, BatchType, Execute, Prepare, Query,
    QueryParameters, Register, Request, Startup, Values,
};
use crate::wire::response::{
    Error, ErrorCode, ErrorDetail, Failures, MetadataFlags, Prepared, Response, Result as Outcome, ResultMetadata,
    Rows, RowsHeader, Supported, WriteType, decode_column_specs, encode_column_specs, read_rows_count,
};
use crate::wire::{Consistency, Direction, Flags, Header, Opcode, ProtocolVersion, SerialConsistency};

use super::types::column_type;

pub(super) fn version() -> impl Strategy<Value = ProtocolVersion> {
    select(&[ProtocolVersion::V3, ProtocolVersion::V4, ProtocolVersion::V5][..])
}

fn consistency() -> impl Strategy<Value = Consistency> {
    (0..=0x000A_u16).prop_map(|code| Consistency::from_code(code).unwrap())
}

fn serial_consistency() -> impl Strategy<Value = SerialConsistency> {
    select(&[SerialConsistency::Serial, SerialConsistency::LocalSerial][..])
}

fn text() -> impl Strategy<Value = String> + Clone {
    ".{0,12}"
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..24)
}

/// Values as they stand on the wire, with their names if they have any.
#[derive(Clone, Debug)]
struct OwnedValues {
    count: u16,
    named: bool,
    bytes: Vec<u8>,
}

impl OwnedValues {
    fn as_values(&self) -> Values<'_> {
        match (self.count, self.named) {
            (0, _) => Values::NONE,
            (count, true) => Values::named(count, &self.bytes),
            (count, false) => Values::positional(count, &self.bytes),
        }
    }
}

fn values(named: bool) -> impl Strategy<Value = OwnedValues> {
    let value = prop_oneof![Just(Err(-1)), Just(Err(-2)), bytes().prop_map(Ok)];
    vec((text(), value), 0..5).prop_map(move |values| {
        let mut bytes = Vec::new();
        for (name, value) in &values {
            if named {
                write_string(name, "name", &mut bytes).unwrap();
            }
            match value {
                Ok(value) => write_bytes(Some(value), "value", &mut bytes).unwrap(),
                Err(len) => write_int(*len, &mut bytes),
            }
        }
        OwnedValues { count: u16::try_from(values.len()).unwrap(), named, bytes }
    })
}

#[derive(Clone, Debug)]
struct OwnedParameters {
    consistency: Consistency,
    serial_consistency: Option<SerialConsistency>,
    page_size: Option<i32>,
    paging_state: Option<Vec<u8>>,
    timestamp: Option<i64>,
    skip_metadata: bool,
    keyspace: Option<String>,
    now_in_seconds: Option<i32>,
}

impl OwnedParameters {
    /// What `version` can carry of them.
    fn of_query(&self, version: ProtocolVersion) -> QueryParameters<'_> {
        let parameters = QueryParameters {
            consistency: self.consistency,
            serial_consistency: self.serial_consistency,
            page_size: self.page_size,
            paging_state: self.paging_state.as_deref(),
            timestamp: self.timestamp,
            skip_metadata: self.skip_metadata,
            keyspace: self.keyspace.as_deref(),
            now_in_seconds: self.now_in_seconds,
        };
        match parameters.unsupported(version) {
            Some(_) => QueryParameters { keyspace: None, now_in_seconds: None, ..parameters },
            None => parameters,
        }
    }

    fn of_batch(&self, version: ProtocolVersion) -> BatchParameters<'_> {
        let QueryParameters { consistency, serial_consistency, timestamp, keyspace, now_in_seconds, .. } =
            self.of_query(version);
        BatchParameters { consistency, serial_consistency, timestamp, keyspace, now_in_seconds }
    }
}

fn parameters() -> impl Strategy<Value = OwnedParameters> {
    (
        consistency(),
        option::of(serial_consistency()),
        any::<Option<i32>>(),
        option::of(bytes()),
        any::<Option<i64>>(),
        any::<bool>(),
        option::of(text()),
        any::<Option<i32>>(),
    )
        .prop_map(
            |(consistency, serial_consistency, page_size, paging_state, timestamp, skip_metadata, keyspace, now)| {
                OwnedParameters {
                    consistency,
                    serial_consistency,
                    page_size,
                    paging_state,
                    timestamp,
                    skip_metadata,
                    keyspace,
                    now_in_seconds: now,
                }
            },
        )
}

/// Schema changes that `version` can say.
fn schema_change(version: ProtocolVersion) -> impl Strategy<Value = SchemaChange> {
    any_schema_change().prop_filter("of the version", move |change| {
        let is_function = matches!(change.target, SchemaTarget::Function { .. } | SchemaTarget::Aggregate { .. });
        version.has_functions() || !is_function
    })
}

fn any_schema_change() -> impl Strategy<Value = SchemaChange> {
    let function = (text(), vec(text(), 0..3));
    let target = prop_oneof![
        Just(SchemaTarget::Keyspace),
        text().prop_map(SchemaTarget::Table),
        text().prop_map(SchemaTarget::Type),
        function.clone().prop_map(|(name, arguments)| SchemaTarget::Function { name, arguments }),
        function.prop_map(|(name, arguments)| SchemaTarget::Aggregate { name, arguments }),
    ];
    let change = select(&[SchemaChangeType::Created, SchemaChangeType::Updated, SchemaChangeType::Dropped][..]);
    (change, text(), target).prop_map(|(change, keyspace, target)| SchemaChange { change, keyspace, target })
}

fn address() -> impl Strategy<Value = SocketAddr> {
    (any::<IpAddr>(), any::<u16>()).prop_map(|(ip, port)| SocketAddr::new(ip, port))
}

fn event(version: ProtocolVersion) -> impl Strategy<Value = Event> {
    let topology = select(&[TopologyChange::NewNode, TopologyChange::RemovedNode, TopologyChange::MovedNode][..]);
    let status = select(&[StatusChange::Up, StatusChange::Down][..]);
    prop_oneof![
        (topology, address()).prop_map(|(change, address)| Event::TopologyChange { change, address }),
        (status, address()).prop_map(|(change, address)| Event::StatusChange { change, address }),
        schema_change(version).prop_map(Event::SchemaChange),
    ]
}

/// Errors that have replicas in them, as `version` has them; the others are few enough to be vectors.
fn error(version: ProtocolVersion) -> impl Strategy<Value = Error> {
    let in_5 = version.has_failure_reasons();
    let failures = prop_oneof![
        any::<i32>().prop_map(Failures::Count),
        vec((any::<IpAddr>(), any::<u16>()), 0..4).prop_map(Failures::Reasons),
    ]
    .prop_filter("of the version", move |failures| matches!(failures, Failures::Reasons(_)) == in_5);
    let replicas = || (consistency(), any::<i32>(), any::<i32>());
    let write_type = || "[A-Z_]{0,8}".prop_map(|name| WriteType::from_name(&name));
    let detail = prop_oneof![
        replicas().prop_map(|(consistency, required, alive)| {
            (ErrorCode::Unavailable, ErrorDetail::Unavailable { consistency, required, alive })
        }),
        (replicas(), any::<u16>()).prop_map(move |((consistency, received, required), contentions)| {
            let contentions = in_5.then_some(contentions);
            let write_type = WriteType::Cas;
            let detail = ErrorDetail::WriteTimeout { consistency, received, required, write_type, contentions };
            (ErrorCode::WriteTimeout, detail)
        }),
        (replicas(), failures.clone(), any::<bool>()).prop_map(
            |((consistency, received, required), failures, data_present)| {
                let detail = ErrorDetail::ReadFailure { consistency, received, required, failures, data_present };
                (ErrorCode::ReadFailure, detail)
            }
        ),
        (replicas(), failures, write_type()).prop_map(|((consistency, received, required), failures, write_type)| {
            let detail = ErrorDetail::WriteFailure { consistency, received, required, failures, write_type };
            (ErrorCode::WriteFailure, detail)
        }),
        bytes().prop_map(|bytes| (ErrorCode::Other(0x7777), ErrorDetail::Other(bytes))),
    ];
    let detail = detail.prop_filter("of the version", move |(code, _)| {
        version.has_failures() || !matches!(code, ErrorCode::ReadFailure | ErrorCode::WriteFailure)
    });
    (text(), detail).prop_map(|(message, (code, detail))| Error { code, message, detail })
}

fn column_specs() -> impl Strategy<Value = Vec<ColumnSpec<'static>>> {
    let spec = (text(), column_type(false), text(), text())
        .prop_map(|(name, typ, keyspace, table)| ColumnSpec::owned(name, typ, TableSpec::owned(keyspace, table)));
    vec(spec, 0..5)
}

fn request_round_trips(version: ProtocolVersion, request: &Request<'_>) -> Result<(), TestCaseError> {
    let mut body = Vec::new();
    request.encode(version, &mut body).unwrap();
    prop_assert_eq!(&Request::decode(version, request.opcode(), &body), &Ok(request.clone()));
    Ok(())
}

fn response_round_trips(version: ProtocolVersion, response: &Response<'_>) -> Result<(), TestCaseError> {
    let mut body = Vec::new();
    response.encode(version, &mut body).unwrap();
    prop_assert_eq!(&Response::decode(version, response.opcode(), &body), &Ok(response.clone()));
    Ok(())
}

proptest! {
    #[test]
    fn headers_round_trip(
        version in version(),
        is_request in any::<bool>(),
        flags in any::<u8>(),
        stream in any::<i16>(),
        opcode in (0..=0x10_u8).prop_filter_map("unknown", Opcode::from_byte),
        body_len in 0..=256_u32 << 20,
    ) {
        let direction = if is_request { Direction::Request } else { Direction::Response };
        let header = Header { version, direction, flags: Flags(flags), stream, opcode, body_len };
        prop_assert_eq!(Header::decode(&header.encode()), Ok(header));
    }

    #[test]
    fn queries_and_executes_round_trip(
        version in version(),
        query in text(),
        ids in (bytes(), bytes()),
        parameters in parameters(),
        values in any::<bool>().prop_flat_map(values),
    ) {
        let (parameters, values) = (parameters.of_query(version), values.as_values());
        request_round_trips(version, &Request::Query(Query { query: &query, parameters, values }))?;
        let result_metadata_id = version.has_result_metadata_id().then_some(ids.1.as_slice());
        let execute = Execute { id: &ids.0, result_metadata_id, parameters, values };
        request_round_trips(version, &Request::Execute(execute))?;
    }

    #[test]
    fn batches_round_trip(
        version in version(),
        batch_type in select(&[BatchType::Logged, BatchType::Unlogged, BatchType::Counter][..]),
        statements in vec((option::of(text()), bytes(), values(false)), 0..6),
        parameters in parameters(),
    ) {
        let statements = statements
            .iter()
            .map(|(text, id, values)| {
                let query = text.as_deref().map_or(BatchQuery::Prepared(id), BatchQuery::Text);
                BatchStatement { query, values: values.as_values() }
            })
            .collect();
        let batch = Batch { batch_type, statements, parameters: parameters.of_batch(version) };
        request_round_trips(version, &Request::Batch(batch))?;
    }

    #[test]
    fn other_requests_round_trip(
        version in version(),
        options in vec((text(), text()), 0..4),
        token in option::of(bytes()),
        query in text(),
        keyspace in option::of(text()),
        events in vec(select(&[EventType::TopologyChange, EventType::StatusChange, EventType::SchemaChange][..]), 0..4),
    ) {
        let options = options.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        request_round_trips(version, &Request::Startup(Startup { options }))?;
        request_round_trips(version, &Request::AuthResponse(AuthResponse { token: token.as_deref() }))?;
        let keyspace = keyspace.as_deref().filter(|_| version.has_wide_flags());
        request_round_trips(version, &Request::Prepare(Prepare { query: &query, keyspace }))?;
        request_round_trips(version, &Request::Register(Register { event_types: events }))?;
    }

    #[test]
    fn events_schema_changes_and_supported_round_trip(
        (version, event, change) in version()
            .prop_flat_map(|version| (Just(version), event(version), schema_change(version))),
        options in vec((text(), vec(text(), 0..3)), 0..4),
    ) {
        response_round_trips(version, &Response::Event(event))?;
        response_round_trips(version, &Response::Result(Outcome::SchemaChange(change)))?;
        response_round_trips(version, &Response::Supported(Supported { options }))?;
    }

    #[test]
    fn errors_round_trip(
        (version, error) in version().prop_flat_map(|version| (Just(version), error(version))),
    ) {
        response_round_trips(version, &Response::Error(error))?;
    }

    #[test]
    fn column_specs_round_trip(specs in column_specs(), version in version()) {
        let mut bytes = Vec::new();
        encode_column_specs(version, MetadataFlags::NONE, &specs, &mut bytes).unwrap();
        let spec_len = bytes.len();
        bytes.extend_from_slice(b"the rows");
        let mut buf = bytes.as_slice();
        prop_assert_eq!(decode_column_specs(&mut buf, MetadataFlags::NONE, specs.len()), Ok(specs));
        prop_assert_eq!(consumed(&bytes, buf).len(), spec_len);
    }

    #[test]
    fn prepared_round_trips(
        version in version(),
        ids in (bytes(), bytes()),
        variables in column_specs(),
        columns in column_specs(),
        picks in vec(any::<prop::sample::Index>(), 0..3),
    ) {
        let mut specs_bytes = Vec::new();
        encode_column_specs(version, MetadataFlags::NONE, &columns, &mut specs_bytes).unwrap();
        let picks = if variables.is_empty() || !version.has_partition_key_indexes() { Vec::new() } else { picks };
        let pk_indexes =
            picks.iter().map(|pick| u16::try_from(pick.index(variables.len())).unwrap()).collect();
        let prepared = Prepared {
            id: &ids.0,
            result_metadata_id: version.has_result_metadata_id().then_some(ids.1.as_slice()),
            global_table: false,
            variables,
            pk_indexes,
            result: ResultMetadata { flags: MetadataFlags::NONE, specs: columns, specs_bytes: &specs_bytes },
        };
        response_round_trips(version, &Response::Result(Outcome::Prepared(Box::new(prepared))))?;
    }

    #[test]
    fn rows_round_trip(
        version in version(),
        no_metadata in any::<bool>(),
        column_count in 0..1000_usize,
        paging_state in option::of(bytes()),
        new_metadata_id in option::of(bytes()),
        content in bytes(),
    ) {
        let flags = if no_metadata { MetadataFlags::NO_METADATA } else { MetadataFlags::GLOBAL_TABLES_SPEC };
        let changes = version.has_result_metadata_id() && !no_metadata;
        let new_metadata_id = new_metadata_id.as_deref().filter(|_| changes);
        let header = RowsHeader::new(flags, column_count, paging_state.as_deref(), new_metadata_id);
        response_round_trips(version, &Response::Result(Outcome::Rows(Rows { header, content: &content })))?;
    }

    #[test]
    fn no_bytes_make_a_decoder_panic(version in version(), opcode in 0..=0x10_u8, body in vec(0..0x30_u8, 0..80)) {
        let Some(opcode) = Opcode::from_byte(opcode) else { return Ok(()) };
        let request = Request::decode(version, opcode, &body);
        prop_assert!(request.is_err() || opcode.is_request());
        if let Ok(Response::Result(Outcome::Rows(Rows { header, mut content }))) =
            Response::decode(version, opcode, &body)
        {
            if header.has_specs {
                let specs = decode_column_specs(&mut content, header.flags, header.column_count);
                prop_assert!(specs.is_err() || specs.is_ok_and(|specs| specs.len() == header.column_count));
            }
            let rows = read_rows_count(&mut content, header.column_count);
            prop_assert!(rows.is_err() || rows.is_ok_and(|rows| rows * header.column_count * 4 <= body.len()));
        }
    }
}
