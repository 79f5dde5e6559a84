//! Structs whose parts come from a `macro_rules!`.

use ilium::prelude::*;

macro_rules! dao {
    ($entity:ident, $dao:ident, $table:literal, $key:ty, $where:literal) => {
        #[derive(Entity)]
        #[entity(table = $table)]
        struct $entity {
            #[col(partition_key)]
            id: $key,
            name: Option<String>,
        }

        #[derive(Dao)]
        #[dao(entity = $entity)]
        struct $dao {
            #[select]
            get: Select<fn(id: $key) -> Option<$entity>>,
            #[select(where = $where)]
            find: Select<fn(id: $key) -> Vec<$entity>>,
            #[insert]
            save: Insert<fn(row: &$entity)>,
        }
    };
}

dao!(User, UserDao, "users", i64, "id = :id");
dao!(Order, OrderDao, "orders", Uuid, "id = :id");

#[deny(deprecated)]
mod deprecated {
    use super::User;
    use ilium::prelude::*;

    #[derive(Dao)]
    #[dao(entity = User)]
    pub struct OldDao {
        #[deprecated = "it is slow"]
        #[select]
        pub all: Select<fn() -> Vec<User>>,
        #[cfg(any())]
        #[select]
        pub never: Select<fn(nothing: ()) -> NotEvenAType>,
    }
}

fn main() {
    assert_eq!((User::META.table, Order::META.table), ("users", "orders"));
    assert_eq!(UserDao::STATEMENTS.len() + OrderDao::STATEMENTS.len(), 6);
    assert_eq!(deprecated::OldDao::STATEMENTS.len(), 1);
}
