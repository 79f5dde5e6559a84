use std::collections::HashSet;

use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    org: Uuid,
    #[col(clustering_key, order = desc)]
    id: CqlTimeuuid,
    email: String,
    tags: HashSet<String>,
    age: Option<i32>,
}

#[derive(Entity)]
#[entity(table = "docs")]
struct Doc {
    #[col(partition_key, rename = "docId")]
    doc_id: Uuid,
    #[col(rename = "Title")]
    title: String,
}

#[derive(Dao)]
#[dao(entity = Doc)]
struct DocDao {
    #[select(where = "docId = :d")]
    get: Select<fn(d: Uuid) -> Option<Doc>>,
    #[update(set = "title = :title", where = "\"docId\" = :d")]
    rename: Update<fn(d: Uuid, title: &str)>,
    #[query("SELECT docid, \"titel\" FROM {table}")]
    all: Query<fn() -> Vec<(Uuid, String)>>,
}

fn main() {}
