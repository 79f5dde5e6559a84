//! What a type is where a statement returns many of it, or one that was in the way of a conditional write.

use super::CqlType;

/// What `Vec<Self>` and the like hold. It is asked here, beside [`CqlType`], since only here the compiler knows which
/// types of `std` are not values.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a row type",
    label = "not a row type",
    note = "a row is an entity (add `#[derive(Entity)]` to `{Self}`), a CQL value (implement `CqlType` and `DeserializeValue`), or a tuple of CQL values"
)]
pub trait Form {
    /// One of the types below.
    type Form;
}

/// Rows: of values, or of an entity.
#[doc(hidden)]
#[derive(Debug)]
pub enum OfRows {}

/// The bytes of one blob.
#[doc(hidden)]
#[derive(Debug)]
pub enum OfBytes {}

/// Nothing.
#[doc(hidden)]
#[derive(Debug)]
pub enum OfNothing {}

#[diagnostic::do_not_recommend]
impl<T: CqlType> Form for T {
    type Form = OfRows;
}

impl Form for u8 {
    type Form = OfBytes;
}

impl Form for () {
    type Form = OfNothing;
}
