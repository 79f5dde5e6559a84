use ilium_driver::value::MaybeUnset;
use ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

use super::*;

#[derive(SerializeValue, DeserializeValue, Debug, PartialEq, Clone)]
#[cql(rename_all = "camelCase")]
struct Address {
    street_name: String,
    zip: Option<i32>,
    #[cql(skip)]
    seen: bool,
}

#[derive(SerializeRow, DeserializeRow, Debug, PartialEq)]
struct User {
    home: Address,
}

fn address(zip: Option<i32>) -> Address {
    Address { street_name: "elm".to_owned(), zip, seen: false }
}

fn home(fields: &[(&'static str, ColumnType<'static>)]) -> [(&'static str, ColumnType<'static>); 1] {
    [("home", udt("address", fields))]
}

/// What an address writes, less the length of the whole.
fn written(fields: &[(&'static str, ColumnType<'static>)]) -> Result<Vec<u8>, SerializationError> {
    let user = User { home: address(Some(7)) };
    let bytes = write(&user, &home(fields))?;
    let (len, contents) = bytes.split_at(4);
    assert_eq!(len, u32::try_from(contents.len()).unwrap().to_be_bytes());
    Ok(contents.to_vec())
}

/// The address read from those cells.
fn read_home(fields: &[(&'static str, ColumnType<'static>)], value: &[u8]) -> Result<Address, ReadError> {
    let (specs, row) = (specs(&home(fields)), cells([Some(value)]));
    read::<User>(&specs, &row).map(|user| user.home)
}

const STREET: Option<&[u8]> = Some(b"elm");
const ZIP: Option<&[u8]> = Some(&[0, 0, 0, 7]);

#[test]
fn writes_in_the_order_of_the_type() {
    assert_eq!(written(&[("streetName", TEXT), ("zip", INT)]).unwrap(), cells([STREET, ZIP]));
    assert_eq!(written(&[("zip", INT), ("streetName", TEXT)]).unwrap(), cells([ZIP, STREET]));
}

#[test]
fn fields_that_the_struct_lacks_are_null_inside_and_left_out_at_the_end() {
    assert_eq!(
        written(&[("a", INT), ("streetName", TEXT), ("b", INT), ("c", INT), ("zip", INT)]).unwrap(),
        cells([None, STREET, None, None, ZIP])
    );
    assert_eq!(written(&[("streetName", TEXT), ("zip", INT), ("a", INT)]).unwrap(), cells([STREET, ZIP]));
}

#[test]
fn reads_in_the_order_of_the_type() {
    assert_eq!(read_home(&[("streetName", TEXT), ("zip", INT)], &cells([STREET, ZIP])).unwrap(), address(Some(7)));
    assert_eq!(read_home(&[("zip", INT), ("streetName", TEXT)], &cells([ZIP, STREET])).unwrap(), address(Some(7)));
}

#[test]
fn a_value_may_be_shorter_or_longer_than_its_type() {
    let fields = [("streetName", TEXT), ("zip", INT)];
    assert_eq!(read_home(&fields, &cells([STREET])).unwrap(), address(None));
    assert_eq!(read_home(&fields, &cells([STREET, ZIP, ZIP, None])).unwrap(), address(Some(7)));
    assert_error(
        read_home(&fields, &[]),
        "column `home`: field `home` of `User`: cannot read address as Address: field `streetName`: \
         field `street_name` of `Address`: cannot read text as String: the value is null; read it as `Option<String>`",
    );
}

#[test]
fn fields_that_the_struct_lacks_are_passed_over() {
    let fields = [("a", BLOB), ("zip", INT), ("b", INT), ("streetName", TEXT), ("c", INT)];
    let value = cells([Some([1, 2].as_slice()), ZIP, None, STREET]);
    assert_eq!(read_home(&fields, &value).unwrap(), address(Some(7)));
}

#[test]
fn a_field_that_the_type_lacks_is_an_error_that_lists_its_fields() {
    let fields = [("zip", INT), ("street", TEXT)];
    assert_error(
        written(&fields),
        "column `home`: field `home` of `User`: cannot write Address as address: the type has no field `streetName`; \
         there are `zip`, `street`; did you mean `street`?",
    );
    assert_error(
        read_home(&fields, &[]),
        "cannot read rows as User: column `home`: field `home` of `User`: cannot read address as Address: \
         the type has no field `streetName`; there are `zip`, `street`; did you mean `street`?",
    );
}

#[test]
fn a_type_that_does_not_fit_is_an_error_that_names_everything() {
    let fields = [("streetName", TEXT), ("zip", BIGINT)];
    assert_error(
        written(&fields),
        "column `home`: field `home` of `User`: cannot write Address as address: field `zip`: \
         field `zip` of `Address`: cannot write i32 as bigint: expected int",
    );
    assert_error(
        read_home(&fields, &[]),
        "cannot read rows as User: column `home`: field `home` of `User`: cannot read address as Address: \
         field `zip`: field `zip` of `Address`: cannot read bigint as i32: expected int",
    );
}

#[test]
fn another_type_is_an_error() {
    let user = User { home: address(None) };
    assert_error(
        write(&user, &[("home", INT)]),
        "column `home`: field `home` of `User`: cannot write Address as int: expected a user-defined type",
    );
    assert_error(
        read::<User>(&specs(&[("home", INT)]), &[]),
        "cannot read rows as User: column `home`: field `home` of `User`: cannot read int as Address: \
         expected a user-defined type",
    );
}

#[test]
fn null_is_none_or_an_error() {
    #[derive(DeserializeRow, SerializeRow, Debug, PartialEq)]
    struct Homeless {
        home: Option<Address>,
    }
    let columns = home(&[("streetName", TEXT), ("zip", INT)]);
    let (specs, row) = (specs(&columns), cells([None]));
    assert_eq!(read::<Homeless>(&specs, &row).unwrap(), Homeless { home: None });
    assert_eq!(write(&Homeless { home: None }, &columns).unwrap(), row);
    assert_error(
        read::<User>(&specs, &row),
        "column `home`: field `home` of `User`: cannot read address as Address: the value is null; \
         read it as `Option<Address>`",
    );
}

#[test]
fn unset_inside_is_an_error() {
    #[derive(SerializeValue)]
    struct Part {
        zip: MaybeUnset<i32>,
    }
    #[derive(SerializeRow)]
    struct Row {
        home: Part,
    }
    let columns = home(&[("zip", INT)]);
    let row = |zip| Row { home: Part { zip } };
    assert_eq!(write(&row(MaybeUnset::Set(7)), &columns).unwrap(), cells([Some(cells([ZIP]).as_slice())]));
    assert_error(
        write(&row(MaybeUnset::Unset), &columns),
        "column `home`: field `home` of `Row`: cannot write Part as address: field `zip`: field `zip` of `Part`: \
         cannot write Part as address: only a whole bind marker can be unset",
    );
}

#[test]
fn a_value_that_is_cut_inside_a_field_is_an_error() {
    let fields = [("streetName", TEXT), ("zip", INT)];
    let value = cells([STREET, ZIP]);
    for len in 1..value.len() {
        // A value may end between two fields.
        assert_eq!(read_home(&fields, &value[..len]).is_ok(), len == 7, "{len} bytes");
    }
}

#[test]
fn reading_without_a_type_check_is_an_error_and_nothing_worse() {
    let value = cells([ZIP]);
    let bytes = Some(FrameSlice::new_borrowed(&value));
    assert_error(Address::deserialize(&INT, bytes), "cannot read int as Address: expected a user-defined type");
    let other = udt("address", &[("zip", INT)]);
    assert_error(
        Address::deserialize(&other, bytes),
        "cannot read address as Address: the type has no field `streetName`; there are `zip`",
    );
}

#[test]
fn types_nest_and_borrow() {
    #[derive(SerializeValue, DeserializeValue, Debug, PartialEq, Clone, Copy)]
    struct Inner<'a> {
        bytes: &'a [u8],
    }
    #[derive(SerializeValue, DeserializeValue, Debug, PartialEq, Clone, Copy)]
    struct Outer<'a, T> {
        text: &'a str,
        inner: Option<Inner<'a>>,
        more: T,
    }
    #[derive(SerializeRow, DeserializeRow, Debug, PartialEq)]
    struct Row<'a> {
        home: Outer<'a, Option<Inner<'a>>>,
    }
    let inner = udt("inner", &[("bytes", BLOB)]);
    let columns = [("home", udt("outer", &[("more", inner.clone()), ("inner", inner), ("text", TEXT)]))];
    let row = Row { home: Outer { text: "elm", inner: Some(Inner { bytes: &[9] }), more: None } };
    let bytes = write(&row, &columns).unwrap();
    assert_eq!(bytes, [0, 0, 0, 20, 255, 255, 255, 255, 0, 0, 0, 5, 0, 0, 0, 1, 9, 0, 0, 0, 3, b'e', b'l', b'm']);
    let specs = specs(&columns);
    assert_eq!(read::<Row<'_>>(&specs, &bytes).unwrap(), row);
}
