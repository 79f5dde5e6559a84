//! Constants among the parameters, with defaults and in the types of fields.

use ilium_driver::deserialize::value::DeserializeValue as Reads;
use ilium_driver::serialize::value::SerializeValue as Writes;
use ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

#[derive(SerializeRow, DeserializeRow, SerializeValue, DeserializeValue)]
struct Digest<const N: usize = 4, const NAMED: bool = true> {
    bytes: [u8; N],
}

#[derive(SerializeRow, DeserializeRow)]
struct Signed<T, const N: usize> {
    #[cql(flatten)]
    digest: Digest<N>,
    by: T,
}

fn both<T: Writes + for<'frame, 'metadata> Reads<'frame, 'metadata>>() {}

fn main() {
    both::<Digest<16, false>>();
    both::<Digest>();
}
