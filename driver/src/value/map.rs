//! `map`: a count, then each key and its value with their lengths.

use std::any::type_name;
use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};
use std::marker::PhantomData;
use std::num::NonZero;

use super::cell_writer::{CellWriter, WrittenCellProof};
use super::collection::{check_count, collect, is_value, next_cell, read_count, start};
use super::deserialize::DeserializeValue;
use super::error::{DeserializationError, SerializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::serialize::SerializeValue;
use super::value_error::{
    BuiltinDeserializationErrorKind, BuiltinSerializationErrorKind, BuiltinTypeCheckErrorKind, read_mismatch,
    size_overflow, unfit_to_read, unreadable_as, unwritable, write_mismatch,
};
use crate::wire::column::{CollectionType, ColumnType};

/// The least that an entry takes: two lengths.
const MIN_ENTRY_LEN: NonZero<usize> = NonZero::new(8).unwrap();

/// The types of a map's keys and values.
#[inline]
fn entry<'a, 'frame>(typ: &'a ColumnType<'frame>) -> Option<(&'a ColumnType<'frame>, &'a ColumnType<'frame>)> {
    match typ {
        ColumnType::Collection { typ: CollectionType::Map(key, value), .. } => Some((key, value)),
        _ => None,
    }
}

/// Writes a map of `len` entries.
pub(crate) fn write<'b, C: ?Sized, K, V>(
    typ: &ColumnType<'_>,
    writer: CellWriter<'b>,
    len: usize,
    entries: impl Iterator<Item = (impl Borrow<K>, impl Borrow<V>)>,
) -> Result<WrittenCellProof<'b>, SerializationError>
where
    K: SerializeValue,
    V: SerializeValue,
{
    let Some((key_type, value_type)) = entry(typ) else {
        return Err(write_mismatch::<C>(typ, "map"));
    };
    let mut builder = start::<C>(typ, writer, len)?;
    let mut written = 0;
    for (key, value) in entries {
        let index = written;
        key.borrow()
            .serialize(key_type, builder.make_sub_writer())
            .and_then(|proof| is_value::<K>(key_type, proof))
            .map_err(|err| {
                unwritable::<C>(typ, BuiltinSerializationErrorKind::KeySerializationFailed { index, err })
            })?;
        value
            .borrow()
            .serialize(value_type, builder.make_sub_writer())
            .and_then(|proof| is_value::<V>(value_type, proof))
            .map_err(|err| {
                unwritable::<C>(typ, BuiltinSerializationErrorKind::ValueSerializationFailed { index, err })
            })?;
        written += 1;
    }
    check_count::<C>(typ, len, written)?;
    builder.finish().map_err(|_| size_overflow::<C>(typ))
}

/// Reads the entries of a map one by one; null has none.
#[derive(Clone, Debug)]
pub struct MapIterator<'frame, 'metadata, K, V> {
    /// The Rust type that is read, for errors.
    owner: &'static str,
    typ: &'metadata ColumnType<'metadata>,
    key: &'metadata ColumnType<'metadata>,
    value: &'metadata ColumnType<'metadata>,
    rest: FrameSlice<'frame>,
    /// How many entries are left.
    count: usize,
    entry: PhantomData<fn() -> (K, V)>,
}

impl<'frame, 'metadata, K, V> DeserializeValue<'frame, 'metadata> for MapIterator<'frame, 'metadata, K, V>
where
    K: DeserializeValue<'frame, 'metadata>,
    V: DeserializeValue<'frame, 'metadata>,
{
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        check::<Self, K, V>(typ)
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        Self::of::<Self>(typ, v)
    }
}

impl<'frame, 'metadata, K, V> MapIterator<'frame, 'metadata, K, V> {
    /// Reads the entries of a `C`.
    fn of<C>(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        let owner = type_name::<C>();
        let (key, value) = entry(typ).unwrap_or((typ, typ));
        // As with lists: without a frozen type, empty and null are one.
        let (rest, count) = match v {
            Some(mut rest) => {
                let count = read_count(owner, typ, &mut rest, MIN_ENTRY_LEN)?;
                (rest, count)
            }
            None => (FrameSlice::new_empty(), 0),
        };
        Ok(Self { owner, typ, key, value, rest, count, entry: PhantomData })
    }
}

fn check<'frame, 'metadata, C, K, V>(typ: &ColumnType<'_>) -> Result<(), TypeCheckError>
where
    K: DeserializeValue<'frame, 'metadata>,
    V: DeserializeValue<'frame, 'metadata>,
{
    let Some((key, value)) = entry(typ) else {
        return Err(read_mismatch::<C>(typ, "map"));
    };
    K::type_check(key)
        .map_err(|error| unfit_to_read::<C>(typ, BuiltinTypeCheckErrorKind::KeyTypeCheckFailed(error)))?;
    V::type_check(value)
        .map_err(|error| unfit_to_read::<C>(typ, BuiltinTypeCheckErrorKind::ValueTypeCheckFailed(error)))
}

impl<'frame, 'metadata, K, V> MapIterator<'frame, 'metadata, K, V>
where
    K: DeserializeValue<'frame, 'metadata>,
    V: DeserializeValue<'frame, 'metadata>,
{
    fn read(&mut self) -> Result<(K, V), DeserializationError> {
        let (owner, typ) = (self.owner, self.typ);
        let key = next_cell(owner, typ, &mut self.rest, "a key")?;
        let value = next_cell(owner, typ, &mut self.rest, "a value")?;
        let key = K::deserialize(self.key, key).map_err(|error| {
            unreadable_as(owner, typ, BuiltinDeserializationErrorKind::KeyDeserializationFailed(error))
        })?;
        let value = V::deserialize(self.value, value).map_err(|error| {
            unreadable_as(owner, typ, BuiltinDeserializationErrorKind::ValueDeserializationFailed(error))
        })?;
        Ok((key, value))
    }
}

impl<'frame, 'metadata, K, V> Iterator for MapIterator<'frame, 'metadata, K, V>
where
    K: DeserializeValue<'frame, 'metadata>,
    V: DeserializeValue<'frame, 'metadata>,
{
    type Item = Result<(K, V), DeserializationError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.count = self.count.checked_sub(1)?;
        Some(self.read())
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.count, Some(self.count))
    }
}

impl<'frame, 'metadata, K, V> ExactSizeIterator for MapIterator<'frame, 'metadata, K, V>
where
    K: DeserializeValue<'frame, 'metadata>,
    V: DeserializeValue<'frame, 'metadata>,
{
}

macro_rules! map {
    ($(($($key:tt)*) ($($hasher:tt)*) ($($default:tt)*) $rust:ty: $with_capacity:expr;)*) => {$(
        impl<K: SerializeValue, V: SerializeValue $($hasher)*> SerializeValue for $rust {
            fn serialize<'b>(
                &self,
                typ: &ColumnType<'_>,
                writer: CellWriter<'b>,
            ) -> Result<WrittenCellProof<'b>, SerializationError> {
                write::<Self, K, V>(typ, writer, self.len(), self.iter())
            }
        }

        /// Null is empty.
        impl<'frame, 'metadata, K, V $($hasher)*> DeserializeValue<'frame, 'metadata> for $rust
        where
            K: DeserializeValue<'frame, 'metadata> $($key)*,
            V: DeserializeValue<'frame, 'metadata>,
            $($default)*
        {
            fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
                check::<Self, K, V>(typ)
            }

            fn deserialize(
                typ: &'metadata ColumnType<'metadata>,
                v: Option<FrameSlice<'frame>>,
            ) -> Result<Self, DeserializationError> {
                collect(MapIterator::<K, V>::of::<Self>(typ, v)?, $with_capacity)
            }
        }
    )*};
}

map! {
    (+ Eq + Hash) (, S: BuildHasher) (S: Default) HashMap<K, V, S>:
        |len| Self::with_capacity_and_hasher(len, S::default());
    (+ Ord) () () BTreeMap<K, V>: |_| Self::new();
}
