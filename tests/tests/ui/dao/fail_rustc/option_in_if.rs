use std::collections::HashSet;

use ilium::driver::value::MaybeUnset;
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

#[derive(ilium::SerializeValue)]
#[cql(transparent)]
struct Perhaps(MaybeUnset<i32>);

#[derive(Dao)]
#[dao(entity = User)]
struct UserDao {
    #[update(set = "email = :new", if = "age > :old")]
    than_null: Update<fn(org: Uuid, id: CqlTimeuuid, new: &str, old: Option<i32>) -> Applied>,
    #[update(set = "email = :new", if = "age IN (1, :old)")]
    in_null: Update<fn(org: Uuid, id: CqlTimeuuid, new: &str, old: Option<i32>) -> Applied>,
    #[update(set = "email = :new", if = "age IN :ages")]
    no_list: Update<fn(org: Uuid, id: CqlTimeuuid, new: &str, ages: Option<Vec<i32>>) -> Applied>,
    #[update(set = "email = :new", if = "age = :old")]
    unset: Update<fn(org: Uuid, id: CqlTimeuuid, new: &str, old: MaybeUnset<i32>) -> Applied>,
    #[delete(if = "age != :old")]
    unset_newtype: Delete<fn(org: Uuid, id: CqlTimeuuid, old: &Perhaps) -> Applied>,
    #[query("UPDATE {table} SET age = :age WHERE org = :org AND id = :id IF age != :age")]
    in_two_places: Query<fn(org: Uuid, id: CqlTimeuuid, age: Option<i32>) -> Applied>,
    // These are as they should be.
    #[update(set = "email = :new", if = "age = :old AND email != :other")]
    with_null: Update<fn(org: Uuid, id: CqlTimeuuid, new: &str, old: Option<i32>, other: Option<&str>) -> Applied>,
    #[delete(if = "age = :old")]
    delete: Delete<fn(org: Uuid, id: CqlTimeuuid, old: Option<i32>) -> Applied>,
    #[query("UPDATE {table} SET age = :age WHERE org = :org AND id = :id IF age != :age", nulls = null)]
    null_in_two_places: Query<fn(org: Uuid, id: CqlTimeuuid, age: Option<i32>) -> Applied>,
}

fn main() {}
