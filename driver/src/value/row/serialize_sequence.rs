//! Values by position: tuples, slices, `Vec`.

use super::serialize::SerializeRow;
use super::writer::{RowSerializationContext, RowWriter};
use crate::value::error::SerializationError;
use crate::value::row_error::wrong_value_count;
use crate::value::serialize::SerializeValue;

impl<T: SerializeValue> SerializeRow for [T] {
    fn serialize(
        &self,
        ctx: &RowSerializationContext<'_>,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError> {
        let columns = ctx.columns();
        if columns.len() != self.len() {
            return Err(wrong_value_count::<Self>(self.len(), columns.len()));
        }
        columns.iter().zip(self).try_for_each(|(column, value)| writer.write_value(column, value))
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

impl<T: SerializeValue> SerializeRow for Vec<T> {
    fn serialize(
        &self,
        ctx: &RowSerializationContext<'_>,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError> {
        <[T] as SerializeRow>::serialize(self, ctx, writer)
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

/// No values.
impl SerializeRow for [u8; 0] {
    fn serialize(
        &self,
        ctx: &RowSerializationContext<'_>,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError> {
        SerializeRow::serialize(&(), ctx, writer)
    }

    fn is_empty(&self) -> bool {
        true
    }
}

macro_rules! tuple_row {
    ($count:literal: $($element:ident $value:ident $column:ident),*) => {
        impl<$($element: SerializeValue),*> SerializeRow for ($($element,)*) {
            #[inline]
            fn serialize(
                &self,
                ctx: &RowSerializationContext<'_>,
                writer: &mut RowWriter<'_>,
            ) -> Result<(), SerializationError> {
                let ($($value,)*) = self;
                let [$($column),*] = ctx.columns() else {
                    return Err(wrong_value_count::<Self>($count, ctx.columns().len()));
                };
                $(writer.write_value($column, $value)?;)*
                #[allow(clippy::let_unit_value, reason = "not used by the tuple without values")]
                let _ = writer;
                Ok(())
            }

            #[inline]
            fn is_empty(&self) -> bool {
                $count == 0
            }
        }
    };
}

tuple_row!(0:);
tuple_row!(1: T0 v0 c0);
tuple_row!(2: T0 v0 c0, T1 v1 c1);
tuple_row!(3: T0 v0 c0, T1 v1 c1, T2 v2 c2);
tuple_row!(4: T0 v0 c0, T1 v1 c1, T2 v2 c2, T3 v3 c3);
tuple_row!(5: T0 v0 c0, T1 v1 c1, T2 v2 c2, T3 v3 c3, T4 v4 c4);
tuple_row!(6: T0 v0 c0, T1 v1 c1, T2 v2 c2, T3 v3 c3, T4 v4 c4, T5 v5 c5);
tuple_row!(7: T0 v0 c0, T1 v1 c1, T2 v2 c2, T3 v3 c3, T4 v4 c4, T5 v5 c5, T6 v6 c6);
tuple_row!(8: T0 v0 c0, T1 v1 c1, T2 v2 c2, T3 v3 c3, T4 v4 c4, T5 v5 c5, T6 v6 c6, T7 v7 c7);
tuple_row!(9: T0 v0 c0, T1 v1 c1, T2 v2 c2, T3 v3 c3, T4 v4 c4, T5 v5 c5, T6 v6 c6, T7 v7 c7, T8 v8 c8);
tuple_row!(10: T0 v0 c0, T1 v1 c1, T2 v2 c2, T3 v3 c3, T4 v4 c4, T5 v5 c5, T6 v6 c6, T7 v7 c7, T8 v8 c8, T9 v9 c9);
tuple_row!(
    11: T0 v0 c0, T1 v1 c1, T2 v2 c2, T3 v3 c3, T4 v4 c4, T5 v5 c5, T6 v6 c6, T7 v7 c7, T8 v8 c8, T9 v9 c9, T10 v10 c10
);
tuple_row!(
    12: T0 v0 c0, T1 v1 c1, T2 v2 c2, T3 v3 c3, T4 v4 c4, T5 v5 c5, T6 v6 c6, T7 v7 c7, T8 v8 c8, T9 v9 c9, T10 v10 c10,
    T11 v11 c11
);
tuple_row!(
    13: T0 v0 c0, T1 v1 c1, T2 v2 c2, T3 v3 c3, T4 v4 c4, T5 v5 c5, T6 v6 c6, T7 v7 c7, T8 v8 c8, T9 v9 c9, T10 v10 c10,
    T11 v11 c11, T12 v12 c12
);
tuple_row!(
    14: T0 v0 c0, T1 v1 c1, T2 v2 c2, T3 v3 c3, T4 v4 c4, T5 v5 c5, T6 v6 c6, T7 v7 c7, T8 v8 c8, T9 v9 c9, T10 v10 c10,
    T11 v11 c11, T12 v12 c12, T13 v13 c13
);
tuple_row!(
    15: T0 v0 c0, T1 v1 c1, T2 v2 c2, T3 v3 c3, T4 v4 c4, T5 v5 c5, T6 v6 c6, T7 v7 c7, T8 v8 c8, T9 v9 c9, T10 v10 c10,
    T11 v11 c11, T12 v12 c12, T13 v13 c13, T14 v14 c14
);
tuple_row!(
    16: T0 v0 c0, T1 v1 c1, T2 v2 c2, T3 v3 c3, T4 v4 c4, T5 v5 c5, T6 v6 c6, T7 v7 c7, T8 v8 c8, T9 v9 c9, T10 v10 c10,
    T11 v11 c11, T12 v12 c12, T13 v13 c13, T14 v14 c14, T15 v15 c15
);
