//! The words that cannot stand as a name without quotes.

/// Reserved by every version of Cassandra and by ScyllaDB: the parser refuses them as names.
const RESERVED: &str = "add allow alter and apply asc authorize batch begin by columnfamily create delete desc describe \
    drop entries execute false from full grant if in index infinity insert into is keyspace limit materialized modify \
    nan norecursive not null of on or order primary rename revoke schema select set table to token true truncate \
    unlogged update use using view where with";

/// Reserved by some server only (a version of Cassandra, or ScyllaDB): accepted as names, but quoted when written.
const RESERVED_BY_SOME: &str = "ann cast check constraint default length mbean mbeans replace unset";

/// The longest entry of both lists; longer words need no look.
const LONGEST: usize = 12;

fn listed(list: &str, word: &str) -> bool {
    word.len() <= LONGEST && list.split(' ').any(|keyword| keyword.eq_ignore_ascii_case(word))
}

/// Whether no server takes `word` (in any case) as an unquoted name.
pub(crate) fn is_reserved(word: &str) -> bool {
    listed(RESERVED, word)
}

/// Whether some server does not take `word` (in any case) as an unquoted name.
pub(crate) fn is_reserved_by_any(word: &str) -> bool {
    is_reserved(word) || listed(RESERVED_BY_SOME, word)
}

/// Whether `word` is a constant wherever a value is expected.
pub(crate) fn is_constant(word: &str) -> bool {
    ["true", "false", "null", "nan", "infinity"].iter().any(|constant| constant.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_entry_is_as_long_as_stated() {
        let longest = RESERVED.split(' ').chain(RESERVED_BY_SOME.split(' ')).map(str::len).max();
        assert_eq!(longest, Some(LONGEST));
    }

    #[test]
    fn words_are_reserved_in_any_case() {
        assert!(is_reserved("From") && is_reserved("TOKEN") && is_reserved("infinity"));
        assert!(!is_reserved("ttl") && !is_reserved("key") && !is_reserved("default") && !is_reserved("fromage"));
        assert!(is_reserved_by_any("default") && is_reserved_by_any("to"));
    }
}
