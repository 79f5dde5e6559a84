use bytes::Bytes;

use crate::wire::arrangement::Remembered;
use crate::wire::column::{ColumnSpec, TableSpec};
use crate::wire::response::Extensions;

/// The columns of a prepared statement's result.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResultMetadata {
    specs: Vec<ColumnSpec<'static>>,
    /// The bytes that `specs` were decoded from: an answer that brings the same need not be decoded again.
    raw: Bytes,
    /// Whether `raw` starts with a table that all columns share.
    global_table: bool,
    /// What the server calls this metadata (native_protocol_v5 §4.2.5.4); empty before version 5.
    id: Bytes,
}

/// How a result's columns came with the answer; compared with what is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ResultShape {
    pub(crate) column_count: usize,
    pub(crate) global_table: bool,
}

impl ResultMetadata {
    pub(crate) const fn new(specs: Vec<ColumnSpec<'static>>, raw: Bytes, global_table: bool, id: Bytes) -> Self {
        Self { specs, raw, global_table, id }
    }

    /// The columns, in the order of a row's cells.
    pub fn col_specs(&self) -> &[ColumnSpec<'static>] {
        &self.specs
    }

    pub(crate) const fn id(&self) -> &Bytes {
        &self.id
    }

    /// When `body`, which stands at an answer's column specs, has just these: how many bytes they take.
    #[inline]
    pub(crate) fn matches(&self, shape: ResultShape, body: &[u8]) -> Option<usize> {
        let same = shape.column_count == self.specs.len()
            && shape.global_table == self.global_table
            && !self.specs.is_empty()
            && body.starts_with(&self.raw);
        same.then_some(self.raw.len())
    }
}

/// What the server said when it prepared a statement, copied out of its answer.
#[derive(Clone, Debug)]
pub(crate) struct Described {
    pub(crate) id: Bytes,
    pub(crate) markers: PreparedMetadata,
    pub(crate) result: ResultMetadata,
    /// Tracing id, warnings and payload, if there were any.
    pub(crate) extensions: Option<Box<Extensions>>,
}

/// What the server said of a statement's values.
#[derive(Clone, Debug, Default)]
pub(crate) struct PreparedMetadata {
    /// The bind markers.
    pub(crate) specs: Vec<ColumnSpec<'static>>,
    /// Which markers make up the partition key: (index of the marker), in the key's order.
    pub(crate) partition_key: Vec<u16>,
    /// Which field of a struct each marker is for.
    pub(crate) remembered: Remembered,
}

impl PreparedMetadata {
    pub(crate) const fn new(specs: Vec<ColumnSpec<'static>>, partition_key: Vec<u16>) -> Self {
        Self { specs, partition_key, remembered: Remembered::nothing() }
    }

    /// The table that the markers belong to.
    pub(crate) fn table(&self) -> Option<&TableSpec<'static>> {
        self.specs.first().map(ColumnSpec::table_spec)
    }
}
