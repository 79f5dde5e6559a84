//! Numbers for names, so that constants compare numbers and not letters.

/// The number of a name (FNV-1a, 64 bits); the mapper's `name_id` gives the same.
pub(crate) fn name_id(name: &str) -> u64 {
    name.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_the_numbers_of_the_published_function() {
        assert_eq!(name_id(""), 0xCBF2_9CE4_8422_2325);
        assert_eq!(name_id("a"), 0xAF63_DC4C_8601_EC8C);
        assert_eq!(name_id("foobar"), 0x8594_4171_F739_67E8);
    }
}
