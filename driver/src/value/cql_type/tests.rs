use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZero;
use std::sync::Arc;

use crate::value::{CqlVarint, CqlVarintBorrowed, Elements, Entries, MaybeEmpty, MaybeUnset, Unset};

use super::*;

#[test]
fn a_type_fits_the_columns_it_can_be_stored_in() {
    const { assert!(String::CQL.fits(&<&str>::CQL)) };
    assert!(Vec::<i32>::CQL.fits(&HashSet::<i32>::CQL));
    assert!(<[&str]>::CQL.fits(&HashSet::<String>::CQL));
    assert!(HashMap::<String, Vec<i64>>::CQL.fits(&BTreeMap::<&str, HashSet<i64>>::CQL));
    assert!(TypeInfo::ANY.fits(&i32::CQL) && i32::CQL.fits(&TypeInfo::ANY));
    assert!(TypeInfo::udt("address").fits(&TypeInfo::udt("address")));
}

#[test]
fn the_forms_of_a_value_fit_the_same_columns() {
    assert!(i128::CQL.fits(&CqlVarint::CQL) && CqlVarintBorrowed::CQL.fits(&CqlVarint::CQL));
    assert!(NonZero::<i32>::CQL.fits(&i32::CQL) && !NonZero::<i32>::CQL.fits(&i64::CQL));
    assert!(char::CQL.fits(&String::CQL) && Ipv4Addr::CQL.fits(&IpAddr::CQL));
    assert!(MaybeEmpty::<i32>::CQL.fits(&i32::CQL) && !MaybeEmpty::<i32>::NULLABLE);
    assert!(<Arc<[i32]>>::CQL.fits(&Vec::<i32>::CQL) && VecDeque::<i32>::CQL.fits(&HashSet::<i32>::CQL));
    assert!(Box::<[u8]>::CQL.fits(&Vec::<u8>::CQL));
    assert!(Elements::<std::vec::IntoIter<i32>>::CQL.fits(&HashSet::<i32>::CQL));
    assert!(Entries::<std::vec::IntoIter<(i32, String)>>::CQL.fits(&HashMap::<i32, String>::CQL));
}

#[test]
fn a_type_does_not_fit_another() {
    assert!(!i64::CQL.fits(&i32::CQL));
    assert!(!Vec::<i32>::CQL.fits(&HashSet::<i64>::CQL));
    assert!(!HashMap::<String, i32>::CQL.fits(&HashMap::<String, i64>::CQL));
    assert!(!Vec::<u8>::CQL.fits(&Vec::<i8>::CQL));
    assert!(!<(i32, i64)>::CQL.fits(&<(i32,)>::CQL) && !<(i32,)>::CQL.fits(&<(i32, i64)>::CQL));
    assert!(!TypeInfo::udt("address").fits(&TypeInfo::udt("phone")));
}

#[test]
fn only_option_can_be_absent_through_any_wrapper() {
    const { assert!(!String::NULLABLE && <&Arc<Option<i32>>>::NULLABLE) };
    const { assert!(!Option::<i32>::UNSET && Unset::UNSET && <Option<&MaybeUnset<i32>>>::UNSET) };
    assert!(CqlType::is_null(&Arc::new(None::<i32>)));
    assert!(!CqlType::is_null(&Some(1)));
    assert!(Some(None::<i32>).is_null());
    assert!(!CqlType::is_null(""));
}

#[test]
fn a_shorter_tuple_can_be_written_but_not_read() {
    const WHOLE: TypeInfo = <(i32, String, i64)>::CQL;
    assert!(<(i32, &str)>::CQL.can_be_written_to(&WHOLE) && <(i32,)>::CQL.can_be_written_to(&WHOLE));
    assert!(WHOLE.can_be_written_to(&WHOLE));
    assert!(!WHOLE.can_be_written_to(&<(i32, String)>::CQL), "longer");
    assert!(!<(i64,)>::CQL.can_be_written_to(&WHOLE), "of another type");
    assert!(Vec::<(i32,)>::CQL.can_be_written_to(&HashSet::<(i32, i32)>::CQL));
    assert!(!Vec::<(i32,)>::CQL.fits(&HashSet::<(i32, i32)>::CQL));
    assert!(!i32::CQL.can_be_written_to(&i64::CQL) && !Vec::<i32>::CQL.can_be_written_to(&HashMap::<i32, i32>::CQL));
}
