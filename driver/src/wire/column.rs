//! What a result or a prepared statement says of its columns.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::arrangement::Remembered;
pub use super::table_spec::TableSpec;

/// The CQL type of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ColumnType<'frame> {
    /// A type without parameters.
    Native(NativeType),
    /// `list<…>`, `set<…>` or `map<…, …>`.
    Collection {
        /// Whether the collection is written and read whole.
        frozen: bool,
        /// Which collection of what.
        typ: CollectionType<'frame>,
    },
    /// `vector<…, n>`.
    Vector {
        /// The type of an element.
        typ: Box<Self>,
        /// How many elements each value has.
        dimensions: u16,
    },
    /// A user-defined type.
    UserDefinedType {
        /// Whether the value is written and read whole.
        frozen: bool,
        /// Its name and fields.
        definition: Arc<UserDefinedType<'frame>>,
    },
    /// `tuple<…>`.
    Tuple(Vec<Self>),
    /// A custom type, by the name of its server class.
    Custom(Cow<'frame, str>),
}

/// A CQL type without parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs, reason = "each is the CQL type of its name")]
pub enum NativeType {
    Ascii,
    Boolean,
    Blob,
    Counter,
    Date,
    Decimal,
    Double,
    Duration,
    Float,
    Int,
    BigInt,
    Text,
    Timestamp,
    Inet,
    SmallInt,
    TinyInt,
    Time,
    Timeuuid,
    Uuid,
    Varint,
}

/// A CQL collection.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CollectionType<'frame> {
    /// `list<…>`.
    List(Box<ColumnType<'frame>>),
    /// `map<…, …>`.
    Map(Box<ColumnType<'frame>>, Box<ColumnType<'frame>>),
    /// `set<…>`.
    Set(Box<ColumnType<'frame>>),
}

/// The definition of a user-defined type.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UserDefinedType<'frame> {
    /// The type's name.
    pub name: Cow<'frame, str>,
    /// The keyspace it belongs to.
    pub keyspace: Cow<'frame, str>,
    /// Names and types of its fields, in the order in which they are stored.
    pub field_types: Vec<(Cow<'frame, str>, ColumnType<'frame>)>,
    /// Where the fields go in the struct that is read from this type or written as it.
    pub(crate) remembered: Remembered,
}

/// A column of a result, or a bind marker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnSpec<'a> {
    table_spec: TableSpec<'a>,
    name: Cow<'a, str>,
    typ: ColumnType<'a>,
}

impl UserDefinedType<'_> {
    /// Copies what is borrowed.
    pub fn into_owned(self) -> UserDefinedType<'static> {
        let owned = |(name, typ): (Cow<'_, str>, ColumnType<'_>)| (Cow::Owned(name.into_owned()), typ.into_owned());
        UserDefinedType {
            name: Cow::Owned(self.name.into_owned()),
            keyspace: Cow::Owned(self.keyspace.into_owned()),
            field_types: self.field_types.into_iter().map(owned).collect(),
            remembered: Remembered::nothing(),
        }
    }
}

impl<'frame> UserDefinedType<'frame> {
    /// Makes a definition.
    pub fn new(
        keyspace: impl Into<Cow<'frame, str>>,
        name: impl Into<Cow<'frame, str>>,
        field_types: Vec<(Cow<'frame, str>, ColumnType<'frame>)>,
    ) -> Self {
        Self { name: name.into(), keyspace: keyspace.into(), field_types, remembered: Remembered::nothing() }
    }
}

impl ColumnType<'_> {
    /// Copies what is borrowed.
    pub fn into_owned(self) -> ColumnType<'static> {
        match self {
            ColumnType::Native(native) => ColumnType::Native(native),
            ColumnType::Collection { frozen, typ } => ColumnType::Collection { frozen, typ: typ.into_owned() },
            ColumnType::Vector { typ, dimensions } => {
                ColumnType::Vector { typ: Box::new(typ.into_owned()), dimensions }
            }
            ColumnType::UserDefinedType { frozen, definition } => ColumnType::UserDefinedType {
                frozen,
                definition: Arc::new(Arc::unwrap_or_clone(definition).into_owned()),
            },
            ColumnType::Tuple(types) => ColumnType::Tuple(types.into_iter().map(ColumnType::into_owned).collect()),
            ColumnType::Custom(class) => ColumnType::Custom(Cow::Owned(class.into_owned())),
        }
    }
}

impl CollectionType<'_> {
    /// Copies what is borrowed.
    pub fn into_owned(self) -> CollectionType<'static> {
        match self {
            CollectionType::List(typ) => CollectionType::List(Box::new(typ.into_owned())),
            CollectionType::Map(key, value) => {
                CollectionType::Map(Box::new(key.into_owned()), Box::new(value.into_owned()))
            }
            CollectionType::Set(typ) => CollectionType::Set(Box::new(typ.into_owned())),
        }
    }
}

impl<'a> ColumnSpec<'a> {
    /// Describes a column.
    pub const fn borrowed(name: &'a str, typ: ColumnType<'a>, table_spec: TableSpec<'a>) -> Self {
        Self { table_spec, name: Cow::Borrowed(name), typ }
    }

    /// The column's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The column's type.
    pub const fn typ(&self) -> &ColumnType<'a> {
        &self.typ
    }

    /// The table that the column belongs to.
    pub const fn table_spec(&self) -> &TableSpec<'a> {
        &self.table_spec
    }

    /// Copies what is borrowed.
    pub fn into_owned(self) -> ColumnSpec<'static> {
        ColumnSpec {
            table_spec: self.table_spec.into_owned(),
            name: Cow::Owned(self.name.into_owned()),
            typ: self.typ.into_owned(),
        }
    }
}

/// Copies what is borrowed of an answer's columns. What they say of their table is copied once: 65535 columns may be a few
/// bytes each, and the table's names as long as all of them.
pub(crate) fn owned_columns(columns: Vec<ColumnSpec<'_>>) -> Vec<ColumnSpec<'static>> {
    let mut last: Option<(TableSpec<'_>, TableSpec<'static>)> = None;
    let mut owned = Vec::with_capacity(columns.len());
    for ColumnSpec { table_spec, name, typ } in columns {
        let table = match &last {
            Some((known, copy)) if known.is(&table_spec) => copy.clone(),
            _ => table_spec.clone().into_shared(),
        };
        last = Some((table_spec, table.clone()));
        owned.push(ColumnSpec::owned(name.into_owned(), typ.into_owned(), table));
    }
    owned
}

impl ColumnSpec<'static> {
    /// Describes a column, owning the names.
    pub const fn owned(name: String, typ: ColumnType<'static>, table_spec: TableSpec<'static>) -> Self {
        Self { table_spec, name: Cow::Owned(name), typ }
    }
}

impl NativeType {
    /// The type's name in CQL.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ascii => "ascii",
            Self::Boolean => "boolean",
            Self::Blob => "blob",
            Self::Counter => "counter",
            Self::Date => "date",
            Self::Decimal => "decimal",
            Self::Double => "double",
            Self::Duration => "duration",
            Self::Float => "float",
            Self::Int => "int",
            Self::BigInt => "bigint",
            Self::Text => "text",
            Self::Timestamp => "timestamp",
            Self::Inet => "inet",
            Self::SmallInt => "smallint",
            Self::TinyInt => "tinyint",
            Self::Time => "time",
            Self::Timeuuid => "timeuuid",
            Self::Uuid => "uuid",
            Self::Varint => "varint",
        }
    }
}

/// As CQL spells the type, such as `map<text, frozen<address>>`.
impl fmt::Display for ColumnType<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Native(native) => f.write_str(native.name()),
            Self::Collection { frozen: true, typ } => write!(f, "frozen<{typ}>"),
            Self::Collection { frozen: false, typ } => write!(f, "{typ}"),
            Self::Vector { typ, dimensions } => write!(f, "vector<{typ}, {dimensions}>"),
            Self::UserDefinedType { frozen: true, definition } => write!(f, "frozen<{}>", definition.name),
            Self::UserDefinedType { frozen: false, definition } => f.write_str(&definition.name),
            Self::Tuple(types) => {
                f.write_str("tuple<")?;
                for (index, typ) in types.iter().enumerate() {
                    write!(f, "{}{typ}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str(">")
            }
            Self::Custom(class) => write!(f, "'{class}'"),
        }
    }
}

impl fmt::Display for CollectionType<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::List(typ) => write!(f, "list<{typ}>"),
            Self::Map(key, value) => write!(f, "map<{key}, {value}>"),
            Self::Set(typ) => write!(f, "set<{typ}>"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_displays_as_cql_spells_it() {
        let map = ColumnType::Collection {
            frozen: true,
            typ: CollectionType::Map(
                Box::new(ColumnType::Native(NativeType::Text)),
                Box::new(ColumnType::Tuple(vec![
                    ColumnType::Native(NativeType::Int),
                    ColumnType::Vector { typ: Box::new(ColumnType::Native(NativeType::Float)), dimensions: 3 },
                ])),
            ),
        };
        assert_eq!(map.to_string(), "frozen<map<text, tuple<int, vector<float, 3>>>>");
    }
}
