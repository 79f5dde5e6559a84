use super::CqlValue;
use crate::value::cell_writer::{CellWriter, WrittenCellProof};
use crate::value::empty::has_empty_value;
use crate::value::error::SerializationError;
use crate::value::map;
use crate::value::serialize::SerializeValue;
use crate::value::tuple::write_field;
use crate::value::udt::definition;
use crate::value::value_error::{BuiltinTypeCheckErrorKind, size_overflow, unfit_to_write, write_mismatch};
use crate::wire::column::{CollectionType, ColumnType};

/// Writes the type of its variant alone; text also as `ascii`, and the other way round.
impl SerializeValue for CqlValue {
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        match self {
            Self::Ascii(value) | Self::Text(value) => value.serialize(typ, writer),
            Self::BigInt(value) => value.serialize(typ, writer),
            Self::Blob(value) => value.serialize(typ, writer),
            Self::Boolean(value) => value.serialize(typ, writer),
            Self::Counter(value) => value.serialize(typ, writer),
            Self::Date(value) => value.serialize(typ, writer),
            Self::Decimal(value) => value.serialize(typ, writer),
            Self::Double(value) => value.serialize(typ, writer),
            Self::Duration(value) => value.serialize(typ, writer),
            Self::Empty if has_empty_value(typ) => writer.set_value(&[]).map_err(|_| size_overflow::<Self>(typ)),
            Self::Empty => Err(unfit_to_write::<Self>(typ, BuiltinTypeCheckErrorKind::NotEmptyable)),
            Self::Float(value) => value.serialize(typ, writer),
            Self::Inet(value) => value.serialize(typ, writer),
            Self::Int(value) => value.serialize(typ, writer),
            Self::List(elements) => match typ {
                ColumnType::Collection { typ: CollectionType::List(_), .. } => elements.serialize(typ, writer),
                _ => Err(write_mismatch::<Self>(typ, "list")),
            },
            Self::Map(entries) => {
                let pairs = entries.iter().map(|(key, value)| (key, value));
                map::write::<Self, Self, Self>(typ, writer, entries.len(), pairs)
            }
            Self::Set(elements) => match typ {
                ColumnType::Collection { typ: CollectionType::Set(_), .. } => elements.serialize(typ, writer),
                _ => Err(write_mismatch::<Self>(typ, "set")),
            },
            Self::SmallInt(value) => value.serialize(typ, writer),
            Self::Time(value) => value.serialize(typ, writer),
            Self::Timestamp(value) => value.serialize(typ, writer),
            Self::Timeuuid(value) => value.serialize(typ, writer),
            Self::TinyInt(value) => value.serialize(typ, writer),
            Self::Tuple(fields) => write_tuple(fields, typ, writer),
            Self::UserDefinedType { keyspace, name, fields } => write_udt(keyspace, name, fields, typ, writer),
            Self::Uuid(value) => value.serialize(typ, writer),
            Self::Varint(value) => value.serialize(typ, writer),
            Self::Vector(elements) => match typ {
                ColumnType::Vector { .. } => elements.serialize(typ, writer),
                _ => Err(write_mismatch::<Self>(typ, "vector")),
            },
        }
    }
}

fn write_tuple<'b>(
    fields: &[Option<CqlValue>],
    typ: &ColumnType<'_>,
    writer: CellWriter<'b>,
) -> Result<WrittenCellProof<'b>, SerializationError> {
    let ColumnType::Tuple(types) = typ else {
        return Err(write_mismatch::<CqlValue>(typ, "tuple"));
    };
    // As with tuples of Rust, the value may end before its type does.
    if types.len() < fields.len() {
        let (rust_type_el_count, cql_type_el_count) = (fields.len(), types.len());
        let kind = BuiltinTypeCheckErrorKind::WrongElementCount { rust_type_el_count, cql_type_el_count };
        return Err(unfit_to_write::<CqlValue>(typ, kind));
    }
    let mut builder = writer.into_value_builder();
    for (position, (field_type, value)) in types.iter().zip(fields).enumerate() {
        write_field::<CqlValue, _>(&mut builder, typ, &position.to_string(), field_type, value)?;
    }
    builder.finish().map_err(|_| size_overflow::<CqlValue>(typ))
}

fn write_udt<'b>(
    keyspace: &str,
    name: &str,
    fields: &[(String, Option<CqlValue>)],
    typ: &ColumnType<'_>,
    writer: CellWriter<'b>,
) -> Result<WrittenCellProof<'b>, SerializationError> {
    let Some(definition) = definition(typ) else {
        return Err(write_mismatch::<CqlValue>(typ, "a user-defined type"));
    };
    if definition.name != name || definition.keyspace != keyspace {
        let (keyspace, type_name) = (keyspace.to_owned(), name.to_owned());
        return Err(unfit_to_write::<CqlValue>(typ, BuiltinTypeCheckErrorKind::NameMismatch { keyspace, type_name }));
    }
    let is_unknown = |(name, _): &&(String, _)| definition.field_types.iter().all(|(field, _)| field != name);
    let field_names: Vec<_> = fields.iter().filter(is_unknown).map(|(name, _)| name.clone()).collect();
    if !field_names.is_empty() {
        return Err(unfit_to_write::<CqlValue>(
            typ,
            BuiltinTypeCheckErrorKind::ValuesMissingForUdtFields { field_names },
        ));
    }
    let mut builder = writer.into_value_builder();
    for (name, field_type) in &definition.field_types {
        // A field that the value has not is null: it may be newer than the value.
        let value = fields.iter().find(|(known, _)| known == name).and_then(|(_, value)| value.as_ref());
        write_field::<CqlValue, _>(&mut builder, typ, name, field_type, &value)?;
    }
    builder.finish().map_err(|_| size_overflow::<CqlValue>(typ))
}
