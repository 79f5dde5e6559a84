//! Values whose type is known only when the program runs.

mod accessors;
mod deserialize;
mod display;
mod serialize;

use std::net::IpAddr;

use ::uuid::Uuid;

use super::date::CqlDate;
use super::decimal::CqlDecimal;
use super::duration::CqlDuration;
use super::integer::Counter;
use super::time::CqlTime;
use super::timestamp::CqlTimestamp;
use super::timeuuid::CqlTimeuuid;
use super::varint::CqlVarint;

pub(crate) use display::HexBlob;

/// A value of any CQL type but null, which is `None` of an `Option<CqlValue>`.
///
/// It displays as a CQL literal.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CqlValue {
    /// `ascii`.
    Ascii(String),
    /// `bigint`.
    BigInt(i64),
    /// `blob`, or the bytes of a custom type.
    Blob(Vec<u8>),
    /// `boolean`.
    Boolean(bool),
    /// `counter`.
    Counter(Counter),
    /// `date`.
    Date(CqlDate),
    /// `decimal`.
    Decimal(CqlDecimal),
    /// `double`.
    Double(f64),
    /// `duration`.
    Duration(CqlDuration),
    /// The empty value that some types have besides their own; it is not null.
    Empty,
    /// `float`.
    Float(f32),
    /// `inet`.
    Inet(IpAddr),
    /// `int`.
    Int(i32),
    /// `list`.
    List(Vec<Self>),
    /// `map`, its entries in the order in which they came.
    Map(Vec<(Self, Self)>),
    /// `set`, its elements in the order in which they came.
    Set(Vec<Self>),
    /// `smallint`.
    SmallInt(i16),
    /// `text`.
    Text(String),
    /// `time`.
    Time(CqlTime),
    /// `timestamp`.
    Timestamp(CqlTimestamp),
    /// `timeuuid`.
    Timeuuid(CqlTimeuuid),
    /// `tinyint`.
    TinyInt(i8),
    /// `tuple`, with as many fields as its type.
    Tuple(Vec<Option<Self>>),
    /// A user-defined type.
    UserDefinedType {
        /// The keyspace that the type belongs to.
        keyspace: String,
        /// The type's name.
        name: String,
        /// Names and values of its fields.
        fields: Vec<(String, Option<Self>)>,
    },
    /// `uuid`.
    Uuid(Uuid),
    /// `varint`.
    Varint(CqlVarint),
    /// `vector`.
    Vector(Vec<Self>),
}
