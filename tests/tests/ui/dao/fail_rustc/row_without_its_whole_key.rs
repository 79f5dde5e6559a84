use std::collections::HashSet;

use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    org: Uuid,
    #[col(clustering_key, order = desc)]
    id: CqlTimeuuid,
    email: String,
    tags: HashSet<String>,
    age: Option<i32>,
}

#[derive(Entity)]
#[entity(table = "users")]
struct Part {
    #[col(partition_key)]
    org: Uuid,
    email: String,
}

mod other {
    use ilium::prelude::*;

    #[derive(Entity)]
    #[entity(table = "users")]
    pub struct User {
        #[col(partition_key)]
        org: Uuid,
    }
}

#[derive(Dao)]
#[dao(entity = User)]
struct UserDao {
    #[delete]
    remove: Delete<fn(part: &Part)>,
    #[delete(if_exists)]
    remove_there: Delete<fn(part: Part) -> Applied>,
    #[delete]
    remove_other: Delete<fn(user: &other::User)>,
    #[insert]
    save: Insert<fn(part: &Part)>,
    #[update]
    change: Update<fn(part: &Part)>,
    #[update(set = "email = :email")]
    rename: Update<fn(part: &Part, email: &str)>,
}

fn main() {}
