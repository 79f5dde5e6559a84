//! Which statements may be sent twice.

use ilium_cql::{ColumnKind, parse};

#[test]
fn as_far_as_the_text_tells() {
    for (text, expected) in [
        ("SELECT now() FROM t", true),
        ("USE ks", true),
        ("INSERT INTO t (a, b) VALUES (?, {1: 'x'}) USING TTL 1", true),
        ("INSERT INTO t (a) VALUES (toTimestamp('2020-01-01'))", true),
        ("INSERT INTO t (a) VALUES (textAsBlob('x'))", true),
        ("INSERT INTO t (a) VALUES (system.to_date(?))", true),
        ("INSERT INTO t JSON ?", true),
        ("INSERT INTO t (a) VALUES (1) IF NOT EXISTS", false),
        ("INSERT INTO t (a) VALUES (now())", false),
        ("INSERT INTO t (a) VALUES (toDate(now()))", false),
        ("INSERT INTO t (a) VALUES ([1, uuid()])", false),
        ("INSERT INTO t (a) VALUES (currentTimestamp())", false),
        ("INSERT INTO t (a) VALUES (current_date())", false),
        ("INSERT INTO t (a) VALUES (mine(1))", false),
        ("INSERT INTO t (a) VALUES (ks.todate(1))", false),
        ("UPDATE t SET a = 1, b.c = ?, d = [1], e = null WHERE f = 1", true),
        ("UPDATE t SET m['k'] = ? WHERE f = 1", true),
        ("UPDATE t SET a = a + {1}, b = b + {'k': 1}, c += {}, d = d - {1}, e -= {?} WHERE f = 1", true),
        ("UPDATE t SET a[0] = 1 WHERE f = 1", false),
        ("UPDATE t SET a[?] = 1 WHERE f = 1", false),
        ("UPDATE t SET a = a + 1 WHERE f = 1", false),
        ("UPDATE t SET a = a - ? WHERE f = 1", false),
        ("UPDATE t SET a += ? WHERE f = 1", false),
        ("UPDATE t SET a = a + [1] WHERE f = 1", false),
        ("UPDATE t SET a = [1] + a WHERE f = 1", false),
        ("UPDATE t SET a = a - [1] WHERE f = 1", false),
        ("UPDATE t SET a = now() WHERE f = 1", false),
        ("UPDATE t SET a = 1 WHERE f = now()", false),
        ("UPDATE t SET a = 1 WHERE f = 1 IF EXISTS", false),
        ("UPDATE t SET a = 1 WHERE f = 1 IF b = 1", false),
        ("DELETE FROM t WHERE a = 1 AND b > ?", true),
        ("DELETE a, m['k'] FROM t WHERE b = 1", true),
        ("DELETE FROM t WHERE token(a) > token(1)", true),
        ("DELETE a[1] FROM t WHERE b = 1", false),
        ("DELETE a[:k] FROM t WHERE b = 1", false),
        ("DELETE FROM t WHERE a < now()", false),
        ("DELETE FROM t WHERE a = 1 IF EXISTS", false),
        ("BEGIN BATCH INSERT INTO t (a) VALUES (1); DELETE FROM t WHERE b = 1; APPLY BATCH", true),
        ("BEGIN UNLOGGED BATCH APPLY BATCH", true),
        ("BEGIN BATCH INSERT INTO t (a) VALUES (1); UPDATE t SET a = a + 1 WHERE b = 1; APPLY BATCH", false),
        ("BEGIN COUNTER BATCH APPLY BATCH", false),
        ("TRUNCATE t", false),
        ("CREATE TABLE t (a int PRIMARY KEY)", false),
    ] {
        let statement = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(statement.is_idempotent(), expected, "{text}");
    }
}

#[test]
fn as_far_as_the_table_tells() {
    let kind = |column: &str| match column {
        "counter" => ColumnKind::Counter,
        "list" => ColumnKind::List,
        "map" => ColumnKind::Map,
        "set" => ColumnKind::Set,
        "unknown" => ColumnKind::Unknown,
        _ => ColumnKind::Other,
    };
    for (text, expected) in [
        ("UPDATE t SET \"set\" = \"set\" + ?, map = map + ?, \"set\" -= ?, map[?] = 1, MAP[1] = 2 WHERE a = 1", true),
        ("UPDATE t SET list = ? WHERE a = 1", true),
        ("UPDATE t SET list = list + ? WHERE a = 1", false),
        ("UPDATE t SET list[0] = ? WHERE a = 1", false),
        ("UPDATE t SET counter = counter + ? WHERE a = 1", false),
        ("UPDATE t SET unknown = unknown + ? WHERE a = 1", false),
        ("DELETE map[?], \"set\"[?] FROM t WHERE a = 1", true),
        ("DELETE list[?] FROM t WHERE a = 1", false),
        ("BEGIN BATCH UPDATE t SET map = map + ? WHERE a = 1; APPLY BATCH", true),
    ] {
        let statement = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(statement.is_idempotent_with(&kind), expected, "{text}");
    }
}
