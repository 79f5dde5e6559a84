use ilium_driver::SerializeValue;

#[derive(SerializeValue)]
#[cql(as = "int", rename_all = "camelCase")]
enum Level {
    #[cql(rename = "low")]
    Low,
}

fn main() {}
