//! Which column of a result goes to which field of a Rust type.

use std::sync::Arc;

/// Where the columns of a result go in a Rust type, found once for a result or a prepared statement.
///
/// Made by [`DeserializeRow::plan`](super::deserialize::DeserializeRow::plan) after names and types were checked.
/// A plan is meant for the row type and the columns that it was made for; used with others, reading fails or mixes up
/// fields, nothing worse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowPlan {
    /// For each column the field that it goes to, or [`NO_FIELD`](Self::NO_FIELD); `None` when column 0 goes to
    /// field 0, and so on to the end, which is read without looking anything up.
    fields: Option<Arc<[u16]>>,
}

impl RowPlan {
    /// Stands for a column that no field wants.
    pub const NO_FIELD: u16 = u16::MAX;

    /// Each column goes to the field at its own position, and both are equally many.
    #[inline]
    pub const fn in_order() -> Self {
        Self { fields: None }
    }

    /// Column `i` goes to field `fields[i]`; [`NO_FIELD`](Self::NO_FIELD) drops it.
    pub fn by_column(fields: impl Into<Arc<[u16]>>) -> Self {
        Self { fields: Some(fields.into()) }
    }

    /// Whether each column goes to the field at its own position.
    #[inline]
    pub const fn is_in_order(&self) -> bool {
        self.fields.is_none()
    }

    /// For each column the field that it goes to; `None` when they are in order.
    #[inline]
    pub fn fields(&self) -> Option<&[u16]> {
        self.fields.as_deref()
    }
}
