//! The mapper or the driver may be named by a path of the user's, as an identifier path or as a string.

use db::cql::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

mod db {
    pub mod cql {
        pub use ::ilium_driver::*;
    }

    pub mod mapper {
        pub use ::ilium::*;
    }

    /// `driver` is the same in both, so that it is not ambiguous.
    #[allow(unused_imports)]
    pub mod both {
        pub use ::ilium::*;
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

#[derive(SerializeRow, DeserializeRow, SerializeValue, DeserializeValue)]
#[cql(crate = ilium)]
struct OfTheMapper {
    id: i64,
}

#[derive(SerializeRow, DeserializeRow, SerializeValue, DeserializeValue)]
#[cql(crate = ::ilium::driver)]
struct InTheMapper {
    id: i64,
}

#[derive(SerializeValue, DeserializeValue)]
#[cql(crate = crate::db::both)]
enum OfBoth {
    One,
}

mod mapper {
    use super::db::mapper::prelude::*;

    #[derive(Entity)]
    #[entity(table = "users", crate = super::db::mapper)]
    struct User {
        #[col(partition_key)]
        id: i64,
    }

    #[derive(Dao)]
    #[dao(entity = User, crate = "crate::db::mapper")]
    struct UserDao {
        #[select]
        get: Select<fn(id: i64) -> Option<User>>,
    }
}

fn main() {}
