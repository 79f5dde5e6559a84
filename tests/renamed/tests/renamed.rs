//! The derives work in a package that has the driver under another name: in its library, its tests and with a path.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use ilium_renamed::{Address, Order, OrderId, Status, User};
use scylla::deserialize::row::{DeserializeRow as _, RowReader};
use scylla::deserialize::FrameSlice;
use scylla::frame::response::result::{ColumnSpec, ColumnType, NativeType, TableSpec, UserDefinedType};
use scylla::serialize::row::{RowSerializationContext, SerializeRow as _};
use scylla::serialize::writers::RowWriter;
use scylla::{DeserializeRow, SerializeRow};

#[derive(Debug, PartialEq, SerializeRow, DeserializeRow)]
#[scylla(crate = scylla)]
struct Named {
    id: i64,
}

fn column(name: &'static str, typ: ColumnType<'static>) -> ColumnSpec<'static> {
    ColumnSpec::borrowed(name, typ, TableSpec::borrowed("ks", "t"))
}

#[test]
fn a_struct_of_the_library_makes_the_round_trip() {
    let text = ("street".into(), ColumnType::Native(NativeType::Text));
    let definition = Arc::new(UserDefinedType::new("ks", "address", vec![text]));
    let specs = [
        column("id", ColumnType::Native(NativeType::BigInt)),
        column("address", ColumnType::UserDefinedType { frozen: true, definition }),
    ];
    let user = User { id: 7, home: Some(Address { street: "Elm 1".to_owned() }), seen: false };
    let mut bytes = Vec::new();
    user.serialize(&RowSerializationContext::from_specs(&specs), &mut RowWriter::new(&mut bytes)).unwrap();
    let plan = User::plan(&specs).unwrap();
    let read = User::read(&mut RowReader::new(&specs, FrameSlice::new_borrowed(&bytes)), &plan).unwrap();
    assert_eq!(read, user);
}

#[test]
fn every_form_is_found_under_the_other_name() {
    let bigint = || ColumnType::Native(NativeType::BigInt);
    let text = ("street".into(), ColumnType::Native(NativeType::Text));
    let definition = Arc::new(UserDefinedType::new("ks", "address", vec![text]));
    let specs = [
        column("status", ColumnType::Native(NativeType::Text)),
        column("user_id", bigint()),
        column("user_address", ColumnType::UserDefinedType { frozen: true, definition }),
        column("id", bigint()),
    ];
    let user = User { id: 7, home: None, seen: false };
    let order = Order { id: OrderId(1), user, status: Status::OnItsWay };
    let mut bytes = Vec::new();
    order.serialize(&RowSerializationContext::from_specs(&specs), &mut RowWriter::new(&mut bytes)).unwrap();
    let plan = Order::plan(&specs).unwrap();
    let read = Order::read(&mut RowReader::new(&specs, FrameSlice::new_borrowed(&bytes)), &plan).unwrap();
    assert_eq!(read, order);
}

#[test]
fn a_path_by_the_other_name_is_followed() {
    let specs = [column("id", ColumnType::Native(NativeType::BigInt))];
    let mut bytes = Vec::new();
    let named = Named { id: 7 };
    named.serialize(&RowSerializationContext::from_specs(&specs), &mut RowWriter::new(&mut bytes)).unwrap();
    assert_eq!(bytes, [0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 7]);
    let plan = Named::plan(&specs).unwrap();
    assert_eq!(Named::read(&mut RowReader::new(&specs, FrameSlice::new_borrowed(&bytes)), &plan).unwrap(), named);
}
