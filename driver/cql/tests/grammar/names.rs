//! Names and when they need quotes.

use ilium_cql::{Statement, needs_quotes, parse, quote, quote_markers};

#[test]
fn only_what_must_be_is_quoted() {
    for (name, expected) in [
        ("email", "email"),
        ("a_1", "a_1"),
        ("ttl", "ttl"),
        ("key", "key"),
        ("userId", "\"userId\""),
        ("_a", "\"_a\""),
        ("1a", "\"1a\""),
        ("a b", "\"a b\""),
        ("é", "\"é\""),
        ("", "\"\""),
        ("say \"hi\"", "\"say \"\"hi\"\"\""),
        ("from", "\"from\""),
        ("token", "\"token\""),
        ("true", "\"true\""),
        ("default", "\"default\""),
        ("p1d", "\"p1d\""),
    ] {
        assert_eq!(quote(name), expected);
        assert_eq!(needs_quotes(name), name != expected);
    }
}

#[test]
fn unquoted_names_are_folded() {
    for (text, expected) in [("USE Abc", "abc"), ("USE \"Abc\"", "Abc"), ("USE \"a\"\"b\"", "a\"b"), ("USE abc", "abc")]
    {
        let Statement::Use(found) = parse(text).unwrap() else { panic!("{text}") };
        assert_eq!(found.keyspace.name(), expected);
        assert_eq!(found.keyspace.is_quoted(), text.contains('"'));
    }
}

#[test]
fn markers_named_as_reserved_words_are_quoted() {
    for (text, expected) in [
        ("id >= :from AND id < :TO", "id >= :\"from\" AND id < :\"to\""),
        ("tags = tags + :add", "tags = tags + :\"add\""),
        ("LIMIT :limit", "LIMIT :\"limit\""),
        ("USING TTL :default", "USING TTL :\"default\""),
        ("a = {'k':true, 'l': null, m:false}", "a = {'k':true, 'l': null, m:false}"),
        ("a = {:from: :to, :x::in}", "a = {:\"from\": :\"to\", :x::\"in\"}"),
        ("a = {street::from}", "a = {street::\"from\"}"),
        ("a = ':from' AND b = :\"from\" -- :from", "a = ':from' AND b = :\"from\" -- :from"),
        ("a = :b", "a = :b"),
    ] {
        assert_eq!(quote_markers(text), expected);
    }
}
