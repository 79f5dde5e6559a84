//! A few bytes as one number.

/// The greatest number of bytes that [`packed`] takes.
pub(super) const PACKED_LEN: usize = 16;

/// At most [`PACKED_LEN`] bytes as a number, the first lowest; above them zeros. From 4 bytes on they are read as two words
/// that may overlap, which takes no loop.
#[inline]
pub(super) fn packed(bytes: &[u8]) -> u128 {
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (first, last) = (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
        u128::from(first) | u128::from(last) << (8 * (bytes.len() - 8))
    } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        u128::from(u64::from(first) | u64::from(last) << (8 * (bytes.len() - 4)))
    } else {
        bytes.iter().rev().fold(0, |number, byte| number << 8 | u128::from(*byte))
    }
}

#[cfg(test)]
mod tests {
    use super::packed;

    #[test]
    fn bytes_of_every_length_are_packed() {
        let bytes: Vec<u8> = (1..=16).map(|n| n * 15).collect();
        for len in 0..=16 {
            let mut padded = [0; 16];
            padded[..len].copy_from_slice(&bytes[..len]);
            assert_eq!(packed(&bytes[..len]), u128::from_le_bytes(padded), "{len} bytes");
        }
    }
}
