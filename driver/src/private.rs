//! What the code that the derives write calls. Not for people: it changes without notice.
//!
//! Derived code says which fields there are, in straight-line code where it is hot, and leaves the rest to the functions
//! here. `krate` stands for this crate's path.
//!
//! # `DeserializeRow`, matched by name
//! ```
//! use ilium_driver as krate;
//! # use krate::value::CqlTimestamp;
//!
//! struct Reading<'a> {
//!     id: i64,
//!     note: &'a str,
//!     at: Option<CqlTimestamp>,
//! }
//!
//! impl<'frame, 'metadata, 'a> krate::private::DeserializeRow<'frame, 'metadata> for Reading<'a>
//! where
//!     'frame: 'a,
//! {
//!     fn type_check(specs: &[krate::private::ColumnSpec<'_>]) -> Result<(), krate::private::TypeCheckError> {
//!         Self::plan(specs).map(|_| ())
//!     }
//!
//!     fn plan(
//!         specs: &[krate::private::ColumnSpec<'_>],
//!     ) -> Result<krate::private::RowPlan, krate::private::TypeCheckError> {
//!         krate::private::plan_by_name::<Self>(
//!             specs,
//!             &[
//!                 krate::private::ReadField::required("id", <i64 as krate::private::DeserializeValue<'_, '_>>::type_check),
//!                 krate::private::ReadField::required("note", <&str as krate::private::DeserializeValue<'_, '_>>::type_check),
//!                 // `allow_missing`
//!                 krate::private::ReadField::optional(
//!                     "at",
//!                     <Option<CqlTimestamp> as krate::private::DeserializeValue<'_, '_>>::type_check,
//!                 ),
//!             ],
//!             krate::private::Excess::Refused,
//!         )
//!     }
//!
//!     #[inline]
//!     fn deserialize(
//!         row: krate::private::ColumnIterator<'frame, 'metadata>,
//!     ) -> Result<Self, krate::private::DeserializationError> {
//!         krate::private::read_alone(row)
//!     }
//!
//!     // The hot path: no name, no index, no dispatch while the columns stand in the order of the fields.
//!     #[inline]
//!     fn read(
//!         row: &mut krate::private::RowReader<'frame, 'metadata>,
//!         plan: &krate::private::RowPlan,
//!     ) -> Result<Self, krate::private::DeserializationError> {
//!         if let Some([f0, f1, f2]) = row.in_order::<3>(plan) {
//!             return Ok(Self { id: row.value(f0)?, note: row.value(f1)?, at: row.value(f2)? });
//!         }
//!         let [f0, f1, f2] = row.gather::<3>(plan)?;
//!         Ok(Self { id: f0.value()?, note: f1.value()?, at: krate::private::cell_or_default(f2)? })
//!     }
//! }
//! ```
//! - By order (`flavor = "enforce_order"`): `plan_by_order::<Self>(specs, &fields, Names::Checked)`, and `read` ends with
//!   `Err(columns_changed::<Self>())` instead of gathering.
//! - `default_when_null`: `row.value::<Option<T>>(f0)?.unwrap_or_default()`, both times; its type check is `T`'s.
//! - A skipped field is not in the lists; it is `Default::default()`.
//! - Fields are read in the order in which they are declared: struct expressions evaluate in source order.
//!
//! # `SerializeRow`, matched by name
//! ```
//! use ilium_driver as krate;
//!
//! struct Reading {
//!     id: i64,
//!     note: String,
//! }
//!
//! impl krate::private::SerializeRow for Reading {
//!     fn serialize(
//!         &self,
//!         ctx: &krate::private::RowSerializationContext<'_>,
//!         writer: &mut krate::private::RowWriter<'_>,
//!     ) -> Result<(), krate::private::SerializationError> {
//!         const NAMES: [&str; 2] = ["id", "note"];
//!         if let Some([f0, f1]) = krate::private::columns_in_order(ctx, &NAMES) {
//!             writer.write_value(f0, &self.id)?;
//!             writer.write_value(f1, &self.note)?;
//!             return Ok(());
//!         }
//!         krate::private::write_by_name::<Self>(ctx, writer, &NAMES, &[&self.id, &self.note])
//!     }
//!
//!     fn is_empty(&self) -> bool {
//!         false
//!     }
//! }
//! ```
//! - By order: `let [f0, f1] = columns_by_order::<Self, 2>(ctx, &NAMES, Names::Checked)?;` and the writes.
//!
//! # `DeserializeValue` and `SerializeValue` of a user-defined type, matched by name
//! ```
//! use ilium_driver as krate;
//!
//! struct Address {
//!     street: String,
//!     number: i32,
//! }
//!
//! const NAMES: [&str; 2] = ["street", "number"];
//!
//! impl<'frame, 'metadata> krate::private::DeserializeValue<'frame, 'metadata> for Address {
//!     fn type_check(typ: &krate::private::ColumnType<'_>) -> Result<(), krate::private::TypeCheckError> {
//!         krate::private::check_udt_by_name::<Self>(
//!             typ,
//!             &[
//!                 krate::private::ReadField::required("street", <String as krate::private::DeserializeValue<'_, '_>>::type_check),
//!                 krate::private::ReadField::required("number", <i32 as krate::private::DeserializeValue<'_, '_>>::type_check),
//!             ],
//!             krate::private::Excess::Ignored,
//!         )
//!     }
//!
//!     fn deserialize(
//!         typ: &'metadata krate::private::ColumnType<'metadata>,
//!         v: Option<krate::private::FrameSlice<'frame>>,
//!     ) -> Result<Self, krate::private::DeserializationError> {
//!         let [f0, f1] = krate::private::udt_by_name::<Self, 2>(typ, v, &NAMES)?;
//!         Ok(Self { street: f0.value::<Self, _>()?, number: f1.value::<Self, _>()? })
//!     }
//! }
//!
//! impl krate::private::SerializeValue for Address {
//!     fn serialize<'b>(
//!         &self,
//!         typ: &krate::private::ColumnType<'_>,
//!         writer: krate::private::CellWriter<'b>,
//!     ) -> Result<krate::private::WrittenCellProof<'b>, krate::private::SerializationError> {
//!         krate::private::write_udt_by_name::<Self>(
//!             typ,
//!             writer,
//!             &NAMES,
//!             &[&self.street, &self.number],
//!             krate::private::Excess::Ignored,
//!         )
//!     }
//! }
//! ```
//! - By order: `check_udt_by_order`, `udt_by_order`, `write_udt_by_order`. `allow_missing`: `value_or_default`.

pub use crate::value::cell_writer::{CellWriter, WrittenCellProof};
pub use crate::value::derived::read_row::{cell_or_default, columns_changed, plan_by_name, plan_by_order, read_alone};
pub use crate::value::derived::read_udt::{UdtCell, check_udt_by_name, check_udt_by_order, udt_by_name, udt_by_order};
pub use crate::value::derived::write_row::{columns_by_order, columns_in_order, write_by_name};
pub use crate::value::derived::write_udt::{write_udt_by_name, write_udt_by_order};
pub use crate::value::derived::{Excess, Names, ReadField};
pub use crate::value::deserialize::DeserializeValue;
pub use crate::value::error::{DeserializationError, SerializationError, TypeCheckError};
pub use crate::value::frame_slice::FrameSlice;
pub use crate::value::row::column_iterator::ColumnIterator;
pub use crate::value::row::deserialize::DeserializeRow;
pub use crate::value::row::plan::RowPlan;
pub use crate::value::row::reader::{Cell, RowReader};
pub use crate::value::row::serialize::SerializeRow;
pub use crate::value::row::writer::{RowSerializationContext, RowWriter};
pub use crate::value::serialize::SerializeValue;
pub use crate::wire::column::{ColumnSpec, ColumnType};
