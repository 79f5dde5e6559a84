use ilium_driver::DeserializeRow;

struct Connection;

#[derive(DeserializeRow)]
struct Row {
    id: i64,
    #[cql(skip)]
    connection: Connection,
}

fn main() {}
