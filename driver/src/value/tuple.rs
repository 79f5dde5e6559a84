//! `tuple`: its fields one after the other, each with its length.

use super::cell_writer::{CellValueBuilder, CellWriter, WrittenCellProof};
use super::collection::not_unset;
use super::deserialize::{DeserializeValue, present};
use super::error::{DeserializationError, SerializationError, TypeCheckError};
use super::frame_slice::FrameSlice;
use super::row::deserialize::DeserializeRow;
use super::row::plan::RowPlan;
use super::row::reader::RowReader;
use super::serialize::SerializeValue;
use super::value_error::{
    BuiltinDeserializationErrorKind, BuiltinSerializationErrorKind, BuiltinTypeCheckErrorKind, size_overflow,
    unfit_to_read, unfit_to_write, unreadable, unwritable,
};
use crate::wire::column::{ColumnSpec, ColumnType};

const EXPECTED: &str = "tuple";

/// The types of a tuple's fields, which are `N`: what is read has a place for each.
#[inline]
fn fields<'a, 'frame, const N: usize>(typ: &'a ColumnType<'frame>) -> Option<&'a [ColumnType<'frame>; N]> {
    match typ {
        ColumnType::Tuple(fields) => fields.as_slice().try_into().ok(),
        _ => None,
    }
}

/// The types of a tuple's first `N` fields. A value that ends before its type does is what CQL writes for a tuple that
/// is given fewer fields: those that follow are null.
#[inline]
fn first_fields<'a, 'frame, const N: usize>(typ: &'a ColumnType<'frame>) -> Option<&'a [ColumnType<'frame>; N]> {
    match typ {
        ColumnType::Tuple(fields) => fields.first_chunk(),
        _ => None,
    }
}

fn mismatch(typ: &ColumnType<'_>, rust_type_el_count: usize) -> BuiltinTypeCheckErrorKind {
    match typ {
        ColumnType::Tuple(fields) => {
            BuiltinTypeCheckErrorKind::WrongElementCount { rust_type_el_count, cql_type_el_count: fields.len() }
        }
        _ => BuiltinTypeCheckErrorKind::MismatchedType { expected: EXPECTED },
    }
}

#[cold]
fn unfit_field_to_read<T>(typ: &ColumnType<'_>, position: usize, err: TypeCheckError) -> TypeCheckError {
    let kind = BuiltinTypeCheckErrorKind::FieldTypeCheckFailed { field: position.to_string(), err };
    unfit_to_read::<T>(typ, kind)
}

/// Reads the next field. A value may end before its last fields, which are then null: tuples grow only at their end.
/// What follows the last known field is ignored.
#[inline]
pub(crate) fn read_field<'frame, 'metadata, C, T: DeserializeValue<'frame, 'metadata>>(
    tuple: &ColumnType<'_>,
    position: usize,
    typ: &'metadata ColumnType<'metadata>,
    rest: &mut FrameSlice<'frame>,
) -> Result<T, DeserializationError> {
    let bytes = if rest.is_empty() {
        None
    } else {
        rest.read_cql_bytes().map_err(|_| {
            unreadable::<C>(tuple, BuiltinDeserializationErrorKind::Truncated { part: format!("field `{position}`") })
        })?
    };
    T::deserialize(typ, bytes).map_err(|err| {
        let field = position.to_string();
        unreadable::<C>(tuple, BuiltinDeserializationErrorKind::FieldDeserializationFailed { field, err })
    })
}

/// Writes the field `name` of `whole`, a tuple or user-defined type; the field's type is `typ`.
#[inline]
pub(crate) fn write_field<C: ?Sized, T: SerializeValue + ?Sized>(
    builder: &mut CellValueBuilder<'_>,
    whole: &ColumnType<'_>,
    name: &str,
    typ: &ColumnType<'_>,
    value: &T,
) -> Result<(), SerializationError> {
    let written = value.serialize(typ, builder.make_sub_writer()).and_then(|proof| not_unset::<T>(typ, proof));
    written.map_err(|err| {
        let field = name.to_owned();
        unwritable::<C>(whole, BuiltinSerializationErrorKind::FieldSerializationFailed { field, err })
    })
}

macro_rules! tuple {
    ($count:literal: $($element:ident $typ:ident $value:ident $index:literal),*) => {
        impl<$($element: SerializeValue),*> SerializeValue for ($($element,)*) {
            fn serialize<'b>(
                &self,
                typ: &ColumnType<'_>,
                writer: CellWriter<'b>,
            ) -> Result<WrittenCellProof<'b>, SerializationError> {
                let Some([$($typ),*]) = first_fields::<$count>(typ) else {
                    return Err(unfit_to_write::<Self>(typ, mismatch(typ, $count)));
                };
                let ($($value,)*) = self;
                let mut builder = writer.into_value_builder();
                $(write_field::<Self, $element>(&mut builder, typ, stringify!($index), $typ, $value)?;)*
                builder.finish().map_err(|_| size_overflow::<Self>(typ))
            }
        }

        impl<'frame, 'metadata, $($element),*> DeserializeValue<'frame, 'metadata> for ($($element,)*)
        where
            $($element: DeserializeValue<'frame, 'metadata>,)*
        {
            fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
                let Some([$($typ),*]) = fields::<$count>(typ) else {
                    return Err(unfit_to_read::<Self>(typ, mismatch(typ, $count)));
                };
                $($element::type_check($typ).map_err(|err| unfit_field_to_read::<Self>(typ, $index, err))?;)*
                Ok(())
            }

            fn deserialize(
                typ: &'metadata ColumnType<'metadata>,
                v: Option<FrameSlice<'frame>>,
            ) -> Result<Self, DeserializationError> {
                let mut rest = present::<Self>(typ, v)?;
                let Some([$($typ),*]) = fields::<$count>(typ) else {
                    return Err(DeserializationError::new(unfit_to_read::<Self>(typ, mismatch(typ, $count))));
                };
                Ok(($(read_field::<Self, $element>(typ, $index, $typ, &mut rest)?,)*))
            }

            fn check_row(columns: &[ColumnSpec<'_>]) -> Result<(), TypeCheckError> {
                <Self as DeserializeRow<'frame, 'metadata>>::type_check(columns)
            }

            #[inline]
            fn read_row(row: &mut RowReader<'frame, 'metadata>, plan: &RowPlan) -> Result<Self, DeserializationError> {
                <Self as DeserializeRow<'frame, 'metadata>>::read(row, plan)
            }

            #[inline]
            fn read_row_or_null(
                row: &mut RowReader<'frame, 'metadata>,
                plan: &RowPlan,
            ) -> Result<Option<Self>, DeserializationError> {
                Self::read_row(row, plan).map(Some)
            }
        }
    };
}

tuple!(1: T0 t0 v0 0);
tuple!(2: T0 t0 v0 0, T1 t1 v1 1);
tuple!(3: T0 t0 v0 0, T1 t1 v1 1, T2 t2 v2 2);
tuple!(4: T0 t0 v0 0, T1 t1 v1 1, T2 t2 v2 2, T3 t3 v3 3);
tuple!(5: T0 t0 v0 0, T1 t1 v1 1, T2 t2 v2 2, T3 t3 v3 3, T4 t4 v4 4);
tuple!(6: T0 t0 v0 0, T1 t1 v1 1, T2 t2 v2 2, T3 t3 v3 3, T4 t4 v4 4, T5 t5 v5 5);
tuple!(7: T0 t0 v0 0, T1 t1 v1 1, T2 t2 v2 2, T3 t3 v3 3, T4 t4 v4 4, T5 t5 v5 5, T6 t6 v6 6);
tuple!(8: T0 t0 v0 0, T1 t1 v1 1, T2 t2 v2 2, T3 t3 v3 3, T4 t4 v4 4, T5 t5 v5 5, T6 t6 v6 6, T7 t7 v7 7);
tuple!(
    9: T0 t0 v0 0, T1 t1 v1 1, T2 t2 v2 2, T3 t3 v3 3, T4 t4 v4 4, T5 t5 v5 5, T6 t6 v6 6, T7 t7 v7 7, T8 t8 v8 8
);
tuple!(
    10: T0 t0 v0 0, T1 t1 v1 1, T2 t2 v2 2, T3 t3 v3 3, T4 t4 v4 4, T5 t5 v5 5, T6 t6 v6 6, T7 t7 v7 7, T8 t8 v8 8,
    T9 t9 v9 9
);
tuple!(
    11: T0 t0 v0 0, T1 t1 v1 1, T2 t2 v2 2, T3 t3 v3 3, T4 t4 v4 4, T5 t5 v5 5, T6 t6 v6 6, T7 t7 v7 7, T8 t8 v8 8,
    T9 t9 v9 9, T10 t10 v10 10
);
tuple!(
    12: T0 t0 v0 0, T1 t1 v1 1, T2 t2 v2 2, T3 t3 v3 3, T4 t4 v4 4, T5 t5 v5 5, T6 t6 v6 6, T7 t7 v7 7, T8 t8 v8 8,
    T9 t9 v9 9, T10 t10 v10 10, T11 t11 v11 11
);
tuple!(
    13: T0 t0 v0 0, T1 t1 v1 1, T2 t2 v2 2, T3 t3 v3 3, T4 t4 v4 4, T5 t5 v5 5, T6 t6 v6 6, T7 t7 v7 7, T8 t8 v8 8,
    T9 t9 v9 9, T10 t10 v10 10, T11 t11 v11 11, T12 t12 v12 12
);
tuple!(
    14: T0 t0 v0 0, T1 t1 v1 1, T2 t2 v2 2, T3 t3 v3 3, T4 t4 v4 4, T5 t5 v5 5, T6 t6 v6 6, T7 t7 v7 7, T8 t8 v8 8,
    T9 t9 v9 9, T10 t10 v10 10, T11 t11 v11 11, T12 t12 v12 12, T13 t13 v13 13
);
tuple!(
    15: T0 t0 v0 0, T1 t1 v1 1, T2 t2 v2 2, T3 t3 v3 3, T4 t4 v4 4, T5 t5 v5 5, T6 t6 v6 6, T7 t7 v7 7, T8 t8 v8 8,
    T9 t9 v9 9, T10 t10 v10 10, T11 t11 v11 11, T12 t12 v12 12, T13 t13 v13 13, T14 t14 v14 14
);
tuple!(
    16: T0 t0 v0 0, T1 t1 v1 1, T2 t2 v2 2, T3 t3 v3 3, T4 t4 v4 4, T5 t5 v5 5, T6 t6 v6 6, T7 t7 v7 7, T8 t8 v8 8,
    T9 t9 v9 9, T10 t10 v10 10, T11 t11 v11 11, T12 t12 v12 12, T13 t13 v13 13, T14 t14 v14 14, T15 t15 v15 15
);
