//! Types by the name of their class in the server, such as
//! `org.apache.cassandra.db.marshal.VectorType(org.apache.cassandra.db.marshal.FloatType , 3)`.
//!
//! So go the types that have no id of their own: vectors, `duration` in version 4, and what a server's plugins add.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

use super::DecodeError;
use super::budget::TypeBudget;
use super::column::{CollectionType, ColumnType, NativeType, UserDefinedType};
use super::type_option::too_deep;

/// Where the server's own types live; a name without a package is taken to be in here.
const PACKAGE: &str = "org.apache.cassandra.db.marshal.";

/// Reads a class name; one that is not of the server's own types, or not written as they are, is a custom type.
///
/// # Errors
/// When types are nested more than `depth` deep, or there are more than `budget` has left.
pub(super) fn parse<'a>(class: &'a str, depth: usize, budget: &mut TypeBudget) -> Result<ColumnType<'a>, DecodeError> {
    let mut parser = Parser { rest: class, budget };
    match parser.typ(depth) {
        Ok(typ) if parser.rest.trim().is_empty() => Ok(typ),
        Ok(_) | Err(Failure::NotUnderstood) => Ok(ColumnType::Custom(Cow::Borrowed(class))),
        Err(Failure::TooDeep) => Err(too_deep()),
        Err(Failure::TooMany(error)) => Err(error),
    }
}

enum Failure {
    /// It is not written as the server's own types are.
    NotUnderstood,
    /// It is nested too deep.
    TooDeep,
    /// The answer describes too many types.
    TooMany(DecodeError),
}

struct Parser<'a, 'b> {
    rest: &'a str,
    budget: &'b mut TypeBudget,
}

impl<'a> Parser<'a, '_> {
    fn typ(&mut self, depth: usize) -> Result<ColumnType<'a>, Failure> {
        let depth = depth.checked_sub(1).ok_or(Failure::TooDeep)?;
        self.budget.take().map_err(Failure::TooMany)?;
        self.rest = self.rest.trim_start();
        let start = self.rest;
        let class = self.word();
        let collection = |typ| ColumnType::Collection { frozen: false, typ };
        let typ = match class.strip_prefix(PACKAGE).unwrap_or(class) {
            "" => return Err(Failure::NotUnderstood),
            "FrozenType" => frozen(self.one(depth)?),
            "ReversedType" => self.one(depth)?,
            "ListType" => collection(CollectionType::List(Box::new(self.one(depth)?))),
            "SetType" => collection(CollectionType::Set(Box::new(self.one(depth)?))),
            "MapType" => {
                self.token('(')?;
                let key = Box::new(self.typ(depth)?);
                self.token(',')?;
                let value = Box::new(self.typ(depth)?);
                self.token(')')?;
                collection(CollectionType::Map(key, value))
            }
            "TupleType" => ColumnType::Tuple(self.list(|parser| parser.typ(depth))?),
            "UserType" => self.udt(depth)?,
            "VectorType" => {
                self.token('(')?;
                let typ = Box::new(self.typ(depth)?);
                self.token(',')?;
                let dimensions = self.word().parse().map_err(|_| Failure::NotUnderstood)?;
                self.token(')')?;
                ColumnType::Vector { typ, dimensions }
            }
            name => match native(name) {
                Some(native) => ColumnType::Native(native),
                None => self.custom(start)?,
            },
        };
        Ok(typ)
    }

    /// Takes what stands up to the next punctuation.
    fn word(&mut self) -> &'a str {
        let trimmed = self.rest.trim_start();
        let end = trimmed.find(['(', ')', ',', ':']).unwrap_or(trimmed.len());
        let (word, rest) = trimmed.split_at_checked(end).unwrap_or((trimmed, ""));
        self.rest = rest;
        word.trim_end()
    }

    fn token(&mut self, token: char) -> Result<(), Failure> {
        self.rest = self.rest.trim_start().strip_prefix(token).ok_or(Failure::NotUnderstood)?;
        Ok(())
    }

    /// Reads `(type)`.
    fn one(&mut self, depth: usize) -> Result<ColumnType<'a>, Failure> {
        self.token('(')?;
        let typ = self.typ(depth)?;
        self.token(')')?;
        Ok(typ)
    }

    /// Reads `(item, …)`.
    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Result<T, Failure>) -> Result<Vec<T>, Failure> {
        self.token('(')?;
        let mut items = vec![item(self)?];
        while self.token(',').is_ok() {
            items.push(item(self)?);
        }
        self.token(')')?;
        Ok(items)
    }

    /// Reads `(keyspace, name, field:type, …)`, where name and fields are the hexadecimal digits of their bytes.
    fn udt(&mut self, depth: usize) -> Result<ColumnType<'a>, Failure> {
        self.budget.take_udt().map_err(Failure::TooMany)?;
        self.token('(')?;
        let keyspace = self.word();
        self.token(',')?;
        let name = unhex(self.word())?;
        let mut fields = Vec::new();
        while self.token(',').is_ok() {
            let field = Cow::Owned(unhex(self.word())?);
            self.token(':')?;
            fields.push((field, self.typ(depth)?));
        }
        self.token(')')?;
        let definition = Arc::new(UserDefinedType::new(keyspace, name, fields));
        Ok(ColumnType::UserDefinedType { frozen: false, definition })
    }

    /// Takes a class that is not the server's own, with its arguments as they are; `start` is where its name began.
    fn custom(&mut self, start: &'a str) -> Result<ColumnType<'a>, Failure> {
        if self.rest.starts_with('(') {
            let mut open = 0_usize;
            let end = self.rest.find(|c| {
                match c {
                    '(' => open += 1,
                    ')' => open -= 1,
                    _ => {}
                }
                open == 0
            });
            let (_, rest) = end.and_then(|end| self.rest.split_at_checked(end + 1)).ok_or(Failure::NotUnderstood)?;
            self.rest = rest;
        }
        let len = start.len() - self.rest.len();
        let class = start.get(..len).ok_or(Failure::NotUnderstood)?;
        Ok(ColumnType::Custom(Cow::Borrowed(class.trim_end())))
    }
}

fn frozen(typ: ColumnType<'_>) -> ColumnType<'_> {
    match typ {
        ColumnType::Collection { typ, .. } => ColumnType::Collection { frozen: true, typ },
        ColumnType::UserDefinedType { definition, .. } => ColumnType::UserDefinedType { frozen: true, definition },
        other => other,
    }
}

fn unhex(digits: &str) -> Result<String, Failure> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let byte = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    let bytes: Option<Vec<u8>> = digits.as_bytes().chunks(2).map(byte).collect();
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or(Failure::NotUnderstood)
}

fn native(class: &str) -> Option<NativeType> {
    Some(match class {
        "AsciiType" => NativeType::Ascii,
        "BooleanType" => NativeType::Boolean,
        "ByteType" => NativeType::TinyInt,
        "BytesType" => NativeType::Blob,
        "CounterColumnType" => NativeType::Counter,
        "DateType" | "TimestampType" => NativeType::Timestamp,
        "DecimalType" => NativeType::Decimal,
        "DoubleType" => NativeType::Double,
        "DurationType" => NativeType::Duration,
        "FloatType" => NativeType::Float,
        "InetAddressType" => NativeType::Inet,
        "Int32Type" => NativeType::Int,
        "IntegerType" => NativeType::Varint,
        "LongType" => NativeType::BigInt,
        "ShortType" => NativeType::SmallInt,
        "SimpleDateType" => NativeType::Date,
        "TimeType" => NativeType::Time,
        "TimeUUIDType" => NativeType::Timeuuid,
        "UTF8Type" => NativeType::Text,
        "UUIDType" => NativeType::Uuid,
        _ => return None,
    })
}

const fn native_class(native: NativeType) -> &'static str {
    match native {
        NativeType::Ascii => "AsciiType",
        NativeType::BigInt => "LongType",
        NativeType::Blob => "BytesType",
        NativeType::Boolean => "BooleanType",
        NativeType::Counter => "CounterColumnType",
        NativeType::Date => "SimpleDateType",
        NativeType::Decimal => "DecimalType",
        NativeType::Double => "DoubleType",
        NativeType::Duration => "DurationType",
        NativeType::Float => "FloatType",
        NativeType::Inet => "InetAddressType",
        NativeType::Int => "Int32Type",
        NativeType::SmallInt => "ShortType",
        NativeType::Text => "UTF8Type",
        NativeType::Time => "TimeType",
        NativeType::Timestamp => "TimestampType",
        NativeType::Timeuuid => "TimeUUIDType",
        NativeType::TinyInt => "ByteType",
        NativeType::Uuid => "UUIDType",
        NativeType::Varint => "IntegerType",
    }
}

/// The class name of a type.
pub(super) fn of(typ: &ColumnType<'_>) -> String {
    let mut class = String::new();
    write(typ, &mut class);
    class
}

fn write(typ: &ColumnType<'_>, out: &mut String) {
    match typ {
        ColumnType::Native(native) => {
            out.push_str(PACKAGE);
            out.push_str(native_class(*native));
        }
        ColumnType::Collection { frozen, typ } => freeze(*frozen, out, |out| match typ {
            CollectionType::List(element) => write_call("ListType", &[element], out),
            CollectionType::Set(element) => write_call("SetType", &[element], out),
            CollectionType::Map(key, value) => write_call("MapType", &[key, value], out),
        }),
        ColumnType::Vector { typ, dimensions } => {
            out.push_str(PACKAGE);
            out.push_str("VectorType(");
            write(typ, out);
            // A `String` takes all that is written to it.
            let _ = write!(out, " , {dimensions})");
        }
        ColumnType::UserDefinedType { frozen, definition } => freeze(*frozen, out, |out| write_udt(definition, out)),
        ColumnType::Tuple(types) => write_call("TupleType", &types.iter().collect::<Vec<_>>(), out),
        ColumnType::Custom(class) => out.push_str(class),
    }
}

fn freeze(frozen: bool, out: &mut String, write: impl FnOnce(&mut String)) {
    if frozen {
        out.push_str(PACKAGE);
        out.push_str("FrozenType(");
    }
    write(out);
    if frozen {
        out.push(')');
    }
}

fn write_call(class: &str, arguments: &[&ColumnType<'_>], out: &mut String) {
    out.push_str(PACKAGE);
    out.push_str(class);
    out.push('(');
    for (index, argument) in arguments.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(argument, out);
    }
    out.push(')');
}

fn write_udt(definition: &UserDefinedType<'_>, out: &mut String) {
    let hex = |text: &str, out: &mut String| text.bytes().for_each(|byte| _ = write!(out, "{byte:02x}"));
    out.push_str(PACKAGE);
    out.push_str("UserType(");
    out.push_str(&definition.keyspace);
    out.push(',');
    hex(&definition.name, out);
    for (name, typ) in &definition.field_types {
        out.push(',');
        hex(name, out);
        out.push(':');
        write(typ, out);
    }
    out.push(')');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const INT: ColumnType<'static> = ColumnType::Native(NativeType::Int);

    fn parsed(class: &str) -> ColumnType<'_> {
        parse(class, 8, &mut TypeBudget::of_answer()).unwrap()
    }

    #[test]
    fn a_vector_is_read_as_cassandra_writes_it() {
        let class = "org.apache.cassandra.db.marshal.VectorType(org.apache.cassandra.db.marshal.FloatType , 3)";
        let vector = ColumnType::Vector { typ: Box::new(ColumnType::Native(NativeType::Float)), dimensions: 3 };
        assert_eq!(parsed(class), vector);
        assert_eq!(of(&vector), class);
    }

    #[test]
    fn a_frozen_map_of_user_types_is_read_and_written() {
        let class = "org.apache.cassandra.db.marshal.FrozenType(org.apache.cassandra.db.marshal.MapType(\
                     org.apache.cassandra.db.marshal.Int32Type,org.apache.cassandra.db.marshal.UserType(ks,61c3a9,\
                     78:org.apache.cassandra.db.marshal.Int32Type,79:org.apache.cassandra.db.marshal.TupleType(\
                     org.apache.cassandra.db.marshal.Int32Type,org.apache.cassandra.db.marshal.DurationType))))";
        let fields = vec![
            (Cow::from("x"), INT),
            (Cow::from("y"), ColumnType::Tuple(vec![INT, ColumnType::Native(NativeType::Duration)])),
        ];
        let user = ColumnType::UserDefinedType {
            frozen: false,
            definition: Arc::new(UserDefinedType::new("ks", "aé", fields)),
        };
        let typ = CollectionType::Map(Box::new(INT), Box::new(user));
        let map = ColumnType::Collection { frozen: true, typ };
        assert_eq!(parsed(class), map);
        assert_eq!(of(&map), class);
    }

    #[test]
    fn a_class_of_others_is_custom_with_its_arguments() {
        for class in
            ["com.example.Point", "com.example.Point(a(b),c)", "ListType", "MapType(Int32Type)", "a)", "", "x(("]
        {
            assert_eq!(parsed(class), ColumnType::Custom(class.into()), "{class}");
        }
        let element = ColumnType::Custom("com.example.Point(a)".into());
        let list = ColumnType::Collection { frozen: false, typ: CollectionType::List(Box::new(element)) };
        assert_eq!(parsed("ListType(com.example.Point(a))"), list);
        assert_eq!(parsed("ReversedType( Int32Type )"), INT);
    }

    #[test]
    fn a_vector_of_a_size_out_of_range_or_a_user_type_of_odd_digits_is_custom() {
        for class in ["VectorType(Int32Type,65536)", "VectorType(Int32Type,-1)", "UserType(ks,616)", "UserType(ks,fF)"]
        {
            assert_eq!(parsed(class), ColumnType::Custom(class.into()), "{class}");
        }
    }

    #[test]
    fn every_class_of_the_server_is_a_native_type() {
        let classes = [
            ("AsciiType", NativeType::Ascii),
            ("BooleanType", NativeType::Boolean),
            ("ByteType", NativeType::TinyInt),
            ("BytesType", NativeType::Blob),
            ("CounterColumnType", NativeType::Counter),
            ("DateType", NativeType::Timestamp),
            ("DecimalType", NativeType::Decimal),
            ("DoubleType", NativeType::Double),
            ("DurationType", NativeType::Duration),
            ("FloatType", NativeType::Float),
            ("InetAddressType", NativeType::Inet),
            ("Int32Type", NativeType::Int),
            ("IntegerType", NativeType::Varint),
            ("LongType", NativeType::BigInt),
            ("ShortType", NativeType::SmallInt),
            ("SimpleDateType", NativeType::Date),
            ("TimeType", NativeType::Time),
            ("TimestampType", NativeType::Timestamp),
            ("TimeUUIDType", NativeType::Timeuuid),
            ("UTF8Type", NativeType::Text),
            ("UUIDType", NativeType::Uuid),
        ];
        for (class, native) in classes {
            let full = format!("{PACKAGE}{class}");
            assert_eq!(parsed(class), ColumnType::Native(native), "{class}");
            assert_eq!(parsed(&full), ColumnType::Native(native), "{class}");
            assert_eq!(parsed(&format!("ReversedType({full})")), ColumnType::Native(native), "{class}");
            let list = ColumnType::Collection {
                frozen: true,
                typ: CollectionType::List(Box::new(ColumnType::Native(native))),
            };
            assert_eq!(parsed(&format!("{PACKAGE}FrozenType({PACKAGE}ListType({full}))")), list, "{class}");
            // A server writes one class only where two are read.
            assert!(class == "DateType" || of(&ColumnType::Native(native)) == full, "{class}");
        }
    }

    #[test]
    fn composites_and_unknown_classes_of_the_server_are_custom() {
        for class in [
            "DynamicCompositeType(a=>org.apache.cassandra.db.marshal.BytesType,s=>org.apache.cassandra.db.marshal.UTF8Type)",
            "CompositeType(org.apache.cassandra.db.marshal.Int32Type,org.apache.cassandra.db.marshal.UTF8Type)",
            "LexicalUUIDType",
            "EmptyType",
        ] {
            for class in [class.to_owned(), format!("{PACKAGE}{class}")] {
                assert_eq!(parsed(&class), ColumnType::Custom(class.as_str().into()));
                let element = Box::new(ColumnType::Custom(class.as_str().into()));
                let set = ColumnType::Collection { frozen: false, typ: CollectionType::Set(element) };
                assert_eq!(parsed(&format!("SetType({class})")), set);
            }
        }
    }

    fn any_type() -> impl Strategy<Value = ColumnType<'static>> {
        let native = (0x0001..0x0016_u16).prop_filter_map("an id without a type", |id| {
            let mut bytes = &id.to_be_bytes()[..];
            super::super::type_option::read_type(&mut bytes, &mut TypeBudget::of_answer())
                .ok()
                .map(ColumnType::into_owned)
        });
        let custom = "[a-z]{1,8}(\\.[A-Z][a-z]{0,5})?(\\([a-z,]{0,4}\\))?";
        let leaf = prop_oneof![9 => native, 1 => custom.prop_map(|class| ColumnType::Custom(class.into()))];
        leaf.prop_recursive(4, 16, 3, |inner| {
            let boxed = || inner.clone().prop_map(Box::new);
            let collection = prop_oneof![
                boxed().prop_map(CollectionType::List),
                boxed().prop_map(CollectionType::Set),
                (boxed(), boxed()).prop_map(|(key, value)| CollectionType::Map(key, value)),
            ];
            let field = ("\\PC{1,8}".prop_map(Cow::Owned), inner.clone());
            let user = ("[a-z_]{1,9}", "\\PC{1,9}", proptest::collection::vec(field, 0..4), any::<bool>());
            prop_oneof![
                (any::<bool>(), collection).prop_map(|(frozen, typ)| ColumnType::Collection { frozen, typ }),
                proptest::collection::vec(inner.clone(), 1..4).prop_map(ColumnType::Tuple),
                (boxed(), any::<u16>()).prop_map(|(typ, dimensions)| ColumnType::Vector { typ, dimensions }),
                user.prop_map(|(keyspace, name, fields, frozen)| ColumnType::UserDefinedType {
                    frozen,
                    definition: Arc::new(UserDefinedType::new(keyspace, name, fields)),
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_type_is_read_from_the_class_name_that_it_has(typ in any_type()) {
            let class = of(&typ);
            prop_assert_eq!(parse(&class, 64, &mut TypeBudget::of_answer()).unwrap(), typ);
        }

        #[test]
        fn any_text_is_a_type(class in "([A-Z][A-Za-z0-9]{0,3}Type|[(),: ]|[0-9a-f]{2}|\\PC){0,24}", depth in 0..9_usize) {
            // An error is only ever the depth.
            if let Err(error) = parse(&class, depth, &mut TypeBudget::of_answer()) {
                prop_assert!(error.to_string().contains("nested deeper"), "{}", error);
            }
        }
    }

    #[test]
    fn a_class_nested_too_deep_is_an_error() {
        let class = "ListType(".repeat(5_000);
        let parsed = |class, depth| parse(class, depth, &mut TypeBudget::of_answer());
        assert!(parsed(&class, 8).is_err());
        assert!(parsed("ListType(ListType(Int32Type))", 2).is_err());
        assert!(parsed("ListType(ListType(Int32Type))", 3).is_ok());
    }
}
