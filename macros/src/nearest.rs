//! Finds the name that a misspelt one was meant to be.

/// The one of `known` that is nearest to `name`, when it is near enough to be what the user meant.
///
/// Near enough is at most one edit (insertion, deletion, replacement, swap of neighbours) for every three letters, so
/// that short names do not suggest unrelated ones.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = name.chars().count().div_ceil(3);
    known
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(edits, _)| *edits <= allowed)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// How many edits turn `a` into `b`, letter case aside (optimal string alignment distance).
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().flat_map(char::to_lowercase).collect();
    let b: Vec<char> = b.chars().flat_map(char::to_lowercase).collect();
    // Rows of the table for the prefix of `a` before the last letter, and before that one.
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut previous_a = None;
    for (i, &from) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        let mut previous_b = None;
        for (j, &to) in b.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX - 1);
            let mut edits = (at(&last, j) + usize::from(from != to)).min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            if previous_a == Some(to) && previous_b == Some(from) {
                edits = edits.min(at(&before, j.wrapping_sub(1)) + 1);
            }
            row.push(edits);
            previous_b = Some(to);
        }
        before = std::mem::replace(&mut last, row);
        previous_a = Some(from);
    }
    last.last().copied().unwrap_or(a.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_edits() {
        for (a, b, edits) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("rename", "rename", 0),
            ("renmae", "rename", 1),
            ("ab", "ba", 1),
            ("Skip", "skip", 0),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(a, b), edits, "{a} → {b}");
        }
    }

    #[test]
    fn suggests_only_what_is_near() {
        let known = ["rename", "rename_all", "skip", "crate"];
        assert_eq!(nearest("renam", known), Some("rename"));
        assert_eq!(nearest("renameall", known), Some("rename_all"));
        assert_eq!(nearest("skp", known), Some("skip"));
        assert_eq!(nearest("ttl", known), None);
        assert_eq!(nearest("flatten", known), None);
    }
}
