//! Envelopes (called frames up to protocol 4): a header of 9 bytes and a body.

/// Version byte bit of a response.
const RESPONSE: u8 = 0x80;

pub(super) const HEADER_LEN: usize = 9;

pub(super) const OP_ERROR: u8 = 0x00;
pub(super) const OP_STARTUP: u8 = 0x01;
pub(super) const OP_READY: u8 = 0x02;
pub(super) const OP_OPTIONS: u8 = 0x05;
pub(super) const OP_SUPPORTED: u8 = 0x06;
pub(super) const OP_QUERY: u8 = 0x07;
pub(super) const OP_RESULT: u8 = 0x08;
pub(super) const OP_PREPARE: u8 = 0x09;
pub(super) const OP_EXECUTE: u8 = 0x0A;
pub(super) const OP_REGISTER: u8 = 0x0B;
pub(super) const OP_BATCH: u8 = 0x0D;

/// A request as it came.
#[derive(Debug, Clone, Copy)]
pub(super) struct Envelope<'a> {
    pub(super) version: u8,
    pub(super) stream: [u8; 2],
    pub(super) opcode: u8,
    pub(super) body: &'a [u8],
}

/// Splits the first envelope off `bytes`; `None` while it is incomplete.
pub(super) fn split(bytes: &[u8]) -> Option<(Envelope<'_>, &[u8])> {
    let (header, rest) = bytes.split_first_chunk::<HEADER_LEN>()?;
    let [version, _flags, high, low, opcode, len @ ..] = *header;
    let len = usize::try_from(u32::from_be_bytes(len)).ok()?;
    let (body, rest) = rest.split_at_checked(len)?;
    Some((Envelope { version, stream: [high, low], opcode, body }, rest))
}

/// Appends an answer whose body is known to fit.
pub(super) fn push_answer(out: &mut Vec<u8>, request: &Envelope<'_>, opcode: u8, body: &[u8]) {
    let [high, low] = request.stream;
    let len = u32::try_from(body.len()).unwrap_or(u32::MAX);
    out.reserve(HEADER_LEN + body.len());
    out.extend_from_slice(&[request.version | RESPONSE, 0, high, low, opcode]);
    out.extend_from_slice(&len.to_be_bytes());
    out.extend_from_slice(body);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incomplete_envelope_waits() {
        let mut bytes = vec![0x04, 0, 0, 7, OP_QUERY, 0, 0, 0, 2, 0xAA, 0xBB, 0x04];
        for len in 0..11 {
            assert!(split(&bytes[..len]).is_none(), "{len} bytes are no envelope");
        }
        let (envelope, rest) = split(&bytes).unwrap();
        assert_eq!((envelope.opcode, envelope.body, rest), (OP_QUERY, &[0xAA, 0xBB][..], &[0x04][..]));

        bytes.clear();
        let request = Envelope { version: 4, stream: [0, 7], opcode: OP_QUERY, body: &[] };
        push_answer(&mut bytes, &request, OP_RESULT, &[1, 2, 3]);
        assert_eq!(bytes, [0x84, 0, 0, 7, OP_RESULT, 0, 0, 0, 3, 1, 2, 3]);
    }
}
