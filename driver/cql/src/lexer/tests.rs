use super::*;

fn kinds(text: &str) -> Vec<(TokenKind, &str)> {
    tokens(text).into_iter().map(|token| (token.kind, token.span.text(text))).collect()
}

fn only(text: &str) -> TokenKind {
    match kinds(text).as_slice() {
        [(kind, whole), (TokenKind::End, "")] if *whole == text => *kind,
        other => panic!("{text} is not one token: {other:?}"),
    }
}

#[test]
fn each_literal_is_one_token() {
    for (text, kind) in [
        ("a_1", TokenKind::Word),
        ("\"a \"\"b\"\"\"", TokenKind::QuotedName),
        ("'it''s'", TokenKind::String),
        ("$$ it's; -- no comment $$", TokenKind::String),
        ("12", TokenKind::Integer),
        ("1.5", TokenKind::Float),
        ("1.", TokenKind::Float),
        ("1e9", TokenKind::Float),
        ("1.5E-3", TokenKind::Float),
        ("0xCAFE", TokenKind::Blob),
        ("0x", TokenKind::Blob),
        ("1h30m", TokenKind::Duration),
        ("2µs", TokenKind::Duration),
        ("1Y2MO3w4d5H6m7s8ms9us10ns", TokenKind::Duration),
        ("P0003-06-04T12:30:05", TokenKind::Duration),
        ("123e4567-e89b-12d3-a456-426614174000", TokenKind::Uuid),
        ("e23e4567-e89b-12d3-a456-426614174000", TokenKind::Uuid),
        ("P1Y2M", TokenKind::Word),
        ("<=", TokenKind::Symbol),
        ("..", TokenKind::Symbol),
    ] {
        assert_eq!(only(text), kind, "{text}");
    }
}

#[test]
fn what_is_no_token_is_kept_as_such() {
    for text in ["1abc", "0xfog", "_x", "é", "1é", "$x", "#", "\u{0}", "1.5h"] {
        assert_eq!(only(text), TokenKind::Unknown, "{text}");
    }
    for text in ["'abc", "\"abc", "$$abc", "/* abc", "'it''"] {
        assert!(matches!(only(text), TokenKind::Unterminated(_)), "{text}");
    }
}

#[test]
fn blanks_and_comments_separate_tokens() {
    let text = "a--x\n/* b\n; */c// d\r\n\te";
    let words: Vec<&str> = kinds(text).into_iter().map(|(_, text)| text).collect();
    assert_eq!(words, ["a", "c", "e", ""]);
}

#[test]
fn a_range_of_integers_is_no_float() {
    let texts: Vec<&str> = kinds("1..3").into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["1", "..", "3", ""]);
}

#[test]
fn durations_of_iso_8601() {
    for word in ["P1Y", "p1y2m3d", "PT5S", "P1DT1H", "P3W", "PT1H2M3S"] {
        assert!(is_iso_duration(word), "{word}");
    }
    for word in ["P", "PT", "P1", "P1X", "P1D1Y", "price", "P1DT", "p_1d", "P1YY"] {
        assert!(!is_iso_duration(word), "{word}");
    }
}
