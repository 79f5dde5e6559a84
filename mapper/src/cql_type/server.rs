//! Types of the program against types of the server.

use ilium_driver::frame::response::result::{CollectionType, ColumnType, NativeType};

use super::{Kind, TypeInfo};

/// Whether values of a type in the set `info` can be written to the column: a tuple may have fewer fields than its type.
pub(crate) fn fits_column(info: &TypeInfo, column: &ColumnType<'_>) -> bool {
    if info.kinds.is_any() {
        return true;
    }
    let Some(kind) = kind(column) else { return true };
    if !info.kinds.has(kind) {
        return false;
    }
    let fit = |types: &[&ColumnType<'_>]| {
        let may_be_shorter = matches!(column, ColumnType::Tuple(_));
        info.elements.is_empty()
            || ((info.elements.len() == types.len() || may_be_shorter && info.elements.len() < types.len())
                && info.elements.iter().zip(types).all(|(element, typ)| fits_column(element, typ)))
    };
    match column {
        ColumnType::Collection { typ: CollectionType::List(element) | CollectionType::Set(element), .. }
        | ColumnType::Vector { typ: element, .. } => fit(&[element]),
        ColumnType::Collection { typ: CollectionType::Map(key, value), .. } => fit(&[key, value]),
        ColumnType::Tuple(elements) => fit(&elements.iter().collect::<Vec<_>>()),
        ColumnType::UserDefinedType { definition, .. } => info.udt.is_empty() || definition.name == info.udt,
        _ => true,
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
