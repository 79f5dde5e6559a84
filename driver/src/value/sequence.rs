//! Iterators that are written as collections, item by item.

use std::fmt;

use super::cell_writer::{CellWriter, WrittenCellProof};
use super::collection::write_sequence;
use super::error::SerializationError;
use super::map;
use super::serialize::SerializeValue;
use crate::wire::column::ColumnType;

/// The items of an iterator, written as a list, a set or a vector without being collected first.
///
/// The iterator is cloned each time it is written. One that gives another number of items than it says is an error.
///
/// # Examples
/// ```
/// use ilium_driver::value::Elements;
///
/// let ids = [3, 1, 2];
/// let doubled = Elements::new(ids.iter().map(|id| id * 2));
/// # use ilium_driver::frame::response::result::{CollectionType, ColumnType, NativeType};
/// # use ilium_driver::serialize::{value::SerializeValue, writers::CellWriter};
/// # let typ = ColumnType::Collection {
/// #     frozen: false,
/// #     typ: CollectionType::List(Box::new(ColumnType::Native(NativeType::Int))),
/// # };
/// # let mut buf = Vec::new();
/// # doubled.serialize(&typ, CellWriter::new(&mut buf))?;
/// # assert_eq!(buf.len(), 4 + 4 + 3 * 8);
/// # Ok::<(), ilium_driver::serialize::SerializationError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Elements<I>(I);

/// The pairs of an iterator, written as a map without being collected first. Keys should differ: of equal ones the server
/// keeps one.
///
/// The iterator is cloned each time it is written, as that of [`Elements`].
///
/// # Examples
/// ```
/// use ilium_driver::value::Entries;
///
/// let lengths = Entries::new(["a", "bc"].iter().map(|word| (word, word.len() as i32)));
/// # use ilium_driver::frame::response::result::{CollectionType, ColumnType, NativeType};
/// # use ilium_driver::serialize::{value::SerializeValue, writers::CellWriter};
/// # let native = |native| Box::new(ColumnType::Native(native));
/// # let typ = ColumnType::Collection {
/// #     frozen: false,
/// #     typ: CollectionType::Map(native(NativeType::Text), native(NativeType::Int)),
/// # };
/// # let mut buf = Vec::new();
/// # lengths.serialize(&typ, CellWriter::new(&mut buf))?;
/// # assert_eq!(buf.len(), 4 + 4 + (5 + 8) + (6 + 8));
/// # Ok::<(), ilium_driver::serialize::SerializationError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Entries<I>(I);

impl<I: ExactSizeIterator + Clone> Elements<I> {
    /// Takes the items of `elements`, which knows how many they are.
    pub fn new(elements: impl IntoIterator<IntoIter = I>) -> Self {
        Self(elements.into_iter())
    }
}

impl<K, V, I: ExactSizeIterator<Item = (K, V)> + Clone> Entries<I> {
    /// Takes the pairs of `entries`, which knows how many they are.
    pub fn new(entries: impl IntoIterator<IntoIter = I>) -> Self {
        Self(entries.into_iter())
    }
}

impl<I: ExactSizeIterator<Item: SerializeValue> + Clone> SerializeValue for Elements<I> {
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        write_sequence::<Self, I::Item>(typ, writer, self.0.len(), self.0.clone())
    }
}

impl<K, V, I> SerializeValue for Entries<I>
where
    K: SerializeValue,
    V: SerializeValue,
    I: ExactSizeIterator<Item = (K, V)> + Clone,
{
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        map::write::<Self, K, V>(typ, writer, self.0.len(), self.0.clone())
    }
}

/// The number of items: they are not gone through for a log.
impl<I: ExactSizeIterator> fmt::Debug for Elements<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Elements({})", self.0.len())
    }
}

/// The number of pairs: they are not gone through for a log.
impl<I: ExactSizeIterator> fmt::Debug for Entries<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entries({})", self.0.len())
    }
}
