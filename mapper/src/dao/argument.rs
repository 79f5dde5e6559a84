//! What statements take.

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
    note = "a parameter is a CQL value (implement `CqlType` and `SerializeValue`) or a row (`#[derive(Entity)]`)"
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

    /// Whether the value is there.
    fn is_present(&self) -> bool {
        true
    }
}

#[diagnostic::do_not_recommend]
impl<T: CqlType + SerializeValue + ?Sized> Argument for T {
    const ARGUMENT: Parameter = Parameter::Value { cql: T::CQL, nullable: T::NULLABLE };

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

    /// Whether the parameter at `param` is there.
    fn is_present(&self, param: u8) -> bool;
}

impl Arguments for () {
    fn write(
        &self,
        param: u8,
        _index: usize,
        column: &ColumnSpec<'_>,
        _nulls: Nulls,
        _writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError> {
        Err(super::bind::no_parameter(param, column))
    }

    fn is_present(&self, _param: u8) -> bool {
        false
    }
}

macro_rules! tuples {
    ($(($($param:tt $name:ident)+))+) => {$(
        impl<$($name: Argument),+> Arguments for ($($name,)+) {
            #[inline]
            fn write(
                &self,
                param: u8,
                index: usize,
                column: &ColumnSpec<'_>,
                nulls: Nulls,
                writer: &mut RowWriter<'_>,
            ) -> Result<(), SerializationError> {
                match param {
                    $($param => self.$param.write(index, column, nulls, writer),)+
                    _ => Err(super::bind::no_parameter(param, column)),
                }
            }

            #[inline]
            fn is_present(&self, param: u8) -> bool {
                match param {
                    $($param => self.$param.is_present(),)+
                    _ => false,
                }
            }
        }
    )+};
}

tuples! {
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
