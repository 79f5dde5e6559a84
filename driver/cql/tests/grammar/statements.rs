//! Each form of each statement.

use ilium_cql::{
    Arguments, BatchKind, Change, Condition, Direction, Expression, IntegerOrMarker, Items, JsonDefault, LiteralKind,
    Operand, Operator, Row, Select, Selection, Statement, Step, Subject, Target, parse,
};

fn parsed(text: &str) -> Statement<'_> {
    let statement = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(statement.span().text(text), text.trim().trim_end_matches(';').trim(), "the span of {text}");
    statement
}

fn select(text: &str) -> Select<'_> {
    match parsed(text) {
        Statement::Select(select) => *select,
        other => panic!("{text} is no SELECT: {other:?}"),
    }
}

#[test]
fn accepted() {
    for text in [
        "SELECT * FROM ks.t;",
        "  select a , b from \"Ks\".\"T\" ;; ",
        "SELECT DISTINCT a FROM t",
        "SELECT JSON * FROM t",
        "SELECT JSON DISTINCT a FROM t",
        "SELECT json, distinct FROM t",
        "SELECT json FROM t",
        "SELECT key, ttl, count, type, values, timestamp, filtering FROM t",
        "SELECT count(*), count(1), sum(a) AS total, ks.f(a, 1, 'x') FROM t",
        "SELECT CAST(a AS bigint), CAST(f(a) AS text) AS b FROM t",
        "SELECT writetime(a), ttl(b), token(a, b), toJson(c) FROM t",
        "SELECT m['a'], m['a'..'c'], m[..'c'], m['a'..], u.street, u.a.b, l[0].x FROM t",
        "SELECT a + b * 2 - (c / 3) % 4, -a FROM t",
        "SELECT (int) a, (text) 'x', (list<int>) [1], [a, b], (a, b), {a}, {a: b} FROM t",
        "SELECT (a), (a) AS b FROM t",
        "SELECT system.now() FROM t",
        "SELECT a FROM t WHERE a = 1 AND b < 2 AND c > 3 AND d <= 4 AND e >= 5 AND f != 6",
        "SELECT a FROM t WHERE a IN (1, 2) AND b IN () AND c NOT IN ('x') AND d in ?",
        "SELECT a FROM t WHERE a CONTAINS 1 AND b CONTAINS KEY 'x' AND c NOT CONTAINS 1 AND d NOT CONTAINS KEY 2",
        "SELECT a FROM t WHERE a LIKE '%x%' AND b IS NOT NULL AND c BETWEEN 1 AND 2",
        "SELECT a FROM t WHERE (a, b) > (1, 2) AND (c) IN ((1), (2)) AND token(a, b) >= -9223372036854775808",
        "SELECT a FROM t WHERE token(a) > token(1) AND expr(idx, 'query') AND (b = 1) AND m['k'] = 2",
        "SELECT a FROM t WHERE a = 1 GROUP BY a, b, floor(c, 1h) ORDER BY d ASC, e DESC, f",
        "SELECT a FROM t ORDER BY v ANN OF [1.0, 2.0] LIMIT 3",
        "SELECT a FROM t PER PARTITION LIMIT 2 LIMIT 10 ALLOW FILTERING BYPASS CACHE USING TIMEOUT 5s",
        "SELECT a FROM t WHERE a = 'it''s' AND b = $$it's$$ AND c = 0xCAFE AND d = 1h30m AND e = P1Y2M AND f = true",
        "SELECT a FROM t WHERE a = NaN AND b = -Infinity AND c = 1.5e-3 AND d = 123e4567-e89b-12d3-a456-426614174000",
        "SELECT a -- one\n, b /* two ; */ // three\n FROM t",
        "SELECT a FROM t WHERE a > now() - 1h AND b = minTimeuuid('2020-01-01') AND c = -(1 + 2) * 3",
        "INSERT INTO ks.t (a) VALUES (1)",
        "INSERT INTO t (a, b) VALUES (null, {1, 2}) IF NOT EXISTS USING TTL 60 AND TIMESTAMP 123",
        "INSERT INTO t (a) VALUES ({'a': 1, 'b': true}) USING TIMESTAMP 1 AND TTL 2",
        "INSERT INTO t (a) VALUES ({street: 'x', \"Zip\": {}, deep: {a: [1, (1, 2)]}})",
        "INSERT INTO t (a) VALUES ({true: 1, null: 2})",
        "INSERT INTO t JSON '{\"a\": 1}'",
        "INSERT INTO t JSON ? DEFAULT NULL IF NOT EXISTS USING TTL ?",
        "UPDATE t SET a = 1 WHERE b = 2",
        "UPDATE ks.t USING TTL 1 AND TIMESTAMP 2 SET a = a + 1, b = b - 2, c += 3, d -= 4, e = [1] + e WHERE f = 1",
        "UPDATE t SET a = a + 1 + 2, m['k'] = 1, l[0] = 2, u.f = 3, \"A\" = \"A\" + {1} WHERE b IN (1, 2) IF EXISTS",
        "UPDATE t SET a = a -1 WHERE b = 1 IF c = 1 AND d IN (1, 2) AND e['k'] = 3 AND f.g > 4 AND h != null",
        "UPDATE t SET a = 1 WHERE b = 1 IF exists = true",
        "DELETE FROM t WHERE a = 1",
        "DELETE a, b['k'], c.f, d[0] FROM ks.t USING TIMESTAMP 1 WHERE a = 1 AND b > 2 IF EXISTS;",
        "DELETE FROM t USING TIMEOUT 1s AND TIMESTAMP 3 WHERE a = 1 IF b = 2",
        "BEGIN BATCH APPLY BATCH",
        "BEGIN UNLOGGED BATCH USING TIMESTAMP 1 INSERT INTO t (a) VALUES (1) UPDATE t SET a = 1 WHERE b = 1; APPLY BATCH;",
        "BEGIN COUNTER BATCH UPDATE t SET a = a + 1 WHERE b = 1; APPLY BATCH",
        "BEGIN BATCH DELETE FROM t WHERE a = 1 IF EXISTS DELETE FROM t WHERE a = 2 IF EXISTS; APPLY BATCH",
        "USE ks",
        "USE \"Ks\";",
    ] {
        parsed(text);
    }
}

#[test]
fn refused() {
    for text in [
        "SELECT * a FROM t",
        "SELECT a. FROM t",
        "SELECT m[] FROM t",
        "SELECT \"\" FROM t",
        "SELECT f(*, 1) FROM t",
        "SELECT a FROM t WHERE",
        "SELECT a FROM t WHERE a = 1 OR b = 2",
        "SELECT a FROM t WHERE a = 1 AND",
        "SELECT a FROM t WHERE a = (int)",
        "SELECT a FROM t WHERE a = ()",
        "SELECT a FROM t WHERE a = {1: 2, 3}",
        "SELECT a FROM t WHERE a = {1, 2: 3}",
        "SELECT a FROM t WHERE a IS NULL",
        "SELECT a FROM t WHERE u.f = 1",
        "SELECT a FROM t LIMIT 1 WHERE a = 1",
        "SELECT a FROM t ALLOW",
        "SELECT a FROM t USING TTL 1",
        "SELECT a FROM t WHERE a = 1abc",
        "INSERT INTO t () VALUES ()",
        "INSERT INTO t (a) VALUES (b)",
        "INSERT INTO t (a) VALUES (1) USING TTL 1 AND TTL 2",
        "UPDATE t SET WHERE a = 1",
        "UPDATE t SET a = a WHERE b = 1",
        "UPDATE t SET m['k'] = m['k'] + 1 WHERE b = 1",
        "UPDATE t SET m['k'] += 1 WHERE b = 1",
        "UPDATE t SET a = 1 WHERE b = 1 IF (a, b) > (1, 2)",
        "UPDATE t SET a = 1 WHERE b = 1 IF token(a) > 1",
        "DELETE * FROM t WHERE a = 1",
        "DELETE FROM t",
        "BEGIN BATCH",
        "BEGIN BATCH INSERT INTO t (a) VALUES (1);; APPLY BATCH",
        "BEGIN LOGGED BATCH APPLY BATCH",
        "USE a.b",
        "EXPLAIN SELECT a FROM t",
    ] {
        if let Ok(statement) = parse(text) {
            panic!("{text} is accepted: {statement:?}");
        }
    }
}

#[test]
fn a_select_in_all_its_parts() {
    let text = "SELECT DISTINCT a AS x, count(*) FROM \"Ks\".T WHERE b = 1 GROUP BY a ORDER BY c DESC \
                PER PARTITION LIMIT 2 LIMIT :n ALLOW FILTERING";
    let select = select(text);
    assert!(select.distinct && !select.json && !select.bypass_cache && select.using.is_none());
    let Selection::Terms(selectors) = &select.selection else { panic!("{:?}", select.selection) };
    assert_eq!(selectors[0].span.text(text), "a AS x");
    assert_eq!(selectors[0].alias.unwrap().name(), "x");
    assert!(matches!(&selectors[1].term, Expression::Call(call) if matches!(call.arguments, Arguments::Star(_))));
    assert_eq!(select.table.keyspace.unwrap().name(), "Ks");
    assert_eq!(select.table.table.name(), "t");
    assert_eq!(select.table.span().text(text), "\"Ks\".T");
    assert_eq!(select.where_clause.unwrap().span.text(text), "b = 1");
    assert_eq!(select.group_by.unwrap().span.text(text), "a");
    let order_by = select.order_by.unwrap();
    assert_eq!(order_by.orderings[0].direction, Direction::Descending);
    assert_eq!(order_by.span.text(text), "c DESC");
    assert!(matches!(select.per_partition_limit, Some(IntegerOrMarker::Integer { value: 2, .. })));
    assert_eq!(select.limit.unwrap().span().text(text), ":n");
    assert_eq!(select.allow_filtering.unwrap().text(text), "ALLOW FILTERING");
}

#[test]
fn json_and_distinct_are_columns_where_no_term_follows() {
    let json = select("SELECT JSON a FROM t");
    assert!(json.json);
    let column = select("SELECT json, a FROM t");
    assert!(!column.json && matches!(&column.selection, Selection::Terms(terms) if terms.len() == 2));
    assert!(!select("SELECT distinct FROM t").distinct);
}

#[test]
fn terms_are_understood() {
    let text = "SELECT m['a'].f, a - -b * 2, (int) c, (d), -1.5 FROM t";
    let Selection::Terms(selectors) = select(text).selection else { panic!("no terms") };
    let terms: Vec<&Expression<'_>> = selectors.iter().map(|selector| &selector.term).collect();
    let Expression::Access(access) = terms[0] else { panic!("{:?}", terms[0]) };
    assert!(matches!(access.steps.as_slice(), [Step::Element(_), Step::Field(_)]));
    let Expression::Arithmetic(sum) = terms[1] else { panic!("{:?}", terms[1]) };
    assert_eq!(sum.rest[0].1.span().text(text), "-b * 2");
    let Expression::Hinted(hinted) = terms[2] else { panic!("{:?}", terms[2]) };
    assert_eq!((hinted.hint.name.text, hinted.term.span().text(text)), ("int", "c"));
    assert!(matches!(terms[3], Expression::Parenthesised { .. }));
    let Expression::Literal(number) = terms[4] else { panic!("{:?}", terms[4]) };
    assert_eq!((number.kind, number.text), (LiteralKind::Float, "-1.5"));
}

#[test]
fn relations_are_understood() {
    let text = "SELECT a FROM t WHERE (b, c) >= (1, 2) AND token(d) < 3 AND e['k'] IN (1, 2) AND f IS NOT NULL";
    let relations = select(text).where_clause.unwrap().relations;
    assert!(matches!(&relations[0].subject, Subject::Tuple(columns) if columns.len() == 2));
    assert_eq!(relations[0].operator, Operator::GreaterOrEqual);
    assert!(matches!(&relations[1].subject, Subject::Token(columns) if columns.len() == 1));
    assert!(matches!(&relations[2].subject, Subject::Column(Target::Element { .. })));
    assert!(matches!(&relations[2].operand, Operand::List(values) if values.len() == 2));
    assert_eq!((relations[3].operator, &relations[3].operand), (Operator::IsNotNull, &Operand::None));
    assert_eq!(relations[3].operator_span.text(text), "IS NOT NULL");
}

#[test]
fn an_insert_in_all_its_parts() {
    let text = "INSERT INTO t (a, b) VALUES ({'k': 1}, 'it''s') IF NOT EXISTS USING TTL 60 AND TIMESTAMP :t";
    let Statement::Insert(insert) = parsed(text) else { panic!("no INSERT") };
    let Row::Values { columns, values } = &insert.row else { panic!("{:?}", insert.row) };
    assert_eq!(columns.len(), 2);
    assert!(matches!(&values[0], Expression::Collection(map) if matches!(map.items, Items::Map(_))));
    assert!(matches!(&values[1], Expression::Literal(literal) if literal.unquoted() == "it's"));
    assert_eq!(insert.if_not_exists.unwrap().text(text), "IF NOT EXISTS");
    let using = insert.using.unwrap();
    assert!(matches!(using.ttl, Some(IntegerOrMarker::Integer { value: 60, .. })));
    assert_eq!(using.timestamp.unwrap().span().text(text), ":t");
    assert_eq!(using.span.text(text), "USING TTL 60 AND TIMESTAMP :t");
    let Statement::Insert(json) = parsed("INSERT INTO t JSON :row DEFAULT UNSET") else { panic!("no INSERT") };
    assert!(matches!(json.row, Row::Json { default: JsonDefault::Unset, .. }));
}

#[test]
fn an_update_and_a_delete_in_all_their_parts() {
    let text = "UPDATE t USING TTL 1 SET a = a + {1}, u.f = 2 WHERE b = 3 IF c = 4 AND d = 5";
    let Statement::Update(update) = parsed(text) else { panic!("no UPDATE") };
    let assignments = &update.assignments.assignments;
    assert!(matches!(assignments[0].change, Change::Add(_)));
    assert_eq!(assignments[0].span.text(text), "a = a + {1}");
    assert!(matches!(assignments[1].target, Target::Field { .. }));
    assert_eq!(update.assignments.span.text(text), "a = a + {1}, u.f = 2");
    let Some(Condition::Relations(conditions)) = &update.condition else { panic!("{:?}", update.condition) };
    assert_eq!(conditions.span.text(text), "c = 4 AND d = 5");

    let text = "DELETE a, m['k'] FROM t USING TIMESTAMP 1 WHERE b = 3 IF EXISTS";
    let Statement::Delete(delete) = parsed(text) else { panic!("no DELETE") };
    assert_eq!(delete.targets[1].span().text(text), "m['k']");
    let Some(Condition::Exists(exists)) = delete.condition else { panic!("{:?}", delete.condition) };
    assert_eq!(exists.text(text), "IF EXISTS");
}

#[test]
fn a_batch_in_all_its_parts() {
    let text =
        "BEGIN UNLOGGED BATCH USING TIMESTAMP 7 INSERT INTO t (a) VALUES (1); DELETE FROM u WHERE b = 2 APPLY BATCH";
    let Statement::Batch(batch) = parsed(text) else { panic!("no batch") };
    assert_eq!(batch.kind, BatchKind::Unlogged);
    assert!(matches!(batch.timestamp(), Some(IntegerOrMarker::Integer { value: 7, .. })));
    assert!(matches!(batch.statements.as_slice(), [Statement::Insert(_), Statement::Delete(_)]));
    assert_eq!(batch.statements[0].span().text(text), "INSERT INTO t (a) VALUES (1)");
}

#[test]
fn other_statements_are_recognised() {
    for (text, keyword, object, table) in [
        (
            "CREATE TABLE IF NOT EXISTS ks.t (a int PRIMARY KEY) WITH comment = ';';",
            "CREATE",
            Some("TABLE"),
            Some("ks.t"),
        ),
        ("create columnfamily T (a int PRIMARY KEY)", "create", Some("columnfamily"), Some("T")),
        (
            "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE java AS $$ return 1; $$",
            "CREATE",
            Some("FUNCTION"),
            None,
        ),
        ("CREATE MATERIALIZED VIEW v AS SELECT a FROM t PRIMARY KEY (a)", "CREATE", Some("VIEW"), None),
        ("CREATE CUSTOM INDEX ON t (a) USING 'sai'", "CREATE", Some("INDEX"), None),
        ("ALTER TABLE t ADD b text", "ALTER", Some("TABLE"), Some("t")),
        ("DROP KEYSPACE IF EXISTS ks", "DROP", Some("KEYSPACE"), None),
        ("DROP TABLE IF EXISTS \"T\"", "DROP", Some("TABLE"), Some("\"T\"")),
        ("TRUNCATE t", "TRUNCATE", None, Some("t")),
        ("TRUNCATE TABLE ks.t;", "TRUNCATE", Some("TABLE"), Some("ks.t")),
        ("GRANT SELECT ON ks.t TO r", "GRANT", None, None),
        ("LIST ROLES", "LIST", None, None),
        ("CREATE ROLE r WITH PASSWORD = 'x'", "CREATE", Some("ROLE"), None),
        ("DESCRIBE CLUSTER", "DESCRIBE", Some("CLUSTER"), None),
        ("BEGIN TRANSACTION LET a = (SELECT b FROM t WHERE c = 1); SELECT a; COMMIT TRANSACTION", "BEGIN", None, None),
    ] {
        let Statement::Other(other) = parsed(text) else { panic!("{text} is not other") };
        assert_eq!(other.keyword.text, keyword, "{text}");
        assert_eq!(other.object.map(|object| object.text), object, "{text}");
        assert_eq!(other.table.map(|table| table.span().text(text)), table, "{text}");
    }
}
