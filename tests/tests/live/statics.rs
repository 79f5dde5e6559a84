//! What real nodes return for a partition that has nothing but static columns.

use ilium::prelude::*;

use crate::lab::{Lab, on_every_cluster};

on_every_cluster!(@ one_node_v5, 1, V5, [a_partition_of_static_columns_alone_is_read]);
on_every_cluster!(@ one_node_v4, 1, V4, [a_partition_of_static_columns_alone_is_read]);

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "static_messages")]
struct Message {
    #[col(partition_key)]
    room: i32,
    #[col(clustering_key)]
    id: Option<i32>,
    text: Option<String>,
    topic: Option<String>,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "static_messages")]
struct Room {
    #[col(partition_key)]
    room: i32,
    topic: Option<String>,
}

#[derive(Dao, Clone)]
#[dao(entity = Message)]
struct MessageDao {
    #[select]
    in_room: Select<fn(room: i32) -> Vec<Message>>,
    #[select]
    stream: Select<fn(room: i32) -> RowStream<Message>>,
    #[select(limit = 1)]
    first: Select<fn(room: i32) -> Option<Message>>,
    #[insert]
    save: Insert<fn(message: &Message)>,
    #[query("SELECT DISTINCT {columns} FROM {table} WHERE room = :room", entity = Room)]
    room: Query<fn(room: i32) -> Option<Room>>,
    #[update(entity = Room)]
    set_topic: Update<fn(room: i32, topic: &str)>,
    #[insert(entity = Room)]
    open: Insert<fn(room: &Room)>,
}

async fn a_partition_of_static_columns_alone_is_read(lab: &Lab) {
    lab.ddl("DROP TABLE IF EXISTS static_messages").await;
    lab.ddl("CREATE TABLE static_messages (room int, id int, text text, topic text STATIC, PRIMARY KEY (room, id))")
        .await;
    let messages = MessageDao::builder(&lab.session).keyspace(&lab.keyspace).prepare().await.unwrap();
    messages.open(&Room { room: 1, topic: Some("news".to_owned()) }).await.unwrap();
    messages.set_topic(2, "quiet").await.unwrap();
    let empty = |room, topic: &str| Message { room, id: None, text: None, topic: Some(topic.to_owned()) };
    assert_eq!(messages.in_room(1).await.unwrap(), [empty(1, "news")]);
    assert_eq!(messages.first(2).await.unwrap(), Some(empty(2, "quiet")));
    let streamed: Vec<Message> = messages.stream(1).await.unwrap().try_collect().await.unwrap();
    assert_eq!(streamed, [empty(1, "news")]);
    assert_eq!(messages.room(2).await.unwrap(), Some(Room { room: 2, topic: Some("quiet".to_owned()) }));
    let message = Message { id: Some(7), text: Some("hello".to_owned()), ..empty(1, "news") };
    messages.save(&message).await.unwrap();
    assert_eq!(messages.in_room(1).await.unwrap(), [message]);
}
