//! Which of a ScyllaDB node's shards holds a token.

use std::num::NonZeroU16;

use crate::topology::{Shard, Token};

/// How many shards a node has.
pub type ShardCount = NonZeroU16;

/// How a ScyllaDB node divides its tokens among its shards.
///
/// This is the algorithm `biased-token-round-robin` of ScyllaDB's extensions to the native protocol: the ring is cut into
/// 2<sup>`msb_ignore`</sup> equal parts, and each part into as many equal ranges as the node has shards.
///
/// ```
/// use ilium_driver::routing::{ShardCount, Sharder, Token};
///
/// let sharder = Sharder::new(ShardCount::new(4).ok_or("no shards")?, 12);
/// assert_eq!(sharder.shard_of(Token::new(0)), 0);
/// assert_eq!(sharder.shard_of(Token::new(-9219783007514621794)), 3);
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the algorithm has these two parameters")]
pub struct Sharder {
    /// How many shards the node has.
    pub nr_shards: ShardCount,
    /// How many of a token's most significant bits say nothing of its shard.
    pub msb_ignore: u8,
}

impl Sharder {
    /// A node of so many shards, which ignores so many of a token's most significant bits.
    pub const fn new(nr_shards: ShardCount, msb_ignore: u8) -> Self {
        Self { nr_shards, msb_ignore }
    }

    /// The shard that holds a token.
    #[inline]
    pub fn shard_of(&self, token: Token) -> Shard {
        // The least token becomes 0, the greatest 2⁶⁴ - 1.
        let biased = token.value().cast_unsigned() ^ (1 << 63);
        // No bit is left of a token when 64 or more are ignored.
        let kept = biased.checked_shl(u32::from(self.msb_ignore)).unwrap_or_default();
        let shard = (u128::from(kept) * u128::from(self.nr_shards.get())) >> 64;
        #[allow(clippy::cast_possible_truncation, reason = "it is below the number of shards")]
        let shard = shard as Shard;
        shard
    }

    /// The shard that a connection from this local port gets when it is opened to the node's shard-aware port.
    pub fn shard_of_source_port(&self, source_port: u16) -> Shard {
        Shard::from(source_port % self.nr_shards.get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sharder(shards: u16, msb_ignore: u8) -> Sharder {
        Sharder::new(ShardCount::new(shards).unwrap(), msb_ignore)
    }

    /// The definition, in whole numbers: token - least, without its most significant bits, as a part of what is left.
    fn by_definition(shards: u16, msb_ignore: u32, token: i64) -> Shard {
        let above_least = i128::from(token) - i128::from(i64::MIN);
        let part = above_least % (1_i128 << (64 - msb_ignore));
        let shard = part * i128::from(shards) / (1_i128 << (64 - msb_ignore));
        Shard::try_from(shard).unwrap()
    }

    #[test]
    fn shards_of_tokens_are_as_scylladb_computes_them() {
        for (shards, msb_ignore, token, shard) in [
            (4, 12, -9219783007514621794, 3),
            (4, 12, 9222582454147032830, 3),
            (1, 0, 17, 0),
            (2, 0, -1, 0),
            (2, 0, 0, 1),
            (2, 0, i64::MAX, 1),
            (3, 0, -3074457345618258604, 0),
            (3, 0, -3074457345618258602, 1),
            (3, 0, 3074457345618258602, 1),
            (3, 0, 3074457345618258603, 2),
            (8, 12, i64::MIN + 1, 0),
            (8, 12, i64::MAX, 7),
            // Half of the ring is a whole number of its 2¹² parts, so it begins one.
            (8, 12, 0, 0),
            (8, 12, -1, 7),
            (8, 12, 1 << 51, 4),
            (u16::MAX, 63, -1, 32767),
        ] {
            let computed = sharder(shards, msb_ignore).shard_of(Token::new(token));
            assert_eq!(computed, shard, "token {token}, {shards} shards, {msb_ignore} bits ignored");
        }
    }

    #[test]
    fn shards_of_tokens_are_those_of_the_definition() {
        let mut random = fastrand::Rng::with_seed(3);
        for _ in 0..100_000 {
            let (shards, msb_ignore) = (random.u16(1..=256), random.u8(0..64));
            let token = Token::new(random.i64(..));
            let expected = by_definition(shards, u32::from(msb_ignore), token.value());
            let computed = sharder(shards, msb_ignore).shard_of(token);
            assert_eq!(computed, expected, "{token}, {shards} shards, {msb_ignore} bits ignored");
        }
    }

    #[test]
    fn a_node_that_ignores_all_bits_has_everything_on_its_first_shard() {
        for msb_ignore in [64, u8::MAX] {
            for token in [i64::MIN, -1, 0, i64::MAX] {
                assert_eq!(sharder(u16::MAX, msb_ignore).shard_of(Token::new(token)), 0);
            }
        }
    }

    #[test]
    fn source_ports_go_round_the_shards() {
        let sharder = sharder(8, 12);
        let shards: Vec<Shard> = (49_152..49_161).map(|port| sharder.shard_of_source_port(port)).collect();
        assert_eq!(shards, [0, 1, 2, 3, 4, 5, 6, 7, 0]);
    }
}
