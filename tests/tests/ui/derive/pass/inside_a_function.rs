//! A struct may be declared anywhere, several times under one name.
#![deny(warnings)]

use ilium_driver::{DeserializeRow, SerializeRow};

fn first() -> i64 {
    #[derive(SerializeRow, DeserializeRow)]
    struct Row {
        id: i64,
    }
    Row { id: 1 }.id
}

fn second() -> i64 {
    #[derive(SerializeRow, DeserializeRow)]
    struct Row {
        id: i64,
    }
    let closure = || {
        #[derive(SerializeRow)]
        struct Row {
            id: i64,
        }
        Row { id: 3 }.id
    };
    Row { id: 2 }.id + closure()
}

fn main() {
    assert_eq!(first() + second(), 6);
}
