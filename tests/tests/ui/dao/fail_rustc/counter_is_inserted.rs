use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "stats")]
struct Stats {
    #[col(partition_key)]
    id: Uuid,
    views: Counter,
}

#[derive(Dao)]
#[dao(entity = Stats)]
struct UserDao {
    #[insert]
    save: Insert<fn(stats: &Stats)>,
}

fn main() {}
