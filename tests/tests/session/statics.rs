//! Partitions that have nothing but static columns: their one row has no clustering columns.

use ilium::prelude::*;
use ilium_driver::errors::ErrorKind;
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::wire::Opcode;
use ilium_mock::{MockCluster, MockClusterBuilder, MockStatement, Rows, When};

use crate::scene::{VERSIONS, connect, to};

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(keyspace = "ks", table = "messages")]
struct Message {
    #[col(partition_key)]
    room: i32,
    #[col(clustering_key)]
    id: Option<i32>,
    text: Option<String>,
    topic: Option<String>,
}

/// As people write it who have not thought of such partitions.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(keyspace = "ks", table = "messages")]
struct Whole {
    #[col(partition_key)]
    room: i32,
    #[col(clustering_key)]
    id: i32,
    text: Option<String>,
    topic: Option<String>,
}

/// What a partition has once.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(keyspace = "ks", table = "messages")]
struct Room {
    #[col(partition_key)]
    room: i32,
    topic: Option<String>,
}

#[derive(Dao, Clone)]
#[dao(entity = Message)]
struct MessageDao {
    #[select(allow_filtering)]
    all: Select<fn() -> Vec<Message>>,
    #[select(allow_filtering)]
    stream: Select<fn() -> RowStream<Message>>,
    #[select]
    get: Select<fn(room: i32, id: i32) -> Option<Message>>,
    #[select(allow_filtering)]
    whole: Select<fn() -> Vec<Whole>>,
    #[select(allow_filtering)]
    whole_stream: Select<fn() -> RowStream<Whole>>,
    #[insert]
    save: Insert<fn(message: &Message)>,
    #[insert(nulls = null)]
    save_nulls: Insert<fn(message: &Message)>,
    #[update]
    replace: Update<fn(message: &Message)>,
    #[delete]
    remove: Delete<fn(message: &Message)>,
    #[query("SELECT DISTINCT {columns} FROM {table}")]
    rooms: Query<fn() -> Vec<Room>>,
    #[update(entity = Room)]
    rename: Update<fn(room: i32, topic: &str)>,
    #[insert(entity = Room)]
    open: Insert<fn(room: &Room)>,
}

const WRITES: [(&str, &[&str]); 5] = [
    (
        "INSERT INTO ks.messages (room, id, text, topic) VALUES (:room, :id, :text, :topic)",
        &["room", "id", "text", "topic"],
    ),
    (
        "UPDATE ks.messages SET text = :text, topic = :topic WHERE room = :room AND id = :id",
        &["text", "topic", "room", "id"],
    ),
    ("DELETE FROM ks.messages WHERE room = :room AND id = :id", &["room", "id"]),
    ("UPDATE ks.messages SET topic = :topic WHERE room = :room", &["topic", "room"]),
    ("INSERT INTO ks.messages (room, topic) VALUES (:room, :topic)", &["room", "topic"]),
];

fn column(statement: MockStatement, name: &str) -> MockStatement {
    statement.column(name, typ(name))
}

fn typ(name: &str) -> NativeType {
    if matches!(name, "room" | "id") { NativeType::Int } else { NativeType::Text }
}

/// Room 1 has two messages, room 2 has a topic and no message.
fn rows(rows: Rows) -> Rows {
    let (topic, none) = (Some("news"), None::<&str>);
    rows.row((1, Some(1), "a", topic)).row((2, None::<i32>, none, Some("empty"))).row((1, Some(2), "b", topic))
}

fn cluster() -> MockClusterBuilder {
    let columns = ["room", "id", "text", "topic"];
    let all =
        MockStatement::new("SELECT room, id, text, topic FROM ks.messages ALLOW FILTERING").table("ks", "messages");
    let all = columns.into_iter().fold(all, column).answers(|_, empty| rows(empty).into());
    let get = "SELECT room, id, text, topic FROM ks.messages WHERE room = :room AND id = :id";
    let get =
        MockStatement::new(get).table("ks", "messages").marker("room", NativeType::Int).marker("id", NativeType::Int);
    let get = columns.into_iter().fold(get, column).answers(|_, empty| empty.row((1, 1, "a", "news")).into());
    let rooms = MockStatement::new("SELECT DISTINCT room, topic FROM ks.messages").table("ks", "messages");
    let rooms = ["room", "topic"].into_iter().fold(rooms, column);
    let rooms = rooms.answers(|_, empty| empty.row((1, "news")).row((2, "empty")).into());
    let cluster = MockCluster::builder().in_memory().nodes(1).statement(all).statement(get).statement(rooms);
    WRITES.into_iter().fold(cluster, |cluster, (cql, markers)| {
        let write = MockStatement::new(cql).table("ks", "messages");
        cluster.statement(markers.iter().fold(write, |write, name| write.marker(name, typ(name))))
    })
}

fn message(room: i32, id: Option<i32>, text: Option<&str>, topic: &str) -> Message {
    Message { room, id, text: text.map(str::to_owned), topic: Some(topic.to_owned()) }
}

#[tokio::test(start_paused = true)]
async fn a_partition_of_static_columns_alone_is_a_row_without_clustering_columns() {
    for version in VERSIONS {
        let cluster = cluster().version(version).start().await.unwrap();
        let session = to(&cluster).build().await.unwrap();
        let messages = MessageDao::prepare(&session).await.unwrap();
        let expected = [
            message(1, Some(1), Some("a"), "news"),
            message(2, None, None, "empty"),
            message(1, Some(2), Some("b"), "news"),
        ];
        assert_eq!(messages.all().await.unwrap(), expected);
        let streamed: Vec<_> = messages.stream().await.unwrap().try_collect().await.unwrap();
        assert_eq!(streamed, expected);
        assert_eq!(messages.get(1, 1).await.unwrap().as_ref(), expected.first());
    }
}

#[tokio::test(start_paused = true)]
async fn a_required_clustering_column_says_how_to_read_such_a_row_and_does_not_end_a_stream() {
    let cluster = cluster().start().await.unwrap();
    let session = connect(&cluster).await;
    let messages = MessageDao::prepare(&session).await.unwrap();
    let error = messages.whole().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Deserialize);
    let text = error.to_string();
    assert!(
        text.contains("field `id` of `Whole`") && text.contains("the value is null; read it as `Option<i32>`"),
        "{text}"
    );
    let mut rows = messages.whole_stream().await.unwrap();
    let mut read = Vec::new();
    while let Some(row) = rows.next().await {
        read.push(row.map(|row| (row.room, row.id)).map_err(|error| error.kind()));
    }
    assert_eq!(read, [Ok((1, 1)), Err(ErrorKind::Deserialize), Ok((1, 2))]);
}

#[tokio::test(start_paused = true)]
async fn a_row_without_its_whole_key_is_not_sent() {
    for version in VERSIONS {
        let cluster = cluster().version(version).start().await.unwrap();
        let session = to(&cluster).build().await.unwrap();
        let messages = MessageDao::prepare(&session).await.unwrap();
        cluster.forget_requests();
        let statics = message(2, None, None, "empty");
        let refused = [
            messages.save(&statics).await.unwrap_err(),
            messages.save_nulls(&statics).await.unwrap_err(),
            messages.replace(&statics).await.unwrap_err(),
            messages.remove(&statics).await.unwrap_err(),
            messages.save.bind((&statics,)).unwrap_err(),
        ];
        for error in refused {
            assert_eq!(error.kind(), ErrorKind::Serialize, "{error}");
            let text = error.to_string();
            assert!(text.contains("`id` is part of the primary key, but its value is `None`"), "{text}");
        }
        assert!(cluster.requests_where(&When::opcode(Opcode::Execute)).is_empty());
        messages.save(&message(1, Some(3), None, "news")).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn an_entity_of_the_partition_key_reads_and_writes_static_columns() {
    let cluster = cluster().start().await.unwrap();
    let session = connect(&cluster).await;
    let messages = MessageDao::prepare(&session).await.unwrap();
    let rooms: Vec<_> = messages.rooms().await.unwrap().into_iter().map(|room| (room.room, room.topic)).collect();
    assert_eq!(rooms, [(1, Some("news".to_owned())), (2, Some("empty".to_owned()))]);
    messages.rename(2, "quiet").await.unwrap();
    messages.open(&Room { room: 3, topic: None }).await.unwrap();
}
