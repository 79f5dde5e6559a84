//! Which token a row's values belong to.

use crate::topology::{Murmur3Partitioner, Token};

/// Finds the values at `key` (indices of markers) among serialized `[value]`s and hashes them.
///
/// `None` when the statement does not bind a whole partition key, or a key column is null, unset or missing: then any
/// node is as good as another, and the server says what is wrong.
#[inline]
pub(super) fn token(key: &[u16], values: &[u8]) -> Option<Token> {
    match key {
        [] => None,
        [index] => Some(Murmur3Partitioner.hash_one(nth_value(values, usize::from(*index))?)),
        _ => composite(key, values),
    }
}

#[inline]
fn nth_value(mut values: &[u8], index: usize) -> Option<&[u8]> {
    for _ in 0..index {
        let (len, rest) = values.split_first_chunk::<4>()?;
        let len = i32::from_be_bytes(*len).max(0);
        values = rest.get(usize::try_from(len).ok()?..)?;
    }
    let (len, rest) = values.split_first_chunk::<4>()?;
    rest.get(..usize::try_from(i32::from_be_bytes(*len)).ok()?)
}

/// A key of several columns is hashed as `[short length][bytes][0]` a column.
fn composite(key: &[u16], values: &[u8]) -> Option<Token> {
    let mut bytes = smallvec::SmallVec::<[u8; 128]>::new();
    for index in key {
        let value = nth_value(values, usize::from(*index))?;
        bytes.extend_from_slice(&u16::try_from(value.len()).ok()?.to_be_bytes());
        bytes.extend_from_slice(value);
        bytes.push(0);
    }
    Some(Murmur3Partitioner.hash_one(&bytes))
}
