//! What the derives write works in a package that has the mapper only behind another crate.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use ilium_behind_facade::{Address, Place, Status, User, UserDao, UserId, Visit};
use ilium_facade::cql::deserialize::FrameSlice;
use ilium_facade::cql::deserialize::row::{DeserializeRow as _, RowReader};
use ilium_facade::cql::frame::response::result::{ColumnSpec, ColumnType, NativeType, TableSpec, UserDefinedType};
use ilium_facade::cql::serialize::row::{RowSerializationContext, SerializeRow};
use ilium_facade::cql::serialize::writers::RowWriter;
use ilium_facade::db::{Dao as _, Entity as _};

fn column(name: &'static str, typ: NativeType) -> ColumnSpec<'static> {
    ColumnSpec::borrowed(name, ColumnType::Native(typ), TableSpec::borrowed("ks", "t"))
}

fn write(row: &impl SerializeRow, specs: &[ColumnSpec<'static>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    row.serialize(&RowSerializationContext::from_specs(specs), &mut RowWriter::new(&mut bytes)).unwrap();
    bytes
}

#[test]
fn an_entity_and_its_dao_are_described() {
    let columns: Vec<&str> = User::META.columns.iter().map(|column| column.name).collect();
    assert_eq!(columns, ["id", "home", "status"]);
    assert_eq!((UserDao::NAME, UserDao::STATEMENTS.len()), ("UserDao", 4));
}

#[test]
fn rows_and_values_make_the_round_trip() {
    let specs =
        [column("id", NativeType::BigInt), column("visits", NativeType::Int), column("place", NativeType::Text)];
    let visit = Visit { id: UserId(7), visits: 3, place: Place { place: "Rome".to_owned() } };
    let bytes = write(&visit, &specs);
    let plan = Visit::plan(&specs).unwrap();
    assert_eq!(Visit::read(&mut RowReader::new(&specs, FrameSlice::new_borrowed(&bytes)), &plan).unwrap(), visit);
}

#[test]
fn an_entity_makes_the_round_trip() {
    let text = ("street".into(), ColumnType::Native(NativeType::Text));
    let definition = Arc::new(UserDefinedType::new("ks", "address", vec![text]));
    let home = ColumnType::UserDefinedType { frozen: true, definition };
    let home = ColumnSpec::borrowed("home", home, TableSpec::borrowed("ks", "t"));
    let specs = [column("status", NativeType::Text), column("id", NativeType::BigInt), home];
    let address = Address { street: "Elm 1".to_owned() };
    let user = User { id: UserId(7), home: Some(address), status: Status::Banned };
    let bytes = write(&user, &specs);
    let plan = User::plan(&specs).unwrap();
    assert_eq!(User::read(&mut RowReader::new(&specs, FrameSlice::new_borrowed(&bytes)), &plan).unwrap(), user);
}
