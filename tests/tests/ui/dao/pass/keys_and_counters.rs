//! What the checks of keys, counters, pages and names let pass.
#![deny(unused)]

use std::collections::HashSet;

use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
pub struct User {
    #[col(partition_key)]
    org: Uuid,
    #[col(clustering_key, order = desc)]
    id: CqlTimeuuid,
    email: String,
    tags: HashSet<String>,
    owner: Uuid,
}

/// Its key alone.
#[derive(Entity)]
#[entity(table = "users")]
pub struct Key {
    #[col(partition_key)]
    org: Uuid,
    #[col(clustering_key)]
    id: CqlTimeuuid,
}

/// Its columns without the key, for updates that say where.
#[derive(Entity)]
#[entity(table = "users")]
pub struct Contact {
    #[col(partition_key)]
    org: Uuid,
    email: String,
}

#[derive(Dao, Clone, Debug)]
#[dao(entity = User)]
pub struct UserDao {
    #[delete]
    pub remove: Delete<fn(key: &Key)>,
    #[delete(if = "owner = :by")]
    pub remove_own: Delete<fn(key: &Key, by: Uuid) -> Applied>,
    #[insert]
    pub create: Insert<fn(key: Key)>,
    #[update(set = "tags = tags + :add")]
    pub tag: Update<fn(key: &Key, add: &[&str])>,
    #[update(where = "org = :org AND id = :id")]
    pub set_contact: Update<fn(contact: &Contact, org: Uuid, id: CqlTimeuuid)>,
    #[delete]
    pub remove_org: Delete<fn(org: Uuid)>,
    #[delete(where = "org = :org AND id < :until")]
    pub remove_old: Delete<fn(org: Uuid, until: CqlTimeuuid)>,
    #[select(page_size = 10)]
    pub by_org: Select<fn(org: Uuid) -> RowStream<User>>,
    #[query("SELECT JSON * FROM {table} WHERE org = :org", page_size = 10)]
    pub export: Query<fn(org: Uuid) -> RowStream<String>>,
    #[query("UPDATE {table} USING TTL 60 AND TIMESTAMP 5 SET email = :email WHERE org = :org AND id = :id")]
    pub set_email: Query<fn(org: Uuid, id: CqlTimeuuid, email: &str)>,
}

#[derive(Entity)]
#[entity(table = "stats")]
pub struct Stats {
    #[col(partition_key)]
    id: Uuid,
    #[col(rename = "pageHits")]
    hits: Counter,
    misses: Counter,
}

#[derive(Dao, Clone)]
#[dao(entity = Stats)]
pub struct StatsDao {
    #[update(set = "\"pageHits\" = \"pageHits\" + :by, misses -= 1")]
    pub hit: Update<fn(id: Uuid, by: Counter)>,
    #[update(set = "misses += :by")]
    pub miss: Update<fn(stats: &Stats, by: Counter)>,
    #[delete]
    pub remove: Delete<fn(stats: &Stats)>,
    #[select(where = "\"pageHits\" > :least", allow_filtering)]
    pub busy: Select<fn(least: Counter) -> Vec<Stats>>,
    #[query("BEGIN COUNTER BATCH \
             UPDATE {table} SET misses += 1 WHERE id = :from; UPDATE {table} SET misses -= 1 WHERE id = :to; \
             APPLY BATCH")]
    pub shift: Query<fn(from: Uuid, to: Uuid)>,
}

fn main() {}
