//! What the code that the derives write calls. The code says what fields there are; what is done with them is here.

pub(crate) mod read_row;
pub(crate) mod read_udt;
pub(crate) mod write_row;
pub(crate) mod write_udt;

use super::error::TypeCheckError;
use crate::wire::column::ColumnType;

/// A field of a struct that is read by name or by order.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ReadField {
    name: &'static str,
    type_check: fn(&ColumnType<'_>) -> Result<(), TypeCheckError>,
    /// Whether the struct is read without it when there is nothing of its name.
    optional: bool,
}

impl ReadField {
    /// A field for the column or field `name`, which must be there; `type_check` is that of the field's type.
    #[inline]
    pub const fn required(name: &'static str, type_check: fn(&ColumnType<'_>) -> Result<(), TypeCheckError>) -> Self {
        Self { name, type_check, optional: false }
    }

    /// A field for the column or field `name`, which may be missing.
    #[inline]
    pub const fn optional(name: &'static str, type_check: fn(&ColumnType<'_>) -> Result<(), TypeCheckError>) -> Self {
        Self { name, type_check, optional: true }
    }
}

/// What becomes of columns or fields that a struct has no field for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "there is no third way")]
pub enum Excess {
    /// They are an error.
    Refused,
    /// They are passed over when read, and written as null.
    Ignored,
}

/// Whether fields that are matched by order are compared by name too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "there is no third way")]
pub enum Names {
    /// They are.
    Checked,
    /// They are not.
    Ignored,
}

/// The position of `name` among `names`. The search begins at `likely`, where names in the same order are found at once.
#[inline]
fn find<'n>(len: usize, name_at: impl Fn(usize) -> Option<&'n str>, likely: usize, name: &str) -> Option<usize> {
    (likely..len).chain(0..likely.min(len)).find(|index| name_at(*index) == Some(name))
}
