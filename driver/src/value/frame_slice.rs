//! A piece of a received frame.

use std::fmt;

use bytes::Bytes;

use super::deserialize::DeserializeValue;
use super::error::{DeserializationError, TypeCheckError};
use crate::wire::DecodeError;
use crate::wire::column::ColumnType;
use crate::wire::notation;
use crate::wire::shown::Length;

static NO_FRAME: Bytes = Bytes::new();

/// A piece of a received frame, which remembers the frame: [`to_bytes`](Self::to_bytes) shares it instead of copying.
#[derive(Clone, Copy)]
pub struct FrameSlice<'frame> {
    slice: &'frame [u8],
    frame: &'frame Bytes,
}

/// The bytes are left out: they are the application's data, which has no place in a log.
impl fmt::Debug for FrameSlice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FrameSlice({:?})", Length::of(self.slice))
    }
}

impl<'frame> FrameSlice<'frame> {
    /// The whole of `frame`.
    #[inline]
    pub fn new(frame: &'frame Bytes) -> Self {
        Self { slice: frame, frame }
    }

    /// No bytes.
    #[inline]
    pub fn new_empty() -> Self {
        Self { slice: &[], frame: &NO_FRAME }
    }

    /// Bytes of no frame; [`to_bytes`](Self::to_bytes) copies them.
    #[inline]
    pub fn new_borrowed(slice: &'frame [u8]) -> Self {
        Self { slice, frame: &NO_FRAME }
    }

    /// `slice`, which should be a part of `frame`.
    #[inline]
    pub(crate) const fn part(slice: &'frame [u8], frame: &'frame Bytes) -> Self {
        Self { slice, frame }
    }

    /// Whether there are no bytes.
    #[inline]
    pub const fn is_empty(&self) -> bool {
        self.slice.is_empty()
    }

    /// The bytes.
    #[inline]
    pub const fn as_slice(&self) -> &'frame [u8] {
        self.slice
    }

    /// The bytes, to be split off at the front.
    #[inline]
    pub const fn as_slice_mut(&mut self) -> &mut &'frame [u8] {
        &mut self.slice
    }

    /// The frame that this is a piece of.
    #[inline]
    pub const fn as_original_frame_bytes(&self) -> &'frame Bytes {
        self.frame
    }

    /// The bytes as a handle of their own, which keeps the frame's memory alive as long as it lives.
    ///
    /// Copies only what belongs to no frame.
    pub fn to_bytes(&self) -> Bytes {
        // `Bytes::slice_ref` panics on a slice of something else; the offset tells whether this is one.
        let offset = self.slice.as_ptr().addr().checked_sub(self.frame.as_ptr().addr());
        let range = offset.and_then(|start| Some(start..start.checked_add(self.slice.len())?));
        match range {
            Some(range) if range.end <= self.frame.len() => self.frame.slice(range),
            _ => Bytes::copy_from_slice(self.slice),
        }
    }

    /// Splits a `[bytes]` off the front; `None` is null.
    ///
    /// # Errors
    /// When it is cut short.
    pub fn read_cql_bytes(&mut self) -> Result<Option<Self>, DecodeError> {
        let slice = notation::read_bytes(&mut self.slice, "value")?;
        Ok(slice.map(|slice| Self { slice, frame: self.frame }))
    }

    /// Splits `count` bytes off the front.
    ///
    /// # Errors
    /// When fewer are left.
    pub fn read_n_bytes(&mut self, count: usize) -> Result<Self, DecodeError> {
        let slice = notation::take(&mut self.slice, count, "value")?;
        Ok(Self { slice, frame: self.frame })
    }
}

/// Reads any column, null included, as the bytes it has.
impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for Option<FrameSlice<'frame>> {
    fn type_check(_typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        Ok(())
    }

    #[inline]
    fn deserialize(_typ: &'metadata ColumnType<'metadata>, v: Self) -> Result<Self, DeserializationError> {
        Ok(v)
    }
}

/// A column of any type, not read yet: its bytes and its type.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a value is its bytes and its type")]
pub struct FrameSliceWithMetadata<'frame, 'metadata> {
    /// The bytes; `None` is null.
    pub frame_slice: Option<FrameSlice<'frame>>,
    /// The type.
    pub column_type: &'metadata ColumnType<'metadata>,
}

impl<'frame, 'metadata> FrameSliceWithMetadata<'frame, 'metadata> {
    /// Reads the value as a `T`, whose type is checked first.
    ///
    /// # Errors
    /// When the type does not fit, or the bytes are no `T`.
    pub fn value<T: DeserializeValue<'frame, 'metadata>>(&self) -> Result<T, DeserializationError> {
        T::type_check(self.column_type).map_err(DeserializationError::new)?;
        T::deserialize(self.column_type, self.frame_slice)
    }
}

impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for FrameSliceWithMetadata<'frame, 'metadata> {
    fn type_check(_typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        Ok(())
    }

    #[inline]
    fn deserialize(
        column_type: &'metadata ColumnType<'metadata>,
        frame_slice: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        Ok(Self { frame_slice, column_type })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_a_frame_are_shared_and_others_are_copied() {
        let frame = Bytes::from_static(&[0, 0, 0, 2, 7, 8, 255, 255, 255, 255]);
        let mut rest = FrameSlice::new(&frame);
        let value = rest.read_cql_bytes().unwrap().unwrap();
        let shared = value.to_bytes();
        assert_eq!(shared, [7, 8].as_slice());
        assert_eq!(shared.as_ptr(), value.as_slice().as_ptr());
        assert!(rest.read_cql_bytes().unwrap().is_none());
        assert!(rest.is_empty());

        let own = [1, 2, 3];
        let copied = FrameSlice::new_borrowed(&own).to_bytes();
        assert_eq!(copied, own.as_slice());
        assert_ne!(copied.as_ptr(), own.as_ptr());
        let stranger = FrameSlice::part(&own, &frame);
        assert_eq!(stranger.to_bytes(), own.as_slice());
    }

    #[test]
    fn a_cut_value_is_an_error() {
        let bytes = [0, 0, 0, 9, 1];
        assert!(FrameSlice::new_borrowed(&bytes).read_cql_bytes().is_err());
        assert!(FrameSlice::new_borrowed(&bytes).read_n_bytes(6).is_err());
        assert_eq!(size_of::<Option<FrameSlice<'_>>>(), 3 * size_of::<usize>());
    }
}
