use ilium_driver::deserialize::FrameSlice;
use ilium_driver::deserialize::result::TypedRowIterator;
use ilium_driver::value::Row;
use ilium_driver::wire::response::{RowsHeader, decode_column_specs, encode_column_specs, read_rows_count};

use crate::input::version;

/// The metadata of a result, and the rows after it as it describes them.
pub fn result_metadata(mut input: &[u8]) {
    let version = version(&mut input);
    let Ok(header) = RowsHeader::decode(version, &mut input) else { return };
    if !header.has_specs {
        return;
    }
    let Ok(specs) = decode_column_specs(&mut input, header.flags, header.column_count) else { return };
    assert_eq!(specs.len(), header.column_count, "not as many columns as the header says");
    let mut out = Vec::new();
    encode_column_specs(version, header.flags, &specs, &mut out).expect("what was decoded can be encoded");
    let again = decode_column_specs(&mut out.as_slice(), header.flags, header.column_count);
    assert_eq!(again.as_ref(), Ok(&specs));

    let before = input.len();
    let Ok(rows) = read_rows_count(&mut input, header.column_count) else { return };
    assert!(rows * header.column_count <= before, "more rows than bytes");
    if let Ok(rows) = TypedRowIterator::<Row>::new(&specs, FrameSlice::new_borrowed(input), rows) {
        rows.for_each(drop);
    }
}
