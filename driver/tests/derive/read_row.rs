use ilium_driver::DeserializeRow;

use super::*;

#[derive(DeserializeRow, Debug, PartialEq)]
struct User<'a> {
    id: i64,
    #[cql(rename = "userName")]
    name: &'a str,
    age: Option<i32>,
    #[cql(skip)]
    seen: bool,
}

const ANN: User<'static> = User { id: 1, name: "ann", age: Some(7), seen: false };
const ID: Option<&[u8]> = Some(&[0, 0, 0, 0, 0, 0, 0, 1]);
const NAME: Option<&[u8]> = Some(b"ann");
const AGE: Option<&[u8]> = Some(&[0, 0, 0, 7]);

#[test]
fn reads_in_the_order_of_the_fields() {
    let specs = specs(&[("id", BIGINT), ("userName", TEXT), ("age", INT)]);
    assert!(User::plan(&specs).unwrap().is_in_order());
    assert_eq!(read::<User<'_>>(&specs, &cells([ID, NAME, AGE])).unwrap(), ANN);
    assert_eq!(read::<User<'_>>(&specs, &cells([ID, NAME, None])).unwrap(), User { age: None, ..ANN });
}

#[test]
fn reads_in_the_order_of_the_columns() {
    let forward = specs(&[("age", INT), ("id", BIGINT), ("userName", TEXT)]);
    assert_eq!(User::plan(&forward).unwrap().fields(), Some([2, 0, 1].as_slice()));
    assert_eq!(read::<User<'_>>(&forward, &cells([AGE, ID, NAME])).unwrap(), ANN);
    let swapped = specs(&[("userName", TEXT), ("id", BIGINT), ("age", INT)]);
    assert_eq!(read::<User<'_>>(&swapped, &cells([NAME, ID, AGE])).unwrap(), ANN);
}

#[test]
fn text_is_borrowed_from_the_row() {
    let specs = specs(&[("id", BIGINT), ("userName", TEXT), ("age", INT)]);
    let bytes = cells([ID, NAME, AGE]);
    let user = read::<User<'_>>(&specs, &bytes).unwrap();
    assert!(bytes.as_ptr_range().contains(&user.name.as_ptr()));
}

#[test]
fn rows_follow_one_another() {
    for columns in
        [[("id", BIGINT), ("userName", TEXT), ("age", INT)], [("id", BIGINT), ("age", INT), ("userName", TEXT)]]
    {
        let specs = specs(&columns);
        let row = if columns[1].0 == "age" { cells([ID, AGE, NAME]) } else { cells([ID, NAME, AGE]) };
        let rows = row.repeat(3);
        let plan = User::plan(&specs).unwrap();
        let mut reader = RowReader::new(&specs, FrameSlice::new_borrowed(&rows));
        for _ in 0..3 {
            assert_eq!(User::read(&mut reader, &plan).unwrap(), ANN);
        }
        assert!(reader.rest().is_empty());
        assert!(User::read(&mut reader, &plan).is_err());
    }
}

#[test]
fn a_missing_column_is_an_error_that_lists_the_columns() {
    assert_error(
        read::<User<'_>>(&specs(&[("id", BIGINT), ("age", INT)]), &[]),
        "cannot read rows as User: the result has no column `userName`; there are `id`, `age`",
    );
}

#[test]
fn an_extra_column_is_an_error_that_lists_the_fields() {
    assert_error(
        read::<User<'_>>(&specs(&[("id", BIGINT), ("userName", TEXT), ("age", INT), ("mail", TEXT)]), &[]),
        "cannot read rows as User: no field for column `mail`; there are `id`, `userName`, `age`",
    );
}

#[test]
fn a_column_that_stands_twice_is_an_error() {
    assert_error(
        read::<User<'_>>(&specs(&[("id", BIGINT), ("userName", TEXT), ("id", BIGINT)]), &[]),
        "cannot read rows as User: two columns are named `id`",
    );
}

#[test]
fn a_type_that_does_not_fit_is_an_error_that_names_everything() {
    assert_error(
        read::<User<'_>>(&specs(&[("id", BIGINT), ("userName", BLOB), ("age", INT)]), &[]),
        "cannot read rows as User: column `userName`: field `name` of `User`: cannot read blob as &str: \
         expected text or ascii",
    );
}

#[test]
fn a_value_that_cannot_be_read_is_an_error_that_names_everything() {
    for order in [[0, 1, 2], [2, 1, 0]] {
        let columns = order.map(|index| [("id", BIGINT), ("userName", TEXT), ("age", INT)][index].clone());
        let values = order.map(|index| [ID, Some([0xFF].as_slice()), AGE][index]);
        assert_error(
            read::<User<'_>>(&specs(&columns), &cells(values)),
            "column `userName`: field `name` of `User`: cannot read text as &str: \
             invalid utf-8 sequence of 1 bytes from index 0",
        );
        let values = order.map(|index| [None, NAME, AGE][index]);
        assert_error(
            read::<User<'_>>(&specs(&columns), &cells(values)),
            "column `id`: field `id` of `User`: cannot read bigint as i64: the value is null; read it as `Option<i64>`",
        );
    }
}

#[test]
fn a_row_that_is_cut_anywhere_is_an_error() {
    for columns in
        [[("id", BIGINT), ("userName", TEXT), ("age", INT)], [("userName", TEXT), ("id", BIGINT), ("age", INT)]]
    {
        let specs = specs(&columns);
        let row = if columns[0].0 == "id" { cells([ID, NAME, AGE]) } else { cells([NAME, ID, AGE]) };
        for len in 0..row.len() {
            assert!(matches!(read::<User<'_>>(&specs, &row[..len]), Err(ReadError::Row(_))), "{len} bytes");
        }
    }
}

#[test]
fn a_plan_for_other_columns_is_an_error_and_nothing_worse() {
    let plan = User::plan(&specs(&[("id", BIGINT), ("userName", TEXT), ("age", INT)])).unwrap();
    let fewer = specs(&[("id", BIGINT)]);
    let bytes = cells([ID]);
    let result = User::read(&mut RowReader::new(&fewer, FrameSlice::new_borrowed(&bytes)), &plan);
    assert_error(result, "cannot read a row as User<'_>: the columns are not those that were checked");
}

#[test]
fn a_struct_without_fields_reads_a_row_without_columns() {
    #[derive(DeserializeRow, Debug, PartialEq)]
    struct Empty {
        #[cql(skip)]
        seen: Option<bool>,
    }
    assert_eq!(read::<Empty>(&[], &[]).unwrap(), Empty { seen: None });
    assert_error(read::<Empty>(&specs(&[("a", INT)]), &[]), "cannot read rows as Empty: no field for column `a`");
}
