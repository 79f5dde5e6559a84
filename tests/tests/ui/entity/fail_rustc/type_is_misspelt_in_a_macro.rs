use ilium::prelude::*;

macro_rules! table {
    ($entity:ident, $dao:ident) => {
        #[derive(Entity)]
        #[entity(table = "users")]
        struct $entity {
            #[col(partition_key)]
            id: Uuid,
            nickname: Option<Nickname>,
        }

        #[derive(Dao)]
        #[dao(entity = $entity)]
        struct $dao {
            #[select]
            get: Select<fn(id: UserId) -> Option<$entity>>,
        }

        #[derive(Entity)]
        #[entity(table = "orders")]
        struct Order {
            #[col(partition_key)]
            id: Uuid,
            addresses: Vec<Adress>,
        }

        #[derive(Dao)]
        #[dao(entity = Order)]
        struct OrderDao {
            #[select]
            get: Select<fn(id: OrderId) -> Option<Order>>,
        }
    };
}

table!(User, UserDao);

macro_rules! outer {
    ($($item:tt)*) => { $($item)* };
}

outer! {
    #[derive(Entity)]
    #[entity(table = "items")]
    struct Item {
        #[col(partition_key)]
        id: Uuid,
        price: Option<Price>,
    }

    #[derive(Dao)]
    #[dao(entity = Item)]
    struct ItemDao {
        #[select]
        get: Select<fn(id: ItemId) -> Option<Item>>,
    }
}

fn main() {}
