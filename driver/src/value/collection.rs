//! `list` and `set`: a count, then each element with its length.

use std::any::type_name;
use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher, Hash};
use std::marker::PhantomData;

use super::cell_writer::{CellContent, CellValueBuilder, CellWriter, WrittenCellProof};
use super::deserialize::DeserializeValue;
use super::error::{DeserializationError, SerializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::serialize::SerializeValue;
use super::value_error::{
    BuiltinDeserializationErrorKind, BuiltinSerializationErrorKind, BuiltinTypeCheckErrorKind, read_mismatch,
    size_overflow, unfit_to_read, unreadable_as, unwritable, write_mismatch,
};
use super::vector::{self, VectorIterator};
use crate::wire::column::{CollectionType, ColumnType};

/// The type of the elements of a list or set.
#[inline]
pub(crate) fn list_or_set_element<'a, 'frame>(typ: &'a ColumnType<'frame>) -> Option<&'a ColumnType<'frame>> {
    match typ {
        ColumnType::Collection { typ: CollectionType::List(element) | CollectionType::Set(element), .. } => {
            Some(element)
        }
        _ => None,
    }
}

/// The type of the elements of a set.
#[inline]
fn set_element<'a, 'frame>(typ: &'a ColumnType<'frame>) -> Option<&'a ColumnType<'frame>> {
    match typ {
        ColumnType::Collection { typ: CollectionType::Set(element), .. } => Some(element),
        _ => None,
    }
}

/// Reads how many elements a collection says it has, and how many it can have at most: `min_element_len` is what the
/// shortest takes. No memory is to be taken for more.
pub(crate) fn read_count(
    owner: &'static str,
    typ: &ColumnType<'_>,
    rest: &mut FrameSlice<'_>,
    min_element_len: usize,
) -> Result<(usize, usize), DeserializationError> {
    let Some((count, elements)) = rest.as_slice().split_first_chunk::<4>() else {
        let kind = BuiltinDeserializationErrorKind::Truncated { part: "its count".to_owned() };
        return Err(unreadable_as(owner, typ, kind));
    };
    *rest.as_slice_mut() = elements;
    let count = i32::from_be_bytes(*count);
    let Ok(wanted) = usize::try_from(count) else {
        return Err(unreadable_as(owner, typ, BuiltinDeserializationErrorKind::NegativeCount { got: count }));
    };
    let possible = elements.len().checked_div(min_element_len).unwrap_or(0);
    Ok((wanted, wanted.min(possible)))
}

/// Starts a collection of `len` elements or entries.
pub(crate) fn start<'b, C: ?Sized>(
    typ: &ColumnType<'_>,
    writer: CellWriter<'b>,
    len: usize,
) -> Result<CellValueBuilder<'b>, SerializationError> {
    let Ok(count) = i32::try_from(len) else {
        return Err(unwritable::<C>(typ, BuiltinSerializationErrorKind::TooManyElements));
    };
    let mut builder = writer.into_value_builder();
    builder.append_bytes(&count.to_be_bytes());
    Ok(builder)
}

/// Refuses what only a whole bind marker can be.
#[inline]
pub(crate) fn not_unset<T: ?Sized>(
    typ: &ColumnType<'_>,
    proof: WrittenCellProof<'_>,
) -> Result<(), SerializationError> {
    match proof.content() {
        CellContent::Unset => Err(unwritable::<T>(typ, BuiltinSerializationErrorKind::UnsetInside)),
        CellContent::Value | CellContent::Null => Ok(()),
    }
}

fn write<'b, 'a, C: ?Sized, T: SerializeValue + 'a>(
    typ: &ColumnType<'_>,
    element: &ColumnType<'_>,
    writer: CellWriter<'b>,
    len: usize,
    elements: impl Iterator<Item = &'a T>,
) -> Result<WrittenCellProof<'b>, SerializationError> {
    let mut builder = start::<C>(typ, writer, len)?;
    for value in elements {
        value
            .serialize(element, builder.make_sub_writer())
            .and_then(|proof| not_unset::<T>(element, proof))
            .map_err(|error| unwritable::<C>(typ, BuiltinSerializationErrorKind::ElementSerializationFailed(error)))?;
    }
    builder.finish().map_err(|_| size_overflow::<C>(typ))
}

/// Writes a list, a set or a vector.
impl<T: SerializeValue> SerializeValue for [T] {
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        if let Some(element) = list_or_set_element(typ) {
            write::<Self, T>(typ, element, writer, self.len(), self.iter())
        } else if let ColumnType::Vector { typ: element, dimensions } = typ {
            vector::write::<Self, T>(typ, element, *dimensions, writer, self)
        } else {
            Err(write_mismatch::<Self>(typ, "list, set or vector"))
        }
    }
}

macro_rules! write_as_slice {
    ($(($($generics:tt)*) $rust:ty),*) => {$(
        impl<T: SerializeValue $($generics)*> SerializeValue for $rust {
            #[inline]
            fn serialize<'b>(
                &self,
                typ: &ColumnType<'_>,
                writer: CellWriter<'b>,
            ) -> Result<WrittenCellProof<'b>, SerializationError> {
                <[T]>::serialize(self, typ, writer)
            }
        }
    )*};
}

write_as_slice!(() Vec<T>, (, const N: usize) [T; N]);

macro_rules! write_set {
    ($(($($generics:tt)*) $rust:ty),*) => {$(
        impl<T: SerializeValue $($generics)*> SerializeValue for $rust {
            fn serialize<'b>(
                &self,
                typ: &ColumnType<'_>,
                writer: CellWriter<'b>,
            ) -> Result<WrittenCellProof<'b>, SerializationError> {
                match set_element(typ) {
                    Some(element) => write::<Self, T>(typ, element, writer, self.len(), self.iter()),
                    None => Err(write_mismatch::<Self>(typ, "set")),
                }
            }
        }
    )*};
}

write_set!((, S: BuildHasher) HashSet<T, S>, () BTreeSet<T>);

/// Reads the elements of a list or set one by one; null has none.
#[derive(Clone, Debug)]
pub struct ListlikeIterator<'frame, 'metadata, T> {
    /// The Rust type that is read, for errors.
    owner: &'static str,
    typ: &'metadata ColumnType<'metadata>,
    element: &'metadata ColumnType<'metadata>,
    rest: FrameSlice<'frame>,
    /// How many elements the value says are left.
    count: usize,
    /// How many can be left at most.
    possible: usize,
    value: PhantomData<fn() -> T>,
}

impl<'frame, 'metadata, T> DeserializeValue<'frame, 'metadata> for ListlikeIterator<'frame, 'metadata, T>
where
    T: DeserializeValue<'frame, 'metadata>,
{
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        match list_or_set_element(typ) {
            Some(element) => check_element::<Self, T>(typ, element),
            None => Err(read_mismatch::<Self>(typ, "list or set")),
        }
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        Self::of::<Self>(typ, v)
    }
}

impl<'frame, 'metadata, T> ListlikeIterator<'frame, 'metadata, T> {
    /// Reads the elements of a `C`.
    fn of<C>(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        let (owner, element) = (type_name::<C>(), list_or_set_element(typ).unwrap_or(typ));
        // Collections that are not frozen cannot be told empty from null: the server stores no cell for either.
        let (rest, (count, possible)) = match v {
            Some(mut rest) => {
                let counts = read_count(owner, typ, &mut rest, 4)?;
                (rest, counts)
            }
            None => (FrameSlice::new_empty(), (0, 0)),
        };
        Ok(Self { owner, typ, element, rest, count, possible, value: PhantomData })
    }
}

pub(crate) fn check_element<'frame, 'metadata, C, T: DeserializeValue<'frame, 'metadata>>(
    typ: &ColumnType<'_>,
    element: &ColumnType<'_>,
) -> Result<(), TypeCheckError> {
    T::type_check(element)
        .map_err(|error| unfit_to_read::<C>(typ, BuiltinTypeCheckErrorKind::ElementTypeCheckFailed(error)))
}

/// Takes the next element's bytes.
#[inline]
pub(crate) fn next_cell<'frame>(
    owner: &'static str,
    typ: &ColumnType<'_>,
    rest: &mut FrameSlice<'frame>,
    what: &str,
) -> Result<Option<FrameSlice<'frame>>, DeserializationError> {
    rest.read_cql_bytes()
        .map_err(|_| unreadable_as(owner, typ, BuiltinDeserializationErrorKind::Truncated { part: what.to_owned() }))
}

/// An element of `typ` cannot be read.
#[cold]
pub(crate) fn element_unreadable(
    owner: &'static str,
    typ: &ColumnType<'_>,
    error: DeserializationError,
) -> DeserializationError {
    unreadable_as(owner, typ, BuiltinDeserializationErrorKind::ElementDeserializationFailed(error))
}

impl<'frame, 'metadata, T> Iterator for ListlikeIterator<'frame, 'metadata, T>
where
    T: DeserializeValue<'frame, 'metadata>,
{
    type Item = Result<T, DeserializationError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.count = self.count.checked_sub(1)?;
        self.possible = self.possible.saturating_sub(1);
        match next_cell(self.owner, self.typ, &mut self.rest, "an element") {
            Ok(cell) => Some(
                T::deserialize(self.element, cell).map_err(|error| element_unreadable(self.owner, self.typ, error)),
            ),
            Err(error) => {
                self.count = 0;
                Some(Err(error))
            }
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.possible, Some(self.count))
    }
}

/// Reads a list, a set or a vector; null is empty for the first two.
impl<'frame, 'metadata, T> DeserializeValue<'frame, 'metadata> for Vec<T>
where
    T: DeserializeValue<'frame, 'metadata>,
{
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        match typ {
            ColumnType::Vector { typ: element, .. } => check_element::<Self, T>(typ, element),
            _ => match list_or_set_element(typ) {
                Some(element) => check_element::<Self, T>(typ, element),
                None => Err(read_mismatch::<Self>(typ, "list, set or vector")),
            },
        }
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        if matches!(typ, ColumnType::Vector { .. }) {
            collect(VectorIterator::<T>::of::<Self>(typ, v)?, Self::with_capacity)
        } else {
            collect(ListlikeIterator::<T>::of::<Self>(typ, v)?, Self::with_capacity)
        }
    }
}

/// How many elements memory is taken for before they are read. An element of 4 bytes can be 32 in Rust, so a value that
/// is nothing but lengths would take eight times its size at once; longer collections grow as they are read.
const MAX_RESERVED: usize = 4_096;

/// Collects into what `with_capacity` makes for the least number of elements that can follow.
pub(crate) fn collect<C: Extend<T>, T>(
    mut elements: impl Iterator<Item = Result<T, DeserializationError>>,
    with_capacity: impl FnOnce(usize) -> C,
) -> Result<C, DeserializationError> {
    let mut collection = with_capacity(elements.size_hint().0.min(MAX_RESERVED));
    elements.try_for_each(|element| {
        collection.extend([element?]);
        Ok(())
    })?;
    Ok(collection)
}

macro_rules! read_set {
    ($(($($generics:tt)*) $rust:ty: $with_capacity:expr;)*) => {$(
        /// Reads a set; null is empty.
        impl<'frame, 'metadata, T: DeserializeValue<'frame, 'metadata> + Eq $($generics)*>
            DeserializeValue<'frame, 'metadata> for $rust
        {
            fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
                match set_element(typ) {
                    Some(element) => check_element::<Self, T>(typ, element),
                    None => Err(read_mismatch::<Self>(typ, "set")),
                }
            }

            fn deserialize(
                typ: &'metadata ColumnType<'metadata>,
                v: Option<FrameSlice<'frame>>,
            ) -> Result<Self, DeserializationError> {
                collect(ListlikeIterator::<T>::of::<Self>(typ, v)?, $with_capacity)
            }
        }
    )*};
}

read_set! {
    (+ Hash, S: BuildHasher + Default) HashSet<T, S>: |len| Self::with_capacity_and_hasher(len, S::default());
    (+ Ord) BTreeSet<T>: |_| Self::new();
}
