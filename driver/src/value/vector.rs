//! `vector`: its elements one after the other, each with its length only if its type has no fixed one.

use std::any::type_name;
use std::borrow::Borrow;
use std::marker::PhantomData;

use super::cell_writer::{CellValueBuilder, CellWriter, WrittenCellProof};
use super::collection::{check_count, check_element, collect, element_unreadable, element_unwritable, is_value};
use super::deserialize::{DeserializeValue, present};
use super::error::{DeserializationError, SerializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::serialize::SerializeValue;
use super::value_error::{
    BuiltinDeserializationErrorKind, BuiltinSerializationErrorKind, BuiltinTypeCheckErrorKind, read_mismatch,
    size_overflow, unfit_to_read, unreadable, unreadable_as, unwritable,
};
use super::vint;
use crate::wire::column::{ColumnType, NativeType};

/// The bytes of each value of the type, where Cassandra fixes them for vectors. It does not for `tinyint`, `smallint`,
/// `date`, `time` and `counter`, although all their values are of one size.
pub(crate) fn fixed_len(typ: &ColumnType<'_>) -> Option<usize> {
    match typ {
        ColumnType::Native(native) => fixed_native_len(*native),
        ColumnType::Vector { typ, dimensions } => fixed_len(typ)?.checked_mul(usize::from(*dimensions)),
        _ => None,
    }
}

/// What [`fixed_len`] is for a native type.
pub(crate) const fn fixed_native_len(native: NativeType) -> Option<usize> {
    match native {
        NativeType::Boolean => Some(1),
        NativeType::Float | NativeType::Int => Some(4),
        NativeType::BigInt | NativeType::Double | NativeType::Timestamp => Some(8),
        NativeType::Timeuuid | NativeType::Uuid => Some(16),
        _ => None,
    }
}

/// Writes `elements` as a vector of `dimensions` values of the type `element`: at once where numbers lie side by side.
pub(crate) fn write_slice<'b, C: ?Sized, T: SerializeValue>(
    typ: &ColumnType<'_>,
    element: &ColumnType<'_>,
    dimensions: u16,
    writer: CellWriter<'b>,
    elements: &[T],
) -> Result<WrittenCellProof<'b>, SerializationError> {
    check_count::<C>(typ, dimensions.into(), elements.len())?;
    let mut builder = writer.into_value_builder();
    if T::append_elements(elements, element, builder.buffer()) {
        return builder.finish().map_err(|_| size_overflow::<C>(typ));
    }
    write_each::<C, T>(typ, element, builder, elements.len(), elements.iter())
}

/// Writes the `len` `elements` as a vector of `dimensions` values of the type `element`.
pub(crate) fn write<'b, C: ?Sized, T: SerializeValue>(
    typ: &ColumnType<'_>,
    element: &ColumnType<'_>,
    dimensions: u16,
    writer: CellWriter<'b>,
    len: usize,
    elements: impl Iterator<Item = impl Borrow<T>>,
) -> Result<WrittenCellProof<'b>, SerializationError> {
    check_count::<C>(typ, dimensions.into(), len)?;
    write_each::<C, T>(typ, element, writer.into_value_builder(), len, elements)
}

fn write_each<'b, C: ?Sized, T: SerializeValue>(
    typ: &ColumnType<'_>,
    element: &ColumnType<'_>,
    mut builder: CellValueBuilder<'b>,
    len: usize,
    elements: impl Iterator<Item = impl Borrow<T>>,
) -> Result<WrittenCellProof<'b>, SerializationError> {
    let (fixed, mut written) = (fixed_len(element), 0);
    for value in elements {
        write_element::<T>(element, fixed, builder.buffer(), value.borrow())
            .map_err(|error| element_unwritable::<C>(typ, written, error))?;
        written += 1;
    }
    check_count::<C>(typ, len, written)?;
    builder.finish().map_err(|_| size_overflow::<C>(typ))
}

fn write_element<T: SerializeValue>(
    typ: &ColumnType<'_>,
    fixed: Option<usize>,
    buf: &mut Vec<u8>,
    value: &T,
) -> Result<(), SerializationError> {
    let start = buf.len();
    is_value::<T>(typ, value.serialize(typ, CellWriter::new_without_size(buf))?)?;
    let got = buf.len() - start;
    match fixed {
        Some(expected) if expected != got => {
            Err(unwritable::<T>(typ, BuiltinSerializationErrorKind::WrongElementLength { expected, got }))
        }
        Some(_) => Ok(()),
        None => {
            // The length's own length is known only now: write it behind, then turn the two around.
            let end = buf.len();
            vint::write_unsigned(u64::try_from(got).unwrap_or(u64::MAX), buf);
            let len_len = buf.len() - end;
            if let Some(element) = buf.get_mut(start..) {
                element.rotate_right(len_len);
            }
            Ok(())
        }
    }
}

/// Reads the elements of a vector one by one.
#[derive(Clone, Debug)]
pub struct VectorIterator<'frame, 'metadata, T> {
    /// The Rust type that is read, for errors.
    owner: &'static str,
    typ: &'metadata ColumnType<'metadata>,
    element: &'metadata ColumnType<'metadata>,
    rest: FrameSlice<'frame>,
    count: usize,
    fixed: Option<usize>,
    value: PhantomData<fn() -> T>,
}

impl<'frame, 'metadata, T> DeserializeValue<'frame, 'metadata> for VectorIterator<'frame, 'metadata, T>
where
    T: DeserializeValue<'frame, 'metadata>,
{
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        match typ {
            ColumnType::Vector { typ: element, .. } => check_element::<Self, T>(typ, element),
            _ => Err(read_mismatch::<Self>(typ, "vector")),
        }
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        Self::of::<Self>(typ, v)
    }
}

impl<'frame, 'metadata, T> VectorIterator<'frame, 'metadata, T> {
    /// Reads the elements of a `C`.
    pub(crate) fn of<C>(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        let rest = present::<C>(typ, v)?;
        let (element, count) = match typ {
            ColumnType::Vector { typ: element, dimensions } => (&**element, usize::from(*dimensions)),
            _ => (typ, 0),
        };
        let (owner, fixed) = (type_name::<C>(), fixed_len(element));
        Ok(Self { owner, typ, element, rest, count, fixed, value: PhantomData })
    }

    /// The bytes of all elements, if their type has a fixed size: how many there must be is then known.
    fn all(&self) -> Option<&'frame [u8]> {
        self.rest.as_slice().get(..self.fixed?.checked_mul(self.count)?)
    }

    fn next_element(&mut self) -> Option<FrameSlice<'frame>> {
        let len = match self.fixed {
            Some(len) => len,
            None => usize::try_from(vint::read_unsigned(self.rest.as_slice_mut())?).ok()?,
        };
        self.rest.read_n_bytes(len).ok()
    }
}

impl<'frame, 'metadata, T> Iterator for VectorIterator<'frame, 'metadata, T>
where
    T: DeserializeValue<'frame, 'metadata>,
{
    type Item = Result<T, DeserializationError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.count = self.count.checked_sub(1)?;
        match self.next_element() {
            Some(element) => Some(
                T::deserialize(self.element, Some(element))
                    .map_err(|error| element_unreadable(self.owner, self.typ, error)),
            ),
            None => {
                // Nothing stands where the next would begin: each of those left fails as this one.
                self.rest = FrameSlice::new_empty();
                let kind = BuiltinDeserializationErrorKind::Truncated { part: "an element".to_owned() };
                Some(Err(unreadable_as(self.owner, self.typ, kind)))
            }
        }
    }

    /// As many as the type has dimensions.
    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.count, Some(self.count))
    }
}

impl<'frame, 'metadata, T> ExactSizeIterator for VectorIterator<'frame, 'metadata, T> where
    T: DeserializeValue<'frame, 'metadata>
{
}

/// Reads a vector: at once where numbers lie side by side.
pub(crate) fn read<'frame, 'metadata, C, T: DeserializeValue<'frame, 'metadata>>(
    typ: &'metadata ColumnType<'metadata>,
    v: Option<FrameSlice<'frame>>,
) -> Result<Vec<T>, DeserializationError> {
    let elements = VectorIterator::<T>::of::<C>(typ, v)?;
    match elements.all().and_then(|bytes| T::read_elements(elements.element, bytes)) {
        Some(elements) => Ok(elements),
        None => collect(elements, Vec::with_capacity),
    }
}

/// Reads a vector of as many elements.
impl<'frame, 'metadata, T, const N: usize> DeserializeValue<'frame, 'metadata> for [T; N]
where
    T: DeserializeValue<'frame, 'metadata>,
{
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        match typ {
            ColumnType::Vector { typ: element, dimensions } if usize::from(*dimensions) == N => {
                check_element::<Self, T>(typ, element)
            }
            ColumnType::Vector { dimensions, .. } => {
                let (rust_type_el_count, cql_type_el_count) = (N, usize::from(*dimensions));
                let kind = BuiltinTypeCheckErrorKind::WrongElementCount { rust_type_el_count, cql_type_el_count };
                Err(unfit_to_read::<Self>(typ, kind))
            }
            _ => Err(read_mismatch::<Self>(typ, "vector")),
        }
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        let elements = VectorIterator::<T>::of::<Self>(typ, v)?;
        if elements.count == N
            && let Some(bytes) = elements.all()
            && let Some(array) = T::read_array(elements.element, bytes)
        {
            return Ok(array);
        }
        let elements: Vec<T> = collect(elements, Vec::with_capacity)?;
        elements.try_into().map_err(|_| {
            unreadable::<Self>(typ, BuiltinDeserializationErrorKind::Truncated { part: "an element".to_owned() })
        })
    }
}
