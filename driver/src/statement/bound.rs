//! Prepared statements with their values.

use bytes::Bytes;

use super::prepared::PreparedStatement;

/// A prepared statement together with its values, which are serialized already.
///
/// It can be executed more than once, and pushed into a [`Batch`](super::Batch).
#[derive(Clone, Debug)]
pub struct BoundStatement {
    prepared: PreparedStatement,
    values: Bytes,
    count: u16,
}

impl BoundStatement {
    pub(crate) const fn new(prepared: PreparedStatement, values: Bytes, count: u16) -> Self {
        Self { prepared, values, count }
    }

    /// The statement.
    pub const fn prepared(&self) -> &PreparedStatement {
        &self.prepared
    }

    /// The statement, to change its options.
    pub const fn prepared_mut(&mut self) -> &mut PreparedStatement {
        &mut self.prepared
    }

    /// How many values are bound.
    pub const fn value_count(&self) -> u16 {
        self.count
    }

    /// The values as they go on the wire, one `[value]` after the other.
    pub(crate) const fn values(&self) -> &Bytes {
        &self.values
    }
}
