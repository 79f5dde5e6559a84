//! Optional parts.

use ilium_cql::{GroupPart, groups, parse, parse_where};

const SLICE: &str = "org = :org [AND id >= :since] [AND m['k'] = [1, 2]]";

#[test]
fn a_text_is_split_into_fixed_and_optional_parts() {
    let split = groups(SLICE).unwrap();
    let parts: Vec<(&str, &str)> = split
        .parts()
        .iter()
        .map(|part| match part {
            GroupPart::Fixed { text, span } => (*text, span.text(SLICE)),
            GroupPart::Optional { text, span, inner, .. } => {
                assert_eq!(inner.text(SLICE), *text);
                (*text, span.text(SLICE))
            }
        })
        .collect();
    let expected = [
        ("org = :org", "org = :org"),
        ("AND id >= :since", "[AND id >= :since]"),
        ("AND m['k'] = [1, 2]", "[AND m['k'] = [1, 2]]"),
    ];
    assert_eq!(parts, expected);
}

#[test]
fn every_choice_of_parts_is_cql() {
    let split = groups(SLICE).unwrap();
    for choice in 0..1_u32 << split.optional_count() {
        let text = split.render(|index| choice & (1 << index) != 0);
        let relations = parse_where(&text).unwrap_or_else(|error| panic!("{text}: {error}")).relations.len();
        assert_eq!(relations, 1 + choice.count_ones() as usize, "{text}");
    }
    assert_eq!(split.render(|index| index == 0), "org = :org AND id >= :since");
    assert_eq!(split.render(|_| false), "org = :org");
}

#[test]
fn an_and_with_nothing_before_it_is_dropped() {
    assert_eq!(groups("[AND a = 1] [ and b = 2 ]").unwrap().render(|_| true), "a = 1 and b = 2");
    assert_eq!(groups("[AND a = 1] [AND b = 2]").unwrap().render(|index| index == 1), "b = 2");
    assert_eq!(groups("[AND a = 1]").unwrap().render(|_| false), "");
    let whole = groups("SELECT x FROM t WHERE [AND a = 1] [AND b = 2] LIMIT 3").unwrap().render(|index| index == 1);
    assert_eq!(whole, "SELECT x FROM t WHERE b = 2 LIMIT 3");
    assert!(parse(&whole).is_ok());
}

#[test]
fn a_text_without_optional_parts_is_one_part() {
    for text in ["a = [1] AND b['[AND'] = \"[AND x]\" AND c = $$[AND]$$", "a IN (1)"] {
        let split = groups(text).unwrap();
        assert_eq!((split.parts().len(), split.optional_count()), (1, 0), "{text}");
        assert_eq!(split.render(|_| false), text);
    }
    assert!(groups("").unwrap().parts().is_empty());
}

#[test]
fn comments_are_in_no_ones_way() {
    let text = "a = 1 -- one\n [/* two */ AND b = 2 -- three\n] [AND c = 3]";
    let rendered = groups(text).unwrap().render(|_| true);
    assert_eq!(parse_where(&rendered).unwrap().relations.len(), 3, "{rendered}");
}

#[test]
fn mistakes_are_told() {
    for (text, expected) in [
        (
            "a = 1 [AND b = 2",
            "expected `]` closing the optional part, found end of text at byte 16; it opens at byte 6",
        ),
        (
            "a = 1 [AND b = 2 [AND c = 3]]",
            "expected `]` closing the optional part first: optional parts hold no others, found `[AND` at byte 17",
        ),
        ("a = 1 [AND]", "expected a comparison after `AND`, found `]` at byte 10"),
    ] {
        assert_eq!(groups(text).unwrap_err().to_string(), expected);
    }
}

/// Reading the text so far again for each part took a minute for this many.
#[test]
fn many_parts_are_rendered_in_linear_time() {
    let text = "[AND a = :a] -- note\n".repeat(10_000);
    let started = std::time::Instant::now();
    let rendered = groups(&text).unwrap().render(|_| true);
    assert!(rendered.starts_with("a = :a -- note\nAND a = :a -- note\n"), "{}", &rendered[..40]);
    assert!(started.elapsed() < std::time::Duration::from_secs(15), "{:?}", started.elapsed());
}
