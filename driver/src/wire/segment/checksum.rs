/// What the CRC-24 begins with.
const CRC24_INIT: u32 = 0x87_5060;
/// The polynomial of the CRC-24.
const CRC24_POLYNOMIAL: u32 = 0x197_4F0B;

/// For each byte, what it adds to a CRC-24: one look-up in place of eight shifts.
const CRC24_TABLE: [u32; 256] = crc24_table();

/// The CRC-32 of the bytes `FA 2D 55 CA`. Servers put them before the payload, of which the specification says nothing;
/// without them every segment is refused.
const CRC32_SEED: u32 = 0x4477_7ED3;

/// The CRC-24 of a segment's header (of 3 bytes, in the compressed format 5), most significant bit first.
#[inline]
pub fn header_checksum<const N: usize>(header: [u8; N]) -> u32 {
    // native_protocol_v5 §2.1: initializing with the value 0x875060 and using the polynomial 0x1974F0B.
    header.iter().fold(CRC24_INIT, |crc, byte| {
        let [_, high, ..] = crc.to_be_bytes();
        let step = CRC24_TABLE.get(usize::from(high ^ byte)).copied().unwrap_or_default();
        ((crc << 8) ^ step) & 0xFF_FFFF
    })
}

/// The CRC-32 of a segment's payload.
#[inline]
pub fn payload_checksum(payload: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new_with_initial(CRC32_SEED);
    hasher.update(payload);
    hasher.finalize()
}

#[allow(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "it is computed when the crate compiles, where an index out of range is an error"
)]
const fn crc24_table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = (byte as u32) << 16;
        let mut bit = 0;
        while bit < 8 {
            crc <<= 1;
            if crc & 0x100_0000 != 0 {
                crc ^= CRC24_POLYNOMIAL;
            }
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_gives_the_crc24_of_the_definition() {
        for header in (0..0x100_0000_u32).step_by(997) {
            let [_, bytes @ ..] = header.to_be_bytes();
            let mut crc = CRC24_INIT;
            for byte in bytes {
                crc ^= u32::from(byte) << 16;
                for _ in 0..8 {
                    crc <<= 1;
                    if crc & 0x100_0000 != 0 {
                        crc ^= CRC24_POLYNOMIAL;
                    }
                }
            }
            assert_eq!(header_checksum(bytes), crc, "{header:#08x}");
        }
    }

    #[test]
    fn the_seed_is_the_crc32_of_the_four_bytes() {
        assert_eq!(crc32fast::hash(b"\xFA\x2D\x55\xCA"), CRC32_SEED);
        assert_eq!(payload_checksum(b"payload"), crc32fast::hash(b"\xFA\x2D\x55\xCApayload"));
    }
}
