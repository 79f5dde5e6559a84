//! Every mention of a column, with its role.

use ilium_cql::{ColumnRole, Walk, parse};

fn columns(text: &str) -> Vec<(String, ColumnRole)> {
    let statement = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let columns = statement.columns();
    for found in &columns {
        assert_eq!(found.column.span.text(text), found.column.text, "the span of a column in {text}");
    }
    columns.into_iter().map(|found| (found.column.name().into_owned(), found.role)).collect()
}

fn named(expected: &[(&str, ColumnRole)]) -> Vec<(String, ColumnRole)> {
    expected.iter().map(|(name, role)| ((*name).to_owned(), *role)).collect()
}

#[test]
fn of_a_select() {
    use ColumnRole::{GroupBy, OrderBy, Selected, Where};
    let text = "SELECT a, max(B) AS x, CAST(c AS text), m['k'], u.f.g, d + 1, count(*) FROM t \
                WHERE e = 1 AND (f, g) > (1, 2) AND token(h, i) > token(1, 2) AND \"J\" IN (1) AND m['x'] = 2 \
                GROUP BY k, floor(l, 1h) ORDER BY n DESC, o ANN OF [1, 2]";
    let expected = [
        ("a", Selected),
        ("b", Selected),
        ("c", Selected),
        ("m", Selected),
        ("u", Selected),
        ("d", Selected),
        ("e", Where),
        ("f", Where),
        ("g", Where),
        ("h", Where),
        ("i", Where),
        ("J", Where),
        ("m", Where),
        ("k", GroupBy),
        ("l", GroupBy),
        ("n", OrderBy),
        ("o", OrderBy),
    ];
    assert_eq!(columns(text), named(&expected));
}

#[test]
fn of_an_insert() {
    use ColumnRole::Inserted;
    let found = columns("INSERT INTO t (a, B, \"C\") VALUES (1, f(2), {d: 3})");
    assert_eq!(found, named(&[("a", Inserted), ("b", Inserted), ("C", Inserted)]));
}

#[test]
fn of_an_update() {
    use ColumnRole::{If, Set, Where};
    let text = "UPDATE t SET a = 1, b = b + 2, c['x'] = 3, d.f = 4, e = [1] + e WHERE g = 1 IF h = 2 AND i['x'] != 3";
    let expected = [("a", Set), ("b", Set), ("c", Set), ("d", Set), ("e", Set), ("g", Where), ("h", If), ("i", If)];
    assert_eq!(columns(text), named(&expected));
}

#[test]
fn of_a_delete_and_of_a_batch() {
    use ColumnRole::{Deleted, If, Inserted, Where};
    let text = "BEGIN BATCH DELETE a, b[1], c.f FROM t WHERE d = 1 IF e = 2; INSERT INTO t (g) VALUES (1); APPLY BATCH";
    let expected = [("a", Deleted), ("b", Deleted), ("c", Deleted), ("d", Where), ("e", If), ("g", Inserted)];
    assert_eq!(columns(text), named(&expected));
}
