//! What an answer describes takes memory in proportion to what a statement can have, however much fits into a message.

use crate::wire::column::owned_columns;
use crate::wire::notation::{write_int, write_short, write_string};
use crate::wire::response::{MetadataFlags, Response, decode_column_specs};
use crate::wire::{Opcode, ProtocolVersion};

const MAX_COLUMNS: usize = 65_535;
const MAX_TYPES: usize = 262_144;
const TOO_MANY_TYPES: &str = "types of columns: expected at most 262144 in one answer, got more";

const INT: &[u8] = &[0, 9];

/// Column specs of these types, in one table without a name.
fn specs<'a>(types: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut out = vec![0; 4];
    for typ in types {
        write_string("", "name", &mut out).unwrap();
        out.extend_from_slice(typ);
    }
    out
}

fn tuple(element: &[u8], count: usize) -> Vec<u8> {
    let mut out = vec![0, 0x31];
    write_short(u16::try_from(count).unwrap(), &mut out);
    out.extend(element.repeat(count));
    out
}

/// A type by the name of its class.
fn class(name: &str) -> Vec<u8> {
    let mut out = vec![0, 0];
    write_string(name, "class", &mut out).unwrap();
    out
}

/// How many columns are read, or why none is.
fn columns(specs: &[u8], count: usize) -> Result<usize, String> {
    let read = decode_column_specs(&mut &*specs, MetadataFlags::GLOBAL_TABLES_SPEC, count);
    read.map(|specs| specs.len()).map_err(|error| error.to_string())
}

fn of_types(types: &[impl AsRef<[u8]>]) -> Result<usize, String> {
    columns(&specs(types.iter().map(AsRef::as_ref)), types.len())
}

#[test]
fn no_more_columns_are_read_than_a_statement_can_have() {
    let too_many = specs(vec![INT; MAX_COLUMNS + 1]);
    assert_eq!(columns(&too_many, MAX_COLUMNS), Ok(MAX_COLUMNS));
    let refused = Err("column specs: expected at most 65535, got 65536".to_owned());
    assert_eq!(columns(&too_many, MAX_COLUMNS + 1), refused);
}

#[test]
fn no_more_types_are_read_than_columns_can_have() {
    // Each tuple is a type beside its elements.
    let quarter = tuple(INT, MAX_TYPES / 4 - 1);
    assert_eq!(of_types(&[&quarter; 4]), Ok(4));
    assert_eq!(of_types(&[&*quarter, &quarter, &quarter, &quarter, INT]), Err(TOO_MANY_TYPES.to_owned()));
}

#[test]
fn types_by_their_class_names_count_too() {
    let name = format!("TupleType({}a)", "a,".repeat(32_000));
    let types = 32_002;
    assert_eq!(of_types(&vec![&*class(&name); MAX_TYPES / types]), Ok(MAX_TYPES / types));
    assert_eq!(of_types(&vec![&*class(&name); MAX_TYPES / types + 1]), Err(TOO_MANY_TYPES.to_owned()));
    // What is not understood in the end is a custom type, but has taken as long and as much.
    let broken = class(&name.replace("a)", "a"));
    assert_eq!(of_types(&vec![&*broken; MAX_TYPES / types]), Ok(MAX_TYPES / types));
    assert_eq!(of_types(&vec![&*broken; MAX_TYPES / types + 1]), Err(TOO_MANY_TYPES.to_owned()));
}

#[test]
fn user_defined_types_count_as_the_memory_they_take() {
    // Without a keyspace, name and fields.
    let udt = &[0, 0x30, 0, 0, 0, 0, 0, 0][..];
    let nameless = tuple(udt, 30_000);
    assert_eq!(of_types(&[&nameless; 2]), Ok(2));
    assert_eq!(of_types(&[&nameless; 3]), Err(TOO_MANY_TYPES.to_owned()));
    let classes = class(&format!("TupleType({}a)", "UserType(,),".repeat(5_000)));
    assert_eq!(of_types(&[&classes; 13]), Ok(13));
    assert_eq!(of_types(&[&classes; 14]), Err(TOO_MANY_TYPES.to_owned()));
}

/// The body of a RESULT of a PREPARE whose markers and columns have these types.
fn prepared(pk_indexes: &[u16], markers: &[&[u8]], columns: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::new();
    write_int(4, &mut out);
    write_string("id", "id", &mut out).unwrap();
    write_int(1, &mut out);
    write_int(i32::try_from(markers.len()).unwrap(), &mut out);
    write_int(i32::try_from(pk_indexes.len()).unwrap(), &mut out);
    pk_indexes.iter().for_each(|index| write_short(*index, &mut out));
    out.extend(specs(markers.iter().copied()));
    write_int(1, &mut out);
    write_int(i32::try_from(columns.len()).unwrap(), &mut out);
    out.extend(specs(columns.iter().copied()));
    out
}

fn refused(opcode: Opcode, body: &[u8]) -> Option<String> {
    Response::decode(ProtocolVersion::V4, opcode, body).err().map(|error| error.to_string())
}

#[test]
fn markers_and_columns_of_a_prepared_statement_share_one_budget() {
    let half = tuple(INT, 43_689);
    let three = [&*half, &half, &half];
    assert_eq!(refused(Opcode::Result, &prepared(&[], &three, &three)), None);
    let few = tuple(INT, 2);
    let four = [&*half, &half, &half, &few];
    assert_eq!(refused(Opcode::Result, &prepared(&[], &four, &four)).as_deref(), Some(TOO_MANY_TYPES));
}

#[test]
fn a_partition_key_has_few_columns() {
    assert_eq!(refused(Opcode::Result, &prepared(&[0; 1024], &[INT], &[])), None);
    let found = refused(Opcode::Result, &prepared(&[0; 1025], &[INT], &[]));
    assert_eq!(found.as_deref(), Some("partition key indexes: expected at most 1024, got 1025"));
}

#[test]
fn copies_of_columns_share_the_names_of_their_table() {
    let mut described = Vec::new();
    write_string("keyspace", "keyspace", &mut described).unwrap();
    write_string("table", "table", &mut described).unwrap();
    described.extend([0, 0, 0, 9].repeat(3));
    let read = decode_column_specs(&mut described.as_slice(), MetadataFlags::GLOBAL_TABLES_SPEC, 3).unwrap();
    let owned = owned_columns(read.clone());
    assert_eq!(owned, read);
    let [first, second, third] = owned.as_slice() else { panic!("three columns") };
    for column in [second, third] {
        assert!(std::ptr::eq(column.table_spec().ks_name(), first.table_spec().ks_name()));
        assert!(std::ptr::eq(column.table_spec().table_name(), first.table_spec().table_name()));
    }
    // A copy of one column alone keeps them.
    assert!(std::ptr::eq(first.clone().into_owned().table_spec().table_name(), first.table_spec().table_name()));
}

#[test]
fn columns_of_several_tables_keep_theirs() {
    let mut described = Vec::new();
    for table in ["a", "a", "b", "a"] {
        write_string("ks", "keyspace", &mut described).unwrap();
        write_string(table, "table", &mut described).unwrap();
        described.extend([0, 0, 0, 9]);
    }
    let read = decode_column_specs(&mut described.as_slice(), MetadataFlags::NONE, 4).unwrap();
    let owned = owned_columns(read.clone());
    assert_eq!(owned, read);
    let tables: Vec<_> = owned.iter().map(|column| column.table_spec().table_name()).collect();
    assert_eq!(tables, ["a", "a", "b", "a"]);
}

/// A body of SUPPORTED whose options have so many values each.
fn supported(options: &[u16]) -> Vec<u8> {
    let mut out = Vec::new();
    write_short(u16::try_from(options.len()).unwrap(), &mut out);
    for values in options {
        write_string("", "option", &mut out).unwrap();
        write_short(*values, &mut out);
        (0..*values).for_each(|_| write_string("", "value", &mut out).unwrap());
    }
    out
}

#[test]
fn what_a_server_supports_is_a_short_list() {
    assert_eq!(refused(Opcode::Supported, &supported(&[1, 2, 3])), None);
    assert_eq!(refused(Opcode::Supported, &supported(&[511, 511])), None);
    let found = |body: &[u8]| refused(Opcode::Supported, body).unwrap_or_default();
    let both = "options and values of SUPPORTED: expected at most 1024, got";
    assert_eq!(found(&supported(&[511, 512])), format!("{both} 1025"));
    assert_eq!(found(&supported(&[65_535; 4])), format!("{both} 65539"));
    assert_eq!(found(&supported(&[0; 1025])), "options of SUPPORTED: expected at most 1024, got 1025");
}

#[test]
fn no_more_replicas_fail_than_a_cluster_has() {
    let failure = |count: usize| {
        let mut out = Vec::new();
        write_int(0x1300, &mut out);
        write_string("", "message", &mut out).unwrap();
        out.extend([0, 1, 0, 0, 0, 1, 0, 0, 0, 1]);
        write_int(i32::try_from(count).unwrap(), &mut out);
        out.extend([4, 127, 0, 0, 1, 0, 0].repeat(count));
        out.push(0);
        Response::decode(ProtocolVersion::V5, Opcode::Error, &out).err().map(|error| error.to_string())
    };
    assert_eq!(failure(65_535), None);
    assert_eq!(failure(65_536).as_deref(), Some("failures: expected at most 65535, got 65536"));
}
