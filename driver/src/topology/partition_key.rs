//! The token of a partition key of one or several columns.

use crate::topology::{Murmur3Partitioner, Token};

impl Murmur3Partitioner {
    /// The token of the partition key whose serialized columns are `columns`, in the order of the key.
    ///
    /// A key of one column is that column's bytes. A key of several is, for each column, its length in two bytes, its bytes
    /// and a zero byte (Cassandra's `CompositeType`); nothing is put together in memory for it.
    ///
    /// `None` when there is no column, or when one of several is longer than the 65,535 bytes its length can tell: the
    /// server refuses such a key, whatever node it is sent to.
    #[inline]
    pub fn token_of_key<'a, I>(&self, columns: I) -> Option<Token>
    where
        I: IntoIterator<Item = &'a [u8]>,
        I::IntoIter: ExactSizeIterator,
    {
        let mut columns = columns.into_iter();
        match columns.len() {
            0 => None,
            1 => columns.next().map(|column| self.hash_one(column)),
            _ => self.token_of_composite(columns),
        }
    }

    fn token_of_composite<'a>(&self, columns: impl Iterator<Item = &'a [u8]>) -> Option<Token> {
        let mut hasher = self.build_hasher();
        for column in columns {
            let len = u16::try_from(column.len()).ok()?;
            hasher.append(u128::from(len.swap_bytes()), 2);
            hasher.write(column);
            hasher.append(0, 1);
        }
        Some(hasher.finish())
    }
}
