//! What statements take.

use std::marker::PhantomData;

use ilium_driver::frame::response::result::ColumnSpec;
use ilium_driver::serialize::SerializationError;
use ilium_driver::serialize::value::SerializeValue;
use ilium_driver::serialize::writers::RowWriter;

use crate::cql_type::CqlType;
use crate::entity::write_value;
use crate::statement::spec::{Nulls, Parameter};

/// The type of a parameter of a DAO's statement: a CQL value, or a row (an entity, or a reference to one).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be bound to a statement",
    label = "neither a CQL value nor a row",
    note = "a parameter is a CQL value (a struct, an enum or a newtype needs `#[derive(SerializeValue)]`) or a row (`#[derive(Entity)]`)"
)]
pub trait Argument {
    /// What the type says of a parameter.
    const ARGUMENT: Parameter;

    /// Writes the value of a bind marker: of a row, that of the column at `index`.
    ///
    /// # Errors
    /// When the value does not fit the marker.
    fn write(
        &self,
        index: usize,
        column: &ColumnSpec<'_>,
        nulls: Nulls,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError>;

    /// Writes all columns of a row that are stored, for the bind markers `columns` in the order of the row.
    ///
    /// # Errors
    /// When a value does not fit its marker; when this is no row or one of another number of columns.
    fn write_row(
        &self,
        columns: &[ColumnSpec<'_>],
        nulls: Nulls,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError> {
        let _ = (nulls, writer);
        Err(super::bind::no_row(columns.len()))
    }

    /// Whether the value is there.
    fn is_present(&self) -> bool {
        true
    }
}

#[diagnostic::do_not_recommend]
impl<T: CqlType + SerializeValue + ?Sized> Argument for T {
    const ARGUMENT: Parameter = Parameter::Value { cql: T::CQL, nullable: T::NULLABLE, can_be_unset: T::UNSET };

    #[inline]
    fn write(
        &self,
        _index: usize,
        column: &ColumnSpec<'_>,
        nulls: Nulls,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError> {
        write_value(self, column, nulls, writer)
    }

    #[inline]
    fn is_present(&self) -> bool {
        !self.is_null()
    }
}

/// The parameters of a statement, as a tuple.
pub trait Arguments {
    /// Writes the value of a bind marker from the parameter at `param`.
    ///
    /// # Errors
    /// When the value does not fit the marker.
    fn write(
        &self,
        param: u8,
        index: usize,
        column: &ColumnSpec<'_>,
        nulls: Nulls,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError>;

    /// Writes the row that is the parameter at `param`, for the bind markers `columns` in the order of the row.
    ///
    /// # Errors
    /// When a value does not fit its marker.
    fn write_row(
        &self,
        param: u8,
        columns: &[ColumnSpec<'_>],
        nulls: Nulls,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError>;

    /// Writes the values of the bind markers `columns` from the parameters, in their order.
    ///
    /// # Errors
    /// When a value does not fit its marker.
    fn write_in_order(
        &self,
        columns: &[ColumnSpec<'_>],
        nulls: Nulls,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError>;

    /// Whether the parameter at `param` is there.
    fn is_present(&self, param: u8) -> bool;
}

/// Says that the parameter at `INDEX` of the statement `S` has this type.
#[doc(hidden)]
pub trait ArgumentOf<S, const INDEX: usize>: Argument {}

/// What the type of a parameter says of it.
#[doc(hidden)]
pub const fn parameter<T: ArgumentOf<S, INDEX>, S, const INDEX: usize>() -> Parameter {
    T::ARGUMENT
}

/// The parameters of the statement `S`: the same as [`Arguments`], but what a type must be is asked where the derive says
/// which types there are, and only there.
#[doc(hidden)]
pub trait ArgumentsOf<S> {
    /// As [`Arguments::write`].
    ///
    /// # Errors
    /// When the value does not fit the marker.
    fn write_of(
        &self,
        param: u8,
        index: usize,
        column: &ColumnSpec<'_>,
        nulls: Nulls,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError>;

    /// As [`Arguments::write_row`].
    ///
    /// # Errors
    /// When a value does not fit its marker.
    fn write_row_of(
        &self,
        param: u8,
        columns: &[ColumnSpec<'_>],
        nulls: Nulls,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError>;

    /// As [`Arguments::write_in_order`].
    ///
    /// # Errors
    /// When a value does not fit its marker.
    fn write_in_order_of(
        &self,
        columns: &[ColumnSpec<'_>],
        nulls: Nulls,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError>;

    /// As [`Arguments::is_present`].
    fn is_present_of(&self, param: u8) -> bool;
}

/// The parameters of a statement that the derive has described.
#[derive(Debug)]
pub(super) struct Described<S, A> {
    arguments: A,
    statement: PhantomData<fn() -> S>,
}

impl<S, A> Described<S, A> {
    #[inline]
    pub(super) const fn new(arguments: A) -> Self {
        Self { arguments, statement: PhantomData }
    }
}

impl<S, A: ArgumentsOf<S>> Arguments for Described<S, A> {
    #[inline]
    fn write(
        &self,
        param: u8,
        index: usize,
        column: &ColumnSpec<'_>,
        nulls: Nulls,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError> {
        self.arguments.write_of(param, index, column, nulls, writer)
    }

    #[inline]
    fn write_row(
        &self,
        param: u8,
        columns: &[ColumnSpec<'_>],
        nulls: Nulls,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError> {
        self.arguments.write_row_of(param, columns, nulls, writer)
    }

    #[inline]
    fn write_in_order(
        &self,
        columns: &[ColumnSpec<'_>],
        nulls: Nulls,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError> {
        self.arguments.write_in_order_of(columns, nulls, writer)
    }

    #[inline]
    fn is_present(&self, param: u8) -> bool {
        self.arguments.is_present_of(param)
    }
}

macro_rules! tuples {
    ($(($($param:tt $name:ident)*))+) => {$(
        impl<$($name: Argument),*> Arguments for ($($name,)*) {
            #[inline]
            #[allow(unused_variables, reason = "without parameters")]
            fn write(
                &self,
                param: u8,
                index: usize,
                column: &ColumnSpec<'_>,
                nulls: Nulls,
                writer: &mut RowWriter<'_>,
            ) -> Result<(), SerializationError> {
                match param {
                    $($param => self.$param.write(index, column, nulls, writer),)*
                    _ => Err(super::bind::no_parameter(param, column)),
                }
            }

            #[inline]
            #[allow(unused_variables, reason = "without parameters")]
            fn write_row(
                &self,
                param: u8,
                columns: &[ColumnSpec<'_>],
                nulls: Nulls,
                writer: &mut RowWriter<'_>,
            ) -> Result<(), SerializationError> {
                match param {
                    $($param => self.$param.write_row(columns, nulls, writer),)*
                    _ => Err(super::bind::no_row(columns.len())),
                }
            }

            #[inline]
            #[allow(unused_variables, unused_mut, reason = "without parameters")]
            fn write_in_order(
                &self,
                columns: &[ColumnSpec<'_>],
                nulls: Nulls,
                writer: &mut RowWriter<'_>,
            ) -> Result<(), SerializationError> {
                let mut columns = columns.iter();
                // The driver refuses a row of fewer values than there are markers.
                $(if let Some(column) = columns.next() {
                    self.$param.write(0, column, nulls, writer)?;
                })*
                Ok(())
            }

            #[inline]
            fn is_present(&self, param: u8) -> bool {
                match param {
                    $($param => self.$param.is_present(),)*
                    _ => false,
                }
            }
        }

        impl<S, $($name: ArgumentOf<S, $param>),*> ArgumentsOf<S> for ($($name,)*) {
            #[inline]
            fn write_of(
                &self,
                param: u8,
                index: usize,
                column: &ColumnSpec<'_>,
                nulls: Nulls,
                writer: &mut RowWriter<'_>,
            ) -> Result<(), SerializationError> {
                self.write(param, index, column, nulls, writer)
            }

            #[inline]
            fn write_row_of(
                &self,
                param: u8,
                columns: &[ColumnSpec<'_>],
                nulls: Nulls,
                writer: &mut RowWriter<'_>,
            ) -> Result<(), SerializationError> {
                self.write_row(param, columns, nulls, writer)
            }

            #[inline]
            fn write_in_order_of(
                &self,
                columns: &[ColumnSpec<'_>],
                nulls: Nulls,
                writer: &mut RowWriter<'_>,
            ) -> Result<(), SerializationError> {
                self.write_in_order(columns, nulls, writer)
            }

            #[inline]
            fn is_present_of(&self, param: u8) -> bool {
                self.is_present(param)
            }
        }
    )+};
}

tuples! {
    ()
    (0 A)
    (0 A 1 B)
    (0 A 1 B 2 C)
    (0 A 1 B 2 C 3 D)
    (0 A 1 B 2 C 3 D 4 E)
    (0 A 1 B 2 C 3 D 4 E 5 F)
    (0 A 1 B 2 C 3 D 4 E 5 F 6 G)
    (0 A 1 B 2 C 3 D 4 E 5 F 6 G 7 H)
    (0 A 1 B 2 C 3 D 4 E 5 F 6 G 7 H 8 I)
    (0 A 1 B 2 C 3 D 4 E 5 F 6 G 7 H 8 I 9 J)
    (0 A 1 B 2 C 3 D 4 E 5 F 6 G 7 H 8 I 9 J 10 K)
    (0 A 1 B 2 C 3 D 4 E 5 F 6 G 7 H 8 I 9 J 10 K 11 L)
    (0 A 1 B 2 C 3 D 4 E 5 F 6 G 7 H 8 I 9 J 10 K 11 L 12 M)
    (0 A 1 B 2 C 3 D 4 E 5 F 6 G 7 H 8 I 9 J 10 K 11 L 12 M 13 N)
    (0 A 1 B 2 C 3 D 4 E 5 F 6 G 7 H 8 I 9 J 10 K 11 L 12 M 13 N 14 O)
    (0 A 1 B 2 C 3 D 4 E 5 F 6 G 7 H 8 I 9 J 10 K 11 L 12 M 13 N 14 O 15 P)
}
