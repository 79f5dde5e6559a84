use ilium_driver::wire::ProtocolVersion;
use ilium_driver::wire::response::{MetadataFlags, decode_column_specs, encode_column_specs};

use crate::types::described;

/// Any text as the class name of a column's type.
pub fn class_name(input: &[u8]) {
    let Some(description) = described(input) else { return };
    let flags = MetadataFlags::GLOBAL_TABLES_SPEC;
    let Ok(specs) = decode_column_specs(&mut description.as_slice(), flags, 1) else { return };
    let mut out = Vec::new();
    encode_column_specs(ProtocolVersion::LATEST, flags, &specs, &mut out).expect("what was decoded can be encoded");
    let again = decode_column_specs(&mut out.as_slice(), flags, 1).expect("what was encoded can be decoded");
    // An option does not say whether a collection or user type is frozen, so the second description is the shorter one.
    let mut shorter = Vec::new();
    encode_column_specs(ProtocolVersion::LATEST, flags, &again, &mut shorter).expect("it was encoded before");
    assert_eq!(out, shorter);
}
