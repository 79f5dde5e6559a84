//! What a text that is refused is told.

use ilium_cql::parse;

#[test]
fn an_error_says_where_what_was_expected_and_what_was_found() {
    let mut wrong = Vec::new();
    for (text, expected) in [
        (
            "",
            "expected a statement such as `SELECT`, `INSERT`, `UPDATE`, `DELETE`, `BEGIN BATCH` or `USE`, found end of text at byte 0",
        ),
        (
            "SELCT a FROM t",
            "expected a statement such as `SELECT`, `INSERT`, `UPDATE`, `DELETE`, `BEGIN BATCH` or `USE`, found `SELCT` at byte 0; did you mean `SELECT`?",
        ),
        (
            "SELECT FROM t",
            "expected `*` or a column name, found reserved word `FROM` at byte 7; as a name write it in double quotes: `\"from\"`",
        ),
        (
            "SELECT a, FROM t",
            "expected a column name, found reserved word `FROM` at byte 10; as a name write it in double quotes: `\"from\"`",
        ),
        ("SELECT a b FROM t", "expected `AS`, `,` or `FROM`, found `b` at byte 9"),
        (
            "SELECT a FROM t WERE b = 1",
            "expected `WHERE`, `GROUP`, `ORDER`, `PER`, `LIMIT`, `ALLOW`, `BYPASS`, `USING`, `;` or end of text, found `WERE` at byte 16; did you mean `WHERE`?",
        ),
        (
            "SELECT a FROM t WHERE b 1",
            "expected an operator such as `=`, `<`, `IN` or `CONTAINS`, found `1` at byte 24",
        ),
        (
            "SELECT a FROM t WHERE b = c",
            "expected a value or bind marker, found `c` at byte 26; a bind marker is written `:c`, a text in single quotes",
        ),
        ("SELECT a FROM t WHERE b = ", "expected a value or bind marker, found end of text at byte 26"),
        ("SELECT a FROM t WHERE b IN 1", "expected `(` or a bind marker, found `1` at byte 27"),
        (
            "SELECT a FROM t WHERE b = 1 ORDER BY c LIMIT x",
            "expected a whole number or bind marker, found `x` at byte 45",
        ),
        (
            "SELECT a FROM t LIMIT 99999999999999999999",
            "expected a whole number or bind marker, found `99999999999999999999` at byte 22",
        ),
        ("SELECT a FROM t WHERE b = 'it", "expected closing `'`, found end of text at byte 29; it opens at byte 26"),
        (
            "SELECT a FROM t /* no end",
            "expected `*/` closing the comment, found end of text at byte 25; it opens at byte 16",
        ),
        (
            "SELECT a FROM t WHERE _b = 1",
            "expected a column name, found `_b` at byte 22; a name that starts with `_` needs double quotes: `\"_b\"`",
        ),
        ("SELECT a FROM t WHERE b = #", "expected a value or bind marker, found `#` at byte 26"),
        ("SELECT a FROM t WHERE b = :", "expected the name of a bind marker, found end of text at byte 27"),
        ("INSERT INTO t (a, b) VALUES (1)", "expected `,` and a value for column `b`, found `)` at byte 30"),
        (
            "INSERT INTO t (a, b) VALUES (1, 2, 3)",
            "expected `)`, as the 2 columns have their values, found `,` at byte 33",
        ),
        ("INSERT INTO t VALUES (1)", "expected `JSON` or `(`, found `VALUES` at byte 14"),
        ("INSERT INTO t (a) VALUES (1) IF EXISTS", "expected `NOT`, found `EXISTS` at byte 32"),
        (
            "INSERT INTO t (a) VALUES (1) USING TTTL 3",
            "expected `TTL`, `TIMESTAMP` or `TIMEOUT`, found `TTTL` at byte 35; did you mean `TTL`?",
        ),
        (
            "UPDATE t SET a = b + 1 WHERE c = 1",
            "expected a value, a bind marker or column `a` itself, found `b` at byte 17",
        ),
        ("UPDATE t SET a = a * 2 WHERE c = 1", "expected `+` or `-`, found `*` at byte 19"),
        (
            "UPDATE t SET a = :x + b WHERE c = 1",
            "expected a value, a bind marker or column `a` itself, found `b` at byte 22",
        ),
        ("UPDATE t SET a = 1", "expected `,` or `WHERE`, found end of text at byte 18"),
        (
            "UPDATE t SET a = 1 WHERE b = 1 IF NOT EXISTS",
            "expected `EXISTS` or a column name, found reserved word `NOT` at byte 34; as a name write it in double quotes: `\"not\"`",
        ),
        ("DELETE a FROM t USING TTL 3 WHERE b = 1", "expected `TIMESTAMP` or `TIMEOUT`, found `TTL` at byte 22"),
        (
            "BEGIN BATCH SELECT a FROM t APPLY BATCH",
            "expected `USING`, `APPLY`, `INSERT`, `UPDATE` or `DELETE`, found reserved word `SELECT` at byte 12",
        ),
        ("SELECT a FROM t; SELECT b FROM t", "expected `;` or end of text, found reserved word `SELECT` at byte 17"),
        ("USE", "expected a keyspace name, found end of text at byte 3"),
    ] {
        match parse(text) {
            Ok(statement) => panic!("{text} is accepted: {statement:?}"),
            Err(error) if error.to_string() == expected => {}
            Err(error) => wrong.push(format!("{text}\n  says     {error}\n  expected {expected}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_parts_of_an_error_can_be_asked() {
    let error = parse("SELECT a FORM t").unwrap_err();
    assert_eq!((error.offset(), error.span().text("SELECT a FORM t")), (9, "FORM"));
    assert_eq!((error.expected(), error.found()), ("`AS`, `,` or `FROM`", "`FORM`"));
    assert_eq!(error.hint(), Some("did you mean `FROM`?"));
}

#[test]
fn long_texts_are_shortened() {
    let text = format!("SELECT a FROM t LIMIT '{}'", "é".repeat(500));
    let message = parse(&text).unwrap_err().to_string();
    assert!(message.contains("ééé…"), "{message}");
    assert!(message.len() < 200, "{message}");
}
