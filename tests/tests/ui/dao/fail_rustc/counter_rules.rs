use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "stats")]
struct Stats {
    #[col(partition_key)]
    id: Uuid,
    hits: Counter,
    misses: Counter,
}

#[derive(Dao)]
#[dao(entity = Stats)]
struct StatsDao {
    #[update(set = "hits = :hits")]
    set: Update<fn(id: Uuid, hits: Counter)>,
    #[update(set = "misses += 1, hits = 5")]
    set_to_a_number: Update<fn(id: Uuid)>,
    #[update]
    set_by_name: Update<fn(id: Uuid, hits: Counter)>,
    #[update(set = "hits += :by", ttl = 60)]
    expiring: Update<fn(id: Uuid, by: Counter)>,
    #[update(set = "hits += :by", ttl = ":ttl")]
    expiring_by: Update<fn(id: Uuid, by: Counter, ttl: Ttl)>,
    #[update(set = "hits += :by", timestamp = 1)]
    timed: Update<fn(id: Uuid, by: Counter)>,
    #[update(set = "hits += :by", if_exists)]
    if_there: Update<fn(id: Uuid, by: Counter) -> Applied>,
    #[update(set = "hits += :by", if = "misses = :misses")]
    if_no_miss: Update<fn(id: Uuid, by: Counter, misses: Counter) -> Applied>,
    #[insert]
    insert: Insert<fn(id: Uuid, hits: Counter)>,
    #[delete(timestamp = 1)]
    remove_timed: Delete<fn(id: Uuid)>,
    #[delete(if_exists)]
    remove_if_there: Delete<fn(id: Uuid) -> Applied>,
    #[query("UPDATE {table} SET hits = 1 WHERE id = :id")]
    query_set: Query<fn(id: Uuid)>,
    #[query("UPDATE {table} USING TTL 60 SET hits += 1 WHERE id = :id")]
    query_ttl: Query<fn(id: Uuid)>,
    #[query("INSERT INTO {table} (id, hits) VALUES (:id, 1)")]
    query_insert: Query<fn(id: Uuid)>,
    #[query("DELETE FROM {table} WHERE id = :id IF EXISTS")]
    query_if: Query<fn(id: Uuid) -> Applied>,
}

fn main() {}
