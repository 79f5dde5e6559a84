//! How a vector is written down and what is checked of it.

use ilium_driver::wire::notation::read_bytes;
use ilium_driver::wire::request::Request;
use ilium_driver::wire::response::{Response, Result as Outcome, Rows, decode_column_specs, read_rows_count};
use ilium_driver::wire::{DecodeError, Opcode, ProtocolVersion};

pub(crate) use ProtocolVersion::{V4, V5};

/// Both versions, for messages that are the same in them.
pub(crate) const BOTH: [ProtocolVersion; 2] = [V4, V5];

/// The bytes that `text` spells: hexadecimal digits, `'text'` for its bytes, `#` for a comment up to the line's end.
pub(crate) fn bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for line in text.lines() {
        let mut in_quotes = false;
        for (index, part) in line.split('\'').enumerate() {
            in_quotes = index % 2 == 1;
            if in_quotes {
                bytes.extend_from_slice(part.as_bytes());
                continue;
            }
            let (digits, comment) = part.split_once('#').map_or((part, false), |(digits, _)| (digits, true));
            bytes.extend(digits.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap()));
            if comment {
                break;
            }
        }
        assert!(!in_quotes, "a quote is open in {line:?}");
    }
    bytes
}

/// A request's body, which must decode to `expected` and back; every cut of it is an error.
pub(crate) fn request(version: ProtocolVersion, body: &[u8], expected: &Request<'_>) {
    let opcode = expected.opcode();
    assert!(opcode.is_request());
    let decode = |body: &[u8]| Request::decode(version, opcode, body).map(|request| check_request(&request));
    assert_eq!(Request::decode(version, opcode, body).as_ref(), Ok(expected), "{version} decoded");
    let mut encoded = Vec::new();
    expected.encode(version, &mut encoded).unwrap();
    assert_eq!(encoded, body, "{version} encoded");
    for len in 0..body.len() {
        assert!(decode(&body[..len]).is_err(), "{version} cut to {len} of {} bytes decodes", body.len());
    }
    // native_protocol_v5 §2.4: it will always be safe to ignore the remainder of the body.
    let longer = [body, b"\xFF\x00more"].concat();
    assert_eq!(Request::decode(version, opcode, &longer).as_ref(), Ok(expected), "{version} with more");
    damage(body, |body| _ = decode(body));
}

/// A response's body, which must decode to `expected` and back; every cut of it is an error.
pub(crate) fn response(version: ProtocolVersion, body: &[u8], expected: &Response<'_>) {
    response_cut(version, body, expected, &[]);
}

/// As [`response`], for a body that may be cut to the lengths in `may_end_at`.
pub(crate) fn response_cut(version: ProtocolVersion, body: &[u8], expected: &Response<'_>, may_end_at: &[usize]) {
    let opcode = expected.opcode();
    assert!(!opcode.is_request());
    assert_eq!(Response::decode(version, opcode, body).as_ref(), Ok(expected), "{version} decoded");
    let mut encoded = Vec::new();
    expected.encode(version, &mut encoded).unwrap();
    assert_eq!(encoded, body, "{version} encoded");
    decode_whole(version, opcode, body).unwrap();
    for len in 0..body.len() {
        let decoded = decode_whole(version, opcode, &body[..len]);
        assert_eq!(decoded.is_ok(), may_end_at.contains(&len), "{version} cut to {len} of {}: {decoded:?}", body.len());
    }
    damage(body, |body| _ = decode_whole(version, opcode, body));
}

/// Decodes a response with the rows that are otherwise left for later, and encodes it again.
pub(crate) fn decode_whole(version: ProtocolVersion, opcode: Opcode, body: &[u8]) -> Result<(), DecodeError> {
    let response = Response::decode(version, opcode, body)?;
    if let Response::Result(Outcome::Rows(rows)) = &response {
        decode_cells(rows)?;
    }
    for version in BOTH {
        // What was decoded is short enough to be encoded.
        response.encode(version, &mut Vec::new()).unwrap();
    }
    assert!(!format!("{response:?}").is_empty());
    Ok(())
}

/// The cells of a page of rows, null or bytes.
pub(crate) fn decode_cells<'a>(rows: &Rows<'a>) -> Result<Vec<Option<&'a [u8]>>, DecodeError> {
    let mut content = rows.content;
    let column_count = rows.header.column_count;
    if rows.header.has_specs {
        let specs = decode_column_specs(&mut content, rows.header.flags, column_count)?;
        assert_eq!(specs.len(), column_count);
    }
    let row_count = read_rows_count(&mut content, column_count)?;
    (0..row_count * column_count).map(|_| read_bytes(&mut content, "cell")).collect()
}

fn check_request(request: &Request<'_>) {
    let values = match request {
        Request::Query(query) => vec![query.values],
        Request::Execute(execute) => vec![execute.values],
        Request::Batch(batch) => batch.statements.iter().map(|statement| statement.values).collect(),
        _ => Vec::new(),
    };
    for values in values {
        assert_eq!(values.iter().filter(Result::is_ok).count(), usize::from(values.len()));
    }
    for version in BOTH {
        request.encode(version, &mut Vec::new()).unwrap();
    }
    assert!(!format!("{request:?}").is_empty());
}

/// Calls `decode` with damaged forms of `body`: each bit turned, then bytes overwritten, put in and taken out as a fixed
/// sequence of numbers has it. There must be no panic, whatever comes of it.
pub(crate) fn damage(body: &[u8], decode: impl Fn(&[u8])) {
    for bit in 0..body.len() * 8 {
        let mut damaged = body.to_vec();
        damaged[bit / 8] ^= 1 << (bit % 8);
        decode(&damaged);
    }
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    for _ in 0..500 {
        let mut damaged = body.to_vec();
        for _ in 0..=numbers.below(4) {
            let at = numbers.below(damaged.len() + 1);
            match numbers.below(4) {
                0 if at < damaged.len() => _ = damaged.remove(at),
                1 if at < damaged.len() => damaged[at] = u8::try_from(numbers.below(256)).unwrap(),
                2 => damaged.insert(at, u8::try_from(numbers.below(256)).unwrap()),
                _ => damaged.splice(at..(at + 4).min(damaged.len()), [0x7F, 0xFF, 0xFF, 0xFF]).for_each(drop),
            }
        }
        decode(&damaged);
    }
}

/// Numbers that look random and are the same each time (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}
