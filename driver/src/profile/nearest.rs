//! The name that was probably meant.

/// The candidate with the fewest edits from `name`, if they are few enough (a third of its length, rounded up) for it
/// to be a misspelling.
pub(super) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = name.chars().count().div_ceil(3);
    candidates
        .map(|candidate| (edits(name, candidate), candidate))
        .filter(|(edits, _)| *edits <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The Levenshtein distance, by rows.
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (deleted, from) in from.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        let mut left = deleted + 1;
        next.push(left);
        for ((above_left, above), to) in row.iter().zip(row.iter().skip(1)).zip(&to) {
            left = (above_left + usize::from(from != *to)).min(above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{edits, nearest};

    #[test]
    fn edits_are_counted_by_character() {
        for (from, to, count) in
            [("", "", 0), ("", "ab", 2), ("kitten", "sitting", 3), ("größe", "grösse", 2), ("ab", "", 2)]
        {
            assert_eq!(edits(from, to), count, "{from} to {to}");
        }
    }

    #[test]
    fn the_nearest_name_is_one_that_is_near() {
        let names = ["default", "reads", "writes"];
        assert_eq!(nearest("raeds", names.into_iter()), Some("reads"));
        assert_eq!(nearest("read", names.into_iter()), Some("reads"));
        assert_eq!(nearest("writers", names.into_iter()), Some("writes"));
        assert_eq!(nearest("analytics", names.into_iter()), None);
    }
}
