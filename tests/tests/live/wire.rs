//! The messages of both versions, spoken over a plain socket.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use ilium_cassandra::Cassandra;
use ilium_driver::wire::column::{ColumnSpec, ColumnType, NativeType};
use ilium_driver::wire::event::{Event, EventType, SchemaChangeType, SchemaTarget};
use ilium_driver::wire::notation::{read_bytes, write_bytes};
use ilium_driver::wire::request::{
    Batch, BatchParameters, BatchQuery, BatchStatement, BatchType, Execute, Options, Prepare, Query, QueryParameters,
    Register, Request, Startup, Values,
};
use ilium_driver::wire::response::{
    ErrorCode, ErrorDetail, Extensions, Prepared, Response, Result as Outcome, Rows, decode_column_specs,
    read_rows_count,
};
use ilium_driver::wire::segment::encode_segments;
use ilium_driver::wire::{Consistency, EnvelopeReader, Flags, Header, Opcode, ProtocolVersion};

/// A connection that asks one thing at a time.
struct Connection {
    socket: TcpStream,
    version: ProtocolVersion,
    framed: bool,
    reader: EnvelopeReader,
    buf: BytesMut,
}

impl Connection {
    /// Connects without a word said.
    fn open(version: ProtocolVersion) -> Self {
        let cluster = Cassandra::shared(1).unwrap();
        let socket = TcpStream::connect(cluster.addresses()[0]).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        Self { socket, version, framed: false, reader: EnvelopeReader::unframed(), buf: BytesMut::new() }
    }

    /// Connects and shakes hands.
    fn start(version: ProtocolVersion) -> Self {
        let mut connection = Self::open(version);
        let options = vec![(Startup::CQL_VERSION, Startup::CQL_VERSION_3)];
        connection.ask(&Request::Startup(Startup { options })).expect_ready();
        if version.has_segments() {
            connection.framed = true;
            connection.reader = EnvelopeReader::framed();
        }
        connection
    }

    fn send(&mut self, flags: Flags, request: &Request<'_>) {
        let mut envelope = Vec::new();
        let header = Header::request(self.version, flags, 7, request.opcode());
        header.write_envelope(&mut envelope, |out| request.encode(self.version, out)).unwrap();
        if self.framed {
            let mut segments = Vec::new();
            encode_segments(&envelope, &mut segments);
            envelope = segments;
        }
        self.socket.write_all(&envelope).unwrap();
    }

    fn receive(&mut self) -> Answer {
        loop {
            if let Some((header, body)) = self.reader.next(&mut self.buf).unwrap() {
                return Answer { header, body };
            }
            let mut chunk = [0; 4096];
            let len = self.socket.read(&mut chunk).unwrap();
            assert_ne!(len, 0, "the server closed the connection");
            self.buf.extend_from_slice(&chunk[..len]);
        }
    }

    fn ask(&mut self, request: &Request<'_>) -> Answer {
        self.send(Flags::NONE, request);
        let answer = self.receive();
        assert_eq!((answer.header.version, answer.header.stream), (self.version, 7));
        answer
    }

    /// Executes a text; when it changed the schema, not before all nodes know.
    fn query(&mut self, query: &str) -> Answer {
        let answer = self.query_once(query);
        if let Response::Result(Outcome::SchemaChange(_)) = answer.response() {
            self.await_agreement();
        }
        answer
    }

    fn query_once(&mut self, query: &str) -> Answer {
        let parameters = QueryParameters { consistency: Consistency::One, ..QueryParameters::default() };
        self.ask(&Request::Query(Query { query, parameters, values: Values::NONE }))
    }

    fn await_agreement(&mut self) {
        for _ in 0..2400 {
            let mut versions = self.schema_versions("system.local");
            versions.extend(self.schema_versions("system.peers_v2"));
            versions.dedup();
            if versions.len() == 1 {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the nodes' schemas still differ");
    }

    /// `schema_version` of each row of a table.
    fn schema_versions(&mut self, table: &str) -> Vec<Vec<u8>> {
        let answer = self.query_once(&format!("SELECT schema_version FROM {table}"));
        let rows = answer.rows();
        let mut content = rows.content;
        decode_column_specs(&mut content, rows.header.flags, rows.header.column_count).unwrap();
        let count = read_rows_count(&mut content, rows.header.column_count).unwrap();
        (0..count).map(|_| read_bytes(&mut content, "cell").unwrap().unwrap().to_vec()).collect()
    }

    /// A keyspace of its own for each version and test, without what an earlier run left.
    fn keyspace(&mut self, name: &str) -> String {
        let keyspace = format!("wire_{name}_{}", self.version);
        self.query(&format!("DROP KEYSPACE IF EXISTS {keyspace}")).response();
        let replication = "{'class': 'SimpleStrategy', 'replication_factor': 1}";
        self.query(&format!("CREATE KEYSPACE {keyspace} WITH replication = {replication}")).response();
        keyspace
    }

    fn prepare(&mut self, query: &str) -> Answer {
        self.ask(&Request::Prepare(Prepare { query, keyspace: None }))
    }
}

struct Answer {
    header: Header,
    body: Bytes,
}

impl Answer {
    fn extensions(&self) -> (Extensions, &[u8]) {
        let mut body = &self.body[..];
        (Extensions::decode(self.header.flags, &mut body).unwrap(), body)
    }

    fn response(&self) -> Response<'_> {
        Response::decode(self.header.version, self.header.opcode, self.extensions().1).unwrap()
    }

    fn expect_ready(&self) {
        assert!(matches!(self.response(), Response::Ready(_)), "{:?}", self.response());
    }

    fn expect_void(&self) {
        assert_eq!(self.response(), Response::Result(Outcome::Void));
    }

    fn prepared(&self) -> Prepared<'_> {
        match self.response() {
            Response::Result(Outcome::Prepared(prepared)) => *prepared,
            other => panic!("expected Prepared, got {other:?}"),
        }
    }

    fn rows(&self) -> Rows<'_> {
        match self.response() {
            Response::Result(Outcome::Rows(rows)) => rows,
            other => panic!("expected Rows, got {other:?}"),
        }
    }

    fn error(&self) -> (ErrorCode, ErrorDetail) {
        match self.response() {
            Response::Error(error) => (error.code, error.detail),
            other => panic!("expected ERROR, got {other:?}"),
        }
    }
}

/// The column specs, if there are any, and the cells.
fn read_rows<'a>(rows: &Rows<'a>) -> (Vec<ColumnSpec<'a>>, Vec<Option<&'a [u8]>>) {
    let mut content = rows.content;
    let count = rows.header.column_count;
    let specs = match rows.header.has_specs {
        true => decode_column_specs(&mut content, rows.header.flags, count).unwrap(),
        false => Vec::new(),
    };
    let cells = read_rows_count(&mut content, count).unwrap() * count;
    let cells = (0..cells).map(|_| read_bytes(&mut content, "cell").unwrap()).collect();
    assert!(content.is_empty(), "{} bytes are left after the rows", content.len());
    (specs, cells)
}

/// Cells one after the other, as `[value]`s.
fn values(cells: &[&[u8]]) -> Vec<u8> {
    let mut values = Vec::new();
    for cell in cells {
        write_bytes(Some(cell), "cell", &mut values).unwrap();
    }
    values
}

const BOTH: [ProtocolVersion; 2] = [ProtocolVersion::V4, ProtocolVersion::V5];

#[test]
fn options_are_answered_before_and_after_the_handshake() {
    for version in BOTH {
        let mut before = Connection::open(version);
        for connection in [&mut before, &mut Connection::start(version)] {
            let answer = connection.ask(&Request::Options(Options));
            let Response::Supported(supported) = answer.response() else { panic!("expected SUPPORTED") };
            let versions = supported.get("PROTOCOL_VERSIONS");
            assert!(versions.iter().any(|known| known == "5/v5"), "{versions:?}");
        }
    }
}

#[test]
fn a_version_that_the_server_does_not_know_is_answered_in_one_that_it_does() {
    let mut connection = Connection::open(ProtocolVersion::V5);
    let mut startup = Header::request(ProtocolVersion::V5, Flags::NONE, 0, Opcode::Options).encode();
    startup[0] = 0x42;
    connection.socket.write_all(&startup).unwrap();
    let answer = connection.receive();
    assert_eq!(answer.header.version, ProtocolVersion::V5);
    assert_eq!(answer.error().0, ErrorCode::Protocol);
}

#[test]
fn a_large_value_goes_there_and_back() {
    for version in BOTH {
        let mut connection = Connection::start(version);
        let keyspace = connection.keyspace("large");
        connection.query(&format!("CREATE TABLE {keyspace}.t (id int PRIMARY KEY, data blob)")).response();
        let insert = connection.prepare(&format!("INSERT INTO {keyspace}.t (id, data) VALUES (?, ?)"));
        let insert = insert.prepared();
        assert_eq!((insert.pk_indexes.as_slice(), insert.variables.len()), (&[0_u16][..], 2));
        assert!(insert.result.specs.is_empty());
        let select = connection.prepare(&format!("SELECT data, id FROM {keyspace}.t WHERE id = ?"));
        let select = select.prepared();
        assert_eq!(select.result_metadata_id.is_some(), version.has_result_metadata_id());
        let columns: Vec<String> = select.result.specs.iter().map(|spec| spec.typ().to_string()).collect();
        assert_eq!(columns, ["blob", "int"]);

        // One that fits a segment with a byte to spare, and some that take two or three.
        for (id, len) in [(0_i32, 0), (1, 131_071 - 200), (2, 131_071), (3, 300_000)] {
            let (id, data) = (id.to_be_bytes(), (0..=250_u8).cycle().take(len).collect::<Vec<_>>());
            let parameters =
                QueryParameters { consistency: Consistency::One, skip_metadata: true, ..QueryParameters::default() };
            let execute = |prepared: &Prepared<'_>, count, bytes: &[u8], connection: &mut Connection| {
                connection.ask(&Request::Execute(Execute {
                    id: prepared.id,
                    result_metadata_id: prepared.result_metadata_id,
                    parameters,
                    values: Values::positional(count, bytes),
                }))
            };
            execute(&insert, 2, &values(&[&id, &data]), &mut connection).expect_void();
            let answer = execute(&select, 1, &values(&[&id]), &mut connection);
            let (specs, cells) = read_rows(&answer.rows());
            assert!(specs.is_empty(), "the metadata was to be skipped");
            assert!(cells == [Some(&data[..]), Some(&id[..])], "{version}: {len} bytes come back otherwise");
        }
    }
}

#[test]
fn types_are_read_as_the_table_declares_them() {
    for version in BOTH {
        let mut connection = Connection::start(version);
        let keyspace = connection.keyspace("types");
        connection.query(&format!("CREATE TYPE {keyspace}.point (x int, \"Y\" frozen<list<text>>)")).response();
        let types = [
            "ascii",
            "bigint",
            "blob",
            "boolean",
            "date",
            "decimal",
            "double",
            "duration",
            "float",
            "inet",
            "int",
            "smallint",
            "text",
            "time",
            "timestamp",
            "timeuuid",
            "tinyint",
            "uuid",
            "varint",
            "list<int>",
            "set<text>",
            "map<int, text>",
            "tuple<int, text>",
            "vector<float, 3>",
            "vector<text, 2>",
        ];
        let declared: String = types.iter().enumerate().map(|(i, typ)| format!("c{i:02} {typ}, ")).collect();
        let point = format!("u {keyspace}.point");
        connection.query(&format!("CREATE TABLE {keyspace}.t (a int PRIMARY KEY, {declared}{point})")).response();
        let prepared = connection.prepare(&format!("SELECT * FROM {keyspace}.t"));
        let specs = prepared.prepared().result.specs;
        let read: Vec<String> = specs.iter().map(|spec| spec.typ().to_string()).collect();
        assert_eq!(read[1..=types.len()], types, "{version}");
        let ColumnType::UserDefinedType { definition, .. } = specs.last().unwrap().typ() else { panic!("no type") };
        assert_eq!((&*definition.keyspace, &*definition.name), (&*keyspace, "point"));
        let fields: Vec<String> = definition.field_types.iter().map(|(name, typ)| format!("{name} {typ}")).collect();
        assert_eq!(fields, ["x int", "Y list<text>"]);

        // The same bytes describe them when the rows come.
        let answer = connection.query(&format!("SELECT * FROM {keyspace}.t"));
        let prepared = prepared.prepared();
        assert!(answer.rows().content.starts_with(prepared.result.specs_bytes));
    }
}

#[test]
fn changed_metadata_comes_with_the_rows_since_version_5() {
    let mut connection = Connection::start(ProtocolVersion::V5);
    let keyspace = connection.keyspace("changed");
    connection.query(&format!("CREATE TABLE {keyspace}.t (id int PRIMARY KEY)")).response();
    let prepared = connection.prepare(&format!("SELECT * FROM {keyspace}.t"));
    let prepared = prepared.prepared();
    connection.query(&format!("ALTER TABLE {keyspace}.t ADD name text")).response();
    // The server forgets statements of a table that changes. Another client prepares it again, under the same id.
    let again = connection.prepare(&format!("SELECT * FROM {keyspace}.t"));
    assert_eq!(again.prepared().id, prepared.id);
    let parameters = QueryParameters { skip_metadata: true, ..QueryParameters::default() };
    let mut execute = |result_metadata_id| {
        let execute = Execute { id: prepared.id, result_metadata_id, parameters, values: Values::NONE };
        connection.ask(&Request::Execute(execute))
    };
    let changed = execute(prepared.result_metadata_id);
    let header = changed.rows().header;
    assert!(header.new_metadata_id.is_some_and(|id| Some(id) != prepared.result_metadata_id));
    assert_eq!(read_rows(&changed.rows()).0[1].typ(), &ColumnType::Native(NativeType::Text));

    let same = execute(header.new_metadata_id);
    assert_eq!((same.rows().header.has_specs, same.rows().header.new_metadata_id), (false, None));
}

#[test]
fn pages_batches_and_named_values() {
    for version in BOTH {
        let mut connection = Connection::start(version);
        let keyspace = connection.keyspace("pages");
        connection.query(&format!("CREATE TABLE {keyspace}.t (a int, b int, PRIMARY KEY (a, b))")).response();
        let text = format!("INSERT INTO {keyspace}.t (a, b) VALUES (1, 1)");
        let prepared = connection.prepare(&format!("INSERT INTO {keyspace}.t (a, b) VALUES (1, ?)"));
        let (one, two) = (values(&[&[0, 0, 0, 2]]), values(&[&[0, 0, 0, 3]]));
        let id = BatchQuery::Prepared(prepared.prepared().id);
        let statements = vec![
            BatchStatement { query: BatchQuery::Text(&text), values: Values::NONE },
            BatchStatement { query: id, values: Values::positional(1, &one) },
            BatchStatement { query: id, values: Values::positional(1, &two) },
        ];
        let parameters = BatchParameters {
            consistency: Consistency::LocalQuorum,
            timestamp: Some(1_700_000_000_000_000),
            now_in_seconds: version.has_wide_flags().then_some(1_700_000_000),
            keyspace: version.has_wide_flags().then_some(&keyspace),
            ..BatchParameters::default()
        };
        let batch = Batch { batch_type: BatchType::Unlogged, statements, parameters };
        connection.ask(&Request::Batch(batch)).expect_void();

        let mut named = b"\x00\x01k".to_vec();
        named.extend(values(&[&[0, 0, 0, 1]]));
        let query = format!("SELECT b FROM {keyspace}.t WHERE a = :k");
        let mut paging_state: Option<Vec<u8>> = None;
        let mut read = Vec::new();
        loop {
            let parameters = QueryParameters {
                consistency: Consistency::One,
                page_size: Some(2),
                paging_state: paging_state.as_deref(),
                ..QueryParameters::default()
            };
            let values = Values::named(1, &named);
            let answer = connection.ask(&Request::Query(Query { query: &query, parameters, values }));
            let rows = answer.rows();
            read.extend(read_rows(&rows).1.into_iter().map(|cell| cell.unwrap()[3]));
            paging_state = rows.header.paging_state.map(<[u8]>::to_vec);
            if paging_state.is_none() {
                break;
            }
        }
        assert_eq!(read, [1, 2, 3], "{version}");
    }
}

#[test]
fn errors_come_with_their_details() {
    for version in BOTH {
        let mut connection = Connection::start(version);
        let keyspace = connection.keyspace("errors");
        assert_eq!(connection.query("SELEC").error().0, ErrorCode::Syntax);
        assert_eq!(connection.query("SELECT * FROM nowhere.t").error().0, ErrorCode::Invalid);
        let replication = "{'class': 'SimpleStrategy', 'replication_factor': 1}";
        let again = connection.query(&format!("CREATE KEYSPACE {keyspace} WITH replication = {replication}"));
        let detail = ErrorDetail::AlreadyExists { keyspace: keyspace.clone(), table: String::new() };
        assert_eq!(again.error(), (ErrorCode::AlreadyExists, detail));

        let id = [0xEE; 16];
        let execute = Execute {
            id: &id,
            result_metadata_id: Some(&id),
            parameters: QueryParameters::default(),
            values: Values::NONE,
        };
        let unknown = connection.ask(&Request::Execute(execute)).error();
        assert_eq!(unknown, (ErrorCode::Unprepared, ErrorDetail::Unprepared { id: id.to_vec() }));

        connection.query(&format!("CREATE TABLE {keyspace}.t (id int PRIMARY KEY)")).response();
        let parameters = QueryParameters { consistency: Consistency::Three, ..QueryParameters::default() };
        let query = &format!("SELECT * FROM {keyspace}.t");
        let unavailable = connection.ask(&Request::Query(Query { query, parameters, values: Values::NONE }));
        let detail = ErrorDetail::Unavailable { consistency: Consistency::Three, required: 3, alive: 1 };
        assert_eq!(unavailable.error(), (ErrorCode::Unavailable, detail));
    }
}

#[test]
fn a_change_of_the_schema_is_a_result_and_an_event() {
    for version in BOTH {
        let mut connection = Connection::start(version);
        let mut listener = Connection::start(version);
        let event_types = vec![EventType::SchemaChange, EventType::StatusChange, EventType::TopologyChange];
        listener.ask(&Request::Register(Register { event_types })).expect_ready();
        let keyspace = connection.keyspace("events");
        let answer = connection.query(&format!("CREATE TABLE {keyspace}.t (id int PRIMARY KEY)"));
        let Response::Result(Outcome::SchemaChange(result)) = answer.response() else { panic!("no change") };
        let table = SchemaTarget::Table("t".to_owned());
        assert_eq!((result.change, &result.keyspace, &result.target), (SchemaChangeType::Created, &keyspace, &table));
        // Other tests change the schema at the same time.
        let event = std::iter::repeat_with(|| listener.receive())
            .find(|answer| answer.response() == Response::Event(Event::SchemaChange(result.clone())))
            .unwrap();
        assert_eq!((event.header.stream, event.header.opcode), (-1, Opcode::Event));
    }
}

#[test]
fn a_traced_request_is_answered_with_the_id_of_its_trace() {
    for version in BOTH {
        let mut connection = Connection::start(version);
        let parameters = QueryParameters { consistency: Consistency::One, ..QueryParameters::default() };
        let query = Query { query: "SELECT key FROM system.local", parameters, values: Values::NONE };
        connection.send(Flags::TRACING, &Request::Query(query));
        let answer = connection.receive();
        assert!(answer.extensions().0.tracing_id.is_some());
        assert_eq!(read_rows(&answer.rows()).1, [Some(&b"local"[..])]);
    }
}
