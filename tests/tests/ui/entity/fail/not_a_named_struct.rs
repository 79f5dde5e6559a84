use ilium::prelude::*;

#[derive(Entity)]
#[entity(table = "users")]
struct User(Uuid);

fn main() {}
