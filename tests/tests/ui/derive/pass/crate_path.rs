//! The driver may be named by a path of the user's, as an identifier path or as a string.

use db::cql::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

mod db {
    pub mod cql {
        pub use ::ilium_driver::*;
    }
}

#[derive(SerializeRow, DeserializeRow)]
#[cql(crate = db::cql)]
struct Relative {
    id: i64,
}

#[derive(SerializeRow, DeserializeRow)]
#[cql(crate = crate::db::cql)]
struct Absolute {
    id: i64,
}

#[derive(SerializeValue, DeserializeValue)]
#[scylla(crate = "crate::db::cql")]
struct InAString {
    #[scylla(rename = "zip")]
    code: i64,
}

fn main() {}
