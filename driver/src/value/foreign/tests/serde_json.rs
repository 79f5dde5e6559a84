use std::collections::BTreeMap;

use ::serde_json_1::{Value, json};
use proptest::prelude::*;

use super::check::{as_key, bytes_say, everywhere, other_type_says, same, write_says};
use crate::value::foreign::{Json, JsonError};
use crate::value::tests::{cell, native, read, write};
use crate::wire::column::NativeType;

type Sizes = Json<BTreeMap<String, (u8, Option<f64>)>>;

#[test]
fn json_is_the_text_that_serde_makes() {
    let sizes: Sizes = Json(BTreeMap::from([("é".to_owned(), (7, Some(0.5))), ("x".to_owned(), (0, None))]));
    same(NativeType::Text, &sizes, &r#"{"x":[0,null],"é":[7,0.5]}"#);
    same(NativeType::Text, &json!({"a": [1, null, "b"]}), &r#"{"a":[1,null,"b"]}"#);
    same(NativeType::Ascii, &Json(vec![1, 2]), &"[1,2]");
    same(NativeType::Text, &Json(None::<i32>), &"null");
    same(NativeType::Text, &Value::Null, &"null");
    everywhere(NativeType::Text, &sizes);
    everywhere(NativeType::Text, &json!([{}]));
    as_key(NativeType::Text, Json(vec![1, 2]));
}

#[test]
fn what_borrows_borrows_from_the_answer() {
    let (typ, cell) = (native(NativeType::Text), cell(br#"["a","b"]"#));
    let Json(words) = read::<Json<Vec<&str>>>(&typ, &cell).expect("two words");
    assert_eq!(words, ["a", "b"]);
    assert!(cell.as_ptr_range().contains(&words[0].as_ptr()));
}

#[test]
fn errors_say_what_serde_says() {
    let missing =
        "cannot read text as Json<(u8, bool)>: invalid length 1, expected a tuple of size 2 at line 1 column 3";
    bytes_say::<Json<(u8, bool)>>(NativeType::Text, b"[7]", missing);
    bytes_say::<Json<u8>>(
        NativeType::Text,
        b"256",
        "cannot read text as Json<u8>: invalid value: integer `256`, expected u8 at line 1 column 3",
    );
    bytes_say::<Value>(
        NativeType::Text,
        b"",
        "cannot read text as Value: EOF while parsing a value at line 1 column 0",
    );
    bytes_say::<Value>(NativeType::Text, b"1 2", "cannot read text as Value: trailing characters at line 1 column 3");
    let (typ, cell) = (native(NativeType::Text), cell(b"{"));
    let error = read::<Value>(&typ, &cell).expect_err("it is cut short");
    let cause = error.downcast_ref().map(JsonError::cause);
    assert!(cause.is_some_and(::serde_json_1::Error::is_eof), "{error}");
    // A text that nests deeper than serde_json goes is an error, not the end of the stack.
    let deep = "[".repeat(1_000_000);
    let text = "cannot read text as Value: recursion limit exceeded at line 1 column 128";
    bytes_say::<Value>(NativeType::Text, deep.as_bytes(), text);

    let keys = Json(BTreeMap::from([((1, 2), 3)]));
    write_says(NativeType::Text, &keys, "cannot write Json<BTreeMap<(i32, i32), i32>> as text: key must be a string");
    write_says(NativeType::Ascii, &json!("é"), "cannot write Value as ascii: the text is not ASCII");
    let read = "cannot read inet as Json<i32>: expected text or ascii";
    other_type_says(&Json(1), read, "cannot write Json<i32> as inet: expected text or ascii");
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        r"\PC{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(r"\PC{0,4}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn json_comes_back(value in any_json()) {
        same(NativeType::Text, &value, &value.to_string());
        same(NativeType::Text, &Json(value.clone()), &value.to_string());
        let written = write(&native(NativeType::Ascii), &value);
        prop_assert_eq!(written.is_ok(), value.to_string().is_ascii());
    }
}
