//! What a driver asks.

use ilium_cql::{Statement, parse};

fn parsed(text: &str) -> Statement<'_> {
    parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn is_it_conditional() {
    for (text, expected) in [
        ("SELECT a FROM t", false),
        ("INSERT INTO t (a) VALUES (1)", false),
        ("INSERT INTO t (a) VALUES (1) IF NOT EXISTS", true),
        ("UPDATE t SET a = 1 WHERE b = 1", false),
        ("UPDATE t SET a = 1 WHERE b = 1 IF EXISTS", true),
        ("DELETE FROM t WHERE b = 1 IF c = 1", true),
        ("BEGIN BATCH INSERT INTO t (a) VALUES (1) APPLY BATCH", false),
        ("BEGIN BATCH INSERT INTO t (a) VALUES (1) DELETE FROM t WHERE b = 1 IF EXISTS APPLY BATCH", true),
        ("TRUNCATE t", false),
    ] {
        assert_eq!(parsed(text).is_conditional(), expected, "{text}");
    }
}

#[test]
fn does_it_change_the_schema() {
    for (text, expected) in [
        ("CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy'}", true),
        ("create table if not exists t (a int PRIMARY KEY)", true),
        ("ALTER TYPE ty ADD b int", true),
        ("DROP MATERIALIZED VIEW v", true),
        ("CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE java AS 'return a;'", true),
        ("CREATE ROLE r", false),
        ("DROP USER u", false),
        ("TRUNCATE TABLE t", false),
        ("GRANT ALL ON ks.t TO r", false),
        ("USE ks", false),
        ("SELECT a FROM t", false),
    ] {
        assert_eq!(parsed(text).is_schema_change(), expected, "{text}");
    }
}

#[test]
fn which_keyspace_and_which_table() {
    assert_eq!(parsed("USE Ks").use_keyspace().map(|keyspace| keyspace.name().into_owned()), Some("ks".to_owned()));
    assert_eq!(parsed("USE \"Ks\"").use_keyspace().map(|keyspace| keyspace.name().into_owned()), Some("Ks".to_owned()));
    assert_eq!(parsed("SELECT a FROM t").use_keyspace(), None);
    for (text, expected) in [
        ("SELECT a FROM ks.t", Some("ks.t")),
        ("INSERT INTO t (a) VALUES (1)", Some("t")),
        ("UPDATE \"T\" SET a = 1 WHERE b = 1", Some("\"T\"")),
        ("DELETE FROM t WHERE a = 1", Some("t")),
        ("BEGIN BATCH INSERT INTO a (a) VALUES (1) INSERT INTO b (a) VALUES (1) APPLY BATCH", Some("a")),
        ("BEGIN BATCH APPLY BATCH", None),
        ("TRUNCATE ks.t", Some("ks.t")),
        ("DROP TABLE t", Some("t")),
        ("DROP KEYSPACE ks", None),
        ("USE ks", None),
    ] {
        let statement = parsed(text);
        assert_eq!(statement.table().map(|table| table.span().text(text)), expected, "{text}");
    }
}
