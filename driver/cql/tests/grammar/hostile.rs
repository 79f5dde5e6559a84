//! Texts that no one means well with.

use ilium_cql::template::Template;
use ilium_cql::{
    SyntaxError, Walk, groups, nearest, needs_quotes, parse, parse_assignments, parse_where, quote, quote_markers,
};
use proptest::prelude::*;

/// Pieces that texts are put together from; also statements to be cut and mixed.
const PIECES: &[&str] = &[
    "SELECT",
    "FROM",
    "WHERE",
    "INSERT INTO",
    "VALUES",
    "UPDATE",
    "SET",
    "DELETE",
    "IF",
    "EXISTS",
    "NOT",
    "BEGIN BATCH",
    "APPLY BATCH",
    "USING TTL",
    "AND",
    "IN",
    "ORDER BY",
    "ANN OF",
    "LIMIT",
    "token",
    "CAST",
    "AS",
    "JSON",
    "CREATE TABLE",
    "a",
    "\"B\"",
    "m",
    "'s'",
    "''",
    "$$",
    "1",
    "1.5",
    "0x",
    "1h",
    "NaN",
    "null",
    "?",
    ":x",
    ":",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "<=",
    "=",
    "+=",
    "-=",
    "-",
    "+",
    "*",
    "/",
    "%",
    ".",
    "..",
    ",",
    ";",
    "--",
    "/*",
    "*/",
    "é",
    "\u{0}",
    "_",
    "[AND",
    "{table}",
    "SELECT a, f(b)[1..2].c FROM t WHERE (a, b) > (:x, ?) AND token(a) < 1 LIMIT 3",
    "UPDATE t USING TTL ? SET a = a + {1: 'x'}, b = ? + b WHERE c IN ? IF d.e = {f: [1, (2)]}",
];

/// Parses in every way; the spans of what is understood and of what is not lie within the text.
fn survives(text: &str) {
    match parse(text) {
        Ok(statement) => {
            assert!(!(statement.is_conditional() && statement.is_idempotent()), "{text}");
            assert!(text.get(statement.span().start..statement.span().end).is_some());
            for (index, found) in statement.markers().iter().enumerate() {
                assert_eq!(found.marker.index, index);
                assert!(text.get(found.marker.span.start..found.marker.span.end).is_some());
            }
            for found in statement.columns() {
                assert_eq!(found.column.span.text(text), found.column.text);
            }
        }
        Err(error) => within(text, &error),
    }
    for error in [parse_where(text).err(), parse_assignments(text).err()].into_iter().flatten() {
        within(text, &error);
    }
    match groups(text) {
        Ok(split) => {
            for choice in [false, true] {
                assert!(split.render(|_| choice).len() <= text.len());
            }
        }
        Err(error) => within(text, &error),
    }
    if let Ok(template) = Template::parse(text) {
        let cql = template.substitute(|_| "x");
        assert!(text.get(..cql.source_offset(cql.text().len())).is_some());
    }
    let quoted = quote_markers(text);
    assert!(quoted.len() >= text.len());
}

fn within(text: &str, error: &SyntaxError) {
    assert!(text.get(error.span().start..error.span().end).is_some(), "{error} in {text:?}");
    assert!(!error.to_string().is_empty());
}

proptest! {
    #[test]
    fn any_text_is_survived(text in "\\PC{0,60}") {
        survives(&text);
    }

    #[test]
    fn any_mixture_of_pieces_is_survived(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..30)) {
        survives(&pieces.join(" "));
        survives(&pieces.concat());
    }

    #[test]
    fn a_statement_cut_anywhere_is_survived(
        piece in prop::sample::select(PIECES),
        cut in any::<prop::sample::Index>(),
        inserted in "\\PC{0,3}",
    ) {
        let mut at = cut.index(piece.len() + 1);
        while !piece.is_char_boundary(at) {
            at -= 1;
        }
        let (head, tail) = piece.split_at(at);
        survives(head);
        survives(&format!("{head}{inserted}{tail}"));
        let mut rest = tail.chars();
        rest.next();
        survives(&format!("{head}{}", rest.as_str()));
    }

    #[test]
    fn a_quoted_name_means_the_name(name in "\\PC{1,12}") {
        let text = format!("USE {}", quote(&name));
        let statement = parse(&text).unwrap();
        prop_assert_eq!(statement.use_keyspace().unwrap().name(), name.as_str());
        prop_assert_eq!(needs_quotes(&name), quote(&name) != name);
    }

    #[test]
    fn the_nearest_of_names_with_itself_among_them_is_itself(name in "[a-z]{1,10}", others in prop::collection::vec("[a-z]{1,10}", 0..5)) {
        let candidates = others.iter().map(String::as_str).chain([name.as_str()]);
        prop_assert_eq!(nearest(&name, candidates), Some(name.as_str()));
    }
}

#[test]
fn nesting_is_limited_and_breadth_is_not() {
    let deep = 100_000;
    for (open, close) in
        [("(", ")"), ("[", "]"), ("{", "}"), ("f(", ")"), ("-(", ")"), ("(int)", ""), ("- ", ""), ("{a:", "}")]
    {
        let text = format!("SELECT a FROM t WHERE b = {}1{}", open.repeat(deep), close.repeat(deep));
        let error = parse(&text).expect_err(open);
        assert!(error.to_string().contains("at most 32 levels of nesting"), "{open}: {error}");
    }
    for nested in ["((".repeat(deep), format!("(CAST(a AS {}", "list<".repeat(deep))] {
        assert!(parse(&format!("SELECT {nested}")).is_err());
        assert!(parse_where(&nested).is_err());
    }
    for (first, repeated) in [("b = 1", " + 1"), ("b = 1", " AND b = 1"), ("b IN (1", ", 1")] {
        let close = if first.contains('(') { ")" } else { "" };
        let text = format!("SELECT a FROM t WHERE {first}{}{close}", repeated.repeat(deep));
        parse(&text).unwrap_or_else(|error| panic!("{repeated}: {error}"));
    }
    assert!(parse(&format!("SELECT a{} FROM t", ".b".repeat(deep))).is_ok());
    assert!(parse(&format!("TRUNCATE t{}x", ";".repeat(deep))).is_ok());
}

#[test]
fn a_small_stack_is_enough_for_the_deepest_term() {
    let text = format!("SELECT a FROM t WHERE b = {}1{}", "f(".repeat(31), ")".repeat(31));
    let parsed = std::thread::Builder::new().stack_size(640 * 1024).spawn(move || parse(&text).is_ok()).unwrap().join();
    assert!(parsed.unwrap());
}
