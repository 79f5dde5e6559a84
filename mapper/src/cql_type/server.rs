//! Types of the program against types of the server.

use ilium_driver::frame::response::result::{CollectionType, ColumnType, NativeType, UserDefinedType};
use ilium_driver::value::cql_type::Fields;

use super::{Kind, TypeInfo};

/// Why values of a type cannot be written to a column.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// The types are different.
    Type,
    /// The fields of a user-defined type are others than those of the struct, as this says.
    Fields(String),
}

/// Checks that values of a type in the set `info` can be written to the column: a tuple may have fewer fields than its
/// type, and a user-defined type must have those of the struct.
///
/// # Errors
/// Why they cannot; of user-defined types, every field that does not fit.
pub(crate) fn fits_column(info: &TypeInfo, column: &ColumnType<'_>) -> Result<(), Unfit> {
    let mut fields = Vec::new();
    if !fits(info, column, &mut fields) {
        return Err(Unfit::Type);
    }
    if fields.is_empty() { Ok(()) } else { Err(Unfit::Fields(fields.join("; "))) }
}

/// Whether the types are the same up to the fields of user-defined types, whose problems are added to `problems`.
fn fits(info: &TypeInfo, column: &ColumnType<'_>, problems: &mut Vec<String>) -> bool {
    if info.kinds.is_any() {
        return true;
    }
    let Some(kind) = kind(column) else { return true };
    if !info.kinds.has(kind) {
        return false;
    }
    let mut fit = |types: &[&ColumnType<'_>]| {
        let may_be_shorter = matches!(column, ColumnType::Tuple(_));
        info.elements.is_empty()
            || ((info.elements.len() == types.len() || may_be_shorter && info.elements.len() < types.len())
                && info.elements.iter().zip(types).all(|(element, typ)| fits(element, typ, problems)))
    };
    match column {
        ColumnType::Collection { typ: CollectionType::List(element) | CollectionType::Set(element), .. }
        | ColumnType::Vector { typ: element, .. } => fit(&[element]),
        ColumnType::Collection { typ: CollectionType::Map(key, value), .. } => fit(&[key, value]),
        ColumnType::Tuple(elements) => fit(&elements.iter().collect::<Vec<_>>()),
        ColumnType::UserDefinedType { definition, .. } => {
            if let Some(fields) = &info.fields {
                check_fields(fields, definition, problems);
            }
            info.udt.is_empty() || definition.name == info.udt
        }
        _ => true,
    }
}

/// Compares a struct's fields with those of a user-defined type.
fn check_fields(fields: &Fields, definition: &UserDefinedType<'_>, problems: &mut Vec<String>) {
    let (name, place) = (fields.struct_name(), format!("`{}.{}`", definition.keyspace, definition.name));
    let pairs = match fields.pairs(definition) {
        Ok(pairs) => pairs,
        Err(mismatch) => return problems.push(format!("struct `{name}` does not fit {place}: {mismatch}")),
    };
    for field in pairs {
        if !fits(field.info, field.typ, problems) {
            let (rust, info, cql, typ) = (field.rust, field.info, field.name, field.typ);
            problems.push(format!("field `{name}.{rust}` is CQL {info}, but in {place} `{cql}` is {typ}"));
        }
    }
}

/// The kind of a column; `None` for one that this crate does not know.
fn kind(column: &ColumnType<'_>) -> Option<Kind> {
    Some(match column {
        ColumnType::Native(native) => native_kind(*native)?,
        ColumnType::Collection { typ: CollectionType::List(_), .. } => Kind::List,
        ColumnType::Collection { typ: CollectionType::Set(_), .. } => Kind::Set,
        ColumnType::Collection { typ: CollectionType::Map(..), .. } => Kind::Map,
        ColumnType::Vector { .. } => Kind::Vector,
        ColumnType::UserDefinedType { .. } => Kind::Udt,
        ColumnType::Tuple(_) => Kind::Tuple,
        _ => return None,
    })
}

const NATIVES: [(NativeType, Kind); 20] = [
    (NativeType::Ascii, Kind::Ascii),
    (NativeType::Boolean, Kind::Boolean),
    (NativeType::Blob, Kind::Blob),
    (NativeType::Counter, Kind::Counter),
    (NativeType::Date, Kind::Date),
    (NativeType::Decimal, Kind::Decimal),
    (NativeType::Double, Kind::Double),
    (NativeType::Duration, Kind::Duration),
    (NativeType::Float, Kind::Float),
    (NativeType::Int, Kind::Int),
    (NativeType::BigInt, Kind::BigInt),
    (NativeType::Text, Kind::Text),
    (NativeType::Timestamp, Kind::Timestamp),
    (NativeType::Inet, Kind::Inet),
    (NativeType::SmallInt, Kind::SmallInt),
    (NativeType::TinyInt, Kind::TinyInt),
    (NativeType::Time, Kind::Time),
    (NativeType::Timeuuid, Kind::Timeuuid),
    (NativeType::Uuid, Kind::Uuid),
    (NativeType::Varint, Kind::Varint),
];

fn native_kind(native: NativeType) -> Option<Kind> {
    NATIVES.iter().find(|(known, _)| *known == native).map(|(_, kind)| *kind)
}

/// The native type of a kind that has no parameters.
pub(crate) fn native(kind: Kind) -> Option<NativeType> {
    NATIVES.iter().find(|(_, known)| *known == kind).map(|(native, _)| *native)
}
