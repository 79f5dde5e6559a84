//! "Did you mean …?"

/// Names longer than this are not compared: the cost is the product of both lengths, and no one mistypes such a name.
const LONGEST: usize = 128;

/// The candidate that `name` is most likely a misspelling of, or `None` when none is near.
///
/// Near is at most one edit in three characters, an edit being a character inserted, left out or replaced, or two
/// neighbours swapped; case does not count. Of equally near ones the first is taken.
///
/// ```
/// assert_eq!(ilium_cql::nearest("emial", ["id", "email", "tags"]), Some("email"));
/// assert_eq!(ilium_cql::nearest("colour", ["id", "email", "tags"]), None);
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name: Vec<char> = lower(name)?;
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let Some(chars) = lower(candidate) else { continue };
        let allowed = name.len().max(chars.len()).div_ceil(3);
        let limit = best.map_or(allowed, |(distance, _)| allowed.min(distance.saturating_sub(1)));
        if name.len().abs_diff(chars.len()) > limit {
            continue;
        }
        let distance = edits(&name, &chars);
        if distance <= limit && distance < name.len().max(chars.len()) && best.is_none_or(|(least, _)| distance < least)
        {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn lower(name: &str) -> Option<Vec<char>> {
    (name.len() <= LONGEST).then(|| name.chars().flat_map(char::to_lowercase).collect())
}

/// Optimal string alignment distance, keeping three rows of the table.
fn edits(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    let mut previous_left = None;
    for (row, &from) in left.iter().enumerate() {
        let mut current = Vec::with_capacity(above.len());
        current.push(row + 1);
        let mut last = row + 1;
        let mut previous_right = None;
        for (column, &to) in right.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut least =
                (at(&above, column) + usize::from(from != to)).min(at(&above, column + 1) + 1).min(last + 1);
            if previous_left == Some(to) && previous_right == Some(from) && column > 0 {
                least = least.min(at(&before, column - 1) + 1);
            }
            current.push(least);
            last = least;
            previous_right = Some(to);
        }
        before = std::mem::replace(&mut above, current);
        previous_left = Some(from);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_edits_and_swaps() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        for (left, right, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("emial", "email", 1),
            ("kitten", "sitting", 3),
            ("ab", "ba", 1),
        ] {
            assert_eq!(edits(&chars(left), &chars(right)), expected, "{left} {right}");
        }
    }

    #[test]
    fn takes_the_nearest_and_nothing_far() {
        assert_eq!(nearest("partion_key", ["partition_key", "clustering_key"]), Some("partition_key"));
        assert_eq!(nearest("Email", ["mail", "email"]), Some("email"));
        assert_eq!(nearest("a", ["b", "c"]), None);
        assert_eq!(nearest("", ["a"]), None);
        assert_eq!(nearest(&"x".repeat(200), ["x"]), None);
    }
}
