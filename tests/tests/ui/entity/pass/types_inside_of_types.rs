//! Types inside of generic arguments, which derived code gives names of its own.
#![deny(warnings)]
#![allow(dead_code, non_camel_case_types)]

use std::collections::HashMap;

use ilium::prelude::*;
use ilium::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

const LENGTH: usize = 4;

type Number = i32;

#[derive(SerializeValue, DeserializeValue, Clone, Debug, Default, PartialEq)]
#[cql(transparent)]
struct Bytes<const N: usize>(Vec<u8>);

#[derive(SerializeValue, DeserializeValue, Clone, Debug, Default, PartialEq)]
#[cql(transparent)]
struct __TypeOfField0(Number);

macro_rules! number {
    () => {
        Number
    };
}

#[derive(Entity)]
#[entity(table = "everything")]
struct Everything {
    #[col(partition_key)]
    id: Uuid,
    own: Option<__TypeOfField0>,
    constant: Option<Bytes<LENGTH>>,
    made: Option<number!()>,
    path: Option<self::Number>,
    nested: HashMap<String, Vec<(Uuid, Option<Number>)>>,
    #[col(skip)]
    itself: Option<Box<Self>>,
    #[col(skip)]
    both: HashMap<Number, Self>,
    #[col(skip)]
    array: [Option<Number>; LENGTH],
    #[col(skip)]
    function: Option<fn(&Number) -> Number>,
    #[col(skip)]
    object: PhantomIterator<dyn Iterator<Item = Number>>,
}

struct PhantomIterator<T: ?Sized>(std::marker::PhantomData<T>);

impl<T: ?Sized> Default for PhantomIterator<T> {
    fn default() -> Self {
        Self(std::marker::PhantomData)
    }
}

mod shadowed {
    use ilium::prelude::*;

    pub type Option<T> = std::option::Option<T>;
    pub type Id = Uuid;

    #[derive(Entity)]
    #[entity(table = "keywords")]
    pub struct Keywords {
        #[col(partition_key)]
        pub r#type: Id,
        pub r#match: Option<Id>,
    }

    #[derive(Entity)]
    #[entity(table = "keywords")]
    pub struct r#struct
    where
        String: Clone,
    {
        #[col(partition_key)]
        pub r#type: Id,
        pub r#match: Option<r#enum>,
    }

    pub type r#enum = i32;
}

macro_rules! table {
    ($name:ident { $($field:ident: $ty:ty),* } $made:ident: $inner:ty) => {
        #[derive(Entity)]
        #[entity(table = "made")]
        struct $name {
            #[col(partition_key)]
            id: Uuid,
            number: Option<Number>,
            $($field: $ty,)*
            $made: Option<$inner>,
        }

        #[derive(SerializeRow, DeserializeRow, SerializeValue, DeserializeValue)]
        struct Fixed {
            number: Option<Number>,
            $made: Option<$inner>,
        }
    };
}

table!(Made { a: Option<Number>, b: Vec<Uuid> } c: Vec<Number>);

fn inside() -> Option<i64> {
    type Local = i64;

    #[derive(SerializeRow, DeserializeRow, SerializeValue, DeserializeValue)]
    struct Row {
        local: Option<Local>,
        #[cql(allow_missing)]
        missing: Option<Local>,
        #[cql(skip)]
        skipped: Vec<Local>,
    }

    #[derive(SerializeRow, DeserializeRow)]
    struct Outer {
        id: Option<Local>,
        #[cql(flatten)]
        rest: Rest<Local>,
    }

    #[derive(SerializeRow, DeserializeRow)]
    struct Rest<T> {
        value: T,
        number: Option<Local>,
    }

    #[derive(SerializeValue, DeserializeValue)]
    struct Pair(Option<Local>, Vec<Local>);

    #[derive(Entity)]
    #[entity(table = "locals")]
    struct Entity {
        #[col(partition_key)]
        id: Uuid,
        local: Option<Local>,
    }

    #[derive(Dao)]
    #[dao(entity = Entity)]
    struct LocalDao {
        #[query("SELECT local FROM {table} WHERE local = :local ALLOW FILTERING")]
        locals: Query<fn(local: Local) -> Vec<Option<Local>>>,
    }

    let row = Row { local: Some(1), missing: None, skipped: Vec::new() };
    row.local.filter(|_| Entity::META.columns.len() == 2)
}

fn main() {
    let names: Vec<&str> = Everything::META.columns.iter().map(|column| column.name).collect();
    assert_eq!(names, ["id", "own", "constant", "made", "path", "nested"]);
    assert_eq!(inside(), Some(1));
}
