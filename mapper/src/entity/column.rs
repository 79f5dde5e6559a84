use std::error::Error;
use std::fmt;

use ilium_driver::deserialize::value::DeserializeValue;
use ilium_driver::deserialize::{DeserializationError, FrameSlice, TypeCheckError};
use ilium_driver::frame::response::result::{ColumnSpec, ColumnType};
use ilium_driver::serialize::SerializationError;
use ilium_driver::serialize::value::SerializeValue;
use ilium_driver::serialize::writers::{CellWriter, RowWriter, WrittenCellProof};

use crate::cql_type::{CqlType, TypeInfo};
use crate::statement::spec::Nulls;

/// All that a field of an entity must be, as one trait: a field that is not is then one error, whichever of the
/// entity's impls asks.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored in a CQL column",
    label = "not a CQL type",
    note = "a struct, an enum or a newtype needs `#[derive(SerializeValue, DeserializeValue)]`, in a collection or an `Option` too; or leave the field out with `#[col(skip)]`"
)]
pub trait Column<'frame, 'metadata>: Sized {
    /// What the field can be stored as.
    const CQL: TypeInfo;
    /// Whether the field can be absent.
    const NULLABLE: bool;

    /// As [`DeserializeValue::type_check`].
    ///
    /// # Errors
    /// When the column's type does not fit.
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError>;

    /// As [`DeserializeValue::deserialize`].
    ///
    /// # Errors
    /// When the cell's bytes are no such value.
    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        value: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError>;

    /// As [`SerializeValue::serialize`].
    ///
    /// # Errors
    /// When the column's type does not fit or the value is out of its range.
    fn serialize<'cell>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'cell>,
    ) -> Result<WrittenCellProof<'cell>, SerializationError>;

    /// Writes the value of a bind marker.
    ///
    /// # Errors
    /// As [`serialize`](Self::serialize); the error names the marker.
    fn write(
        &self,
        column: &ColumnSpec<'_>,
        nulls: Nulls,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError>;

    /// Writes the value of a bind marker for a column of the primary key, which is there in every row that is written or
    /// deleted.
    ///
    /// # Errors
    /// When the value is absent; as [`serialize`](Self::serialize).
    fn write_key(
        &self,
        column: &ColumnSpec<'_>,
        nulls: Nulls,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError>;
}

#[diagnostic::do_not_recommend]
impl<'frame, 'metadata, T> Column<'frame, 'metadata> for T
where
    T: CqlType + SerializeValue + DeserializeValue<'frame, 'metadata>,
{
    const CQL: TypeInfo = <T as CqlType>::CQL;
    const NULLABLE: bool = <T as CqlType>::NULLABLE;

    #[inline]
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        <T as DeserializeValue<'_, '_>>::type_check(typ)
    }

    #[inline]
    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        value: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        <T as DeserializeValue<'_, '_>>::deserialize(typ, value)
    }

    #[inline]
    fn serialize<'cell>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'cell>,
    ) -> Result<WrittenCellProof<'cell>, SerializationError> {
        <T as SerializeValue>::serialize(self, typ, writer)
    }

    #[inline]
    fn write(
        &self,
        column: &ColumnSpec<'_>,
        nulls: Nulls,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError> {
        write_value(self, column, nulls, writer)
    }

    #[inline]
    fn write_key(
        &self,
        column: &ColumnSpec<'_>,
        nulls: Nulls,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError> {
        if T::NULLABLE && self.is_null() {
            return Err(SerializationError::new(NoKey(column.name().to_owned())));
        }
        write_value(self, column, nulls, writer)
    }
}

/// A row lacks this column of its primary key.
struct NoKey(String);

impl fmt::Display for NoKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column `{}` is part of the primary key, but its value is `None`; ", self.0)?;
        f.write_str("a row can only be written or deleted by its whole key. Write static columns by an entity that ")?;
        f.write_str("has only them and the partition key")
    }
}

/// As it is displayed.
impl fmt::Debug for NoKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Error for NoKey {}

/// Writes a value, or for an absent one what `nulls` says.
#[inline]
pub(crate) fn write_value<T: CqlType + SerializeValue + ?Sized>(
    value: &T,
    column: &ColumnSpec<'_>,
    nulls: Nulls,
    writer: &mut RowWriter<'_>,
) -> Result<(), SerializationError> {
    if T::NULLABLE && nulls == Nulls::Unset && value.is_null() {
        writer.make_cell_writer().set_unset();
        return Ok(());
    }
    writer.write_value(column, value)
}
