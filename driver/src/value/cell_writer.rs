//! Writing one `[value]`: a length and its bytes, null or unset.

use std::error::Error;
use std::fmt;
use std::marker::PhantomData;

use crate::wire::shown::{Length, debug_by_chain};

/// The length of null (native_protocol_v4 §3, `[value]`).
const NULL: [u8; 4] = (-1_i32).to_be_bytes();
/// The length of "not set": the server leaves the column as it is (native_protocol_v4 §3, `[value]`).
const UNSET: [u8; 4] = (-2_i32).to_be_bytes();

/// Takes exactly one value.
///
/// Each method consumes the writer and returns the proof that the value is written, which
/// [`SerializeValue::serialize`](super::SerializeValue::serialize) must hand back.
pub struct CellWriter<'buf> {
    buf: &'buf mut Vec<u8>,
    /// Whether a length stands before the bytes. It does everywhere but in vectors.
    write_size: bool,
}

/// Takes a value piece by piece, when its length is not known before.
pub struct CellValueBuilder<'buf> {
    buf: &'buf mut Vec<u8>,
    /// Where in `buf` the value begins, its length included.
    start: usize,
    write_size: bool,
}

/// What stands in the buffer is left out: it is the application's data.
impl fmt::Debug for CellWriter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CellWriter").field("write_size", &self.write_size).finish_non_exhaustive()
    }
}

/// What stands in the buffer is left out.
impl fmt::Debug for CellValueBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = self.buf.len().saturating_sub(self.start);
        f.debug_struct("CellValueBuilder").field("written", &Length(written)).finish_non_exhaustive()
    }
}

/// Proves that a value was written.
#[derive(Debug)]
pub struct WrittenCellProof<'buf> {
    content: CellContent,
    writer: PhantomData<fn(&'buf ()) -> &'buf ()>,
}

/// What a [`CellWriter`] wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "the protocol knows no other")]
pub enum CellContent {
    /// Bytes.
    Value,
    /// Null.
    Null,
    /// "Not set".
    Unset,
}

/// A value takes more than 2,147,483,647 bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CellOverflowError;

impl WrittenCellProof<'_> {
    #[inline]
    const fn of(content: CellContent) -> Self {
        Self { content, writer: PhantomData }
    }

    #[inline]
    pub(crate) const fn content(&self) -> CellContent {
        self.content
    }
}

impl<'buf> CellWriter<'buf> {
    /// Makes a writer that appends a length and a value to `buf`.
    #[inline]
    pub const fn new(buf: &'buf mut Vec<u8>) -> Self {
        Self { buf, write_size: true }
    }

    /// Makes a writer that appends a value without its length, as vectors of fixed-size elements have it.
    ///
    /// Null and unset then append nothing.
    #[inline]
    pub const fn new_without_size(buf: &'buf mut Vec<u8>) -> Self {
        Self { buf, write_size: false }
    }

    /// Writes null.
    #[inline]
    pub fn set_null(self) -> WrittenCellProof<'buf> {
        if self.write_size {
            self.buf.extend_from_slice(&NULL);
        }
        WrittenCellProof::of(CellContent::Null)
    }

    /// Writes "not set": the server leaves the column as it is, without a tombstone.
    #[inline]
    pub fn set_unset(self) -> WrittenCellProof<'buf> {
        if self.write_size {
            self.buf.extend_from_slice(&UNSET);
        }
        WrittenCellProof::of(CellContent::Unset)
    }

    /// Writes the value whose bytes are `contents`.
    ///
    /// # Errors
    /// When there are more than 2,147,483,647 of them.
    #[inline]
    pub fn set_value(self, contents: &[u8]) -> Result<WrittenCellProof<'buf>, CellOverflowError> {
        let len = i32::try_from(contents.len()).map_err(|_| CellOverflowError)?;
        if self.write_size {
            self.buf.reserve(4 + contents.len());
            self.buf.extend_from_slice(&len.to_be_bytes());
        }
        self.buf.extend_from_slice(contents);
        Ok(WrittenCellProof::of(CellContent::Value))
    }

    /// Writes a value of fixed size; `CELL` is `N + 4`, for the length.
    #[inline]
    pub(crate) fn set_array<const N: usize, const CELL: usize>(self, value: [u8; N]) -> WrittenCellProof<'buf> {
        const { assert!(CELL == N + 4 && N <= 0xFF) };
        if self.write_size {
            // One array, so that the buffer is grown and checked once.
            let mut cell = [0; CELL];
            if let (Some((len, contents)), Some(size)) =
                (cell.split_first_chunk_mut(), N.to_be_bytes().last_chunk::<4>())
            {
                *len = *size;
                contents.copy_from_slice(&value);
            }
            self.buf.extend_from_slice(&cell);
        } else {
            self.buf.extend_from_slice(&value);
        }
        WrittenCellProof::of(CellContent::Value)
    }

    /// Starts a value whose pieces follow one by one.
    #[inline]
    pub fn into_value_builder(self) -> CellValueBuilder<'buf> {
        let start = self.buf.len();
        if self.write_size {
            // Null until finished, so an abandoned builder leaves no length that is too long.
            self.buf.extend_from_slice(&NULL);
        }
        CellValueBuilder { buf: self.buf, start, write_size: self.write_size }
    }
}

impl<'buf> CellValueBuilder<'buf> {
    /// Appends bytes to the value.
    #[inline]
    pub fn append_bytes(&mut self, bytes: &[u8]) {
        self.buf.extend_from_slice(bytes);
    }

    /// Makes a writer for a value inside this one, with a length of its own.
    #[inline]
    pub const fn make_sub_writer(&mut self) -> CellWriter<'_> {
        CellWriter::new(self.buf)
    }

    /// Makes a writer for a value inside this one, without a length.
    #[inline]
    pub const fn make_sub_writer_without_size(&mut self) -> CellWriter<'_> {
        CellWriter::new_without_size(self.buf)
    }

    /// The buffer, for what a value is made of besides bytes and cells.
    #[inline]
    pub(crate) const fn buffer(&mut self) -> &mut Vec<u8> {
        self.buf
    }

    /// Ends the value and fills in its length.
    ///
    /// # Errors
    /// When it has more than 2,147,483,647 bytes.
    #[inline]
    pub fn finish(self) -> Result<WrittenCellProof<'buf>, CellOverflowError> {
        let prefix_len = if self.write_size { 4 } else { 0 };
        let value_len = self.buf.len().saturating_sub(self.start + prefix_len);
        let len = i32::try_from(value_len).map_err(|_| CellOverflowError)?;
        if self.write_size
            && let Some(prefix) = self.buf.get_mut(self.start..self.start + 4)
        {
            prefix.copy_from_slice(&len.to_be_bytes());
        }
        Ok(WrittenCellProof::of(CellContent::Value))
    }
}

impl fmt::Display for CellOverflowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the value takes more than {} bytes", i32::MAX)
    }
}

impl Error for CellOverflowError {}

debug_by_chain!(CellOverflowError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_written_as_the_specification_says() {
        let mut buf = Vec::new();
        CellWriter::new(&mut buf).set_null();
        CellWriter::new(&mut buf).set_unset();
        CellWriter::new(&mut buf).set_value(b"ab").unwrap();
        CellWriter::new(&mut buf).set_array::<2, 6>([7, 8]);
        assert_eq!(buf, [255, 255, 255, 255, 255, 255, 255, 254, 0, 0, 0, 2, b'a', b'b', 0, 0, 0, 2, 7, 8]);
    }

    #[test]
    fn a_builder_fills_in_the_length_of_what_was_appended() {
        let mut buf = vec![9];
        let mut builder = CellWriter::new(&mut buf).into_value_builder();
        builder.append_bytes(&[1]);
        builder.make_sub_writer().set_value(&[2]).unwrap();
        builder.make_sub_writer_without_size().set_array::<1, 5>([3]);
        builder.finish().unwrap();
        assert_eq!(buf, [9, 0, 0, 0, 7, 1, 0, 0, 0, 1, 2, 3]);
    }

    #[test]
    fn without_a_size_only_the_bytes_are_written() {
        let mut buf = Vec::new();
        CellWriter::new_without_size(&mut buf).set_value(b"ab").unwrap();
        let mut builder = CellWriter::new_without_size(&mut buf).into_value_builder();
        builder.append_bytes(b"c");
        builder.finish().unwrap();
        CellWriter::new_without_size(&mut buf).set_null();
        assert_eq!(buf, b"abc");
    }
}
