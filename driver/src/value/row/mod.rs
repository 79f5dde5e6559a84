//! Whole rows: writing the values of a statement, reading the rows of a result.

pub(crate) mod batch;
pub(crate) mod column_index;
pub(crate) mod column_iterator;
pub(crate) mod column_writer;
pub(crate) mod deserialize;
pub(crate) mod deserialize_map;
pub(crate) mod deserialize_tuple;
pub(crate) mod dynamic;
pub(crate) mod plan;
pub(crate) mod raw_row;
pub(crate) mod reader;
pub(crate) mod row_value;
pub(crate) mod rows;
pub(crate) mod serialize;
pub(crate) mod serialize_map;
pub(crate) mod serialize_sequence;
pub(crate) mod writer;
