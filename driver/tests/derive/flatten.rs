//! `flatten`, with and without a prefix, nested and generic.

use ilium_driver::{DeserializeRow, SerializeRow};

use super::*;

#[derive(SerializeRow, DeserializeRow, Debug, PartialEq)]
struct User<'a, T> {
    id: i64,
    #[cql(flatten, prefix = "home_")]
    home: Place<'a, T>,
    name: &'a str,
    #[cql(flatten)]
    audit: Box<Audit>,
}

#[derive(SerializeRow, DeserializeRow, Debug, PartialEq)]
struct Place<'a, T> {
    street: &'a str,
    #[cql(flatten, prefix = "at_")]
    at: Point<T>,
    #[cql(skip)]
    seen: bool,
}

#[derive(SerializeRow, DeserializeRow, Debug, PartialEq)]
#[cql(rename_all = "UPPERCASE")]
struct Point<T> {
    x: T,
    y: T,
}

#[derive(SerializeRow, DeserializeRow, Debug, PartialEq)]
struct Audit {
    #[cql(allow_missing)]
    version: i32,
}

const COLUMNS: [(&str, ColumnType<'static>); 6] =
    [("id", BIGINT), ("home_street", TEXT), ("home_at_X", INT), ("home_at_Y", INT), ("name", TEXT), ("version", INT)];

const VALUES: [Option<&[u8]>; 6] = [
    Some(&[0, 0, 0, 0, 0, 0, 0, 1]),
    Some(b"Elm"),
    Some(&[0, 0, 0, 2]),
    Some(&[0, 0, 0, 3]),
    Some(b"ann"),
    Some(&[0, 0, 0, 4]),
];

fn user(version: i32) -> User<'static, i32> {
    let home = Place { street: "Elm", at: Point { x: 2, y: 3 }, seen: false };
    User { id: 1, home, name: "ann", audit: Box::new(Audit { version }) }
}

#[test]
fn flattened_fields_are_columns_in_any_order() {
    for order in [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [2, 0, 4, 1, 5, 3]] {
        let columns = order.map(|index| COLUMNS[index].clone());
        let values = cells(order.map(|index| VALUES[index]));
        assert_eq!(write(&user(4), &columns).unwrap(), values);
        assert_eq!(read::<User<'_, i32>>(&specs(&columns), &values).unwrap(), user(4));
    }
    assert!(User::<i32>::plan(&specs(&COLUMNS)).unwrap().is_in_order());
}

#[test]
fn a_field_inside_may_be_missing() {
    let columns = &COLUMNS[..5];
    let values = cells(VALUES.into_iter().take(5));
    assert_eq!(write(&user(4), columns).unwrap(), values);
    assert_eq!(read::<User<'_, i32>>(&specs(columns), &values).unwrap(), user(0));
}

#[test]
fn errors_name_the_inner_struct_and_the_whole_column() {
    let mut columns = COLUMNS.to_vec();
    columns[3] = ("home_at_Z", INT);
    let known = "`id`, `home_street`, `home_at_X`, `home_at_Y`, `name`, `version`";
    assert_error(
        read::<User<'_, i32>>(&specs(&columns), &[]),
        &format!(
            "cannot read rows as User: no field for column `home_at_Z`; there are {known}; did you mean `home_at_X`?"
        ),
    );
    assert_error(
        write(&user(4), &columns),
        &format!(
            "cannot bind User: no value for bind marker `home_at_Z`; there are {known}; did you mean `home_at_X`?"
        ),
    );
    for order in [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0]] {
        let mut columns = order.map(|index| COLUMNS[index].clone());
        columns.iter_mut().find(|column| column.0 == "home_at_Y").unwrap().1 = TEXT;
        assert_error(
            read::<User<'_, i32>>(&specs(&columns), &[]),
            "cannot read rows as User: column `home_at_Y`: field `y` of `Point`: cannot read text as i32: expected int",
        );
        assert_error(
            write(&user(4), &columns),
            "column `home_at_Y`: field `y` of `Point`: cannot write i32 as text: expected int",
        );
        let columns = order.map(|index| COLUMNS[index].clone());
        let values = cells(order.map(|index| if index == 3 { None } else { VALUES[index] }));
        assert_error(
            read::<User<'_, i32>>(&specs(&columns), &values),
            "column `home_at_Y`: field `y` of `Point`: cannot read int as i32: the value is null; read it as \
             `Option<i32>`",
        );
    }
}

#[test]
fn an_outer_order_is_enforced_through_flattened_fields() {
    #[derive(SerializeRow, DeserializeRow, Debug, PartialEq)]
    #[cql(flavor = "enforce_order")]
    struct Ordered {
        #[cql(flatten)]
        at: Point<i32>,
        id: i32,
    }
    #[derive(SerializeRow, DeserializeRow, Debug, PartialEq)]
    struct ByPosition(#[cql(flatten)] Point<i32>, i32);

    let row = Ordered { at: Point { x: 1, y: 2 }, id: 3 };
    let columns = [("X", INT), ("Y", INT), ("id", INT)];
    let bytes = write(&row, &columns).unwrap();
    assert_eq!(bytes, [[0, 0, 0, 4, 0, 0, 0, 1], [0, 0, 0, 4, 0, 0, 0, 2], [0, 0, 0, 4, 0, 0, 0, 3]].concat());
    assert_eq!(read::<Ordered>(&specs(&columns), &bytes).unwrap(), row);
    assert_error(
        write(&row, &[("X", INT), ("id", INT), ("Y", INT)]),
        "cannot bind Ordered: expected bind marker `Y`, got `id`",
    );
    let row = ByPosition(Point { x: 1, y: 2 }, 3);
    let columns = [("a", INT), ("b", INT), ("c", INT)];
    assert_eq!(write(&row, &columns).unwrap(), bytes);
    assert_eq!(read::<ByPosition>(&specs(&columns), &bytes).unwrap(), row);
}

#[test]
fn a_plan_for_other_columns_is_an_error_and_nothing_worse() {
    let plan = User::<i32>::plan(&specs(&COLUMNS)).unwrap();
    let fewer = specs(&COLUMNS[..2]);
    let bytes = cells(VALUES.into_iter().take(2));
    let result = User::<i32>::read(&mut RowReader::new(&fewer, FrameSlice::new_borrowed(&bytes)), &plan);
    assert!(result.is_err());
}
