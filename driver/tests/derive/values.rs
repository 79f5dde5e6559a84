//! Transparent structs, tuple structs and enums.

use std::marker::PhantomData;

use ilium_driver::deserialize::value::UnknownVariant;
use ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

use super::*;

#[derive(SerializeValue, DeserializeValue, Debug, PartialEq)]
#[cql(transparent)]
struct Id(i32);

#[derive(SerializeValue, DeserializeValue, Debug, PartialEq)]
#[cql(transparent)]
struct Text<'a, T>(&'a str, #[cql(skip)] PhantomData<T>);

#[derive(SerializeValue, DeserializeValue, Debug, PartialEq)]
#[cql(transparent)]
struct OrZero(#[cql(default_when_null)] i32);

#[derive(SerializeRow, DeserializeRow, Debug, PartialEq)]
#[cql(transparent)]
struct Whole<T>(T);

const SEVEN: &[u8] = &[0, 0, 0, 7];

#[test]
fn a_transparent_struct_is_what_its_field_is() {
    assert_eq!(value(&Id(7), &INT).unwrap(), cells([Some(SEVEN)]));
    assert_eq!(read_value::<Id>(&INT, SEVEN).unwrap(), Id(7));
    assert_error(value(&Id(7), &TEXT), "cannot write i32 as text: expected int");
    assert_error(read_value::<Id>(&TEXT, b""), "cannot read text as i32: expected int");
    let text = Text("ann", PhantomData::<u8>);
    assert_eq!(value(&text, &TEXT).unwrap(), cells([Some(b"ann".as_slice())]));
    assert_eq!(read_value::<Text<'_, u8>>(&TEXT, b"ann").unwrap(), text);
    assert_eq!(read_null::<OrZero>(&INT).unwrap(), OrZero(0));
    assert_error(read_null::<Id>(&INT), "cannot read int as i32: the value is null; read it as `Option<i32>`");
}

#[test]
fn a_transparent_row_is_the_row_inside() {
    let columns = [("a", INT), ("b", INT)];
    let bytes = write(&Whole((7, 7)), &columns).unwrap();
    assert_eq!(bytes, cells([Some(SEVEN), Some(SEVEN)]));
    assert_eq!(read::<Whole<(i32, i32)>>(&specs(&columns), &bytes).unwrap(), Whole((7, 7)));
}

#[derive(SerializeValue, DeserializeValue, SerializeRow, DeserializeRow, Debug, PartialEq)]
struct Pair<'a, T>(T, #[cql(skip)] bool, #[cql(default_when_null)] Option<&'a str>);

#[test]
fn a_tuple_struct_is_a_tuple_or_a_row_by_position() {
    let pair = Pair(7, false, Some("ann"));
    let tuple = ColumnType::Tuple(vec![INT, TEXT]);
    let parts = cells([Some(SEVEN), Some(b"ann")]);
    assert_eq!(value(&pair, &tuple).unwrap(), cells([Some(parts.as_slice())]));
    assert_eq!(read_value::<Pair<'_, i32>>(&tuple, &parts).unwrap(), pair);
    // Written before the tuple had a second field.
    assert_eq!(read_value::<Pair<'_, i32>>(&tuple, &cells([Some(SEVEN)])).unwrap(), Pair(7, false, None));
    let columns = [("x", INT), ("y", TEXT)];
    assert_eq!(write(&pair, &columns).unwrap(), parts);
    assert_eq!(read::<Pair<'_, i32>>(&specs(&columns), &parts).unwrap(), pair);
}

#[test]
fn a_tuple_of_another_shape_is_an_error() {
    let pair = Pair(7, false, None);
    assert_error(value(&pair, &INT), "cannot write Pair as int: expected tuple");
    let one = ColumnType::Tuple(vec![INT]);
    assert_error(value(&pair, &one), "cannot write Pair as tuple<int>: expected 1 elements, got 2");
    assert_error(read_value::<Pair<'_, i32>>(&one, b""), "cannot read tuple<int> as Pair: expected 2 elements, got 1");
    // A value may end before the type does, as in CQL.
    let longer = ColumnType::Tuple(vec![INT, TEXT, INT]);
    let bytes = value(&Pair(7, false, Some("ann")), &longer).unwrap();
    assert_eq!(bytes, cells([Some(cells([Some(SEVEN), Some(b"ann")]).as_slice())]));
    assert_error(
        read_value::<Pair<'_, i32>>(&longer, b""),
        "cannot read tuple<int, text, int> as Pair: expected 2 elements, got 3",
    );
    let other = ColumnType::Tuple(vec![INT, INT]);
    assert_error(
        read_value::<Pair<'_, i32>>(&other, b""),
        "cannot read tuple<int, int> as Pair: field `1`: field `2` of `Pair`: cannot read int as &str: \
         expected text or ascii",
    );
    let tuple = ColumnType::Tuple(vec![INT, TEXT]);
    for len in 1..4 {
        assert_error(
            read_value::<Pair<'_, i32>>(&tuple, &cells([Some(SEVEN)])[..len]),
            "cannot read tuple<int, text> as Pair: the value ends inside field `0`",
        );
    }
    assert_error(
        read_value::<Pair<'_, i32>>(&tuple, &cells([None])),
        "cannot read tuple<int, text> as Pair: field `0`: field `0` of `Pair`: cannot read int as i32: \
         the value is null; read it as `Option<i32>`",
    );
    #[derive(SerializeValue, DeserializeValue, Debug)]
    struct Alone(i32);
    assert_error(
        value(&Alone(7), &INT),
        "cannot write Alone as int: expected tuple of 1 (with `#[cql(transparent)]` the struct is what its field is)",
    );
    assert!(read_value::<Alone>(&INT, SEVEN).is_err());
}

#[derive(SerializeValue, DeserializeValue, Clone, Copy, Debug, PartialEq)]
#[cql(rename_all = "snake_case")]
enum Status {
    Active,
    OnHold,
    #[cql(rename = "gone!")]
    Deleted,
    r#Type,
}

#[derive(SerializeValue, DeserializeValue, Clone, Copy, Debug, PartialEq)]
#[cql(as = "tinyint")]
enum Level {
    Low = -128,
    Middle,
    High = (1 << 6) - 1 + 64,
}

#[derive(SerializeValue, DeserializeValue, Clone, Copy, Debug, PartialEq)]
#[scylla(as = "bigint")]
#[repr(i64)]
enum Huge {
    Least = i64::MIN,
    Greatest = i64::MAX,
}

#[test]
fn variants_are_text_by_name() {
    for (status, text) in
        [(Status::Active, "active"), (Status::OnHold, "on_hold"), (Status::Deleted, "gone!"), (Status::r#Type, "type")]
    {
        for typ in [TEXT, ColumnType::Native(NativeType::Ascii)] {
            assert_eq!(value(&status, &typ).unwrap(), cells([Some(text.as_bytes())]));
            assert_eq!(read_value::<Status>(&typ, text.as_bytes()).unwrap(), status);
        }
    }
    assert_error(value(&Status::Active, &INT), "cannot write Status as int: expected text or ascii");
    assert_error(read_value::<Status>(&INT, SEVEN), "cannot read int as Status: expected text or ascii");
    assert_error(
        read_null::<Status>(&TEXT),
        "cannot read text as Status: the value is null; read it as `Option<Status>`",
    );
}

#[test]
fn an_unknown_text_is_an_error_that_lists_the_variants() {
    let error = read_value::<Status>(&TEXT, b"on-hold").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`on-hold` is no variant of Status; there are `active`, `on_hold`, `gone!`, `type`; did you mean `on_hold`?"
    );
    let ReadError::Row(error) = error else { panic!("not the type") };
    assert_eq!(error.downcast_ref::<UnknownVariant>().unwrap().got, "on-hold");
    assert_error(
        read_value::<Status>(&TEXT, &[0xFF]),
        "cannot read text as &str: invalid utf-8 sequence of 1 bytes from index 0",
    );
}

#[test]
fn variants_are_numbers_of_the_chosen_width() {
    const TINYINT: ColumnType<'static> = ColumnType::Native(NativeType::TinyInt);
    for (level, number) in [(Level::Low, -128_i8), (Level::Middle, -127), (Level::High, 127)] {
        assert_eq!(value(&level, &TINYINT).unwrap(), cells([Some(number.to_be_bytes().as_slice())]));
        assert_eq!(read_value::<Level>(&TINYINT, &number.to_be_bytes()).unwrap(), level);
    }
    assert_error(
        read_value::<Level>(&TINYINT, &[5]),
        "`5` is no variant of Level; there are `-128 (Low)`, `-127 (Middle)`, `127 (High)`",
    );
    assert_error(value(&Level::Low, &INT), "cannot write Level as int: expected tinyint");
    assert_error(read_value::<Level>(&TINYINT, SEVEN), "cannot read tinyint as i8: expected 1 bytes, got 4");
    for (huge, number) in [(Huge::Least, i64::MIN), (Huge::Greatest, i64::MAX)] {
        assert_eq!(value(&huge, &BIGINT).unwrap(), cells([Some(number.to_be_bytes().as_slice())]));
        assert_eq!(read_value::<Huge>(&BIGINT, &number.to_be_bytes()).unwrap(), huge);
    }
}

#[test]
fn smallint_and_int_are_stored_too() {
    #[derive(SerializeValue, DeserializeValue, Clone, Copy, Debug, PartialEq)]
    #[cql(as = "smallint")]
    enum Small {
        A = -32768,
        B = 0x7FFF,
    }
    #[derive(SerializeValue, DeserializeValue, Clone, Copy, Debug, PartialEq)]
    #[cql(as = "int")]
    enum Int {
        A = 7,
    }
    let smallint = ColumnType::Native(NativeType::SmallInt);
    assert_eq!(value(&Small::A, &smallint).unwrap(), cells([Some([0x80, 0].as_slice())]));
    assert_eq!(read_value::<Small>(&smallint, &[0x7F, 0xFF]).unwrap(), Small::B);
    assert_eq!(value(&Int::A, &INT).unwrap(), cells([Some(SEVEN)]));
    assert_eq!(read_value::<Int>(&INT, SEVEN).unwrap(), Int::A);
}
