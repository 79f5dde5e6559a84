//! Placeholders.

use ilium_cql::Span;
use ilium_cql::template::{Placeholder, Template};

const TEXT: &str = "SELECT {columns} FROM {keyspace}.{table} WHERE emial = :x";

fn value(placeholder: Placeholder) -> &'static str {
    match placeholder {
        Placeholder::Columns => "id, email",
        Placeholder::Keyspace => "\"Shop\"",
        Placeholder::Table => "u",
    }
}

#[test]
fn placeholders_are_found_and_replaced() {
    let template = Template::parse(TEXT).unwrap();
    let found: Vec<&str> = template.occurrences().iter().map(|occurrence| occurrence.span.text(TEXT)).collect();
    assert_eq!(found, ["{columns}", "{keyspace}", "{table}"]);
    assert!(template.has(Placeholder::Table));
    let cql = template.substitute(value);
    assert_eq!(cql.text(), "SELECT id, email FROM \"Shop\".u WHERE emial = :x");
    assert!(ilium_cql::parse(cql.text()).is_ok());
}

#[test]
fn spans_lead_back_to_the_template() {
    let cql = Template::parse(TEXT).unwrap().substitute(value);
    let source = |needle: &str| {
        let start = cql.text().find(needle).unwrap();
        cql.source_span(Span::new(start, start + needle.len())).text(TEXT)
    };
    assert_eq!(source("emial"), "emial");
    assert_eq!(source("email"), "{columns}");
    assert_eq!(source("\"Shop\".u"), "{keyspace}.{table}");
    assert_eq!(source("FROM"), "FROM");
    assert_eq!(cql.source_offset(cql.text().len()), TEXT.len());
    assert_eq!(cql.source_offset(0), 0);
    let nothing = Template::parse("{table}").unwrap().substitute(|_| "");
    assert_eq!((nothing.text(), nothing.source_offset(0)), ("", 7));
}

#[test]
fn other_braces_are_cql() {
    for text in [
        "UPDATE t SET a = {}, b = {'table'}, c = {1}, d = {true}, e = {NaN}, f = {P1D}, g = {table: 1}, h = {:table}",
        "SELECT a FROM t WHERE b = '{tabel}' AND \"{x}\" = $${y}$$ -- {z}",
        "{a, b}",
    ] {
        let template = Template::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(template.occurrences(), [], "{text}");
        assert_eq!(template.substitute(value).into_text(), text);
    }
}

#[test]
fn an_unknown_placeholder_is_named_with_the_allowed_ones() {
    let error = Template::parse("SELECT a FROM {tabel}").unwrap_err();
    let allowed = "(allowed are `{table}`, `{keyspace}` and `{columns}`)";
    assert_eq!(error.to_string(), format!("unknown placeholder `{{tabel}}`; did you mean `{{table}}`? {allowed}"));
    assert_eq!((error.name(), error.nearest(), error.span()), ("tabel", Some("table"), Span::new(14, 21)));
    let error = Template::parse("{ whatever }").unwrap_err();
    assert_eq!(error.to_string(), format!("unknown placeholder `{{whatever}}` {allowed}"));
}

#[test]
fn a_syntax_error_is_one_of_the_template() {
    let of = |text: &'static str| {
        let template = Template::parse(text).unwrap();
        let plain = template.substitute(|_| "a_name_that_is_longer_than_its_placeholder");
        let error = ilium_cql::parse(plain.text()).unwrap_err();
        let error = plain.source_error(&template, error);
        (error.offset(), error.found().to_owned(), error.hint().unwrap_or_default().to_owned(), error.around(text))
    };
    let expected = (30, "`WERE`".to_owned(), "did you mean `WHERE`?".to_owned(), "…FROM {table} WERE a = 1".to_owned());
    assert_eq!(of("SELECT {columns} FROM {table} WERE a = 1"), expected);
    let (offset, found, ..) = of("SELECT a FROM t {table}");
    assert_eq!((offset, found.as_str()), (16, "`{table}`"));
    let (offset, _, hint, _) = of("SELECT a FROM {table} WHERE a = 'x");
    assert_eq!((offset, hint.as_str()), (34, "it opens at byte 32"));
}
