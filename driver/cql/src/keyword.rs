//! The words that cannot stand as a name without quotes.

/// Reserved by every version of Cassandra and by ScyllaDB, those of one length: the parser refuses them as names.
const fn reserved(len: usize) -> &'static str {
    match len {
        2 => "by if in is of on or to",
        3 => "add and asc nan not set use",
        4 => "desc drop from full into null true view with",
        5 => "allow alter apply batch begin false grant index limit order table token using where",
        6 => "create delete insert modify rename revoke schema select update",
        7 => "entries execute primary",
        8 => "describe infinity keyspace truncate unlogged",
        9 => "authorize",
        11 => "norecursive",
        12 => "columnfamily materialized",
        _ => "",
    }
}

/// Reserved by some server only (a version of Cassandra, or ScyllaDB): accepted as names, but quoted when written.
const RESERVED_BY_SOME: &str = "ann cast check constraint default length mbean mbeans replace unset";

fn is_listed(list: &str, word: &str) -> bool {
    list.split(' ').any(|keyword| keyword.eq_ignore_ascii_case(word))
}

/// Whether no server takes `word` (in any case) as an unquoted name.
pub(crate) fn is_reserved(word: &str) -> bool {
    !word.is_empty() && is_listed(reserved(word.len()), word)
}

/// Whether some server does not take `word` (in any case) as an unquoted name.
pub(crate) fn is_reserved_by_any(word: &str) -> bool {
    is_reserved(word) || is_listed(RESERVED_BY_SOME, word)
}

/// Whether `word` is a constant wherever a value is expected.
pub(crate) fn is_constant(word: &str) -> bool {
    ["true", "false", "null", "nan", "infinity"].iter().any(|constant| constant.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_listed_under_its_length() {
        let listed: Vec<(usize, &str)> =
            (0..=12).flat_map(|len| reserved(len).split_terminator(' ').map(move |word| (len, word))).collect();
        assert_eq!(listed.len(), 59);
        assert!(listed.iter().all(|(len, word)| word.len() == *len), "{listed:?}");
    }

    #[test]
    fn words_are_reserved_in_any_case() {
        assert!(is_reserved("From") && is_reserved("TOKEN") && is_reserved("infinity") && is_reserved("columnFamily"));
        assert!(
            !is_reserved("ttl")
                && !is_reserved("key")
                && !is_reserved("default")
                && !is_reserved("fromage")
                && !is_reserved("")
        );
        assert!(is_reserved_by_any("default") && is_reserved_by_any("to"));
        assert!(!is_reserved_by_any("materialized_") && !is_reserved_by_any(&"x".repeat(1000)));
    }
}
