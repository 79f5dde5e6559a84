//! What a counter is changed by: a `Counter` or an `i64`, whichever type the server gives the bind marker.

use std::num::NonZero;

use ilium::prelude::*;
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::wire::Opcode;
use ilium_mock::{MockCluster, MockStatement, When};

use crate::scene::{VERSIONS, to};

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "visits")]
struct Visits {
    #[col(partition_key)]
    page: i32,
    hits: Counter,
}

#[derive(Dao)]
#[dao(entity = Visits)]
struct VisitsDao {
    #[update(set = "hits = hits + :by")]
    add: Update<fn(page: i32, by: i64)>,
    #[update(set = "hits = hits + :by")]
    add_counter: Update<fn(page: i32, by: Counter)>,
    #[update(set = "hits += :by")]
    add_some: Update<fn(page: i32, by: NonZero<i64>)>,
    #[update(set = "hits = hits - :by")]
    take: Update<fn(page: i32, by: &i64)>,
    #[query("UPDATE {table} SET hits = hits + :by WHERE page = :page")]
    by_query: Query<fn(page: i32, by: i64)>,
}

/// Cassandra says that a counter is changed by a counter, ScyllaDB that it is by a bigint.
#[tokio::test(start_paused = true)]
async fn a_counter_is_changed_by_either_type() {
    for version in VERSIONS {
        for typ in [NativeType::Counter, NativeType::BigInt] {
            let texts = ["hits = hits + :\"by\"", "hits += :\"by\"", "hits = hits - :\"by\""];
            let scripted = texts.iter().fold(MockCluster::builder().in_memory(), |cluster, set| {
                let statement = MockStatement::new(format!("UPDATE ks.visits SET {set} WHERE page = :page"));
                let statement = statement.table("ks", "visits").marker("by", typ).marker("page", NativeType::Int);
                cluster.statement(statement)
            });
            let cluster = scripted.start().await.unwrap();
            let session = to(&cluster).protocol_version(version).use_keyspace("ks", false).build().await.unwrap();
            let visits = VisitsDao::prepare(&session).await.unwrap();
            cluster.forget_requests();
            visits.add(1, -7).await.unwrap();
            visits.add_counter(1, Counter(-7)).await.unwrap();
            visits.add_some(1, NonZero::new(-7).unwrap()).await.unwrap();
            visits.take(1, &-7).await.unwrap();
            visits.by_query(1, -7).await.unwrap();
            let sent = cluster.requests_where(&When::opcode(Opcode::Execute));
            let cells: Vec<_> = sent.iter().map(|request| request.values()[0].clone()).collect();
            assert_eq!(cells, vec![ilium_mock::Value::Bytes((-7_i64).to_be_bytes().to_vec().into()); 5]);
        }
    }
}

#[derive(Dao)]
#[dao(entity = Visits)]
struct ReadDao {
    #[select]
    get: Select<fn(page: i32) -> Option<Visits>>,
}

/// What is written and not added has the type of its column.
#[tokio::test(start_paused = true)]
async fn a_bigint_is_not_written_as_a_counter() {
    let statement = MockStatement::new("INSERT INTO ks.others (n) VALUES (:n)").table("ks", "others");
    let cluster =
        MockCluster::builder().in_memory().statement(statement.marker("n", NativeType::BigInt)).start().await.unwrap();
    let session = to(&cluster).use_keyspace("ks", false).build().await.unwrap();
    let error = OthersDao::prepare(&session).await.err().unwrap();
    assert!(error.to_string().contains("is CQL counter, but on the server `n` is bigint"), "{error}");
}

#[derive(Dao)]
struct OthersDao {
    #[query("INSERT INTO ks.others (n) VALUES (:n)")]
    insert: Query<fn(n: Counter)>,
}

/// A column that is read has one type.
#[tokio::test(start_paused = true)]
async fn a_bigint_is_not_read_as_a_counter() {
    let statement = MockStatement::new("SELECT page, hits FROM ks.visits WHERE page = :page").table("ks", "visits");
    let statement = statement.marker("page", NativeType::Int).column("page", NativeType::Int);
    let cluster = MockCluster::builder()
        .in_memory()
        .statement(statement.column("hits", NativeType::BigInt))
        .start()
        .await
        .unwrap();
    let session = to(&cluster).use_keyspace("ks", false).build().await.unwrap();
    let error = ReadDao::prepare(&session).await.err().unwrap();
    assert!(error.to_string().contains("cannot read bigint as Counter: expected counter"), "{error}");
}
