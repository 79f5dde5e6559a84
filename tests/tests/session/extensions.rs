//! What a request carries beside its statement, and what its answer brings back beside its rows.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::StreamExt;
use ilium::{Dao, Entity, Select};
use ilium_driver::client::session::Session;
use ilium_driver::errors::{Error, ErrorCode, ErrorKind};
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::response::PagingState;
use ilium_driver::response::query_result::QueryResult;
use ilium_driver::statement::batch::{Batch, BatchType};
use ilium_driver::statement::unprepared::Statement;
use ilium_driver::wire::event::{SchemaChange, SchemaChangeType, SchemaTarget};
use ilium_driver::wire::response::Extensions;
use ilium_driver::wire::{Flags, Opcode, ProtocolVersion};
use ilium_mock::{Action, Answer, Message, MockCluster, MockStatement, Request, When};
use uuid::Uuid;

use crate::scene::{COUNT, READ, VERSIONS, WRITE, cluster, connect, read, to};

const SCAN: &str = "SELECT n FROM ks.numbers";
/// The values of a batch whose statements are bound.
const NONE: &[()] = &[];
const CREATE: &str = "CREATE TABLE ks.t (k int PRIMARY KEY)";

fn payload(value: &'static str) -> HashMap<String, Bytes> {
    HashMap::from([("request".to_owned(), Bytes::from_static(value.as_bytes())), (String::new(), Bytes::new())])
}

/// Each of the eight combinations of tracing id, warnings and payload.
fn combinations() -> impl Iterator<Item = Extensions> {
    (0..8).map(|combination| Extensions {
        tracing_id: (combination & 1 != 0).then(|| Uuid::from_u128(0x1234)),
        warnings: if combination & 2 != 0 { vec!["one".to_owned(), "two".to_owned()] } else { Vec::new() },
        custom_payload: (combination & 4 != 0).then(|| payload("answer")),
    })
}

fn of_result(result: &QueryResult) -> Extensions {
    Extensions {
        tracing_id: result.tracing_id(),
        warnings: result.warnings().map(str::to_owned).collect(),
        custom_payload: result.custom_payload().cloned(),
    }
}

fn of_error(error: &Error) -> Extensions {
    Extensions {
        tracing_id: error.tracing_id(),
        warnings: error.warnings().map(str::to_owned).collect(),
        custom_payload: error.custom_payload().cloned(),
    }
}

/// Pages of one row, for ever; one row where no pages are asked for.
fn scan() -> MockStatement {
    MockStatement::new(SCAN).table("ks", "numbers").column("n", NativeType::Int).answers(|request, rows| {
        let parameters = request.parameters().unwrap();
        let page = parameters.paging_state.as_ref().map_or(0, |state| state[0]);
        let rows = rows.row((i32::from(page),));
        if parameters.page_size.is_some() { rows.more([page + 1]).into() } else { rows.into() }
    })
}

async fn scene(version: ProtocolVersion) -> (MockCluster, Session) {
    let cluster = cluster(1)
        .version(version)
        .statement(scan())
        .statement(MockStatement::new("TRUNCATE x"))
        .start()
        .await
        .unwrap();
    let session = connect(&cluster).await;
    (cluster, session)
}

/// The requests of this kind that mention `part`.
fn sent(cluster: &MockCluster, opcode: Opcode, part: &str) -> Vec<Arc<Request>> {
    cluster.requests_where(&When::opcode(opcode).mentions(part))
}

#[tokio::test(start_paused = true)]
async fn every_kind_of_answer_brings_them_in_all_combinations() {
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        let read = session.prepare(READ).await.unwrap();
        let write = session.prepare(WRITE).await.unwrap();
        let schema_change = SchemaChange {
            change: SchemaChangeType::Created,
            keyspace: "ks".to_owned(),
            target: SchemaTarget::Table("t".to_owned()),
        };
        for expected in combinations() {
            let extend = |action: Action| action.extended(expected.clone());
            let rules = [
                cluster.rule(When::execute(""), extend(Action::usual())),
                cluster.rule(When::prepare(""), extend(Action::usual())),
                cluster.rule(When::opcode(Opcode::Batch), extend(Action::usual())),
                cluster.rule(When::query("USE"), extend(Action::usual())),
                cluster
                    .rule(When::query("CREATE"), extend(Action::answer(Answer::SchemaChange(schema_change.clone())))),
                cluster.rule(When::query("nowhere"), extend(Action::answer(Answer::error(ErrorCode::Invalid, "no")))),
            ];
            let rows = session.execute_unpaged(&read, (1,)).await.unwrap();
            assert_eq!(of_result(&rows), expected, "{version} rows");
            let rows = rows.into_rows_result().unwrap();
            assert_eq!(rows.single_row::<(i32, &str)>().unwrap().0, 1);
            assert_eq!(rows.tracing_id(), expected.tracing_id);
            assert!(rows.warnings().eq(expected.warnings.iter()));
            assert_eq!(rows.custom_payload(), expected.custom_payload.as_ref());

            let void = session.execute_unpaged(&write, (1, "a")).await.unwrap();
            assert_eq!(of_result(&void), expected, "{version} void");
            let bound = session.execute_bound_unpaged(&write.bind(&(1, "a")).unwrap()).await.unwrap();
            assert_eq!(of_result(&bound), expected, "{version} void, bound");
            let mut batch = Batch::new(BatchType::Unlogged);
            batch.append_statement(write.clone());
            let batched = session.batch(&batch, ((1, "a"),)).await.unwrap();
            assert_eq!(of_result(&batched), expected, "{version} batch");
            let used = session.query_unpaged("USE ks", ()).await.unwrap();
            assert_eq!(of_result(&used), expected, "{version} set keyspace");
            assert_eq!(session.get_keyspace().unwrap().as_str(), "ks");
            let changed = session.query_unpaged(CREATE, ()).await.unwrap();
            assert_eq!(of_result(&changed), expected, "{version} schema change");

            let prepared = session.prepare(READ).await.unwrap();
            assert_eq!(prepared.get_prepare_tracing_ids(), expected.tracing_id.as_slice());
            assert!(prepared.prepare_warnings().eq(expected.warnings.iter()), "{version} prepared");
            assert_eq!(prepared.prepare_custom_payload(), expected.custom_payload.as_ref());

            let error = session.query_unpaged("SELECT * FROM nowhere", ()).await.unwrap_err();
            assert_eq!((error.kind(), of_error(&error)), (ErrorKind::Invalid, expected.clone()), "{version} error");
            cluster.rule(When::prepare("").times(1), extend(Action::answer(Answer::error(ErrorCode::Syntax, "no"))));
            let error = session.prepare(READ).await.unwrap_err();
            assert_eq!((error.kind(), of_error(&error)), (ErrorKind::Syntax, expected.clone()), "{version} prepare");
            rules.iter().for_each(ilium_mock::Rule::remove);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_failed_keeps_what_came_with_its_error() {
    let cluster = cluster(2).shared_statements().start().await.unwrap();
    let session = connect(&cluster).await;
    let read = session.prepare(READ).await.unwrap();
    let bootstrapping = |id| {
        let extensions = Extensions { tracing_id: Some(Uuid::from_u128(id)), ..Extensions::default() };
        Action::answer(Answer::error(ErrorCode::IsBootstrapping, "not yet")).extended(extensions)
    };
    cluster.rule(When::execute(""), bootstrapping(2));
    cluster.rule(When::execute("").times(1), bootstrapping(1));
    let error = session.execute_unpaged(&read, (1,)).await.unwrap_err();
    assert_eq!(error.tracing_id(), Some(Uuid::from_u128(2)), "{error}");
    assert_eq!(error.attempts()[0].error.tracing_id(), Some(Uuid::from_u128(1)));
}

#[tokio::test(start_paused = true)]
async fn every_page_has_its_own() {
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        let page_of =
            |request: &Request| request.parameters().unwrap().paging_state.as_ref().map_or(0_u8, |state| state[0]);
        for page in 0..3 {
            let extensions = Extensions {
                tracing_id: Some(Uuid::from_u128(page.into())),
                warnings: vec![format!("page {page}")],
                custom_payload: Some(HashMap::from([("page".to_owned(), vec![page].into())])),
            };
            let here = When::any()
                .mentions(SCAN)
                .and(move |request| request.opcode != Opcode::Prepare && page_of(request) == page);
            cluster.rule(here, Action::usual().extended(extensions));
        }
        let mut text = Statement::new(SCAN).with_page_size(1);
        text.set_tracing(true);
        text.set_custom_payload(Some(payload("each page")));
        let prepared = session.prepare(text.clone()).await.unwrap();
        for pager in [session.query_iter(text, ()).await, session.execute_iter(prepared.clone(), ()).await] {
            let pager = pager.unwrap();
            assert_eq!(pager.tracing_ids(), [Uuid::nil()]);
            assert!(pager.warnings().eq(["page 0"]));
            assert_eq!(pager.custom_payload().unwrap()["page"], [0_u8][..]);
            let mut rows = pager.rows_stream::<(i32,)>().unwrap();
            for page in 0..3_u8 {
                assert_eq!(rows.next().await.unwrap().unwrap(), (page.into(),));
                assert!(rows.warnings().eq([format!("page {page}")]));
                assert_eq!(rows.custom_payload().unwrap()["page"], [page][..]);
                assert_eq!(rows.tracing_ids().len(), usize::from(page) + 1);
            }
        }
        for request in cluster.requests_where(&When::any().mentions(SCAN)) {
            assert!(request.flags.contains(Flags::TRACING), "{request:?}");
            assert_eq!(request.custom_payload, Some(payload("each page")), "{request:?}");
        }
        let (page, _) = session.execute_single_page(&prepared, (), PagingState::start()).await.unwrap();
        assert_eq!(page.tracing_id(), Some(Uuid::nil()));
    }
}

#[tokio::test(start_paused = true)]
async fn a_payload_goes_with_each_kind_of_request_and_comes_back() {
    for version in VERSIONS {
        let (cluster, session) = scene(version).await;
        cluster.rule(When::any(), Action::usual().echoing());
        let mut text = Statement::new(READ);
        text.set_custom_payload(Some(payload("prepare")));
        assert_eq!(text.get_custom_payload(), Some(&payload("prepare")));
        let mut read = session.prepare(text).await.unwrap();
        assert_eq!(read.prepare_custom_payload(), Some(&payload("prepare")));
        assert_eq!(sent(&cluster, Opcode::Prepare, READ)[0].custom_payload, Some(payload("prepare")));

        // It stays with the statement until another takes its place.
        let result = session.execute_unpaged(&read, (1,)).await.unwrap();
        assert_eq!(result.custom_payload(), Some(&payload("prepare")));
        let mut bound = read.bind(&(1,)).unwrap();
        bound.set_custom_payload(Some(payload("bound")));
        read.set_custom_payload(None);
        let result = session.execute_bound_unpaged(&bound).await.unwrap();
        assert_eq!(result.custom_payload(), Some(&payload("bound")));
        let result = session.execute_unpaged(&read, (1,)).await.unwrap();
        assert_eq!(result.custom_payload(), None);

        let mut batch = Batch::default();
        batch.append_statement(bound);
        batch.set_custom_payload(Some(payload("batch")));
        let result = session.batch(&batch, NONE).await;
        assert_eq!(result.unwrap().custom_payload(), Some(&payload("batch")));

        let mut query = Statement::new("USE ks");
        query.set_custom_payload(Some(HashMap::new()));
        session.query_unpaged(query, ()).await.unwrap();
        let used = &sent(&cluster, Opcode::Query, "USE ks")[0];
        assert_eq!((used.flags, &used.custom_payload), (Flags::CUSTOM_PAYLOAD, &Some(HashMap::new())));
        let plain = sent(&cluster, Opcode::Execute, READ).pop().unwrap();
        assert_eq!((plain.flags, &plain.custom_payload), (Flags::NONE, &None));
    }
}

#[tokio::test(start_paused = true)]
async fn a_forgotten_statement_is_prepared_again_in_its_keyspace_and_with_its_payload() {
    let cluster = cluster(2).version(ProtocolVersion::V5).statement(read()).start().await.unwrap();
    let session = connect(&cluster).await;
    let mut text = Statement::new(READ);
    text.set_keyspace(Some("other"));
    text.set_custom_payload(Some(payload("prepare")));
    let mut read = session.prepare(text).await.unwrap();
    assert_eq!(read.get_keyspace(), Some("other"));
    read.set_custom_payload(Some(payload("execute")));
    (0..2).for_each(|node| cluster.forget_statements(node));
    session.execute_unpaged(&read, (1,)).await.unwrap();
    let mut batch = Batch::default();
    batch.append_statement(read.bind(&(1,)).unwrap());
    (0..2).for_each(|node| cluster.forget_statements(node));
    session.batch(&batch, NONE).await.unwrap();
    // On both nodes at first, then twice on the one that was asked.
    let prepares = sent(&cluster, Opcode::Prepare, READ);
    assert_eq!(prepares.len(), 4);
    for request in prepares {
        let Message::Prepare { keyspace, .. } = &request.message else { panic!("{request:?}") };
        assert_eq!(keyspace.as_deref(), Some("other"));
        assert_eq!(request.custom_payload, Some(payload("prepare")));
    }
    for request in sent(&cluster, Opcode::Execute, READ) {
        assert_eq!(request.parameters().unwrap().keyspace, None, "it is in the statement's id");
        assert_eq!(request.custom_payload, Some(payload("execute")));
    }
}

#[tokio::test(start_paused = true)]
async fn keyspace_and_now_go_with_each_kind_of_request() {
    let (cluster, session) = scene(ProtocolVersion::V5).await;
    let mut text = Statement::new(SCAN);
    text.set_keyspace(Some("Other"));
    text.set_now_in_seconds(Some(-7));
    session.query_unpaged(text.clone(), ()).await.unwrap();
    let parameters = sent(&cluster, Opcode::Query, SCAN)[0].parameters().unwrap().clone();
    assert_eq!((parameters.keyspace.as_deref(), parameters.now_in_seconds), (Some("Other"), Some(-7)));

    let scan = session.prepare(text.clone()).await.unwrap();
    assert_eq!((scan.get_keyspace(), scan.get_now_in_seconds()), (Some("Other"), Some(-7)));
    session.execute_unpaged(&scan, ()).await.unwrap();
    assert_eq!(sent(&cluster, Opcode::Execute, SCAN)[0].parameters().unwrap().now_in_seconds, Some(-7));

    let mut batch = Batch::default();
    batch.set_keyspace(Some("Third"));
    batch.set_now_in_seconds(Some(i32::MAX));
    batch.append_statement(COUNT);
    session.batch(&batch, ((),)).await.unwrap();
    let parameters = sent(&cluster, Opcode::Batch, "")[0].parameters().unwrap().clone();
    assert_eq!((parameters.keyspace.as_deref(), parameters.now_in_seconds), (Some("Third"), Some(i32::MAX)));

    text.set_keyspace(None);
    text.set_now_in_seconds(None);
    session.query_unpaged(text, ()).await.unwrap();
    let parameters = sent(&cluster, Opcode::Query, SCAN)[1].parameters().unwrap().clone();
    assert_eq!((parameters.keyspace, parameters.now_in_seconds), (None, None));
}

#[tokio::test(start_paused = true)]
async fn a_text_of_a_batch_is_prepared_in_its_own_keyspace_or_else_in_the_batchs() {
    let (cluster, session) = scene(ProtocolVersion::V5).await;
    let mut own = Statement::new(COUNT);
    own.set_keyspace(Some("own"));
    let mut batch = Batch::default();
    batch.set_keyspace(Some("batch"));
    batch.append_statement(own);
    batch.append_statement(WRITE);
    session.batch(&batch, ((1,), (1, "a"))).await.unwrap();
    let keyspace_of = |cql| match &sent(&cluster, Opcode::Prepare, cql)[0].message {
        Message::Prepare { keyspace, .. } => keyspace.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(keyspace_of(COUNT).as_deref(), Some("own"));
    assert_eq!(keyspace_of(WRITE).as_deref(), Some("batch"));

    // A keyspace of its own has a text prepared even without values.
    let mut own = Statement::new("TRUNCATE x");
    own.set_keyspace(Some("own"));
    let mut batch = Batch::default();
    batch.append_statement(own);
    session.batch(&batch, ((),)).await.unwrap();
    assert_eq!(keyspace_of("TRUNCATE x").as_deref(), Some("own"));
}

#[tokio::test(start_paused = true)]
async fn what_the_version_cannot_carry_is_refused_before_anything_is_sent() {
    let (cluster, session) = scene(ProtocolVersion::V4).await;
    let read = session.prepare(READ).await.unwrap();
    cluster.forget_requests();
    let refused = |error: Error, option: &str| {
        assert_eq!(error.kind(), ErrorKind::Unsupported, "{error}");
        let found = format!("option `{option}` needs protocol v5, the session speaks v4");
        assert!(error.to_string().contains(&found), "{error}");
        assert!(error.statement().is_some(), "{error}");
    };
    let mut in_keyspace = Statement::new(SCAN);
    in_keyspace.set_keyspace(Some("ks"));
    let mut at = Statement::new(SCAN);
    at.set_now_in_seconds(Some(1));
    for (text, option) in [(in_keyspace, "keyspace"), (at, "now_in_seconds")] {
        refused(session.query_unpaged(text.clone(), ()).await.unwrap_err(), option);
        refused(session.query_iter(text.clone(), ()).await.unwrap_err(), option);
        refused(session.query_single_page(text.clone(), (), PagingState::start()).await.unwrap_err(), option);
        refused(session.prepare(text).await.unwrap_err(), option);
    }
    let mut later = read.clone();
    later.set_now_in_seconds(Some(1));
    refused(session.execute_unpaged(&later, (1,)).await.unwrap_err(), "now_in_seconds");
    refused(session.execute_iter(later.clone(), (1,)).await.unwrap_err(), "now_in_seconds");
    let mut batch = Batch::default();
    batch.append_statement(later);
    batch.set_now_in_seconds(Some(1));
    refused(session.batch(&batch, ((1,),)).await.unwrap_err(), "now_in_seconds");
    batch.set_keyspace(Some("ks"));
    refused(session.batch(&batch, ((1,),)).await.unwrap_err(), "keyspace");
    assert!(cluster.requests().is_empty(), "{:?}", cluster.requests());

    // The options of a batch's statements are not the batch's.
    batch.set_now_in_seconds(None);
    batch.set_keyspace(None);
    session.batch(&batch, ((1,),)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn protocol_3_has_no_payload() {
    let (cluster, session) = scene(ProtocolVersion::V3).await;
    let read = session.prepare(READ).await.unwrap();
    cluster.forget_requests();
    let refused = |error: Error| {
        assert_eq!(error.kind(), ErrorKind::Unsupported, "{error}");
        let found = "option `custom_payload` needs protocol v4, the session speaks v3";
        assert!(error.to_string().contains(found), "{error}");
    };
    let mut text = Statement::new(SCAN);
    text.set_custom_payload(Some(HashMap::new()));
    refused(session.query_unpaged(text.clone(), ()).await.unwrap_err());
    refused(session.prepare(text).await.unwrap_err());
    let mut paid = read.clone();
    paid.set_custom_payload(Some(payload("secret")));
    refused(session.execute_unpaged(&paid, (1,)).await.unwrap_err());
    let mut batch = Batch::default();
    batch.append_statement(read.bind(&(1,)).unwrap());
    batch.set_custom_payload(Some(payload("secret")));
    refused(session.batch(&batch, NONE).await.unwrap_err());
    assert!(cluster.requests().is_empty(), "{:?}", cluster.requests());
    batch.set_custom_payload(None);
    session.batch(&batch, NONE).await.unwrap();
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(keyspace = "ks", table = "t")]
struct Row {
    #[col(partition_key)]
    k: i32,
    v: String,
}

#[derive(Dao, Clone)]
#[dao(entity = Row)]
struct RowDao {
    #[select]
    get: Select<fn(k: i32) -> Option<Row>>,
}

#[tokio::test(start_paused = true)]
async fn the_call_of_a_dao_carries_them() {
    let get = MockStatement::new("SELECT k, v FROM ks.t WHERE k = :k")
        .table("ks", "t")
        .marker("k", NativeType::Int)
        .column("k", NativeType::Int)
        .column("v", NativeType::Text)
        .answers(|request, rows| rows.row((request.value::<i32>(0), "v")).into());
    let cluster = MockCluster::builder().in_memory().version(ProtocolVersion::V5).statement(get).start().await.unwrap();
    let dao = RowDao::prepare(&connect(&cluster).await).await.unwrap();
    let get = dao.get.with(|options| options.custom_payload(payload("call")).now_in_seconds(9));
    assert_eq!(get.call((1,)).await.unwrap(), Some(Row { k: 1, v: "v".to_owned() }));
    dao.get(2).await.unwrap();
    let sent = sent(&cluster, Opcode::Execute, "");
    let carried = |request: &Request| (request.custom_payload.clone(), request.parameters().unwrap().now_in_seconds);
    assert_eq!(carried(&sent[0]), (Some(payload("call")), Some(9)));
    assert_eq!(carried(&sent[1]), (None, None), "for that call only");
}

#[tokio::test(start_paused = true)]
async fn a_payload_shows_its_names_and_not_its_values() {
    let mut statement = Statement::new(SCAN);
    statement.set_custom_payload(Some(payload("very secret")));
    let shown = format!("{statement:?}");
    assert!(shown.contains("request") && !shown.contains("secret"), "{shown}");
}

/// Keeps the lines of the log at WARN.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl tracing::Subscriber for Log {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        *metadata.level() == tracing::Level::WARN
    }

    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        struct Fields(String);
        impl tracing::field::Visit for Fields {
            fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
                self.0.push_str(&format!("{field}={value:?};"));
            }
        }
        let mut fields = Fields(String::new());
        event.record(&mut fields);
        self.0.lock().unwrap().push(fields.0);
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

#[tokio::test(start_paused = true)]
async fn warnings_are_logged_a_few_at_a_time_unless_switched_off() {
    let log = Log::default();
    let _logging = tracing::subscriber::set_default(log.clone());
    let cluster = cluster(1).start().await.unwrap();
    let warns = Extensions { warnings: vec!["too large".to_owned()], ..Extensions::default() };
    cluster.rule(When::execute(""), Action::usual().extended(warns.clone()));
    let session = connect(&cluster).await;
    let read = session.prepare(READ).await.unwrap();
    session.execute_unpaged(&read, (1,)).await.unwrap();
    cluster.rule(When::execute("").times(1), Action::answer(Answer::error(ErrorCode::Invalid, "no")).extended(warns));
    session.execute_unpaged(&read, (1,)).await.unwrap_err();
    {
        let lines = log.0.lock().unwrap();
        assert_eq!(lines.len(), 2, "{lines:?}");
        let node = cluster.address(0).to_string();
        for line in &*lines {
            assert!([READ, "the server warns: too large", &node].iter().all(|part| line.contains(part)), "{line}");
        }
    }
    for _ in 0..1000 {
        let result = session.execute_unpaged(&read, (1,)).await.unwrap();
        assert_eq!(result.warnings().count(), 1);
    }
    // A machine on which a thousand requests take long logs ten a second.
    let logged = log.0.lock().unwrap().len();
    assert!((10..500).contains(&logged), "{logged} lines");
}

#[tokio::test(start_paused = true)]
async fn no_warning_is_logged_when_that_is_switched_off() {
    let log = Log::default();
    let _logging = tracing::subscriber::set_default(log.clone());
    let cluster = cluster(1).start().await.unwrap();
    let warns = Extensions { warnings: vec!["too large".to_owned()], ..Extensions::default() };
    cluster.rule(When::execute(""), Action::usual().extended(warns));
    let session = to(&cluster).log_server_warnings(false).build().await.unwrap();
    let read = session.prepare(READ).await.unwrap();
    assert_eq!(session.execute_unpaged(&read, (1,)).await.unwrap().warnings().count(), 1);
    assert!(log.0.lock().unwrap().is_empty());
}
