use super::CqlValue;
use crate::value::deserialize::{DeserializeValue, present};
use crate::value::empty::has_empty_value;
use crate::value::error::{DeserializationError, TypeCheckError};
use crate::value::frame_slice::FrameSlice;
use crate::value::map::MapIterator;
use crate::value::tuple::read_field;
use crate::value::udt::UdtIterator;
use crate::value::value_error::{BuiltinDeserializationErrorKind, unreadable};
use crate::wire::column::{CollectionType, ColumnType, NativeType};

/// Reads any type.
impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for CqlValue {
    fn type_check(_typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        Ok(())
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        if v.is_some_and(|v| v.is_empty()) && has_empty_value(typ) {
            return Ok(Self::Empty);
        }
        match typ {
            ColumnType::Native(native) => read_native(*native, typ, v),
            ColumnType::Collection { typ: collection, .. } => match collection {
                // The type's own name for null: a dynamic value tells empty from null.
                CollectionType::List(_) => Vec::deserialize(typ, Some(present::<Self>(typ, v)?)).map(Self::List),
                CollectionType::Set(_) => Vec::deserialize(typ, Some(present::<Self>(typ, v)?)).map(Self::Set),
                CollectionType::Map(..) => {
                    let entries = MapIterator::deserialize(typ, Some(present::<Self>(typ, v)?))?;
                    entries.collect::<Result<_, _>>().map(Self::Map)
                }
            },
            ColumnType::Vector { .. } => Vec::deserialize(typ, v).map(Self::Vector),
            ColumnType::UserDefinedType { definition, .. } => Ok(Self::UserDefinedType {
                keyspace: definition.keyspace.to_string(),
                name: definition.name.to_string(),
                fields: read_fields(typ, present::<Self>(typ, v)?)?,
            }),
            ColumnType::Tuple(types) => {
                let mut rest = present::<Self>(typ, v)?;
                let fields = types.iter().enumerate();
                fields
                    .map(|(position, field)| read_field::<Self, _>(typ, position, field, &mut rest))
                    .collect::<Result<_, _>>()
                    .map(Self::Tuple)
            }
            ColumnType::Custom(_) => Ok(Self::Blob(present::<Self>(typ, v)?.as_slice().to_vec())),
        }
    }
}

fn read_native<'frame, 'metadata>(
    native: NativeType,
    typ: &'metadata ColumnType<'metadata>,
    v: Option<FrameSlice<'frame>>,
) -> Result<CqlValue, DeserializationError> {
    match native {
        NativeType::Ascii => DeserializeValue::deserialize(typ, v).map(CqlValue::Ascii),
        NativeType::BigInt => DeserializeValue::deserialize(typ, v).map(CqlValue::BigInt),
        NativeType::Blob => DeserializeValue::deserialize(typ, v).map(CqlValue::Blob),
        NativeType::Boolean => DeserializeValue::deserialize(typ, v).map(CqlValue::Boolean),
        NativeType::Counter => DeserializeValue::deserialize(typ, v).map(CqlValue::Counter),
        NativeType::Date => DeserializeValue::deserialize(typ, v).map(CqlValue::Date),
        NativeType::Decimal => DeserializeValue::deserialize(typ, v).map(CqlValue::Decimal),
        NativeType::Double => DeserializeValue::deserialize(typ, v).map(CqlValue::Double),
        NativeType::Duration => DeserializeValue::deserialize(typ, v).map(CqlValue::Duration),
        NativeType::Float => DeserializeValue::deserialize(typ, v).map(CqlValue::Float),
        NativeType::Inet => DeserializeValue::deserialize(typ, v).map(CqlValue::Inet),
        NativeType::Int => DeserializeValue::deserialize(typ, v).map(CqlValue::Int),
        NativeType::SmallInt => DeserializeValue::deserialize(typ, v).map(CqlValue::SmallInt),
        NativeType::Text => DeserializeValue::deserialize(typ, v).map(CqlValue::Text),
        NativeType::Time => DeserializeValue::deserialize(typ, v).map(CqlValue::Time),
        NativeType::Timestamp => DeserializeValue::deserialize(typ, v).map(CqlValue::Timestamp),
        NativeType::Timeuuid => DeserializeValue::deserialize(typ, v).map(CqlValue::Timeuuid),
        NativeType::TinyInt => DeserializeValue::deserialize(typ, v).map(CqlValue::TinyInt),
        NativeType::Uuid => DeserializeValue::deserialize(typ, v).map(CqlValue::Uuid),
        NativeType::Varint => DeserializeValue::deserialize(typ, v).map(CqlValue::Varint),
    }
}

fn read_fields<'frame, 'metadata>(
    typ: &'metadata ColumnType<'metadata>,
    v: FrameSlice<'frame>,
) -> Result<Vec<(String, Option<CqlValue>)>, DeserializationError> {
    let fields = UdtIterator::deserialize(typ, Some(v))?;
    let read = |((name, field_type), bytes): <UdtIterator<'frame, 'metadata> as Iterator>::Item| {
        let value = Option::<CqlValue>::deserialize(field_type, bytes?.flatten()).map_err(|err| {
            let field = name.to_string();
            unreadable::<CqlValue>(typ, BuiltinDeserializationErrorKind::FieldDeserializationFailed { field, err })
        })?;
        Ok((name.to_string(), value))
    };
    fields.map(read).collect()
}
