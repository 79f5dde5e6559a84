//! How DAOs are prepared and what their calls send, over scripted nodes.

use std::sync::atomic::{AtomicUsize, Ordering};

use ilium::SerializeValue;
use ilium::prelude::*;
use ilium_driver::deserialize::value::DeserializeValue as ReadValue;
use ilium_driver::deserialize::{DeserializationError, FrameSlice, TypeCheckError};
use ilium_driver::frame::response::result::{ColumnType, NativeType};
use ilium_driver::wire::Opcode;
use ilium_mock::{MockCluster, MockStatement, When};

use crate::scene::{VERSIONS, to};

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "points")]
struct Point {
    #[col(partition_key)]
    id: i32,
    #[col(clustering_key)]
    at: i32,
    value: i32,
}

#[derive(Dao, Clone, Debug)]
#[dao(entity = Point)]
struct PointDao {
    #[select(where = "id = :id [AND at >= :from AND at < :to]")]
    between: Select<fn(id: i32, from: Option<i32>, to: Option<i32>) -> Vec<Point>>,
    #[select]
    all: Select<fn(id: i32) -> Vec<Point>>,
    #[select]
    stream: Select<fn(id: i32) -> RowStream<Point>>,
    #[select(consistency = One, profile = "reads")]
    cheap: Select<fn(id: i32) -> Vec<Point>>,
    #[query("SELECT count(*) FROM {keyspace}.points WHERE id = :id", profile = "reads")]
    count: Query<fn(id: i32) -> i64>,
}

const ALL: &str = "SELECT id, at, value FROM ks.points WHERE id = :id";

fn points(cql: &str, more: &[&str]) -> MockStatement {
    let statement = MockStatement::new(cql).table("ks", "points").marker("id", NativeType::Int);
    let statement = more.iter().fold(statement, |statement, marker| statement.marker(marker, NativeType::Int));
    let statement = ["id", "at", "value"].iter().fold(statement, |all, name| all.column(name, NativeType::Int));
    statement.answers(|_, rows| rows.row((1, 2, 3)).into())
}

/// The statements of [`PointDao`] in a keyspace.
fn statements(keyspace: &str) -> [MockStatement; 3] {
    let all = ALL.replace("ks.", &format!("{keyspace}."));
    let between = format!("{all} AND at >= :\"from\" AND at < :\"to\"");
    let count = format!("SELECT count(*) FROM {keyspace}.points WHERE id = :id");
    let count = MockStatement::new(count).marker("id", NativeType::Int).column("count", NativeType::BigInt);
    [points(&all, &[]), points(&between, &["from", "to"]), count.answers(|_, rows| rows.row((1_i64,)).into())]
}

async fn cluster(keyspace: &str) -> MockCluster {
    let builder = statements(keyspace)
        .into_iter()
        .fold(MockCluster::builder().in_memory(), ilium_mock::MockClusterBuilder::statement);
    builder.keyspace("other", 1).keyspace("Loud", 1).start().await.unwrap()
}

async fn session(cluster: &MockCluster) -> Session {
    let profile = || ExecutionProfile::builder().build();
    let builder = to(cluster).profile("reads", profile()).profile("writes", profile());
    builder.use_keyspace("ks", false).build().await.unwrap()
}

fn count(cluster: &MockCluster, opcode: Opcode) -> usize {
    cluster.requests_where(&When::opcode(opcode)).len()
}

#[tokio::test(start_paused = true)]
async fn equal_texts_are_prepared_once_and_calls_prepare_nothing() {
    let cluster = cluster("ks").await;
    let session = session(&cluster).await;
    let dao = PointDao::prepare(&session).await.unwrap();
    // Three texts: `all`, `stream`, `cheap` and `between` without its group have one.
    assert_eq!(count(&cluster, Opcode::Prepare), 3);
    cluster.forget_requests();
    for _ in 0..3 {
        let with = dao.between.with(|options| options.consistency(Consistency::Two));
        assert_eq!(with.call((1, Some(1), Some(2))).await.unwrap().len(), 1);
        assert_eq!(dao.between(1, Some(1), Some(2)).await.unwrap().len(), 1);
        assert!(with.bind((1, None::<i32>, None::<i32>)).is_ok() && with.bind((1, Some(1), Some(2))).is_ok());
    }
    assert_eq!(count(&cluster, Opcode::Prepare), 0);
    let levels = cluster.requests().iter().map(|request| request.parameters().unwrap().consistency).collect::<Vec<_>>();
    assert_eq!(levels, [Consistency::Two, Consistency::LocalQuorum].repeat(3));
}

#[tokio::test(start_paused = true)]
async fn options_of_a_call_lie_over_those_of_the_call_before() {
    let cluster = cluster("ks").await;
    let session = session(&cluster).await;
    let dao = PointDao::prepare(&session).await.unwrap();
    let two = dao.between.with(|options| options.consistency(Consistency::Two).timestamp(5));
    let three = two.with(|options| options.consistency(Consistency::Three));
    let tied = three.with(|options| options.profile(session.profiles().handle("writes").unwrap()));
    cluster.forget_requests();
    for statement in [&two, &three, &tied, &dao.between] {
        for group in [None, Some(1)] {
            statement.call((1, group, group)).await.unwrap();
        }
    }
    let requests = cluster.requests();
    let sent =
        requests.iter().map(|request| request.parameters().map(|sent| (sent.consistency, sent.timestamp)).unwrap());
    let at = |consistency, timestamp| [(consistency, timestamp); 2];
    let expected = [
        at(Consistency::Two, Some(5)),
        at(Consistency::Three, Some(5)),
        at(Consistency::Three, Some(5)),
        at(Consistency::LocalQuorum, None),
    ];
    assert_eq!(sent.collect::<Vec<_>>(), expected.concat());
}

#[tokio::test(start_paused = true)]
async fn a_group_with_one_of_its_two_parameters_is_an_error_and_reads_nothing() {
    let cluster = cluster("ks").await;
    let session = session(&cluster).await;
    let dao = PointDao::prepare(&session).await.unwrap();
    cluster.forget_requests();
    let errors = [
        dao.between(1, Some(5), None).await.unwrap_err(),
        dao.between.call((1, None::<i32>, Some(5))).await.unwrap_err(),
        dao.between.bind((1, Some(5), None::<i32>)).unwrap_err(),
        dao.between.with(|options| options.page_size(1)).call((1, Some(5), None::<i32>)).await.unwrap_err(),
    ];
    for error in &errors {
        assert_eq!((error.kind(), error.statement()), (ErrorKind::Serialize, Some("PointDao::between")));
    }
    let text = errors[0].to_string();
    assert!(text.contains("`to` is `None`, but `from` is not"), "{text}");
    assert_eq!(cluster.requests().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn statements_name_the_keyspace_that_the_session_was_in() {
    for (keyspace, spelled) in [("ks", "ks"), ("Loud", "\"Loud\"")] {
        let cluster = cluster(spelled).await;
        let profile = ExecutionProfile::builder().build();
        let session = to(&cluster).profile("reads", profile).use_keyspace(keyspace, true).build().await.unwrap();
        let dao = PointDao::prepare(&session).await.unwrap();
        assert_eq!(dao.all.cql(), ALL.replace("ks.", &format!("{spelled}.")));
        assert_eq!(dao.count.cql(), format!("SELECT count(*) FROM {spelled}.points WHERE id = :id"));
        // It stays there when the session goes elsewhere.
        session.use_keyspace("other", false).await.unwrap();
        assert_eq!((dao.all(1).await.unwrap().len(), dao.count(1).await.unwrap()), (1, 1));
        let prepared = cluster.requests_where(&When::opcode(Opcode::Prepare));
        assert!(prepared.iter().all(|request| request.mentions(&format!("FROM {spelled}.points"))));
    }
}

#[tokio::test(start_paused = true)]
async fn an_empty_keyspace_or_table_is_refused() {
    let cluster = cluster("ks").await;
    let session = session(&cluster).await;
    cluster.forget_requests();
    let builders = [PointDao::builder(&session).keyspace(""), PointDao::builder(&session).table("")];
    for (builder, what) in builders.into_iter().zip(["keyspace", "table"]) {
        let error = builder.prepare().await.unwrap_err();
        let expected = format!("the {what} that the builder was given is empty");
        assert!(error.problems().iter().all(|problem| problem.message() == expected), "{error}");
    }
    assert_eq!(count(&cluster, Opcode::Prepare), 0);
}

#[tokio::test(start_paused = true)]
async fn a_statement_says_the_name_it_follows_and_so_does_usage() {
    let cluster = cluster("ks").await;
    let session = session(&cluster).await;
    let usage = |name: &str| {
        let usage = session.profiles().usage();
        usage[name].iter().map(|label| label.trim_start_matches("PointDao::").to_owned()).collect::<Vec<_>>()
    };
    let dao = PointDao::prepare(&session).await.unwrap();
    assert_eq!(usage("default"), ["all", "between", "stream"]);
    assert_eq!(usage("reads"), ["cheap", "count"]);
    assert_eq!((dao.all.profile(), dao.count.profile()), (Some("default"), Some("reads")));

    let tied = dao.count.with(|options| options.profile(session.profiles().handle("writes").unwrap()));
    assert_eq!((tied.profile(), usage("writes")), (Some("writes"), vec!["count".to_owned()]));
    assert!(format!("{tied:?}").contains("\"writes\""), "{tied:?}");
    let again = tied.with(|options| options.consistency(Consistency::Two));
    assert_eq!(again.profile(), Some("writes"));
    let nameless = dao.count.with(|options| options.profile(ExecutionProfile::builder().build().into_handle()));
    assert_eq!(nameless.profile(), None);
    drop((tied, again));
    assert_eq!(usage("writes"), Vec::<String>::new());

    let clone = dao.with_profile("default", "writes").unwrap();
    assert_eq!((clone.all.profile(), clone.count.profile()), (Some("writes"), Some("reads")));
    assert_eq!(usage("writes"), ["all", "between", "stream"]);
    drop(dao);
    drop(nameless);
    // What the clone no longer follows is not listed on its account.
    assert_eq!(usage("default"), Vec::<String>::new());
    assert_eq!(usage("reads"), ["cheap", "count"]);
    drop(clone);
    assert_eq!(usage("reads"), Vec::<String>::new());
}

static CHECKED: AtomicUsize = AtomicUsize::new(0);

/// Counts how often the column that it is read from is checked.
#[derive(Debug, SerializeValue)]
#[cql(transparent)]
struct Counted(i32);

impl<'frame, 'metadata> ReadValue<'frame, 'metadata> for Counted {
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        CHECKED.fetch_add(1, Ordering::SeqCst);
        <i32 as ReadValue<'frame, 'metadata>>::type_check(typ)
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        cell: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        <i32 as ReadValue<'frame, 'metadata>>::deserialize(typ, cell).map(Self)
    }
}

#[derive(Entity, Debug)]
#[entity(keyspace = "ks", table = "points")]
struct CountedPoint {
    #[col(partition_key)]
    id: i32,
    #[col(clustering_key)]
    at: i32,
    value: Counted,
}

#[derive(Dao)]
#[dao(entity = CountedPoint)]
struct CountedDao {
    #[select]
    stream: Select<fn(id: i32) -> RowStream<CountedPoint>>,
}

#[tokio::test(start_paused = true)]
async fn a_stream_reads_by_the_plan_that_was_made_when_it_was_prepared() {
    for version in VERSIONS {
        let builder = statements("ks")
            .into_iter()
            .fold(MockCluster::builder().in_memory(), ilium_mock::MockClusterBuilder::statement);
        let cluster = builder.version(version).start().await.unwrap();
        let session = to(&cluster).build().await.unwrap();
        let dao = CountedDao::prepare(&session).await.unwrap();
        let before = CHECKED.load(Ordering::SeqCst);
        for _ in 0..3 {
            let row = dao.stream(1).await.unwrap().try_next().await.unwrap().unwrap();
            assert_eq!((row.id, row.at, row.value.0), (1, 2, 3));
        }
        assert_eq!(CHECKED.load(Ordering::SeqCst) - before, 0, "protocol {version}");
    }
}
