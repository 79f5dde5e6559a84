//! What a column is asked for by.

use crate::value::error::DeserializationError;
use crate::value::row_error::{BuiltinDeserializationErrorKind, row_unreadable};
use crate::wire::column::ColumnSpec;

/// A column by its name, exactly as the server spells it (`&str`, `String`), or by its position, from 0 (`usize`).
pub trait ColumnIndex {
    /// The position of the first such column; `None` when there is none.
    fn position(&self, specs: &[ColumnSpec<'_>]) -> Option<usize>;

    /// The name in backquotes or the position, for the error that there is no such column.
    fn spelled(&self) -> String;
}

/// There is no such column among `specs`.
#[cold]
pub(super) fn missing(column: &impl ColumnIndex, specs: &[ColumnSpec<'_>]) -> DeserializationError {
    let known = specs.iter().map(|spec| spec.name().to_owned()).collect();
    row_unreadable::<()>(BuiltinDeserializationErrorKind::NoSuchColumn { column: column.spelled(), known })
}

impl ColumnIndex for str {
    fn position(&self, specs: &[ColumnSpec<'_>]) -> Option<usize> {
        specs.iter().position(|spec| spec.name() == self)
    }

    fn spelled(&self) -> String {
        format!("`{self}`")
    }
}

impl ColumnIndex for String {
    fn position(&self, specs: &[ColumnSpec<'_>]) -> Option<usize> {
        self.as_str().position(specs)
    }

    fn spelled(&self) -> String {
        self.as_str().spelled()
    }
}

impl ColumnIndex for usize {
    fn position(&self, specs: &[ColumnSpec<'_>]) -> Option<usize> {
        (*self < specs.len()).then_some(*self)
    }

    fn spelled(&self) -> String {
        self.to_string()
    }
}

impl<T: ColumnIndex + ?Sized> ColumnIndex for &T {
    fn position(&self, specs: &[ColumnSpec<'_>]) -> Option<usize> {
        T::position(self, specs)
    }

    fn spelled(&self) -> String {
        T::spelled(self)
    }
}
