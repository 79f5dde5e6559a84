//! Tables that change while their statements are in use.

use ilium_driver::client::session::Session;
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::statement::prepared::PreparedStatement;
use ilium_driver::value::{CqlValue, Row};
use ilium_driver::wire::ProtocolVersion;
use ilium_mock::{MockCluster, MockStatement, When};

use crate::scene::connect;

const ALL: &str = "SELECT * FROM ks.t WHERE k = ?";

fn narrow() -> MockStatement {
    MockStatement::new(ALL)
        .table("ks", "t")
        .marker("k", NativeType::Int)
        .column("k", NativeType::Int)
        .column("v", NativeType::Text)
        .answers(|request, rows| rows.row((request.value::<i32>(0), "v")).into())
}

/// The table after a column was added in the middle, of which older rows know nothing.
fn wide() -> MockStatement {
    MockStatement::new(ALL)
        .table("ks", "t")
        .marker("k", NativeType::Int)
        .column("k", NativeType::Int)
        .column("added", NativeType::BigInt)
        .column("v", NativeType::Text)
        .answers(|request, rows| rows.row((request.value::<i32>(0), 7_i64, "v")).into())
}

async fn reads(session: &Session, statement: &PreparedStatement, key: i32) -> Vec<(String, CqlValue)> {
    let rows = session.execute_unpaged(statement, (key,)).await.unwrap().into_rows_result().unwrap();
    let row: Row = rows.single_row().unwrap();
    let names = rows.column_specs().iter().map(|column| column.name().to_owned());
    names.zip(row.columns.into_iter().map(Option::unwrap)).collect()
}

fn narrow_row(key: i32) -> Vec<(String, CqlValue)> {
    vec![("k".to_owned(), CqlValue::Int(key)), ("v".to_owned(), CqlValue::Text("v".to_owned()))]
}

fn wide_row(key: i32) -> Vec<(String, CqlValue)> {
    let added = ("added".to_owned(), CqlValue::BigInt(7));
    let mut row = narrow_row(key);
    row.insert(1, added);
    row
}

async fn scene(version: ProtocolVersion) -> (MockCluster, Session, PreparedStatement) {
    let builder = MockCluster::builder().in_memory().nodes(3).version(version).statement(narrow()).shared_statements();
    let cluster = builder.start().await.unwrap();
    let session = connect(&cluster).await;
    let statement = session.prepare(ALL).await.unwrap();
    (cluster, session, statement)
}

#[tokio::test(start_paused = true)]
async fn rows_are_read_with_the_columns_that_they_have() {
    for version in crate::scene::VERSIONS {
        let (cluster, session, statement) = scene(version).await;
        for round in 0..3 {
            for key in 0..5 {
                assert_eq!(reads(&session, &statement, key).await, narrow_row(key), "{version} {round}");
            }
            cluster.script(wide());
            for key in 0..5 {
                assert_eq!(reads(&session, &statement, key).await, wide_row(key), "{version} {round}");
            }
            cluster.script(narrow());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn version_5_learns_of_new_columns_once() {
    let (cluster, session, statement) = scene(ProtocolVersion::V5).await;
    reads(&session, &statement, 0).await;
    let old = statement.get_current_result_metadata();
    cluster.script(wide());
    cluster.forget_requests();
    for key in 0..5 {
        reads(&session, &statement, key).await;
    }
    assert_eq!(statement.get_current_result_metadata().col_specs().len(), 3);
    assert_eq!(old.col_specs().len(), 2);
    let ids: Vec<_> = cluster
        .requests_where(&When::execute(""))
        .iter()
        .map(|request| match &request.message {
            ilium_mock::Message::Execute { result_metadata_id, parameters, .. } => {
                assert!(parameters.skip_metadata);
                result_metadata_id.clone().unwrap()
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_ne!(ids[0], ids[1], "the first request brought the new id");
    assert!(ids[1..].iter().all(|id| *id == ids[1]));
}

#[tokio::test(start_paused = true)]
async fn clones_of_a_statement_learn_of_new_columns_together() {
    let (cluster, session, statement) = scene(ProtocolVersion::V5).await;
    let clone = statement.clone();
    cluster.script(wide());
    reads(&session, &statement, 1).await;
    assert_eq!(clone.get_current_result_metadata().col_specs().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_statement_that_is_prepared_again_brings_the_new_columns() {
    for version in crate::scene::VERSIONS {
        let (cluster, session, statement) = scene(version).await;
        reads(&session, &statement, 1).await;
        cluster.script(wide());
        (0..3).for_each(|node| cluster.forget_statements(node));
        for key in 0..5 {
            assert_eq!(reads(&session, &statement, key).await, wide_row(key), "{version}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn concurrent_requests_over_a_change_are_each_read_right() {
    for version in crate::scene::VERSIONS {
        let (cluster, session, statement) = scene(version).await;
        for round in 0..10 {
            let change = async {
                tokio::task::yield_now().await;
                cluster.script(if round % 2 == 0 { wide() } else { narrow() });
            };
            let all = futures_util::future::join_all((0..50).map(|key| reads(&session, &statement, key)));
            let (rows, ()) = tokio::join!(all, change);
            for (key, row) in (0..50).zip(rows) {
                assert!(row == narrow_row(key) || row == wide_row(key), "{version}: {row:?}");
            }
        }
    }
}
