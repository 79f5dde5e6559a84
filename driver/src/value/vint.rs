//! Cassandra's variable-length integers (`[unsigned vint]` and `[vint]` in section 3 of protocol 5's specification): as many
//! one bits at the front as bytes follow the first, then the number, its first byte the highest.

/// Appends `value`.
pub(crate) fn write_unsigned(value: u64, out: &mut Vec<u8>) {
    let bits = u64::BITS - value.leading_zeros();
    // Each byte after the first adds seven bits to the first byte's seven; a ninth brings all 64.
    let extra = (bits.saturating_sub(1) / 7).min(8);
    let bytes = value.to_be_bytes();
    let used = usize::try_from(extra).map_or(8, |extra| extra + 1);
    let ones = !(0xFF_u8.checked_shr(extra).unwrap_or(0));
    if used > 8 {
        out.push(ones);
        out.extend_from_slice(&bytes);
    } else if let Some((first, rest)) = bytes.get(8 - used..).and_then(<[u8]>::split_first) {
        out.push(first | ones);
        out.extend_from_slice(rest);
    }
}

/// Splits a number off the front of `buf`; `None` when it is cut short.
pub(crate) fn read_unsigned(buf: &mut &[u8]) -> Option<u64> {
    let (first, rest) = buf.split_first()?;
    let extra = first.leading_ones();
    let (more, rest) = rest.split_at_checked(usize::try_from(extra).ok()?)?;
    *buf = rest;
    let own = u64::from(first & 0xFF_u8.checked_shr(extra).unwrap_or(0));
    Some(more.iter().fold(own, |value, byte| (value << 8) | u64::from(*byte)))
}

/// Appends `value`, its sign in the lowest bit.
pub(crate) fn write_signed(value: i64, out: &mut Vec<u8>) {
    write_unsigned(((value << 1) ^ (value >> 63)).cast_unsigned(), out);
}

/// Splits a number with its sign off the front of `buf`; `None` when it is cut short.
pub(crate) fn read_signed(buf: &mut &[u8]) -> Option<i64> {
    let value = read_unsigned(buf)?;
    Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn unsigned(value: u64) -> Vec<u8> {
        let mut out = Vec::new();
        write_unsigned(value, &mut out);
        out
    }

    #[test]
    fn numbers_take_as_few_bytes_as_they_can() {
        assert_eq!(unsigned(0), [0]);
        assert_eq!(unsigned(127), [0x7F]);
        assert_eq!(unsigned(128), [0x80, 0x80]);
        assert_eq!(unsigned(0x3FFF), [0xBF, 0xFF]);
        assert_eq!(unsigned(0x4000), [0xC0, 0x40, 0x00]);
        // From the specification: 256000 is 0b111 and 21 bits.
        assert_eq!(unsigned(256_000), [0b1100_0011, 0b1110_1000, 0b0000_0000]);
        assert_eq!(unsigned((1 << 56) - 1), [0xFE, 255, 255, 255, 255, 255, 255, 255]);
        assert_eq!(unsigned(1 << 56), [0xFF, 1, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(unsigned(u64::MAX), [255; 9]);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(value: i64, tail: u8, shift in 0..64_u32) {
            let value = value >> shift;
            let mut bytes = Vec::new();
            write_signed(value, &mut bytes);
            let len = bytes.len();
            bytes.push(tail);
            let mut rest = bytes.as_slice();
            prop_assert_eq!(read_signed(&mut rest), Some(value));
            prop_assert_eq!(rest, &[tail]);
            for cut in 0..len {
                prop_assert_eq!(read_signed(&mut bytes.get(..cut).unwrap_or_default()), None);
            }
        }
    }
}
