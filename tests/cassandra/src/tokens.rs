//! Initial tokens, evenly spaced over Murmur3's ring.

/// The number of tokens on the ring: all values of an `i64`.
const RING: i128 = 1 << 64;

/// Returns the tokens of node `node` of `nodes`, each having `per_node` of them, interleaved so that every node owns equal
/// shares. No token is the partitioner's minimum, -2^63, which stands for "before the first token".
pub(crate) fn evenly_spaced(node: usize, nodes: usize, per_node: usize) -> Vec<i64> {
    let total = nodes.saturating_mul(per_node);
    (0..per_node).filter_map(|round| token_at(round * nodes + node, total)).collect()
}

/// The middle of slice `index` out of `total` equal ones.
fn token_at(index: usize, total: usize) -> Option<i64> {
    let (index, total) = (i128::try_from(index).ok()?, i128::try_from(total).ok()?);
    let offset = ((2 * index + 1) * RING).checked_div(2 * total)?;
    i64::try_from(i128::from(i64::MIN) + offset).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_node_sits_in_the_middle() {
        assert_eq!(evenly_spaced(0, 1, 1), [0]);
    }

    #[test]
    fn three_nodes_are_a_third_of_the_ring_apart() {
        let tokens: Vec<i64> = (0..3).flat_map(|node| evenly_spaced(node, 3, 1)).collect();
        assert_eq!(tokens, [-6_148_914_691_236_517_206, 0, 6_148_914_691_236_517_205]);
    }

    #[test]
    fn many_tokens_are_distinct_and_interleaved() {
        let mut all: Vec<(i64, usize)> =
            (0..3).flat_map(|node| evenly_spaced(node, 3, 16).into_iter().map(move |token| (token, node))).collect();
        assert_eq!(all.len(), 48);
        all.sort_unstable();
        all.dedup_by_key(|(token, _)| *token);
        assert_eq!(all.len(), 48);
        assert!(all.windows(3).all(|w| w[0].1 != w[1].1 && w[1].1 != w[2].1 && w[0].1 != w[2].1));
    }
}
