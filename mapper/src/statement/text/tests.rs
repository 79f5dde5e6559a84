use std::collections::HashSet;

use super::*;
use crate::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
#[allow(dead_code, reason = "its columns are what is looked at")]
struct User {
    #[col(partition_key)]
    org: Uuid,
    #[col(clustering_key, order = desc)]
    id: i64,
    email: String,
    #[col(rename = "Tags")]
    tags: HashSet<String>,
    #[col(computed = "writetime(email)")]
    written: Option<i64>,
}

#[derive(Entity)]
#[entity(table = "Order", keyspace = "shop")]
struct Contact {
    #[col(partition_key)]
    org: Uuid,
    email: String,
}

#[derive(Dao)]
#[dao(entity = User)]
#[allow(dead_code, reason = "only the texts are looked at")]
struct UserDao {
    #[select]
    get: Select<fn(org: Uuid, id: i64) -> Option<User>>,
    #[select]
    all: Select<fn() -> RowStream<User>>,
    #[select(order_by = "id ASC", per_partition_limit = 2, limit = ":n", allow_filtering)]
    ordered: Select<fn(org: Uuid, n: i32) -> Vec<User>>,
    #[select(where = "org = :org [AND id >= :from] [AND id < :to]")]
    slice: Select<fn(org: Uuid, from: Option<i64>, to: Option<i64>) -> Vec<User>>,
    #[select(where = "[AND org = :org]", allow_filtering)]
    maybe: Select<fn(org: Option<Uuid>) -> Vec<User>>,
    #[select]
    newest: Select<fn(org: Uuid) -> Option<User>>,
    #[select(allow_filtering)]
    any: Select<fn() -> User>,
    #[select(limit = ":n")]
    newest_of: Select<fn(org: Uuid, n: i32) -> Option<User>>,
    #[select(where = "org = :org AND id = :id")]
    exact: Select<fn(org: Uuid, id: i64) -> Option<User>>,
    #[select(where = "(org) = (:org) AND (id) = (3)")]
    exact_tuples: Select<fn(org: Uuid) -> User>,
    #[select(where = "org = :org AND id IN :ids", order_by = "id ASC")]
    one_of: Select<fn(org: Uuid, ids: &[i64]) -> Option<User>>,
    #[select(where = "org = :org [AND id >= :from] [AND id = :id]")]
    grouped: Select<fn(org: Uuid, from: Option<i64>, id: Option<i64>) -> Option<User>>,
    #[insert]
    save: Insert<fn(user: &User)>,
    #[insert(if_not_exists, ttl = 60, timestamp = ":at")]
    create: Insert<fn(user: &User, at: i64) -> Applied<User>>,
    #[insert]
    invite: Insert<fn(org: Uuid, id: i64, tags: &[&str])>,
    #[update]
    replace: Update<fn(user: &User)>,
    #[update(set = "\"Tags\" = \"Tags\" + :tags", if = "email = :email", ttl = ":ttl")]
    tag: Update<fn(org: Uuid, id: i64, tags: &[&str], email: &str, ttl: i32) -> Applied>,
    #[update(if_exists)]
    rename: Update<fn(org: Uuid, id: i64, email: &str) -> Applied>,
    #[update(set = "email = :email", where = "org = :org AND id IN :ids")]
    rename_all: Update<fn(org: Uuid, ids: &[i64], email: &str)>,
    #[delete]
    remove: Delete<fn(user: &User)>,
    #[delete(timestamp = ":at", if = "email = :email")]
    forget: Delete<fn(org: Uuid, id: i64, email: &str, at: i64) -> Applied>,
    #[query("SELECT {columns} FROM {table} WHERE org = :org AND \"Tags\" = {'a'} -- {keyspace}")]
    query: Query<fn(org: Uuid) -> Vec<User>>,
    #[delete(entity = Contact)]
    other: Delete<fn(org: Uuid)>,
}

/// The text of a statement, with the optional groups in `present`.
fn cql(label: &str, present: u32, keyspace: Option<&str>) -> String {
    let facts = UserDao::STATEMENTS.iter().find(|facts| facts.spec.label == label).unwrap();
    let meta = facts.meta.unwrap();
    let target = Target { keyspace: keyspace.or(meta.keyspace), table: meta.table, session_keyspace: None };
    TextSource { spec: facts.spec, meta: facts.meta, parameters: facts.parameters, output: facts.output, target }
        .cql(present)
}

#[test]
fn each_attribute_makes_its_text() {
    for (label, expected) in [
        (
            "UserDao::get",
            "SELECT org, id, email, \"Tags\", writetime(email) AS written FROM users WHERE org = :org AND id = :id",
        ),
        ("UserDao::all", "SELECT org, id, email, \"Tags\", writetime(email) AS written FROM users"),
        (
            "UserDao::ordered",
            "SELECT org, id, email, \"Tags\", writetime(email) AS written FROM users WHERE org = :org ORDER BY id ASC \
             PER PARTITION LIMIT 2 LIMIT :n ALLOW FILTERING",
        ),
        ("UserDao::save", "INSERT INTO users (org, id, email, \"Tags\") VALUES (:org, :id, :email, :\"Tags\")"),
        (
            "UserDao::create",
            "INSERT INTO users (org, id, email, \"Tags\") VALUES (:org, :id, :email, :\"Tags\") IF NOT EXISTS USING \
             TTL 60 AND TIMESTAMP :at",
        ),
        ("UserDao::invite", "INSERT INTO users (org, id, \"Tags\") VALUES (:org, :id, :\"Tags\")"),
        ("UserDao::replace", "UPDATE users SET email = :email, \"Tags\" = :\"Tags\" WHERE org = :org AND id = :id"),
        (
            "UserDao::tag",
            "UPDATE users USING TTL :ttl SET \"Tags\" = \"Tags\" + :tags WHERE org = :org AND id = :id IF email = :email",
        ),
        ("UserDao::rename", "UPDATE users SET email = :email WHERE org = :org AND id = :id IF EXISTS"),
        ("UserDao::rename_all", "UPDATE users SET email = :email WHERE org = :org AND id IN :ids"),
        ("UserDao::remove", "DELETE FROM users WHERE org = :org AND id = :id"),
        ("UserDao::forget", "DELETE FROM users USING TIMESTAMP :at WHERE org = :org AND id = :id IF email = :email"),
        ("UserDao::other", "DELETE FROM shop.\"Order\" WHERE org = :org"),
    ] {
        let text = cql(label, 0, None);
        assert_eq!(text, expected);
        ilium_cql::parse(&text).unwrap();
    }
}

#[test]
fn optional_groups_stand_when_they_are_present() {
    let start = "SELECT org, id, email, \"Tags\", writetime(email) AS written FROM users";
    for (present, expected) in [
        (0b00, " WHERE org = :org"),
        (0b01, " WHERE org = :org AND id >= :\"from\""),
        (0b10, " WHERE org = :org AND id < :\"to\""),
        (0b11, " WHERE org = :org AND id >= :\"from\" AND id < :\"to\""),
    ] {
        assert_eq!(cql("UserDao::slice", present, None), format!("{start}{expected}"));
    }
    assert_eq!(cql("UserDao::maybe", 0, None), format!("{start} ALLOW FILTERING"));
    assert_eq!(cql("UserDao::maybe", 1, None), format!("{start} WHERE org = :org ALLOW FILTERING"));
}

#[test]
fn one_row_is_read_where_one_is_taken() {
    let columns = "SELECT org, id, email, \"Tags\", writetime(email) AS written FROM users";
    for (label, present, expected) in [
        ("UserDao::get", 0, " WHERE org = :org AND id = :id"),
        ("UserDao::newest", 0, " WHERE org = :org LIMIT 1"),
        ("UserDao::any", 0, " LIMIT 1 ALLOW FILTERING"),
        ("UserDao::newest_of", 0, " WHERE org = :org LIMIT :n"),
        ("UserDao::exact", 0, " WHERE org = :org AND id = :id"),
        ("UserDao::exact_tuples", 0, " WHERE (org) = (:org) AND (id) = (3)"),
        ("UserDao::one_of", 0, " WHERE org = :org AND id IN :ids ORDER BY id ASC LIMIT 1"),
        ("UserDao::grouped", 0b00, " WHERE org = :org LIMIT 1"),
        ("UserDao::grouped", 0b01, " WHERE org = :org AND id >= :\"from\" LIMIT 1"),
        ("UserDao::grouped", 0b10, " WHERE org = :org AND id = :id"),
        ("UserDao::grouped", 0b11, " WHERE org = :org AND id >= :\"from\" AND id = :id"),
        ("UserDao::all", 0, ""),
    ] {
        let text = cql(label, present, None);
        assert_eq!(text, format!("{columns}{expected}"), "{label}");
        ilium_cql::parse(&text).unwrap();
    }
}

#[test]
fn placeholders_are_filled_in() {
    assert_eq!(
        cql("UserDao::query", 0, Some("Tenant7")),
        "SELECT org, id, email, \"Tags\", writetime(email) AS written FROM \"Tenant7\".users WHERE org = :org AND \
         \"Tags\" = {'a'} -- {keyspace}"
    );
}
