//! `flavor`, `skip_name_checks`, `allow_missing`, `default_when_null`, `forbid_excess_udt_fields`.

use ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

use super::*;

#[derive(SerializeRow, DeserializeRow, Debug, PartialEq)]
#[cql(flavor = "enforce_order")]
struct InOrder {
    id: i64,
    #[cql(rename = "userName")]
    name: String,
}

const ID: Option<&[u8]> = Some(&[0, 0, 0, 0, 0, 0, 0, 1]);
const NAME: Option<&[u8]> = Some(b"ann");
const AGE: Option<&[u8]> = Some(&[0, 0, 0, 7]);

fn in_order() -> InOrder {
    InOrder { id: 1, name: "ann".to_owned() }
}

#[test]
fn an_enforced_order_of_columns_is_read_and_written() {
    let columns = [("id", BIGINT), ("userName", TEXT)];
    assert_eq!(write(&in_order(), &columns).unwrap(), cells([ID, NAME]));
    assert_eq!(read::<InOrder>(&specs(&columns), &cells([ID, NAME])).unwrap(), in_order());
    assert!(InOrder::plan(&specs(&columns)).unwrap().is_in_order());
}

#[test]
fn another_order_than_the_enforced_one_is_an_error() {
    let swapped = [("userName", TEXT), ("id", BIGINT)];
    assert_error(write(&in_order(), &swapped), "cannot bind InOrder: expected bind marker `id`, got `userName`");
    assert_error(
        read::<InOrder>(&specs(&swapped), &[]),
        "cannot read rows as InOrder: column 0: expected `id`, got `userName`",
    );
    let more = [("id", BIGINT), ("userName", TEXT), ("age", INT)];
    assert_error(
        write(&in_order(), &more),
        "cannot bind InOrder: no value for bind marker `age`; there are `id`, `userName`",
    );
    assert_error(
        read::<InOrder>(&specs(&more), &[]),
        "cannot read rows as InOrder: no field for column `age`; there are `id`, `userName`",
    );
    assert_error(
        write(&in_order(), &more[..1]),
        "cannot bind InOrder: the statement has no bind marker `userName`; there are `id`",
    );
    assert_error(
        read::<InOrder>(&specs(&more[..1]), &[]),
        "cannot read rows as InOrder: the result has no column `userName`; there are `id`",
    );
}

#[derive(SerializeRow, DeserializeRow, SerializeValue, DeserializeValue, Debug, PartialEq)]
#[cql(flavor = "enforce_order", skip_name_checks)]
struct Positions {
    first: i64,
    second: String,
}

#[test]
fn without_name_checks_only_types_count() {
    let row = Positions { first: 1, second: "ann".to_owned() };
    let columns = [("id", BIGINT), ("userName", TEXT)];
    assert_eq!(write(&row, &columns).unwrap(), cells([ID, NAME]));
    assert_eq!(read::<Positions>(&specs(&columns), &cells([ID, NAME])).unwrap(), row);
    assert_error(
        write(&row, &[("id", BIGINT)]),
        "cannot bind Positions: the statement has 1 bind markers, got 2 values",
    );
    assert_error(
        read::<Positions>(&specs(&[("id", BIGINT)]), &[]),
        "cannot read rows as Positions: expected 2 columns, got 1 (bigint)",
    );
    assert_error(
        read::<Positions>(&specs(&[("id", TEXT), ("userName", TEXT)]), &[]),
        "cannot read rows as Positions: column `id`: field `first` of `Positions`: cannot read text as i64: \
         expected bigint",
    );
    let home = udt("t", &[("id", BIGINT), ("userName", TEXT)]);
    let bytes = value(&row, &home).unwrap();
    assert_eq!(bytes, cells([Some(cells([ID, NAME]).as_slice())]));
    assert_eq!(read_value::<Positions>(&home, &cells([ID, NAME])).unwrap(), row);
}

#[derive(SerializeRow, DeserializeRow, Debug, PartialEq)]
struct Lenient {
    id: i64,
    #[cql(allow_missing)]
    name: String,
    #[cql(default_when_null)]
    age: i32,
    #[cql(allow_missing, default_when_null)]
    score: i32,
}

#[test]
fn a_field_without_a_column_is_its_default_and_is_not_written() {
    let row = |name: &str, age, score| Lenient { id: 1, name: name.to_owned(), age, score };
    let all = [("id", BIGINT), ("name", TEXT), ("age", INT), ("score", INT)];
    for (columns, values, expected) in [
        (vec![0, 1, 2, 3], vec![ID, NAME, AGE, AGE], row("ann", 7, 7)),
        (vec![0, 1, 2, 3], vec![ID, NAME, None, None], row("ann", 0, 0)),
        (vec![0, 2], vec![ID, AGE], row("", 7, 0)),
        (vec![2, 0, 1], vec![None, ID, NAME], row("ann", 0, 0)),
        (vec![3, 2, 0], vec![None, AGE, ID], row("", 7, 0)),
    ] {
        let columns: Vec<_> = columns.into_iter().map(|index: usize| all[index].clone()).collect();
        assert_eq!(read::<Lenient>(&specs(&columns), &cells(values.clone())).unwrap(), expected);
        let written = write(&row("ann", 7, 7), &columns).unwrap();
        let values = values.into_iter().zip(&columns).map(|(value, column)| if column.1 == INT { AGE } else { value });
        assert_eq!(written, cells(values), "{columns:?}");
    }
    assert_error(
        read::<Lenient>(&specs(&[("id", BIGINT), ("name", TEXT)]), &[]),
        "cannot read rows as Lenient: the result has no column `age`; there are `id`, `name`; did you mean `name`?",
    );
    let ordered = specs(&all);
    assert_error(
        read::<Lenient>(&ordered, &cells([ID, None, AGE, AGE])),
        "column `name`: field `name` of `Lenient`: cannot read text as String: the value is null; \
         read it as `Option<String>`",
    );
}

#[derive(SerializeValue, DeserializeValue, Debug, PartialEq, Clone)]
struct Home {
    #[cql(allow_missing)]
    street: String,
    #[cql(default_when_null)]
    zip: i32,
}

#[derive(SerializeValue, DeserializeValue, Debug, PartialEq, Clone)]
#[cql(flavor = "enforce_order", forbid_excess_udt_fields)]
struct Exact {
    #[cql(allow_missing)]
    street: String,
    zip: i32,
}

#[test]
fn fields_of_types_may_be_missing_or_null() {
    let home = Home { street: "Elm".to_owned(), zip: 7 };
    let whole = udt("home", &[("street", TEXT), ("zip", INT)]);
    let swapped = udt("home", &[("zip", INT), ("street", TEXT)]);
    let new = udt("home", &[("zip", INT), ("planet", TEXT)]);
    let elm = Some(b"Elm".as_slice());
    assert_eq!(value(&home, &whole).unwrap(), cells([Some(cells([elm, AGE]).as_slice())]));
    assert_eq!(value(&home, &swapped).unwrap(), cells([Some(cells([AGE, elm]).as_slice())]));
    assert_eq!(value(&home, &new).unwrap(), cells([Some(cells([AGE]).as_slice())]));
    assert_eq!(read_value::<Home>(&whole, &cells([elm, AGE])).unwrap(), home);
    assert_eq!(read_value::<Home>(&swapped, &cells([AGE, elm])).unwrap(), home);
    assert_eq!(read_value::<Home>(&whole, &cells([elm, None])).unwrap(), Home { zip: 0, ..home.clone() });
    // Written before `zip` was added.
    assert_eq!(read_value::<Home>(&whole, &cells([elm])).unwrap(), Home { zip: 0, ..home.clone() });
    assert_eq!(read_value::<Home>(&new, &cells([AGE, elm])).unwrap(), Home { street: String::new(), ..home });
}

#[test]
fn an_exact_type_has_the_fields_of_the_struct_in_their_order() {
    let exact = Exact { street: "Elm".to_owned(), zip: 7 };
    let elm = Some(b"Elm".as_slice());
    let whole = udt("home", &[("street", TEXT), ("zip", INT)]);
    assert_eq!(value(&exact, &whole).unwrap(), cells([Some(cells([elm, AGE]).as_slice())]));
    assert_eq!(read_value::<Exact>(&whole, &cells([elm, AGE])).unwrap(), exact);
    let less = udt("home", &[("zip", INT)]);
    assert_eq!(value(&exact, &less).unwrap(), cells([Some(cells([AGE]).as_slice())]));
    assert_eq!(read_value::<Exact>(&less, &cells([AGE])).unwrap(), Exact { street: String::new(), zip: 7 });
    let more = udt("home", &[("street", TEXT), ("zip", INT), ("planet", TEXT)]);
    assert_error(value(&exact, &more), "cannot write Exact as home: no field for `planet`");
    assert_error(read_value::<Exact>(&more, &[]), "cannot read home as Exact: no field for `planet`");
    let swapped = udt("home", &[("zip", INT), ("street", TEXT)]);
    assert_error(value(&exact, &swapped), "cannot write Exact as home: no field for `street`");
    let other = udt("home", &[("planet", TEXT)]);
    assert_error(value(&exact, &other), "cannot write Exact as home: field 0: expected `zip`, got `planet`");
}
