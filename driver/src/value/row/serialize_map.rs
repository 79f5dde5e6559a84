//! Values by name: maps from bind markers to values.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use super::serialize::SerializeRow;
use super::writer::{RowSerializationContext, RowWriter};
use crate::value::error::SerializationError;
use crate::value::row_error::{BuiltinWriteTypeCheckErrorKind, row_unfit_to_write};
use crate::value::serialize::SerializeValue;

fn serialize<'a, Map, T: SerializeValue + 'a>(
    ctx: &RowSerializationContext<'_>,
    writer: &mut RowWriter<'_>,
    get: impl Fn(&str) -> Option<&'a T>,
    names: impl Iterator<Item = &'a str>,
    len: usize,
) -> Result<(), SerializationError> {
    let columns = ctx.columns();
    for column in columns {
        let Some(value) = get(column.name()) else {
            let kind = BuiltinWriteTypeCheckErrorKind::ValueMissingForColumn { name: column.name().to_owned() };
            return Err(row_unfit_to_write::<Map>(kind));
        };
        writer.write_value(column, value)?;
    }
    // One name may have several bind markers, so as many bind markers as names do not prove that all names are used.
    let unused = |name: &&str| columns.iter().all(|column| column.name() != *name);
    if len > 0
        && let Some(name) = { names }.find(unused)
    {
        let kind = BuiltinWriteTypeCheckErrorKind::NoColumnWithName { name: name.to_owned() };
        return Err(row_unfit_to_write::<Map>(kind));
    }
    Ok(())
}

macro_rules! map_row {
    ($(($($generics:tt)*) $map:ty),*) => {$(
        impl<T: SerializeValue $($generics)*> SerializeRow for $map {
            fn serialize(
                &self,
                ctx: &RowSerializationContext<'_>,
                writer: &mut RowWriter<'_>,
            ) -> Result<(), SerializationError> {
                let names = self.keys().map(AsRef::<str>::as_ref);
                serialize::<Self, T>(ctx, writer, |name| self.get(name), names, self.len())
            }

            fn is_empty(&self) -> bool {
                self.is_empty()
            }
        }
    )*};
}

map_row!(
    (, S: BuildHasher) HashMap<String, T, S>,
    (, S: BuildHasher) HashMap<&str, T, S>,
    () BTreeMap<String, T>,
    () BTreeMap<&str, T>
);
