//! Integers of any size between bytes and decimal digits.

use super::varint::minimal;

/// The most bytes that are written out in digits, of which these are 2,466: the time this takes grows with the square of
/// the length, and the bytes may be a server's.
const MAX_BYTES: usize = 1_024;

/// So many digits go through a `u32` at once.
const CHUNK: usize = 9;
/// 10 to the power of [`CHUNK`].
const CHUNK_BASE: u64 = 1_000_000_000;

/// The digits of an integer, and whether it is negative.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Digits {
    pub(crate) is_negative: bool,
    /// Without leading zeros; `0` for zero.
    pub(crate) digits: String,
}

/// The digits of the integer whose two's complement is `bytes`, the highest first; `None` when it is too long.
pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Digits> {
    let bytes = minimal(bytes);
    if bytes.len() > MAX_BYTES {
        return None;
    }
    let is_negative = bytes.first().is_some_and(|first| *first >= 0x80);
    let mut magnitude = bytes.to_vec();
    if is_negative {
        negate(&mut magnitude);
    }
    // Groups of nine digits, the lowest first.
    let mut groups: Vec<u64> = Vec::new();
    for byte in magnitude {
        let mut carry = u64::from(byte);
        for group in &mut groups {
            let value = (*group << 8) | carry;
            (*group, carry) = (value % CHUNK_BASE, value / CHUNK_BASE);
        }
        if carry > 0 {
            groups.push(carry);
        }
    }
    let mut groups = groups.iter().rev();
    let mut digits = groups.next().map_or_else(|| "0".to_owned(), u64::to_string);
    groups.for_each(|group| digits.push_str(&format!("{group:09}")));
    Some(Digits { is_negative, digits })
}

/// The bytes, in as few as it needs, of the integer of these decimal digits; `None` when they are no digits.
pub(crate) fn to_bytes(is_negative: bool, digits: &str) -> Option<Vec<u8>> {
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    // Groups of 32 bits, the lowest first.
    let mut groups: Vec<u32> = Vec::new();
    let first_len = digits.len() % CHUNK;
    let (first, rest) = digits.split_at_checked(first_len)?;
    let chunks = std::iter::once(first.as_bytes()).chain(rest.as_bytes().chunks(CHUNK));
    for chunk in chunks {
        let mut carry = chunk.iter().fold(0, |value, digit| value * 10 + u64::from(digit - b'0'));
        for group in &mut groups {
            let value = u64::from(*group) * CHUNK_BASE + carry;
            carry = value >> 32;
            *group = u32::try_from(value & 0xFFFF_FFFF).ok()?;
        }
        if carry > 0 {
            groups.push(u32::try_from(carry).ok()?);
        }
    }
    // A zero byte in front is the sign.
    let mut bytes = vec![0];
    bytes.extend(groups.iter().rev().flat_map(|group| group.to_be_bytes()));
    if is_negative {
        negate(&mut bytes);
    }
    Some(minimal(&bytes).to_vec())
}

/// Turns the two's complement of a number into that of its negative.
fn negate(bytes: &mut [u8]) {
    let mut carry = true;
    for byte in bytes.iter_mut().rev() {
        (*byte, carry) = (!*byte).overflowing_add(u8::from(carry));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn digits_are_those_of_the_integer(value: i128, shift in 0..128_u32) {
            let value = value >> shift;
            let digits = from_bytes(&value.to_be_bytes()).unwrap();
            prop_assert_eq!(digits.is_negative, value < 0);
            prop_assert_eq!(&digits.digits, &value.unsigned_abs().to_string());
            let bytes = to_bytes(digits.is_negative, &digits.digits).unwrap();
            prop_assert_eq!(bytes, minimal(&value.to_be_bytes()).to_vec());
        }

        #[test]
        fn any_bytes_go_both_ways(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let Digits { is_negative, digits } = from_bytes(&bytes).unwrap();
            prop_assert_eq!(to_bytes(is_negative, &digits).unwrap(), minimal(&bytes));
        }
    }

    #[test]
    fn what_is_no_digit_or_too_long_is_refused() {
        for text in ["", "1a", "-1", "+1", "1 ", "é"] {
            assert_eq!(to_bytes(false, text), None, "{text}");
        }
        assert_eq!(to_bytes(false, "0007"), Some(vec![7]));
        assert_eq!(to_bytes(true, "0"), Some(vec![0]));
        assert!(from_bytes(&[1; MAX_BYTES]).is_some_and(|digits| digits.digits.len() == 2_464));
        assert_eq!(from_bytes(&[1; MAX_BYTES + 1]), None);
    }
}
