//! The types of columns, as results describe them.

use std::sync::Arc;

use ilium_driver::wire::ProtocolVersion;
use ilium_driver::wire::column::{CollectionType, ColumnSpec, ColumnType, NativeType, TableSpec, UserDefinedType};
use ilium_driver::wire::response::{MetadataFlags, decode_column_specs, encode_column_specs};

use crate::vector::{BOTH, V4, V5, bytes, damage};

const INT: ColumnType<'static> = ColumnType::Native(NativeType::Int);

fn boxed<'a>(typ: ColumnType<'a>) -> Box<ColumnType<'a>> {
    Box::new(typ)
}

fn collection(typ: CollectionType<'_>) -> ColumnType<'_> {
    ColumnType::Collection { frozen: false, typ }
}

/// A column named `c` of the type that `text` spells.
fn check(version: ProtocolVersion, text: &str, typ: &ColumnType<'_>) {
    let specs = bytes(&format!("00 02 'ks'  00 01 't'  00 01 'c'  {text}"));
    let expected = ColumnSpec::borrowed("c", typ.clone(), TableSpec::borrowed("ks", "t"));
    let flags = MetadataFlags::GLOBAL_TABLES_SPEC;
    let mut buf = specs.as_slice();
    assert_eq!(decode_column_specs(&mut buf, flags, 1).as_deref(), Ok(&[expected.clone()][..]), "{version} {text}");
    assert!(buf.is_empty());
    let mut encoded = Vec::new();
    encode_column_specs(version, flags, &[expected], &mut encoded).unwrap();
    assert_eq!(encoded, specs, "{version} {typ}");
    for len in 0..specs.len() {
        assert!(decode_column_specs(&mut &specs[..len], flags, 1).is_err(), "{text} cut to {len} decodes");
    }
    damage(&specs, |specs| _ = decode_column_specs(&mut &*specs, flags, 1));
}

#[test]
fn native_types_have_ids() {
    for (id, native) in [
        ("00 01", NativeType::Ascii),
        ("00 02", NativeType::BigInt),
        ("00 03", NativeType::Blob),
        ("00 04", NativeType::Boolean),
        ("00 05", NativeType::Counter),
        ("00 06", NativeType::Decimal),
        ("00 07", NativeType::Double),
        ("00 08", NativeType::Float),
        ("00 09", NativeType::Int),
        ("00 0B", NativeType::Timestamp),
        ("00 0C", NativeType::Uuid),
        ("00 0D", NativeType::Text),
        ("00 0E", NativeType::Varint),
        ("00 0F", NativeType::Timeuuid),
        ("00 10", NativeType::Inet),
        ("00 11", NativeType::Date),
        ("00 12", NativeType::Time),
        ("00 13", NativeType::SmallInt),
        ("00 14", NativeType::TinyInt),
    ] {
        for version in BOTH {
            check(version, id, &ColumnType::Native(native));
        }
    }
    check(V5, "00 15", &ColumnType::Native(NativeType::Duration));
}

#[test]
fn duration_goes_by_its_class_name_in_version_4() {
    let class = "00 00  00 2C 'org.apache.cassandra.db.marshal.DurationType'";
    check(V4, class, &ColumnType::Native(NativeType::Duration));
}

#[test]
fn collections_name_the_types_in_them() {
    for version in BOTH {
        check(version, "00 20  00 09", &collection(CollectionType::List(boxed(INT))));
        check(version, "00 22  00 09", &collection(CollectionType::Set(boxed(INT))));
        let list = collection(CollectionType::List(boxed(INT)));
        let text = ColumnType::Native(NativeType::Text);
        check(version, "00 21  00 0D  00 20 00 09", &collection(CollectionType::Map(boxed(text), boxed(list))));
    }
}

#[test]
fn user_types_name_their_fields() {
    let fields = vec![("x".into(), INT), ("y".into(), collection(CollectionType::Set(boxed(INT))))];
    let definition = Arc::new(UserDefinedType::new("ks", "point", fields));
    for version in BOTH {
        check(
            version,
            "00 30                      # UDT
             00 02 'ks'                 # keyspace
             00 05 'point'              # name
             00 02                      # two fields
             00 01 'x'  00 09
             00 01 'y'  00 22 00 09",
            &ColumnType::UserDefinedType { frozen: false, definition: definition.clone() },
        );
    }
}

#[test]
fn tuples_name_their_components() {
    for version in BOTH {
        let tuple = ColumnType::Tuple(vec![INT, ColumnType::Tuple(vec![])]);
        check(version, "00 31  00 02  00 09  00 31 00 00", &tuple);
    }
}

#[test]
fn vectors_and_types_of_plugins_go_by_their_class_name() {
    for version in BOTH {
        let vector = ColumnType::Vector { typ: boxed(ColumnType::Native(NativeType::Float)), dimensions: 3 };
        let package = "org.apache.cassandra.db.marshal";
        check(version, &format!("00 00  00 59 '{package}.VectorType({package}.FloatType , 3)'"), &vector);
        check(version, "00 00  00 11 'com.example.Point'", &ColumnType::Custom("com.example.Point".into()));
    }
}

#[test]
fn columns_of_several_tables_name_each() {
    let specs = bytes(
        "00 02 'k1'  00 02 't1'  00 01 'a'  00 09
         00 02 'k2'  00 02 't2'  00 01 'b'  00 0D",
    );
    let expected = [
        ColumnSpec::borrowed("a", INT, TableSpec::borrowed("k1", "t1")),
        ColumnSpec::borrowed("b", ColumnType::Native(NativeType::Text), TableSpec::borrowed("k2", "t2")),
    ];
    let decoded = decode_column_specs(&mut specs.as_slice(), MetadataFlags::NONE, 2);
    assert_eq!(decoded.as_deref(), Ok(&expected[..]));
    let mut encoded = Vec::new();
    encode_column_specs(V5, MetadataFlags::NONE, &expected, &mut encoded).unwrap();
    assert_eq!(encoded, specs);
}

fn refused(text: &str) -> String {
    let specs = bytes(&format!("00 02 'ks'  00 01 't'  00 01 'c'  {text}"));
    decode_column_specs(&mut specs.as_slice(), MetadataFlags::GLOBAL_TABLES_SPEC, 1).unwrap_err().to_string()
}

#[test]
fn a_type_that_is_not_in_the_specification_is_an_error() {
    assert_eq!(refused("00 0A"), "type of a column: unknown id 0x000a");
    assert_eq!(refused("00 40"), "type of a column: unknown id 0x0040");
}

#[test]
fn a_type_nested_too_deep_is_an_error() {
    let too_deep = "type of a column: nested deeper than 64";
    assert_eq!(refused(&"00 20 ".repeat(10_000)), too_deep);
    assert_eq!(refused(&"00 21 00 09 ".repeat(10_000)), too_deep);
    assert_eq!(refused(&"00 31 00 01 ".repeat(10_000)), too_deep);
    assert_eq!(refused(&"00 30 00 00 00 00 00 01 00 00 ".repeat(10_000)), too_deep);
    let classes = "ListType(".repeat(7_000);
    assert_eq!(classes.len(), 0xF618);
    let classes = format!("00 00  F6 18 '{classes}'");
    assert_eq!(refused(&classes), too_deep);
}

#[test]
fn counts_that_the_bytes_cannot_hold_are_errors_at_once() {
    let ten_bytes = [0; 10];
    for (flags, needed) in [(MetadataFlags::GLOBAL_TABLES_SPEC, 4), (MetadataFlags::NONE, 8)] {
        let count = 0x7FFF_FFFF;
        let error = decode_column_specs(&mut ten_bytes.as_slice(), flags, count).unwrap_err();
        assert_eq!(error.to_string(), format!("column specs: expected {} bytes, 10 left", count * needed));
    }
    assert_eq!(refused("00 31  FF FF  00 09"), "components of a tuple: expected 131070 bytes, 2 left");
    let udt = "00 30  00 00  00 00  FF FF  00 00 00 09";
    assert_eq!(refused(udt), "fields of a user-defined type: expected 262140 bytes, 4 left");
}
