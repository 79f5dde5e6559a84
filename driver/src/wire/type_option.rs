//! The `[option]` that describes a column's type (section 4.2.5.2 of the specification).

use std::borrow::Cow;
use std::sync::Arc;

use super::budget::TypeBudget;
use super::class_name;
use super::column::{CollectionType, ColumnType, NativeType, UserDefinedType};
use super::notation::{capacity, read_short, read_string, write_short, write_short_len, write_string};
use super::{DecodeError, EncodeError, ProtocolVersion};

/// How deep types may be nested. Tables in use stay below ten; without a limit a short message overflows the stack.
pub(super) const MAX_DEPTH: usize = 64;

const CUSTOM: u16 = 0x0000;
const LIST: u16 = 0x0020;
const MAP: u16 = 0x0021;
const SET: u16 = 0x0022;
const UDT: u16 = 0x0030;
const TUPLE: u16 = 0x0031;

/// Reads a type. Whether a collection or user-defined type is frozen is not said, so it reads as not frozen.
pub(super) fn read_type<'a>(buf: &mut &'a [u8], budget: &mut TypeBudget) -> Result<ColumnType<'a>, DecodeError> {
    read_nested(buf, MAX_DEPTH, budget)
}

pub(super) fn too_deep() -> DecodeError {
    DecodeError::invalid("type of a column", format!("nested deeper than {MAX_DEPTH}"))
}

fn read_nested<'a>(buf: &mut &'a [u8], depth: usize, budget: &mut TypeBudget) -> Result<ColumnType<'a>, DecodeError> {
    let depth = depth.checked_sub(1).ok_or_else(too_deep)?;
    let id = read_short(buf, "type of a column")?;
    // The parser of class names takes its own.
    if id != CUSTOM {
        budget.take()?;
    }
    let collection = |typ| ColumnType::Collection { frozen: false, typ };
    Ok(match id {
        CUSTOM => class_name::parse(read_string(buf, "class name of a custom type")?, depth, budget)?,
        LIST => collection(CollectionType::List(Box::new(read_nested(buf, depth, budget)?))),
        MAP => {
            let key = Box::new(read_nested(buf, depth, budget)?);
            collection(CollectionType::Map(key, Box::new(read_nested(buf, depth, budget)?)))
        }
        SET => collection(CollectionType::Set(Box::new(read_nested(buf, depth, budget)?))),
        UDT => ColumnType::UserDefinedType { frozen: false, definition: Arc::new(read_udt(buf, depth, budget)?) },
        TUPLE => {
            let count = usize::from(read_short(buf, "components of a tuple")?);
            let mut types = Vec::with_capacity(capacity(buf, count, 2, "components of a tuple")?);
            for _ in 0..count {
                types.push(read_nested(buf, depth, budget)?);
            }
            ColumnType::Tuple(types)
        }
        _ => ColumnType::Native(native(id)?),
    })
}

fn read_udt<'a>(buf: &mut &'a [u8], depth: usize, budget: &mut TypeBudget) -> Result<UserDefinedType<'a>, DecodeError> {
    budget.take_udt()?;
    // native_protocol_v5 §4.2.5.2: UDT: <ks><udt_name><n><name_1><type_1>...<name_n><type_n>.
    let keyspace = read_string(buf, "keyspace of a user-defined type")?;
    let name = read_string(buf, "name of a user-defined type")?;
    let count = usize::from(read_short(buf, "fields of a user-defined type")?);
    let mut fields = Vec::with_capacity(capacity(buf, count, 4, "fields of a user-defined type")?);
    for _ in 0..count {
        let field = Cow::Borrowed(read_string(buf, "field of a user-defined type")?);
        fields.push((field, read_nested(buf, depth, budget)?));
    }
    Ok(UserDefinedType::new(keyspace, name, fields))
}

fn native(id: u16) -> Result<NativeType, DecodeError> {
    Ok(match id {
        0x0001 => NativeType::Ascii,
        0x0002 => NativeType::BigInt,
        0x0003 => NativeType::Blob,
        0x0004 => NativeType::Boolean,
        0x0005 => NativeType::Counter,
        0x0006 => NativeType::Decimal,
        0x0007 => NativeType::Double,
        0x0008 => NativeType::Float,
        0x0009 => NativeType::Int,
        0x000B => NativeType::Timestamp,
        0x000C => NativeType::Uuid,
        0x000D => NativeType::Text,
        0x000E => NativeType::Varint,
        0x000F => NativeType::Timeuuid,
        0x0010 => NativeType::Inet,
        0x0011 => NativeType::Date,
        0x0012 => NativeType::Time,
        0x0013 => NativeType::SmallInt,
        0x0014 => NativeType::TinyInt,
        // New in version 5, but ScyllaDB sends it in version 4, where nothing else has this id.
        0x0015 => NativeType::Duration,
        _ => return Err(DecodeError::invalid("type of a column", format!("unknown id {id:#06x}"))),
    })
}

const fn native_id(native: NativeType) -> u16 {
    match native {
        NativeType::Ascii => 0x0001,
        NativeType::BigInt => 0x0002,
        NativeType::Blob => 0x0003,
        NativeType::Boolean => 0x0004,
        NativeType::Counter => 0x0005,
        NativeType::Decimal => 0x0006,
        NativeType::Double => 0x0007,
        NativeType::Float => 0x0008,
        NativeType::Int => 0x0009,
        NativeType::Timestamp => 0x000B,
        NativeType::Uuid => 0x000C,
        NativeType::Text => 0x000D,
        NativeType::Varint => 0x000E,
        NativeType::Timeuuid => 0x000F,
        NativeType::Inet => 0x0010,
        NativeType::Date => 0x0011,
        NativeType::Time => 0x0012,
        NativeType::SmallInt => 0x0013,
        NativeType::TinyInt => 0x0014,
        NativeType::Duration => 0x0015,
    }
}

/// Appends a type to `out`, as a server of this version does: what has no id goes by its class name.
pub(super) fn write_type(version: ProtocolVersion, typ: &ColumnType<'_>, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    match typ {
        ColumnType::Native(native) if !version.has_type_id(*native) => write_class_name(typ, out),
        ColumnType::Native(native) => {
            write_short(native_id(*native), out);
            Ok(())
        }
        ColumnType::Collection { typ: CollectionType::List(element), .. } => {
            write_short(LIST, out);
            write_type(version, element, out)
        }
        ColumnType::Collection { typ: CollectionType::Map(key, value), .. } => {
            write_short(MAP, out);
            write_type(version, key, out)?;
            write_type(version, value, out)
        }
        ColumnType::Collection { typ: CollectionType::Set(element), .. } => {
            write_short(SET, out);
            write_type(version, element, out)
        }
        ColumnType::UserDefinedType { definition, .. } => {
            write_short(UDT, out);
            write_string(&definition.keyspace, "keyspace of a user-defined type", out)?;
            write_string(&definition.name, "name of a user-defined type", out)?;
            write_short_len(definition.field_types.len(), "fields of a user-defined type", out)?;
            definition.field_types.iter().try_for_each(|(name, typ)| {
                write_string(name, "field of a user-defined type", out)?;
                write_type(version, typ, out)
            })
        }
        ColumnType::Tuple(types) => {
            write_short(TUPLE, out);
            write_short_len(types.len(), "components of a tuple", out)?;
            types.iter().try_for_each(|typ| write_type(version, typ, out))
        }
        ColumnType::Vector { .. } | ColumnType::Custom(_) => write_class_name(typ, out),
    }
}

fn write_class_name(typ: &ColumnType<'_>, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    write_short(CUSTOM, out);
    write_string(&class_name::of(typ), "class name of a custom type", out)
}
