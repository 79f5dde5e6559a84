//! The types and their values: what is ordinary, the ends of each range, and what is special.
//!
//! Literals and values are both written by hand; neither is made of the other.

mod composite;
mod number;
mod plain;
mod time;

use ilium_driver::value::CqlValue;

use crate::kind::{Kind, PLANTED, Sample};

/// All types, in the order of the report.
pub(crate) fn kinds(keyspace: &str) -> Vec<Kind> {
    [plain::kinds(), number::kinds(), time::kinds(), composite::kinds(keyspace)].concat()
}

/// A type whose literal and value differ in the last bit: the matrix has to see it wherever it stands.
pub(crate) fn planted() -> Kind {
    let next = f64::from_bits(0.1_f64.to_bits() + 1);
    let samples = vec![Sample::new("0.1", CqlValue::Double(next))];
    Kind { name: PLANTED, cql: "double", must_freeze: false, has_udt: false, samples }
}
