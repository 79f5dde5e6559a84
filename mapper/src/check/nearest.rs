use crate::entity::EntityMeta;

/// Names longer than this are not compared.
const LONGEST: usize = 63;

/// The column whose name is nearest to `name`, when it is near enough to be what the user meant: at most one edit for
/// every three letters.
pub(crate) const fn nearest_column(meta: &EntityMeta, name: &str) -> Option<&'static str> {
    let mut best = None;
    let mut allowed = name.len().div_ceil(3);
    let mut rest = meta.columns;
    while let [column, others @ ..] = rest {
        if let Some(edits) = distance(name.as_bytes(), column.name.as_bytes())
            && (edits < allowed || (edits == allowed && best.is_none()))
        {
            best = Some(column.name);
            allowed = edits;
        }
        rest = others;
    }
    best
}

/// How many edits (insertion, deletion, replacement, swap of neighbours) turn `a` into `b`, letter case aside.
#[allow(clippy::indexing_slicing, reason = "const code has no iterators; the rows are longer than what is compared")]
const fn distance(a: &[u8], b: &[u8]) -> Option<usize> {
    if a.len() > LONGEST || b.len() > LONGEST {
        return None;
    }
    // Rows of the table for the prefix of `a` two letters back, one letter back, and now.
    let mut before = [0usize; LONGEST + 1];
    let mut last = [0usize; LONGEST + 1];
    let mut j = 0;
    while j <= b.len() {
        last[j] = j;
        j += 1;
    }
    let mut i = 0;
    while i < a.len() {
        let mut row = [0usize; LONGEST + 1];
        row[0] = i + 1;
        let mut j = 0;
        while j < b.len() {
            let (from, to) = (a[i].to_ascii_lowercase(), b[j].to_ascii_lowercase());
            let mut edits = smaller(smaller(last[j + 1], row[j]) + 1, last[j] + (from != to) as usize);
            if i > 0 && j > 0 && from == b[j - 1].to_ascii_lowercase() && a[i - 1].to_ascii_lowercase() == to {
                edits = smaller(edits, before[j - 1] + 1);
            }
            row[j + 1] = edits;
            j += 1;
        }
        before = last;
        last = row;
        i += 1;
    }
    Some(last[b.len()])
}

const fn smaller(a: usize, b: usize) -> usize {
    if a < b { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_edits() {
        for (a, b, edits) in
            [("", "abc", 3), ("emial", "email", 1), ("kitten", "sitting", 3), ("Id", "id", 0), ("abc", "", 3)]
        {
            assert_eq!(distance(a.as_bytes(), b.as_bytes()), Some(edits), "{a} → {b}");
        }
    }
}
