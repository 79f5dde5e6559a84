use ilium_driver::wire::request::Request;
use ilium_driver::wire::response::Response;
use ilium_driver::wire::{Opcode, ProtocolVersion};

use crate::input::{byte, version};

/// The body of any message of any version.
pub fn message(mut input: &[u8]) {
    let version = version(&mut input);
    let Some(opcode) = Opcode::from_byte(byte(&mut input)) else { return };
    decode(version, opcode, input);
}

/// Decodes a body as what its opcode says; what is understood is encoded, and what is read of that is encoded the same.
///
/// The first encoding may be another than what was decoded: what the specification has clients ignore is left out.
pub(crate) fn decode(version: ProtocolVersion, opcode: Opcode, body: &[u8]) {
    let Some(first) = encoded(version, opcode, body) else { return };
    let second = encoded(version, opcode, &first);
    assert_eq!(second.as_ref(), Some(&first), "read otherwise than it was written");
}

/// What a body is when it is encoded again, if it can be decoded.
fn encoded(version: ProtocolVersion, opcode: Opcode, body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let encoded = if opcode.is_request() {
        Request::decode(version, opcode, body).ok()?.encode(version, &mut out)
    } else {
        Response::decode(version, opcode, body).ok()?.encode(version, &mut out)
    };
    encoded.expect("what was decoded can be encoded");
    Some(out)
}
