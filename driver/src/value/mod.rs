//! CQL values, and Rust types to and from the bytes of cells and rows.
//!
//! # What lives here
//! One file per family of CQL types, both directions side by side; under `row`, the values of a statement and the rows
//! of a result; the errors of all these.
//!
//! # Depends on
//! `wire`, for the names and types of columns.
//!
//! # Invariants
//! No numeric coercion. Types are checked before the first row is read and before a value is written. Nothing panics on
//! bytes from the network, and no memory is taken because a count in them says so. What `&str`, `&[u8]` and `Bytes`
//! show is the received frame itself. Errors are one word and are built out of line.
//!
//! # Start reading at
//! `serialize`, `deserialize`, then `row::reader`, which is the hot path.

mod blob;
mod boolean;
mod calendar;
pub(crate) mod cell_writer;
pub(crate) mod collection;
pub mod cql_type;
mod cql_value;
mod date;
mod decimal;
pub(crate) mod derived;
pub(crate) mod deserialize;
mod digits;
mod duration;
mod duration_text;
pub(crate) mod empty;
pub(crate) mod error;
mod float;
mod foreign;
pub(crate) mod frame_slice;
mod inet;
mod integer;
pub(crate) mod map;
mod native;
mod parse_error;
pub(crate) mod row;
pub(crate) mod row_error;
mod rust_name;
mod sequence;
pub(crate) mod serialize;
#[cfg(test)]
mod tests;
mod text;
mod time;
mod timestamp;
mod timeuuid;
mod timeuuid_generator;
mod tuple;
pub(crate) mod udt;
mod unset;
mod uuid;
pub(crate) mod value_error;
mod value_overflow;
mod varint;
pub(crate) mod vector;
mod vint;

pub use cql_value::CqlValue;
pub use date::CqlDate;
pub use decimal::{CqlDecimal, CqlDecimalBorrowed};
pub use duration::CqlDuration;
pub use empty::{Emptiable, MaybeEmpty};
#[cfg(feature = "serde_json-1")]
pub use foreign::{Json, JsonError};
pub use integer::Counter;
pub use parse_error::ParseError;
pub use row::dynamic::Row;
pub use sequence::{Elements, Entries};
pub use time::CqlTime;
pub use timestamp::CqlTimestamp;
pub use timeuuid::CqlTimeuuid;
pub use timeuuid_generator::TimeuuidGenerator;
pub use unset::{MaybeUnset, Unset};
pub use value_overflow::ValueOverflow;
pub use varint::{CqlVarint, CqlVarintBorrowed};

// What other layers use; applications find it under `serialize` and `deserialize`.
pub(crate) use cell_writer::{CellWriter, WrittenCellProof};
pub(crate) use deserialize::DeserializeValue;
pub(crate) use error::{DeserializationError, SerializationError, TypeCheckError};
pub(crate) use frame_slice::FrameSlice;
pub(crate) use row::batch::{BatchValues, BatchValuesIterator};
pub(crate) use row::column_index::ColumnIndex;
pub(crate) use row::column_iterator::ColumnIterator;
pub(crate) use row::deserialize::DeserializeRow;
pub(crate) use row::plan::RowPlan;
pub(crate) use row::raw_row::RawRow;
pub(crate) use row::reader::RowReader;
pub(crate) use row::rows::RowIterator;
pub(crate) use row::serialize::SerializeRow;
pub(crate) use row::writer::{RowSerializationContext, RowWriter};
pub(crate) use row_error::{too_many_values, wrong_value_count};
pub(crate) use serialize::SerializeValue;
