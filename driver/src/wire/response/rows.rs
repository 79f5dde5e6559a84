use std::fmt;

use super::{MetadataFlags, RowsHeader, encode_column_specs};
use crate::wire::column::ColumnSpec;
use crate::wire::notation::{read_count, write_bytes, write_int_len};
use crate::wire::shown::Length;
use crate::wire::{DecodeError, EncodeError, ProtocolVersion};

/// A page of rows.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct Rows<'a> {
    /// What the content is.
    pub header: RowsHeader<'a>,
    /// The column specs if the header has them, the count of the rows, and the rows; not looked at yet.
    pub content: &'a [u8],
}

/// The cells are left out.
impl fmt::Debug for Rows<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let content = Length::of(self.content);
        f.debug_struct("Rows").field("header", &self.header).field("content", &content).finish()
    }
}

impl<'a> Rows<'a> {
    pub(super) fn write(&self, version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        self.header.encode(version, out)?;
        out.extend_from_slice(self.content);
        Ok(())
    }

    #[inline]
    pub(super) fn read(version: ProtocolVersion, buf: &mut &'a [u8]) -> Result<Self, DecodeError> {
        let header = RowsHeader::decode(version, buf)?;
        Ok(Self { header, content: std::mem::take(buf) })
    }
}

/// Reads `<rows_count>`, which follows the column specs, and leaves `buf` at the rows.
///
/// # Errors
/// When it is cut short or negative, or fewer bytes are left than so many rows take at least.
#[inline]
pub fn read_rows_count(buf: &mut &[u8], column_count: usize) -> Result<usize, DecodeError> {
    let rows = read_count(buf, "row count")?;
    // native_protocol_v5 §4.2.5.2: <rows_content> is (<rows_count> * <columns_count>) [bytes], of 4 bytes at least.
    let needed = rows.saturating_mul(column_count).saturating_mul(4);
    if needed > buf.len() {
        return Err(DecodeError::truncated("rows", needed, buf.len()));
    }
    // Rows without columns take no bytes, so nothing would bound their count; no server sends them.
    if column_count == 0 && rows != 0 {
        return Err(DecodeError::invalid("rows", format!("{rows} rows without a column")));
    }
    Ok(rows)
}

/// Appends a whole body of RESULT with rows to `out`, for a scripted server.
///
/// The specs are left out when `flags` have [`MetadataFlags::NO_METADATA`]. `None` in a row is null.
///
/// # Errors
/// When something does not fit its notation.
pub fn encode_rows(
    version: ProtocolVersion,
    header: &RowsHeader<'_>,
    specs: &[ColumnSpec<'_>],
    rows: &[Vec<Option<Vec<u8>>>],
    out: &mut Vec<u8>,
) -> Result<(), EncodeError> {
    super::result::Kind::Rows.write(out);
    header.encode(version, out)?;
    if !header.flags.contains(MetadataFlags::NO_METADATA) {
        encode_column_specs(version, header.flags, specs, out)?;
    }
    write_int_len(rows.len(), "row count", out)?;
    rows.iter().flatten().try_for_each(|cell| write_bytes(cell.as_deref(), "cell", out))
}
