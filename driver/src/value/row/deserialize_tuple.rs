//! Rows as tuples: the columns by position, names ignored.

use super::column_iterator::ColumnIterator;
use super::deserialize::DeserializeRow;
use super::plan::RowPlan;
use super::reader::RowReader;
use crate::value::deserialize::DeserializeValue;
use crate::value::error::{DeserializationError, TypeCheckError};
use crate::value::row_error::{
    BuiltinDeserializationErrorKind, BuiltinReadTypeCheckErrorKind, column_unfit_to_read, row_unfit_to_read,
    row_unreadable,
};
use crate::wire::column::ColumnSpec;

#[cold]
fn wrong_column_count<T>(specs: &[ColumnSpec<'_>], rust_cols: usize) -> TypeCheckError {
    let kind = BuiltinReadTypeCheckErrorKind::WrongColumnCount { rust_cols, cql_cols: specs.len() };
    row_unfit_to_read::<T>(specs, kind)
}

#[cold]
fn missing_column<T>() -> DeserializationError {
    row_unreadable::<T>(BuiltinDeserializationErrorKind::MissingColumn)
}

macro_rules! tuple_row {
    ($count:literal: $($element:ident $spec:ident),*) => {
        impl<'frame, 'metadata, $($element),*> DeserializeRow<'frame, 'metadata> for ($($element,)*)
        where
            $($element: DeserializeValue<'frame, 'metadata>,)*
        {
            fn type_check(specs: &[ColumnSpec<'_>]) -> Result<(), TypeCheckError> {
                let [$($spec),*] = specs else {
                    return Err(wrong_column_count::<Self>(specs, $count));
                };
                #[allow(unused_mut, unused_variables, reason = "not used by the row without columns")]
                let mut index = 0;
                $(
                    $element::type_check($spec.typ())
                        .map_err(|error| column_unfit_to_read::<Self>(specs, index, error))?;
                    index += 1;
                )*
                let _ = index;
                Ok(())
            }

            #[inline]
            fn deserialize(row: ColumnIterator<'frame, 'metadata>) -> Result<Self, DeserializationError> {
                Self::read(&mut row.into_reader(), &RowPlan::in_order())
            }

            #[inline]
            fn read(row: &mut RowReader<'frame, 'metadata>, plan: &RowPlan) -> Result<Self, DeserializationError> {
                let Some([$($spec),*]) = row.in_order::<$count>(plan) else {
                    return Err(missing_column::<Self>());
                };
                Ok(($(row.value::<$element>($spec)?,)*))
            }
        }
    };
}

tuple_row!(0:);
tuple_row!(1: T0 s0);
tuple_row!(2: T0 s0, T1 s1);
tuple_row!(3: T0 s0, T1 s1, T2 s2);
tuple_row!(4: T0 s0, T1 s1, T2 s2, T3 s3);
tuple_row!(5: T0 s0, T1 s1, T2 s2, T3 s3, T4 s4);
tuple_row!(6: T0 s0, T1 s1, T2 s2, T3 s3, T4 s4, T5 s5);
tuple_row!(7: T0 s0, T1 s1, T2 s2, T3 s3, T4 s4, T5 s5, T6 s6);
tuple_row!(8: T0 s0, T1 s1, T2 s2, T3 s3, T4 s4, T5 s5, T6 s6, T7 s7);
tuple_row!(9: T0 s0, T1 s1, T2 s2, T3 s3, T4 s4, T5 s5, T6 s6, T7 s7, T8 s8);
tuple_row!(10: T0 s0, T1 s1, T2 s2, T3 s3, T4 s4, T5 s5, T6 s6, T7 s7, T8 s8, T9 s9);
tuple_row!(11: T0 s0, T1 s1, T2 s2, T3 s3, T4 s4, T5 s5, T6 s6, T7 s7, T8 s8, T9 s9, T10 s10);
tuple_row!(12: T0 s0, T1 s1, T2 s2, T3 s3, T4 s4, T5 s5, T6 s6, T7 s7, T8 s8, T9 s9, T10 s10, T11 s11);
tuple_row!(13: T0 s0, T1 s1, T2 s2, T3 s3, T4 s4, T5 s5, T6 s6, T7 s7, T8 s8, T9 s9, T10 s10, T11 s11, T12 s12);
tuple_row!(14: T0 s0, T1 s1, T2 s2, T3 s3, T4 s4, T5 s5, T6 s6, T7 s7, T8 s8, T9 s9, T10 s10, T11 s11, T12 s12, T13 s13);
tuple_row!(
    15: T0 s0, T1 s1, T2 s2, T3 s3, T4 s4, T5 s5, T6 s6, T7 s7, T8 s8, T9 s9, T10 s10, T11 s11, T12 s12, T13 s13, T14 s14
);
tuple_row!(
    16: T0 s0, T1 s1, T2 s2, T3 s3, T4 s4, T5 s5, T6 s6, T7 s7, T8 s8, T9 s9, T10 s10, T11 s11, T12 s12, T13 s13, T14 s14,
    T15 s15
);
