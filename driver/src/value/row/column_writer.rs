//! The values of a statement, written one by one by hand.

use super::writer::{RowSerializationContext, RowWriter};
use crate::value::error::SerializationError;
use crate::value::row_error::{BuiltinWriteTypeCheckErrorKind, row_unfit_to_write};
use crate::value::serialize::SerializeValue;
use crate::wire::column::ColumnSpec;

/// What becomes of the bind markers that a [`ColumnWriter`] is given no value for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum MissingColumns {
    /// An error; the default.
    #[default]
    Refuse,
    /// They are null, which deletes what is stored.
    Null,
    /// They are unset, which leaves what is stored as it is.
    Unset,
}

/// Writes the values of a hand-written [`SerializeRow`](super::serialize::SerializeRow), by the names or the positions of
/// the bind markers, in their order.
///
/// # Examples
/// ```
/// use ilium_driver::serialize::SerializationError;
/// use ilium_driver::serialize::row::{ColumnWriter, MissingColumns, RowSerializationContext, SerializeRow};
/// use ilium_driver::serialize::writers::RowWriter;
///
/// struct Person {
///     first: String,
///     last: String,
///     email: Option<String>,
/// }
///
/// impl SerializeRow for Person {
///     fn serialize(
///         &self,
///         ctx: &RowSerializationContext<'_>,
///         writer: &mut RowWriter<'_>,
///     ) -> Result<(), SerializationError> {
///         let mut columns = ColumnWriter::new(ctx, writer).missing(MissingColumns::Unset);
///         columns.append("name", &format!("{} {}", self.first, self.last))?;
///         if let Some(email) = &self.email {
///             columns.append("email", email)?;
///         }
///         columns.finish()
///     }
///
///     fn is_empty(&self) -> bool {
///         false
///     }
/// }
/// ```
#[derive(Debug)]
pub struct ColumnWriter<'a, 'w, 'buf> {
    columns: &'a [ColumnSpec<'a>],
    writer: &'w mut RowWriter<'buf>,
    /// The position of the next bind marker that has no value yet.
    next: usize,
    missing: MissingColumns,
}

impl<'a, 'w, 'buf> ColumnWriter<'a, 'w, 'buf> {
    /// Stands before the first bind marker of `ctx`.
    pub const fn new(ctx: &RowSerializationContext<'a>, writer: &'w mut RowWriter<'buf>) -> Self {
        Self { columns: ctx.columns(), writer, next: 0, missing: MissingColumns::Refuse }
    }

    /// Says what becomes of bind markers that are passed over or left; they are refused by default.
    #[must_use]
    pub const fn missing(mut self, missing: MissingColumns) -> Self {
        self.missing = missing;
        self
    }

    /// The bind marker whose turn it is; `None` when all have a value.
    pub fn next_column(&self) -> Option<&'a ColumnSpec<'a>> {
        self.columns.get(self.next)
    }

    /// Writes the value of the next bind marker of this name. Those before it are missing.
    ///
    /// # Errors
    /// When no bind marker of this name follows, those that are passed over are refused, or the value does not fit.
    pub fn append<T: SerializeValue + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), SerializationError> {
        let rest = self.columns.get(self.next..).unwrap_or_default();
        match rest.iter().position(|column| column.name() == name) {
            Some(ahead) => self.append_at(self.next.saturating_add(ahead), value),
            None => Err(self.misplaced(name)),
        }
    }

    /// Writes the value of the bind marker at this position, from 0. Those before it are missing.
    ///
    /// # Errors
    /// When there is no such bind marker, it has a value already, those that are passed over are refused, or the value
    /// does not fit.
    pub fn append_at<T: SerializeValue + ?Sized>(&mut self, index: usize, value: &T) -> Result<(), SerializationError> {
        let Some(column) = self.columns.get(index) else {
            let kind = BuiltinWriteTypeCheckErrorKind::NoColumnWithName { name: index.to_string() };
            return Err(row_unfit_to_write::<Self>(kind));
        };
        if index < self.next {
            return Err(self.misplaced(column.name()));
        }
        self.fill(index)?;
        self.next = index.saturating_add(1);
        self.writer.write_value(column, value)
    }

    /// Ends the row: the bind markers that are left are missing.
    ///
    /// # Errors
    /// When some are left and refused.
    pub fn finish(mut self) -> Result<(), SerializationError> {
        self.fill(self.columns.len())
    }

    /// Writes what stands for missing values before `index`.
    fn fill(&mut self, index: usize) -> Result<(), SerializationError> {
        while self.next < index {
            match self.missing {
                MissingColumns::Refuse => {
                    let name = self.next_column().map_or("?", ColumnSpec::name).to_owned();
                    return Err(row_unfit_to_write::<Self>(BuiltinWriteTypeCheckErrorKind::ValueMissingForColumn {
                        name,
                    }));
                }
                MissingColumns::Null => _ = self.writer.make_cell_writer().set_null(),
                MissingColumns::Unset => _ = self.writer.make_cell_writer().set_unset(),
            }
            self.next += 1;
        }
        Ok(())
    }

    /// There is no bind marker of this name, or its turn is over.
    #[cold]
    fn misplaced(&self, name: &str) -> SerializationError {
        let name = name.to_owned();
        row_unfit_to_write::<Self>(if self.columns.iter().any(|column| column.name() == name) {
            BuiltinWriteTypeCheckErrorKind::ColumnOutOfOrder { name }
        } else {
            BuiltinWriteTypeCheckErrorKind::NoColumnWithName { name }
        })
    }
}
