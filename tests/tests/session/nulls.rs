//! Nulls where CQL has none, and tuples shorter than their type, over all ways to bind values.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use ilium::prelude::*;
use ilium_driver::errors::ErrorKind;
use ilium_driver::frame::response::result::{CollectionType, ColumnType, NativeType};
use ilium_driver::statement::batch::Batch;
use ilium_driver::wire::Opcode;
use ilium_mock::{MockCluster, MockStatement, Value, When};

use crate::scene::{VERSIONS, connect, to};

const SAVE: &str = "INSERT INTO ks.carts (id, items, tags, sizes, at) VALUES (:id, :items, :tags, :sizes, :at)";
const MOVE: &str = "UPDATE ks.carts SET at = :at WHERE id = :id";

const fn native(native: NativeType) -> ColumnType<'static> {
    ColumnType::Native(native)
}

fn collection(typ: CollectionType<'static>) -> ColumnType<'static> {
    ColumnType::Collection { frozen: false, typ }
}

fn at() -> ColumnType<'static> {
    ColumnType::Tuple(vec![native(NativeType::Int), native(NativeType::Text), native(NativeType::BigInt)])
}

fn save() -> MockStatement {
    let (int, text) = (|| Box::new(native(NativeType::Int)), || Box::new(native(NativeType::Text)));
    MockStatement::new(SAVE)
        .table("ks", "carts")
        .marker("id", NativeType::Int)
        .marker("items", collection(CollectionType::List(int())))
        .marker("tags", collection(CollectionType::Set(text())))
        .marker("sizes", collection(CollectionType::Map(text(), int())))
        .marker("at", at())
}

fn cluster() -> ilium_mock::MockClusterBuilder {
    let moved = MockStatement::new(MOVE).table("ks", "carts").marker("at", at()).marker("id", NativeType::Int);
    MockCluster::builder().in_memory().nodes(1).statement(save()).statement(moved)
}

#[derive(Entity, Clone, Debug, Default)]
#[entity(keyspace = "ks", table = "carts")]
struct Cart {
    #[col(partition_key)]
    id: i32,
    items: Vec<Option<i32>>,
    tags: BTreeSet<String>,
    sizes: BTreeMap<String, Option<i32>>,
    at: (Option<i32>, Option<String>, Option<i64>),
}

#[derive(Dao, Clone)]
#[dao(entity = Cart)]
struct CartDao {
    #[insert]
    save: Insert<fn(cart: &Cart)>,
    #[update(set = "at = :at")]
    shift: Update<fn(id: i32, at: (i32, &str))>,
}

#[tokio::test(start_paused = true)]
async fn a_null_inside_a_collection_is_an_error_before_anything_is_sent() {
    for version in VERSIONS {
        let cluster = cluster().version(version).start().await.unwrap();
        let session = to(&cluster).build().await.unwrap();
        let carts = CartDao::prepare(&session).await.unwrap();
        let statement = session.prepare(SAVE).await.unwrap();
        cluster.forget_requests();
        let items = Cart { items: vec![Some(1), None], ..Cart::default() };
        let sizes = Cart { sizes: BTreeMap::from([("a".to_owned(), None)]), ..Cart::default() };
        let empty = (BTreeSet::<&str>::new(), BTreeMap::<&str, i32>::new(), None::<(i32,)>);
        let (tags, no_sizes, nowhere) = &empty;
        let values = (1, vec![Some(1), None], tags, no_sizes, nowhere);
        let mut batch = Batch::default();
        batch.append_statement(statement.clone());
        let refused = [
            (carts.save(&items).await.unwrap_err(), "column `items`", "element 1"),
            (carts.save.bind((&items,)).unwrap_err(), "column `items`", "element 1"),
            (carts.save(&sizes).await.unwrap_err(), "column `sizes`", "value of entry 0"),
            (session.execute_unpaged(&statement, &values).await.unwrap_err(), "column `items`", "element 1"),
            (session.batch(&batch, (&values,)).await.unwrap_err(), "column `items`", "element 1"),
        ];
        for (error, column, place) in refused {
            assert_eq!(error.kind(), ErrorKind::Serialize, "{error}");
            let text = error.to_string();
            assert!(text.contains(column) && text.contains(place) && text.contains("cannot hold null"), "{text}");
        }
        assert!(cluster.requests_where(&When::opcode(Opcode::Execute)).is_empty());
        assert!(cluster.requests_where(&When::opcode(Opcode::Batch)).is_empty());
        // Null as a whole, and inside a tuple, is a value.
        carts.save(&Cart { items: vec![Some(1)], ..Cart::default() }).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_tuple_may_be_written_without_its_last_fields() {
    let cluster = cluster().start().await.unwrap();
    let session = connect(&cluster).await;
    let carts = CartDao::prepare(&session).await.unwrap();
    carts.shift(1, (7, "x")).await.unwrap();
    let statement = session.prepare(MOVE).await.unwrap();
    session.execute_unpaged(&statement, ((7, "x"), 1)).await.unwrap();
    let short = b"\x00\x00\x00\x04\x00\x00\x00\x07\x00\x00\x00\x01x";
    let sent = cluster.requests_where(&When::opcode(Opcode::Execute));
    assert_eq!(sent.len(), 2);
    for request in sent {
        assert!(request.values().contains(&Value::Bytes(Bytes::from_static(short))), "{request:?}");
    }
    let error = session.execute_unpaged(&statement, ((7, "x", 1_i64, 2), 1)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Serialize);
    assert!(error.to_string().contains("as tuple<int, text, bigint>: expected 3 elements, got 4"), "{error}");
}
