//! A struct may come out of a macro, with names and types from inside it and from outside.

use ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

macro_rules! table {
    ($name:ident<$life:lifetime> { $($field:ident: $ty:ty = $column:literal),* $(,)? } $($extra:tt)*) => {
        #[derive(SerializeRow, DeserializeRow, SerializeValue, DeserializeValue)]
        #[cql(crate = ::ilium_driver)]
        struct $name<$life> {
            id: i64,
            borrowed: Option<&$life str>,
            $(#[cql(rename = $column)] $field: $ty,)*
            $($extra)*
        }
    };
}

table!(User<'a> { name: &'a str = "userName", tags: Vec<String> = "tags" } age: i32);
table!(Post<'frame> { text: &'frame str = "text" });

mod reexported {
    pub use ilium_driver as cql;

    #[macro_export]
    macro_rules! row {
        ($($body:tt)*) => {
            #[derive($crate::reexported::cql::SerializeRow)]
            #[cql(crate = $crate::reexported::cql)]
            $($body)*
        };
    }
}

row! {
    struct Comment {
        text: String,
    }
}

fn main() {
    let _ = User { id: 1, borrowed: None, name: "a", tags: Vec::new(), age: 3 };
    let _ = Post { id: 1, borrowed: None, text: "a" };
    let _ = Comment { text: String::new() };
}
