//! Parts of statements, as attributes hold them.

use ilium_cql::{
    Change, Direction, Expression, IntegerOrMarker, Walk, parse_assignments, parse_conditions, parse_group_by,
    parse_limit_value, parse_order_by, parse_selector, parse_type, parse_where,
};

#[test]
fn a_where_yields_its_relations_markers_and_columns() {
    let text = "org = :org AND id >= :since AND (a, b) > (:a, :b)";
    let parsed = parse_where(text).unwrap();
    assert_eq!(parsed.relations.len(), 3);
    assert_eq!(parsed.span.text(text), text);
    assert_eq!(parsed.relations[1].span.text(text), "id >= :since");
    assert_eq!(parsed.relations[1].operator_span.text(text), ">=");
    let names: Vec<&str> = parsed.markers().iter().map(|found| found.marker.name.unwrap().text).collect();
    assert_eq!(names, ["org", "since", "a", "b"]);
    assert_eq!(parsed.columns().len(), 4);
}

#[test]
fn assignments_are_told_apart() {
    let parsed = parse_assignments("a = :x, b = b + :y, c = :z + C, d = d - 1, \"E\" += 2, m['k'] = 3").unwrap();
    let changes: Vec<&str> = parsed
        .assignments
        .iter()
        .map(|assignment| match &assignment.change {
            Change::Add(_) => "add",
            Change::Assign(_) => "assign",
            Change::Prepend(_) => "prepend",
            Change::Subtract(_) => "subtract",
        })
        .collect();
    assert_eq!(changes, ["assign", "add", "prepend", "subtract", "add", "assign"]);
    assert_eq!(parsed.markers().len(), 3);
}

#[test]
fn the_smaller_parts() {
    assert_eq!(parse_conditions("email = :old AND m[:k] = 1").unwrap().markers().len(), 2);
    let order = parse_order_by("id DESC, day, v ANN OF :v").unwrap();
    let directions: Vec<bool> =
        order.orderings.iter().map(|ordering| ordering.direction == Direction::Descending).collect();
    assert_eq!(directions, [true, false, false]);
    assert_eq!(parse_group_by("org, day").unwrap().columns().len(), 2);
    assert!(matches!(parse_limit_value("20").unwrap(), IntegerOrMarker::Integer { value: 20, .. }));
    assert!(matches!(parse_limit_value("-20").unwrap(), IntegerOrMarker::Integer { value: -20, .. }));
    assert!(matches!(parse_limit_value(":n").unwrap(), IntegerOrMarker::Marker(_)));
    let selector = parse_selector("writetime(email) AS written").unwrap();
    assert!(matches!(&selector.term, Expression::Call(call) if call.function.name() == "writetime"));
    assert_eq!(selector.columns().len(), 1);
    let text = "map<text, frozen<vector<float, 3>>>";
    assert_eq!(parse_type(text).unwrap().span.text(text), text);
}

#[test]
fn a_fragment_is_the_whole_text() {
    for (error, expected) in [
        (
            parse_where("a = 1 LIMIT 1").unwrap_err(),
            "expected `AND` or end of text, found reserved word `LIMIT` at byte 6",
        ),
        (parse_where("").unwrap_err(), "expected a column name, found end of text at byte 0"),
        (
            parse_where("WHERE a = 1").unwrap_err(),
            "expected a column name, found reserved word `WHERE` at byte 0; as a name write it in double quotes: `\"where\"`",
        ),
        (parse_assignments("a = 1;").unwrap_err(), "expected `,` or end of text, found `;` at byte 5"),
        (parse_limit_value("1 2").unwrap_err(), "expected end of text, found `2` at byte 2"),
        (
            parse_order_by("a DESK").unwrap_err(),
            "expected `ASC`, `DESC`, `ANN`, `,` or end of text, found `DESK` at byte 2; did you mean `DESC`?",
        ),
        (parse_selector("a, b").unwrap_err(), "expected `AS` or end of text, found `,` at byte 1"),
    ] {
        assert_eq!(error.to_string(), expected);
    }
}
