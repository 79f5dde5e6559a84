//! Raw identifiers, names that generated code uses too, and named lifetimes.

use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "events", rename_all = "camelCase")]
struct Event {
    #[col(partition_key)]
    r#type: String,
    #[col(clustering_key)]
    event_id: i64,
    user_id: i64,
}

#[derive(Dao)]
#[dao(entity = Event)]
struct EventDao {
    #[select]
    r#match: Select<fn(r#type: &str, event_id: i64) -> Option<Event>>,
    #[select(where = "type = :type AND \"eventId\" > :from [AND \"eventId\" < :to]")]
    session: Select<fn(r#type: &str, from: i64, to: Option<i64>) -> Vec<Event>>,
    #[update]
    core: Update<fn(r#type: &str, event_id: i64, user_id: i64)>,
    #[update(set = "\"userId\" = :userId")]
    #[allow(non_snake_case)]
    assign: Update<fn(r#type: &str, event_id: i64, userId: i64)>,
    #[select]
    named: Select<for<'a> fn(r#type: &'a str, event_id: &'a i64) -> Option<Event>>,
    #[insert]
    statements: Insert<fn(event: &Event)>,
}

async fn calls(dao: &EventDao, event: &Event) -> Result<(), Error> {
    let _ = dao.r#match(&event.r#type, event.event_id).await?;
    let _ = dao.session("a", 1, None).await?;
    dao.core("a", 1, event.user_id).await?;
    dao.assign("a", 1, 2).await?;
    let _ = dao.named("a", &1).await?;
    dao.statements(event).await
}

fn main() {
    let _ = calls;
    let columns: Vec<&str> = Event::META.columns.iter().map(|column| column.name).collect();
    assert_eq!(columns, ["type", "eventId", "userId"]);
}
