//! serde_json 1: JSON in `text`, as a type of the program or as any JSON.

use std::any::type_name;
use std::error::Error;
use std::fmt;

use ::serde_core_1::{Deserialize, Serialize};
use ::serde_json_1::Value;

use crate::value::cell_writer::{CellWriter, WrittenCellProof};
use crate::value::deserialize::{DeserializeValue, present};
use crate::value::error::{DeserializationError, SerializationError, TypeCheckError};
use crate::value::frame_slice::FrameSlice;
use crate::value::rust_name::RustName;
use crate::value::serialize::SerializeValue;
use crate::value::value_error::{
    BuiltinSerializationErrorKind, Direction, read_mismatch, size_overflow, unwritable, write_mismatch,
};
use crate::wire::column::{ColumnType, NativeType};
use crate::wire::shown::{debug_by_chain, escaped};

const EXPECTED: &str = "text or ascii";

/// A value that is stored as the JSON text which serde makes of it, in a `text` or `ascii` column.
///
/// Null is no JSON: the JSON text `null` is what `Json(None)` is stored as, and `None` of an `Option<Json<T>>` is null.
/// Types that borrow, such as `&str`, borrow from the answer.
///
/// # Examples
/// ```
/// use ilium_driver::value::Json;
///
/// # async fn example(session: ilium_driver::client::session::Session) -> Result<(), ilium_driver::errors::Error> {
/// let sizes = Json(vec![(1_u64, 2.5_f64)]);
/// session.query_unpaged("INSERT INTO shop.shapes (id, sizes) VALUES (1, ?)", (&sizes,)).await?;
/// let rows = session.query_unpaged("SELECT sizes FROM shop.shapes WHERE id = 1", ()).await?.into_rows_result()?;
/// let (Json(sizes),) = rows.single_row::<(Json<Vec<(u64, f64)>>,)>()?;
/// # let _ = sizes;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_structs, reason = "it is what it holds")]
pub struct Json<T: ?Sized>(pub T);

impl<T> From<T> for Json<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

/// A value could not be written as JSON, or a text could not be read as JSON.
pub struct JsonError {
    rust_name: &'static str,
    cql_type: ColumnType<'static>,
    direction: Direction,
    source: ::serde_json_1::Error,
}

impl JsonError {
    #[cold]
    fn new<T: ?Sized>(typ: &ColumnType<'_>, direction: Direction, source: ::serde_json_1::Error) -> Self {
        Self { rust_name: type_name::<T>(), cql_type: typ.clone().into_owned(), direction, source }
    }

    /// What `serde_json` says of it.
    pub const fn cause(&self) -> &::serde_json_1::Error {
        &self.source
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| {
            let (rust, cql, source) = (RustName(self.rust_name), &self.cql_type, &self.source);
            match self.direction {
                Direction::Read => write!(f, "cannot read {cql} as {rust}: {source}"),
                Direction::Write => write!(f, "cannot write {rust} as {cql}: {source}"),
            }
        })
    }
}

/// The source is the cause's own: the cause itself is part of the text.
impl Error for JsonError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.source()
    }
}

debug_by_chain!(JsonError);

/// Writes the JSON of `value`, which is the content of an `O`.
fn write<'b, O: ?Sized>(
    value: &(impl Serialize + ?Sized),
    typ: &ColumnType<'_>,
    writer: CellWriter<'b>,
) -> Result<WrittenCellProof<'b>, SerializationError> {
    let ColumnType::Native(native @ (NativeType::Text | NativeType::Ascii)) = typ else {
        return Err(write_mismatch::<O>(typ, EXPECTED));
    };
    let mut builder = writer.into_value_builder();
    let start = builder.buffer().len();
    ::serde_json_1::to_writer(builder.buffer(), value)
        .map_err(|error| SerializationError::new(JsonError::new::<O>(typ, Direction::Write, error)))?;
    if *native == NativeType::Ascii && !builder.buffer().get(start..).is_some_and(<[u8]>::is_ascii) {
        return Err(unwritable::<O>(typ, BuiltinSerializationErrorKind::NotAscii));
    }
    builder.finish().map_err(|_| size_overflow::<O>(typ))
}

fn check<O: ?Sized>(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
    match typ {
        ColumnType::Native(NativeType::Text | NativeType::Ascii) => Ok(()),
        _ => Err(read_mismatch::<O>(typ, EXPECTED)),
    }
}

/// Reads JSON as the content of an `O`.
fn read<'frame, O, T: Deserialize<'frame>>(
    typ: &ColumnType<'_>,
    v: Option<FrameSlice<'frame>>,
) -> Result<T, DeserializationError> {
    ::serde_json_1::from_slice(present::<O>(typ, v)?.as_slice())
        .map_err(|error| DeserializationError::new(JsonError::new::<O>(typ, Direction::Read, error)))
}

impl<T: Serialize + ?Sized> SerializeValue for Json<T> {
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        write::<Self>(&self.0, typ, writer)
    }
}

impl<'frame, 'metadata, T: Deserialize<'frame>> DeserializeValue<'frame, 'metadata> for Json<T> {
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        check::<Self>(typ)
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        read::<Self, T>(typ, v).map(Self)
    }
}

/// Any JSON; `Value::Null` is the text `null`, which is not CQL's null.
impl SerializeValue for Value {
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        write::<Self>(self, typ, writer)
    }
}

/// Any JSON.
impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for Value {
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        check::<Self>(typ)
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        read::<Self, Self>(typ, v)
    }
}
