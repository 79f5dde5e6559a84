//! Every bind marker, with its role.

use ilium_cql::{Operator, Part, Role, Walk, parse};

/// A role in words.
fn describe(role: &Role<'_, '_>) -> String {
    let part = |part: &Part<'_, '_>| match part {
        Part::Element => "element of ".to_owned(),
        Part::Field(field) => format!("field {} of ", field.name()),
        Part::Key => "key of ".to_owned(),
        Part::Nested => "deep in ".to_owned(),
        Part::Whole => String::new(),
    };
    let names = |columns: &[ilium_cql::Identifier<'_>]| {
        columns.iter().map(|column| column.name().into_owned()).collect::<Vec<_>>().join(",")
    };
    match role {
        Role::Added { column, part: inner } => format!("added to {}{}", part(inner), column.name()),
        Role::Ann { column } => format!("near {}", column.name()),
        Role::Argument { call, index } => format!("argument {index} of {}", call.function.name()),
        Role::Assigned { column, part: inner } => format!("becomes {}{}", part(inner), column.name()),
        Role::Compared { column, part: inner, operator, clause } => {
            format!("{clause:?} {}{} {operator}", part(inner), column.name())
        }
        Role::ComparedToken { columns, operator } => format!("token of {} {operator}", names(columns)),
        Role::ComparedTuple { columns, operator } => format!("tuple of {} {operator}", names(columns)),
        Role::DeletedElement { column } => format!("deletes from {}", column.name()),
        Role::InList { column, part: inner, clause } => {
            format!("{clause:?} list for {}{}", part(inner), column.name())
        }
        Role::InTuples { columns } => format!("tuples for {}", names(columns)),
        Role::Json => "json".to_owned(),
        Role::Limit => "limit".to_owned(),
        Role::Other => "other".to_owned(),
        Role::PerPartitionLimit => "per partition limit".to_owned(),
        Role::Removed { column, part: inner } => format!("removed from {}{}", part(inner), column.name()),
        Role::SelectedElement { column } => format!("selects from {}", column.name()),
        Role::Timeout => "timeout".to_owned(),
        Role::Timestamp => "timestamp".to_owned(),
        Role::TokenArgument { column: Some(column), index } => format!("token argument {index} for {}", column.name()),
        Role::TokenArgument { column: None, index } => format!("token argument {index}"),
        Role::Ttl => "ttl".to_owned(),
        Role::Typed { hint } => format!("a {}", hint.name.name()),
    }
}

/// The roles of the markers of `text`, in its order.
fn roles(text: &str) -> Vec<String> {
    let statement = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let markers = statement.markers();
    for (position, found) in markers.iter().enumerate() {
        assert_eq!(found.marker.index, position, "the index of a marker in {text}");
        let written = found.marker.span.text(text);
        let expected = found.marker.name.map_or_else(|| "?".to_owned(), |name| format!(":{}", name.text));
        assert_eq!(written, expected, "the span of a marker in {text}");
    }
    markers.iter().map(|found| describe(&found.role)).collect()
}

#[test]
fn each_role_is_told() {
    for (text, expected) in [
        ("SELECT a FROM t WHERE b = :x", &["Where b ="][..]),
        ("SELECT a FROM t WHERE b >= ? AND b < ?", &["Where b >=", "Where b <"]),
        ("SELECT a FROM t WHERE b IN :x", &["Where list for b"]),
        ("SELECT a FROM t WHERE b IN (:x, :y)", &["Where b IN", "Where b IN"]),
        ("SELECT a FROM t WHERE b NOT IN ?", &["Where list for b"]),
        ("SELECT a FROM t WHERE b CONTAINS :x AND c CONTAINS KEY :y", &["Where b CONTAINS", "Where c CONTAINS KEY"]),
        ("SELECT a FROM t WHERE b LIKE :x", &["Where b LIKE"]),
        ("SELECT a FROM t WHERE b BETWEEN :x AND :y AND c = :z", &["Where b BETWEEN", "Where b BETWEEN", "Where c ="]),
        ("SELECT a FROM t WHERE m[:k] = :v", &["Where key of m =", "Where element of m ="]),
        ("SELECT a FROM t WHERE (b, c) > (:x, :y)", &["Where b >", "Where c >"]),
        ("SELECT a FROM t WHERE (b, c) > :x", &["tuple of b,c >"]),
        ("SELECT a FROM t WHERE (b) = (:x)", &["Where b ="]),
        ("SELECT a FROM t WHERE (b, c) IN ((:x, :y), :z)", &["Where b IN", "Where c IN", "tuple of b,c IN"]),
        ("SELECT a FROM t WHERE (b, c) IN :x", &["tuples for b,c"]),
        ("SELECT a FROM t WHERE (b = :x) AND ((c = :y))", &["Where b =", "Where c ="]),
        ("SELECT a FROM t WHERE token(b, c) > token(:x, ?)", &["token argument 0 for b", "token argument 1 for c"]),
        ("SELECT a FROM t WHERE token(b) > :x", &["token of b >"]),
        ("SELECT a FROM t WHERE b = f(:x, g(:y))", &["argument 0 of f", "argument 0 of g"]),
        ("SELECT a FROM t WHERE b = (int) :x", &["a int"]),
        ("SELECT a FROM t WHERE b = -:x", &["Where b ="]),
        ("SELECT a FROM t WHERE b > :x - 1h", &["other"]),
        ("SELECT a FROM t WHERE expr(i, :x)", &["other"]),
        ("SELECT m[:x], f(:y), :z FROM t", &["selects from m", "argument 0 of f", "other"]),
        ("SELECT m[:x..:y] FROM t", &["selects from m", "selects from m"]),
        ("SELECT a FROM t ORDER BY v ANN OF :x LIMIT :n", &["near v", "limit"]),
        ("SELECT a FROM t PER PARTITION LIMIT ? LIMIT ?", &["per partition limit", "limit"]),
        ("SELECT a FROM t USING TIMEOUT :x", &["timeout"]),
        ("INSERT INTO t (a, b) VALUES (:x, :y) USING TTL :t", &["becomes a", "becomes b", "ttl"]),
        ("INSERT INTO t (a) VALUES ({:x})", &["becomes element of a"]),
        ("INSERT INTO t (a) VALUES ([:x, [:y]])", &["becomes element of a", "becomes deep in a"]),
        ("INSERT INTO t (a) VALUES ({:k: :v})", &["becomes key of a", "becomes element of a"]),
        ("INSERT INTO t (a) VALUES ({street: :s})", &["becomes field street of a"]),
        ("INSERT INTO t (a) VALUES ((:x, 1))", &["becomes deep in a"]),
        ("INSERT INTO t JSON :x DEFAULT UNSET", &["json"]),
        ("UPDATE t USING TTL ? AND TIMESTAMP ? SET a = ? WHERE b = ?", &["ttl", "timestamp", "becomes a", "Where b ="]),
        ("UPDATE t USING TIMESTAMP ? AND TTL ? SET a = 1 WHERE b = 1", &["timestamp", "ttl"]),
        ("UPDATE t SET a = a + :x, b += :y WHERE c = 1", &["added to a", "added to b"]),
        (
            "UPDATE t SET a = a + {:x}, b = b + {:k: :v} WHERE c = 1",
            &["added to element of a", "added to key of b", "added to element of b"],
        ),
        ("UPDATE t SET a = :x + a, b = [:y] + b WHERE c = 1", &["added to a", "added to element of b"]),
        ("UPDATE t SET a = a - :x, b -= :y WHERE c = 1", &["removed from a", "removed from b"]),
        ("UPDATE t SET a = a - {:x} WHERE c = 1", &["removed from element of a"]),
        ("UPDATE t SET m[:k] = :v WHERE c = 1", &["becomes key of m", "becomes element of m"]),
        ("UPDATE t SET u.f = :x WHERE c = 1", &["becomes field f of u"]),
        (
            "UPDATE t SET a = 1 WHERE c = 1 IF d = :x AND e IN :y AND m[:k] > :v AND u.f != :z",
            &["If d =", "If list for e", "If key of m >", "If element of m >", "If field f of u !="],
        ),
        (
            "DELETE m[:k], a FROM t USING TIMESTAMP :t WHERE b = :x IF c = :y",
            &["deletes from m", "timestamp", "Where b =", "If c ="],
        ),
        (
            "BEGIN BATCH USING TIMESTAMP ? INSERT INTO t (a) VALUES (?); DELETE FROM t WHERE b = ? APPLY BATCH",
            &["timestamp", "becomes a", "Where b ="],
        ),
    ] {
        assert_eq!(roles(text), expected, "{text}");
    }
}

#[test]
fn names_are_folded_unless_quoted() {
    let statement = parse("SELECT a FROM t WHERE b = :userId AND c = :\"userId\" AND d = :from").unwrap();
    let names: Vec<String> =
        statement.markers().iter().map(|found| found.marker.name.unwrap().name().into_owned()).collect();
    assert_eq!(names, ["userid", "userId", "from"]);
}

#[test]
fn unset_is_admitted_where_a_whole_value_is_written() {
    for (text, expected) in [
        ("INSERT INTO t (a, b) VALUES (:x, {:y}) USING TTL :z", &[true, false, true][..]),
        ("UPDATE t SET a = :x, b = b + :y WHERE c = :z IF d = :w", &[true, true, false, false]),
    ] {
        let statement = parse(text).unwrap();
        let admits: Vec<bool> = statement.markers().iter().map(|found| found.role.admits_unset()).collect();
        assert_eq!(admits, expected, "{text}");
    }
}

#[test]
fn a_role_knows_its_column_and_operator() {
    let statement = parse("SELECT a FROM t WHERE b >= :x LIMIT :n").unwrap();
    let markers = statement.markers();
    assert_eq!(markers[0].role.column().map(|column| column.name().into_owned()), Some("b".to_owned()));
    assert!(matches!(markers[0].role, Role::Compared { operator: Operator::GreaterOrEqual, .. }));
    assert_eq!(markers[1].role.column(), None);
}
