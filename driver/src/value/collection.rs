//! `list` and `set`: a count, then each element with its length.

use std::any::type_name;
use std::borrow::Borrow;
use std::collections::{BTreeSet, HashSet, VecDeque};
use std::hash::{BuildHasher, Hash};
use std::marker::PhantomData;
use std::num::NonZero;
use std::rc::Rc;
use std::sync::Arc;

use super::cell_writer::{CellContent, CellValueBuilder, CellWriter, WrittenCellProof};
use super::deserialize::DeserializeValue;
use super::error::{DeserializationError, SerializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::serialize::SerializeValue;
use super::value_error::{
    BuiltinDeserializationErrorKind, BuiltinSerializationErrorKind, BuiltinTypeCheckErrorKind, read_mismatch,
    size_overflow, unfit_to_read, unreadable_as, unwritable, write_mismatch,
};
use super::vector;
use crate::wire::column::{CollectionType, ColumnType};

const SEQUENCE: &str = "list, set or vector";

/// The least that an element takes: its length.
const MIN_ELEMENT_LEN: NonZero<usize> = NonZero::new(4).unwrap();

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

/// Reads how many elements a collection says it has, which cannot be more than its bytes hold: `min_element_len` is what
/// the shortest takes.
pub(crate) fn read_count(
    owner: &'static str,
    typ: &ColumnType<'_>,
    rest: &mut FrameSlice<'_>,
    min_element_len: NonZero<usize>,
) -> Result<usize, DeserializationError> {
    let Some((count, elements)) = rest.as_slice().split_first_chunk::<4>() else {
        let kind = BuiltinDeserializationErrorKind::Truncated { part: "its count".to_owned() };
        return Err(unreadable_as(owner, typ, kind));
    };
    *rest.as_slice_mut() = elements;
    let count = i32::from_be_bytes(*count);
    let Ok(wanted) = usize::try_from(count) else {
        return Err(unreadable_as(owner, typ, BuiltinDeserializationErrorKind::NegativeCount { got: count }));
    };
    if wanted > elements.len() / min_element_len {
        let part = format!("its elements, of which there are {count}");
        return Err(unreadable_as(owner, typ, BuiltinDeserializationErrorKind::Truncated { part }));
    }
    Ok(wanted)
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

/// The element at `index` of a `C` cannot be written.
#[cold]
pub(crate) fn element_unwritable<C: ?Sized>(
    typ: &ColumnType<'_>,
    index: usize,
    err: SerializationError,
) -> SerializationError {
    unwritable::<C>(typ, BuiltinSerializationErrorKind::ElementSerializationFailed { index, err })
}

/// Refuses a collection whose elements are not as many as it said, and as were written before them.
#[inline]
pub(crate) fn check_count<C: ?Sized>(
    typ: &ColumnType<'_>,
    said: usize,
    written: usize,
) -> Result<(), SerializationError> {
    if said == written {
        return Ok(());
    }
    let kind = BuiltinSerializationErrorKind::WrongElementCount { value_el_count: written, cql_type_el_count: said };
    Err(unwritable::<C>(typ, kind))
}

/// Refuses what cannot stand inside a list, set, map or vector: null, on which Cassandra fails without a usable error, and
/// "unset".
#[inline]
pub(crate) fn is_value<T: ?Sized>(typ: &ColumnType<'_>, proof: WrittenCellProof<'_>) -> Result<(), SerializationError> {
    match proof.content() {
        CellContent::Value => Ok(()),
        CellContent::Null => Err(unwritable::<T>(typ, BuiltinSerializationErrorKind::NullInside)),
        CellContent::Unset => Err(unwritable::<T>(typ, BuiltinSerializationErrorKind::UnsetInside)),
    }
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

fn write<'b, C: ?Sized, T: SerializeValue>(
    typ: &ColumnType<'_>,
    element: &ColumnType<'_>,
    writer: CellWriter<'b>,
    len: usize,
    elements: impl Iterator<Item = impl Borrow<T>>,
) -> Result<WrittenCellProof<'b>, SerializationError> {
    let mut builder = start::<C>(typ, writer, len)?;
    let mut written = 0;
    for value in elements {
        value
            .borrow()
            .serialize(element, builder.make_sub_writer())
            .and_then(|proof| is_value::<T>(element, proof))
            .map_err(|error| element_unwritable::<C>(typ, written, error))?;
        written += 1;
    }
    check_count::<C>(typ, len, written)?;
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
            vector::write_slice::<Self, T>(typ, element, *dimensions, writer, self)
        } else {
            Err(write_mismatch::<Self>(typ, SEQUENCE))
        }
    }
}

/// Writes the `len` items of `elements` as a list, a set or a vector.
pub(crate) fn write_sequence<'b, C: ?Sized, T: SerializeValue>(
    typ: &ColumnType<'_>,
    writer: CellWriter<'b>,
    len: usize,
    elements: impl Iterator<Item = impl Borrow<T>>,
) -> Result<WrittenCellProof<'b>, SerializationError> {
    if let Some(element) = list_or_set_element(typ) {
        write::<C, T>(typ, element, writer, len, elements)
    } else if let ColumnType::Vector { typ: element, dimensions } = typ {
        vector::write::<C, T>(typ, element, *dimensions, writer, len, elements)
    } else {
        Err(write_mismatch::<C>(typ, SEQUENCE))
    }
}

/// Writes a list, a set or a vector.
impl<T: SerializeValue> SerializeValue for VecDeque<T> {
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        write_sequence::<Self, T>(typ, writer, self.len(), self.iter())
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
    /// How many elements are left.
    count: usize,
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
        let (rest, count) = match v {
            Some(mut rest) => {
                let count = read_count(owner, typ, &mut rest, MIN_ELEMENT_LEN)?;
                (rest, count)
            }
            None => (FrameSlice::new_empty(), 0),
        };
        Ok(Self { owner, typ, element, rest, count, value: PhantomData })
    }
}

pub(crate) fn check_element<'frame, 'metadata, C, T: DeserializeValue<'frame, 'metadata>>(
    typ: &ColumnType<'_>,
    element: &ColumnType<'_>,
) -> Result<(), TypeCheckError> {
    T::type_check(element)
        .map_err(|error| unfit_to_read::<C>(typ, BuiltinTypeCheckErrorKind::ElementTypeCheckFailed(error)))
}

/// Takes the next element's bytes. After one that is cut short nothing is left, and each further one fails as it did.
#[inline]
pub(crate) fn next_cell<'frame>(
    owner: &'static str,
    typ: &ColumnType<'_>,
    rest: &mut FrameSlice<'frame>,
    what: &str,
) -> Result<Option<FrameSlice<'frame>>, DeserializationError> {
    rest.read_cql_bytes().map_err(|_| {
        *rest = FrameSlice::new_empty();
        unreadable_as(owner, typ, BuiltinDeserializationErrorKind::Truncated { part: what.to_owned() })
    })
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
        match next_cell(self.owner, self.typ, &mut self.rest, "an element") {
            Ok(cell) => Some(
                T::deserialize(self.element, cell).map_err(|error| element_unreadable(self.owner, self.typ, error)),
            ),
            Err(error) => Some(Err(error)),
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.count, Some(self.count))
    }
}

impl<'frame, 'metadata, T> ExactSizeIterator for ListlikeIterator<'frame, 'metadata, T> where
    T: DeserializeValue<'frame, 'metadata>
{
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
                None => Err(read_mismatch::<Self>(typ, SEQUENCE)),
            },
        }
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        if matches!(typ, ColumnType::Vector { .. }) {
            vector::read::<Self, T>(typ, v)
        } else {
            collect(ListlikeIterator::<T>::of::<Self>(typ, v)?, Self::with_capacity)
        }
    }
}

macro_rules! read_from_vec {
    ($($rust:ty),*) => {$(
        /// Reads a list, a set or a vector; null is empty for the first two.
        impl<'frame, 'metadata, T: DeserializeValue<'frame, 'metadata>> DeserializeValue<'frame, 'metadata> for $rust {
            fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
                Vec::<T>::type_check(typ)
            }

            fn deserialize(
                typ: &'metadata ColumnType<'metadata>,
                v: Option<FrameSlice<'frame>>,
            ) -> Result<Self, DeserializationError> {
                Vec::<T>::deserialize(typ, v).map(Into::into)
            }
        }
    )*};
}

read_from_vec!(Box<[T]>, Arc<[T]>, Rc<[T]>, VecDeque<T>);

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
