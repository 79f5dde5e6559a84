//! `vector`: its elements one after the other, each with its length only if its type has no fixed one.

use std::any::type_name;
use std::marker::PhantomData;

use super::cell_writer::{CellContent, CellWriter, WrittenCellProof};
use super::collection::{check_element, element_unreadable};
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
        ColumnType::Native(NativeType::Boolean) => Some(1),
        ColumnType::Native(NativeType::Float | NativeType::Int) => Some(4),
        ColumnType::Native(NativeType::BigInt | NativeType::Double | NativeType::Timestamp) => Some(8),
        ColumnType::Native(NativeType::Timeuuid | NativeType::Uuid) => Some(16),
        ColumnType::Vector { typ, dimensions } => fixed_len(typ)?.checked_mul(usize::from(*dimensions)),
        _ => None,
    }
}

/// Writes `elements` as a vector of `dimensions` values of the type `element`.
pub(crate) fn write<'b, C: ?Sized, T: SerializeValue>(
    typ: &ColumnType<'_>,
    element: &ColumnType<'_>,
    dimensions: u16,
    writer: CellWriter<'b>,
    elements: &[T],
) -> Result<WrittenCellProof<'b>, SerializationError> {
    let (value_el_count, cql_type_el_count) = (elements.len(), usize::from(dimensions));
    if value_el_count != cql_type_el_count {
        let kind = BuiltinSerializationErrorKind::WrongElementCount { value_el_count, cql_type_el_count };
        return Err(unwritable::<C>(typ, kind));
    }
    let fixed = fixed_len(element);
    let mut builder = writer.into_value_builder();
    for value in elements {
        write_element(element, fixed, builder.buffer(), value)
            .map_err(|error| unwritable::<C>(typ, BuiltinSerializationErrorKind::ElementSerializationFailed(error)))?;
    }
    builder.finish().map_err(|_| size_overflow::<C>(typ))
}

fn write_element<T: SerializeValue>(
    typ: &ColumnType<'_>,
    fixed: Option<usize>,
    buf: &mut Vec<u8>,
    value: &T,
) -> Result<(), SerializationError> {
    let start = buf.len();
    match value.serialize(typ, CellWriter::new_without_size(buf))?.content() {
        CellContent::Value => {}
        CellContent::Null => return Err(unwritable::<T>(typ, BuiltinSerializationErrorKind::NullInside)),
        CellContent::Unset => return Err(unwritable::<T>(typ, BuiltinSerializationErrorKind::UnsetInside)),
    }
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
                self.count = 0;
                let kind = BuiltinDeserializationErrorKind::Truncated { part: "an element".to_owned() };
                Some(Err(unreadable_as(self.owner, self.typ, kind)))
            }
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.count.min(self.rest.as_slice().len()), Some(self.count))
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
        let elements: Vec<T> = VectorIterator::<T>::of::<Self>(typ, v)?.collect::<Result<_, _>>()?;
        elements.try_into().map_err(|_| {
            unreadable::<Self>(typ, BuiltinDeserializationErrorKind::Truncated { part: "an element".to_owned() })
        })
    }
}
