//! The Murmur3 partitioner, as Cassandra computes it.
//!
//! It is MurmurHash3 x64 128 with seed 0, of which the first half is the token, with one difference: the bytes after the
//! last whole block are signed, so that one of 0x80 or more flips every higher bit of its word (Cassandra's
//! `MurmurHash.hash3_x64_128` widens a Java `byte`). Tokens on disk depend on it, so it will stay.

use crate::topology::Token;
use crate::topology::packed::packed;

const BLOCK_LEN: usize = 16;

/// Computes tokens as Cassandra's default partitioner does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Murmur3Partitioner;

impl Murmur3Partitioner {
    /// Starts the hash of a key that comes in pieces.
    pub fn build_hasher(&self) -> Murmur3PartitionerHasher {
        Murmur3PartitionerHasher::default()
    }

    /// The token of a whole serialized key.
    #[inline]
    pub fn hash_one(&self, key: &[u8]) -> Token {
        let mut state = State::default();
        let (blocks, tail) = key.as_chunks::<BLOCK_LEN>();
        for block in blocks {
            state.mix(u128::from_le_bytes(*block));
        }
        state.finish(packed(tail), key.len())
    }
}

/// The hash of a key so far; whatever the pieces, the token is that of their concatenation.
#[derive(Clone, Debug, Default)]
pub struct Murmur3PartitionerHasher {
    state: State,
    /// The bytes that do not fill a block yet, `total_len % BLOCK_LEN` of them, the first lowest; above them zeros.
    pending: u128,
    total_len: usize,
}

impl Murmur3PartitionerHasher {
    /// Adds the next bytes of the key.
    #[inline]
    pub fn write(&mut self, bytes: &[u8]) {
        let (blocks, tail) = bytes.as_chunks::<BLOCK_LEN>();
        for block in blocks {
            self.append(u128::from_le_bytes(*block), BLOCK_LEN);
        }
        self.append(packed(tail), tail.len());
    }

    /// Adds `len` bytes, at most a block, the first lowest in `bytes`; above them zeros.
    #[inline]
    pub(super) fn append(&mut self, bytes: u128, len: usize) {
        let held = self.total_len % BLOCK_LEN;
        self.total_len = self.total_len.wrapping_add(len);
        let joined = self.pending | bytes << (8 * held);
        if held + len < BLOCK_LEN {
            self.pending = joined;
        } else {
            self.state.mix(joined);
            // In two shifts: with nothing held, all bytes went into the block, and nothing is left.
            self.pending = bytes >> (8 * (BLOCK_LEN - 1 - held)) >> 8;
        }
    }

    /// The token of all bytes so far.
    #[inline]
    pub fn finish(&self) -> Token {
        self.state.clone().finish(self.pending, self.total_len)
    }
}

#[derive(Clone, Debug, Default)]
struct State {
    h1: u64,
    h2: u64,
}

impl State {
    #[inline]
    fn mix(&mut self, block: u128) {
        let (k1, k2) = words(block);
        self.h1 = (self.h1 ^ scramble_first(k1)).rotate_left(27).wrapping_add(self.h2);
        self.h1 = self.h1.wrapping_mul(5).wrapping_add(0x52dc_e729);
        self.h2 = (self.h2 ^ scramble_second(k2)).rotate_left(31).wrapping_add(self.h1);
        self.h2 = self.h2.wrapping_mul(5).wrapping_add(0x3849_5ab5);
    }

    /// `last` is what follows the last whole block, and zeros, which change nothing.
    #[inline]
    fn finish(self, last: u128, total_len: usize) -> Token {
        let (k1, k2) = words(last);
        let len = total_len as u64;
        let h1 = self.h1 ^ scramble_first(sign_extend_bytes(k1)) ^ len;
        let h2 = self.h2 ^ scramble_second(sign_extend_bytes(k2)) ^ len;
        let h1 = h1.wrapping_add(h2);
        let h2 = h2.wrapping_add(h1);
        Token::new(avalanche(h1).wrapping_add(avalanche(h2)).cast_signed())
    }
}

#[inline]
fn words(block: u128) -> (u64, u64) {
    #[allow(clippy::cast_possible_truncation, reason = "the two halves")]
    let halves = (block as u64, (block >> 64) as u64);
    halves
}

const C1: u64 = 0x87c3_7b91_1142_53d5;
const C2: u64 = 0x4cf5_ad43_2745_937f;

#[inline]
fn scramble_first(k1: u64) -> u64 {
    k1.wrapping_mul(C1).rotate_left(31).wrapping_mul(C2)
}

#[inline]
fn scramble_second(k2: u64) -> u64 {
    k2.wrapping_mul(C2).rotate_left(33).wrapping_mul(C1)
}

#[inline]
fn avalanche(mut h: u64) -> u64 {
    h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    h = (h ^ (h >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

/// What Cassandra gets when it puts the bytes of `word` together as signed numbers: each one of 0x80 or more inverts all
/// bytes above it. A byte is inverted when an odd number of the bytes below it do so, which is a prefix parity.
#[inline]
fn sign_extend_bytes(word: u64) -> u64 {
    let negative = (word >> 7) & 0x0101_0101_0101_0101;
    let mut parity = negative << 8;
    parity ^= parity << 8;
    parity ^= parity << 16;
    parity ^= parity << 32;
    word ^ parity.wrapping_mul(0xff)
}
