use ilium_driver::SerializeRow;
use ilium_driver::value::{MaybeUnset, Unset};

use super::*;

#[derive(SerializeRow)]
struct User {
    id: i64,
    #[cql(rename = "userName")]
    name: &'static str,
    age: Option<i32>,
    #[cql(skip)]
    #[expect(dead_code, reason = "is not written")]
    seen: bool,
}

const USER: User = User { id: 1, name: "ann", age: Some(7), seen: true };
const ID: Option<&[u8]> = Some(&[0, 0, 0, 0, 0, 0, 0, 1]);
const NAME: Option<&[u8]> = Some(b"ann");
const AGE: Option<&[u8]> = Some(&[0, 0, 0, 7]);

#[test]
fn writes_in_the_order_of_the_fields() {
    let bytes = write(&USER, &[("id", BIGINT), ("userName", TEXT), ("age", INT)]).unwrap();
    assert_eq!(bytes, cells([ID, NAME, AGE]));
    assert!(!USER.is_empty());
}

#[test]
fn writes_in_the_order_of_the_markers() {
    let bytes = write(&USER, &[("userName", TEXT), ("age", INT), ("id", BIGINT)]).unwrap();
    assert_eq!(bytes, cells([NAME, AGE, ID]));
    let bytes = write(&USER, &[("age", INT), ("userName", TEXT), ("id", BIGINT)]).unwrap();
    assert_eq!(bytes, cells([AGE, NAME, ID]));
}

#[test]
fn writes_a_marker_that_stands_twice_twice() {
    let bytes = write(&USER, &[("id", BIGINT), ("userName", TEXT), ("age", INT), ("id", BIGINT)]).unwrap();
    assert_eq!(bytes, cells([ID, NAME, AGE, ID]));
}

#[test]
fn writes_null_and_unset() {
    #[derive(SerializeRow)]
    struct Nothing {
        a: Option<i32>,
        b: Unset,
        c: MaybeUnset<i32>,
    }
    let nothing = Nothing { a: None, b: Unset, c: MaybeUnset::Set(7) };
    let bytes = write(&nothing, &[("a", INT), ("b", INT), ("c", INT)]).unwrap();
    assert_eq!(bytes, [255, 255, 255, 255, 255, 255, 255, 254, 0, 0, 0, 4, 0, 0, 0, 7]);
}

#[test]
fn a_marker_without_a_field_is_an_error_that_lists_the_fields() {
    assert_error(
        write(&USER, &[("id", BIGINT), ("name", TEXT), ("age", INT)]),
        "cannot bind User: no value for bind marker `name`; there are `id`, `userName`, `age`; did you mean `age`?",
    );
}

#[test]
fn a_field_without_a_marker_is_an_error_that_lists_the_markers() {
    assert_error(
        write(&USER, &[("age", INT), ("id", BIGINT)]),
        "cannot bind User: the statement has no bind marker `userName`; there are `age`, `id`",
    );
    assert_error(write(&USER, &[]), "cannot bind User: the statement has no bind marker `id`");
    // The markers are as many as the fields, but one field is written twice.
    assert_error(
        write(&USER, &[("id", BIGINT), ("age", INT), ("age", INT)]),
        "cannot bind User: the statement has no bind marker `userName`; there are `id`, `age`, `age`",
    );
}

#[test]
fn a_type_that_does_not_fit_is_an_error_that_names_everything() {
    assert_error(
        write(&USER, &[("id", BIGINT), ("userName", INT), ("age", INT)]),
        "column `userName`: field `name` of `User`: cannot write str as int: expected text or ascii",
    );
}

#[test]
fn a_struct_without_fields_is_empty() {
    #[derive(SerializeRow)]
    struct Empty {}
    assert!(Empty {}.is_empty());
    assert!(write(&Empty {}, &[]).unwrap().is_empty());
    assert_error(write(&Empty {}, &[("a", INT)]), "cannot bind Empty: no value for bind marker `a`");
}
