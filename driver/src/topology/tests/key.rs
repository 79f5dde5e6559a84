use proptest::prelude::*;

use crate::topology::{Murmur3Partitioner, Token};

/// The key of several columns as one piece, as the server has it.
fn joined(columns: &[Vec<u8>]) -> Vec<u8> {
    let mut key = Vec::new();
    for column in columns {
        key.extend(u16::try_from(column.len()).unwrap().to_be_bytes());
        key.extend(column);
        key.push(0);
    }
    key
}

fn token_of(columns: &[Vec<u8>]) -> Option<Token> {
    Murmur3Partitioner.token_of_key(columns.iter().map(Vec::as_slice))
}

/// MurmurHash3 written down byte by byte, with the signed bytes of the tail as Java has them.
fn by_the_byte(key: &[u8]) -> i64 {
    let (c1, c2) = (0x87c3_7b91_1142_53d5_u64.cast_signed(), 0x4cf5_ad43_2745_937f_i64);
    let (mut h1, mut h2) = (0_i64, 0_i64);
    let block = |at: usize| (0..8).map(|n| i64::from(key[at + n]) << (8 * n)).fold(0, |sum, byte| sum | byte);
    let blocks = key.len() / 16;
    for n in 0..blocks {
        let (k1, k2) = (block(16 * n), block(16 * n + 8));
        h1 ^= k1.wrapping_mul(c1).rotate_left(31).wrapping_mul(c2);
        h1 = h1.rotate_left(27).wrapping_add(h2).wrapping_mul(5).wrapping_add(0x52dc_e729);
        h2 ^= k2.wrapping_mul(c2).rotate_left(33).wrapping_mul(c1);
        h2 = h2.rotate_left(31).wrapping_add(h1).wrapping_mul(5).wrapping_add(0x3849_5ab5);
    }
    let (mut k1, mut k2) = (0_i64, 0_i64);
    for (n, byte) in key[16 * blocks..].iter().enumerate() {
        let signed = i64::from(byte.cast_signed());
        if n < 8 { k1 ^= signed << (8 * n) } else { k2 ^= signed << (8 * (n - 8)) }
    }
    h1 ^= k1.wrapping_mul(c1).rotate_left(31).wrapping_mul(c2);
    h2 ^= k2.wrapping_mul(c2).rotate_left(33).wrapping_mul(c1);
    let len = i64::try_from(key.len()).unwrap();
    (h1, h2) = (h1 ^ len, h2 ^ len);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    let mix = |h: i64| {
        let h = h.cast_unsigned();
        let h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        let h = (h ^ (h >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        (h ^ (h >> 33)).cast_signed()
    };
    mix(h1).wrapping_add(mix(h2))
}

#[test]
fn a_key_without_columns_has_no_token() {
    assert_eq!(token_of(&[]), None);
}

#[test]
fn a_column_too_long_for_its_length_has_no_token() {
    let longest = vec![7; 65_535];
    assert_eq!(token_of(&[longest.clone(), vec![1]]), Some(Murmur3Partitioner.hash_one(&joined(&[longest, vec![1]]))));
    assert_eq!(token_of(&[vec![7; 65_536], vec![1]]), None);
    // Alone, it has no length before it.
    assert_eq!(token_of(&[vec![7; 65_536]]), Some(Murmur3Partitioner.hash_one(&[7; 65_536])));
}

proptest! {
    #[test]
    fn the_token_is_what_the_bytes_give_one_by_one(key in proptest::collection::vec(any::<u8>(), 0..80)) {
        prop_assert_eq!(Murmur3Partitioner.hash_one(&key), Token::new(by_the_byte(&key)));
    }

    #[test]
    fn pieces_hash_as_their_concatenation(pieces in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 0..8)) {
        let mut hasher = Murmur3Partitioner.build_hasher();
        let mut whole = Vec::new();
        for piece in pieces {
            hasher.write(&piece);
            whole.extend(piece);
            prop_assert_eq!(hasher.finish(), Murmur3Partitioner.hash_one(&whole));
        }
    }

    #[test]
    fn a_key_of_several_columns_hashes_as_the_server_puts_it_together(
        columns in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 2..6)
    ) {
        prop_assert_eq!(token_of(&columns), Some(Murmur3Partitioner.hash_one(&joined(&columns))));
    }
}
