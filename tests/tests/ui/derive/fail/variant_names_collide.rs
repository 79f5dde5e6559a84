use ilium_driver::DeserializeValue;

#[derive(DeserializeValue)]
#[cql(rename_all = "lowercase")]
enum Status {
    OnHold,
    Onhold,
    #[cql(rename = "onhold")]
    Waiting,
}

fn main() {}
