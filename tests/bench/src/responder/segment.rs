//! Segments of protocol 5, uncompressed: native_protocol_v5.spec section 2.1.

use crc32fast::Hasher;

use super::envelope;
use crate::Error;

const MAX_PAYLOAD: usize = (1 << 17) - 1;
const SELF_CONTAINED: u32 = 1 << 17;
const CRC24_INIT: u32 = 0x87_5060;
const CRC24_POLYNOMIAL: u32 = 0x197_4F0B;

/// What servers put before the payload when they compute its checksum; the specification does not say so.
const CRC32_SEED: [u8; 4] = [0xFA, 0x2D, 0x55, 0xCA];

fn crc24(bytes: &[u8]) -> u32 {
    let mut crc = CRC24_INIT;
    for byte in bytes {
        crc ^= u32::from(*byte) << 16;
        for _ in 0..8 {
            crc <<= 1;
            if crc & 0x100_0000 != 0 {
                crc ^= CRC24_POLYNOMIAL;
            }
        }
    }
    crc
}

fn crc32(payload: &[u8]) -> u32 {
    let mut hasher = Hasher::new();
    hasher.update(&CRC32_SEED);
    hasher.update(payload);
    hasher.finalize()
}

/// The payload of a segment, and the bytes after it.
type Split<'a> = (&'a [u8], &'a [u8]);

/// Splits the first segment off `bytes`; `None` while it is incomplete.
pub(super) fn split(bytes: &[u8]) -> Result<Option<Split<'_>>, Error> {
    let Some((header, rest)) = bytes.split_first_chunk::<6>() else { return Ok(None) };
    let [a, b, c, x, y, z] = *header;
    if crc24(&[a, b, c]) != u32::from_le_bytes([x, y, z, 0]) {
        return Err("a segment header's checksum is wrong".into());
    }
    let len = usize::try_from(u32::from_le_bytes([a, b, c, 0]) & (SELF_CONTAINED - 1))?;
    let Some((payload, rest)) = rest.split_at_checked(len) else { return Ok(None) };
    let Some((trailer, rest)) = rest.split_first_chunk::<4>() else { return Ok(None) };
    if crc32(payload) != u32::from_le_bytes(*trailer) {
        return Err("a segment payload's checksum is wrong".into());
    }
    Ok(Some((payload, rest)))
}

fn push_segment(out: &mut Vec<u8>, payload: &[u8], is_self_contained: bool) {
    let flag = if is_self_contained { SELF_CONTAINED } else { 0 };
    let [a, b, c, _] = (u32::try_from(payload.len()).unwrap_or(0) | flag).to_le_bytes();
    let [x, y, z, _] = crc24(&[a, b, c]).to_le_bytes();
    out.extend_from_slice(&[a, b, c, x, y, z]);
    out.extend_from_slice(payload);
    out.extend_from_slice(&crc32(payload).to_le_bytes());
}

/// Packs whole envelopes into as few segments as hold them; one that is too long for any goes over several.
pub(super) fn push_envelopes(out: &mut Vec<u8>, mut envelopes: &[u8]) {
    while !envelopes.is_empty() {
        let mut fitting = 0;
        let mut rest = envelopes;
        while let Some((envelope, after)) = envelope::split(rest) {
            let len = envelope::HEADER_LEN + envelope.body.len();
            if fitting + len > MAX_PAYLOAD {
                break;
            }
            fitting += len;
            rest = after;
        }
        if fitting > 0 {
            let (payload, after) = envelopes.split_at(fitting);
            push_segment(out, payload, true);
            envelopes = after;
        } else {
            let after = envelope::split(envelopes).map_or(&[][..], |(_, after)| after);
            let (long, _) = envelopes.split_at(envelopes.len() - after.len());
            for part in long.chunks(MAX_PAYLOAD) {
                push_segment(out, part, false);
            }
            envelopes = after;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn envelope_of(len: usize) -> Vec<u8> {
        let mut bytes = vec![0x85, 0, 0, 1, 0x08];
        bytes.extend_from_slice(&u32::try_from(len).unwrap().to_be_bytes());
        bytes.resize(9 + len, 0x5A);
        bytes
    }

    #[test]
    fn packs_short_envelopes_together_and_spreads_a_long_one() {
        let mut envelopes = envelope_of(10);
        envelopes.extend(envelope_of(20));
        envelopes.extend(envelope_of(300_000));
        envelopes.extend(envelope_of(30));
        let mut out = Vec::new();
        push_envelopes(&mut out, &envelopes);

        let mut lens = Vec::new();
        let mut joined = Vec::new();
        let mut rest = &out[..];
        while let Some((payload, after)) = split(rest).unwrap() {
            lens.push(payload.len());
            joined.extend_from_slice(payload);
            rest = after;
        }
        assert!(rest.is_empty());
        assert_eq!(joined, envelopes);
        assert_eq!(lens, [48, MAX_PAYLOAD, MAX_PAYLOAD, 300_009 - 2 * MAX_PAYLOAD, 39]);
    }

    #[test]
    fn a_flipped_bit_is_seen_wherever_it_is() {
        let mut out = Vec::new();
        push_envelopes(&mut out, &envelope_of(10));
        for at in 0..out.len() {
            out[at] ^= 1;
            assert!(!matches!(split(&out), Ok(Some(_))), "byte {at}");
            out[at] ^= 1;
        }
        assert!(matches!(split(&out), Ok(Some(_))));
    }
}
