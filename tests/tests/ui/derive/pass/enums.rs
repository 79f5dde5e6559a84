//! Enums without fields: as text by name, or as an integer of any width by discriminant.

use ilium_driver::{DeserializeValue, SerializeValue};

#[derive(SerializeValue, DeserializeValue)]
enum Plain {
    Active,
    r#Type,
}

#[derive(SerializeValue, DeserializeValue)]
#[cql(as = "text", rename_all = "SCREAMING_SNAKE_CASE")]
enum Renamed {
    OnHold,
    #[cql(rename = "gone")]
    Deleted,
}

#[derive(SerializeValue, DeserializeValue)]
#[cql(as = "tinyint")]
enum Tiny {
    Least = -128,
    Next,
    Greatest = 127,
}

const BASE: isize = 1000;

#[derive(SerializeValue, DeserializeValue)]
#[scylla(as = "smallint")]
enum Small {
    A = BASE,
    B,
    C = BASE + (1 << 8),
}

#[derive(SerializeValue, DeserializeValue)]
#[cql(as = "int")]
#[repr(u8)]
enum Int {
    Zero,
    Max = 255,
}

#[derive(SerializeValue, DeserializeValue)]
#[cql(as = "bigint")]
#[repr(i64)]
enum Big {
    Least = i64::MIN,
    Greatest = 0x7FFF_FFFF_FFFF_FFFF,
}

#[derive(SerializeValue, DeserializeValue)]
enum Cased {
    #[cfg(any())]
    Never,
    Str,
    Option,
    None,
    Some,
    Ok,
}

fn main() {}
