//! Stand-ins until inet, timeuuid and collections land here: delete this file and its two lines in `mod.rs` then.
#![allow(missing_docs, clippy::all, clippy::pedantic, clippy::restriction, reason = "stand-in")]
use super::deserialize::*;
use super::*;
use crate::wire::column::*;
use std::collections::HashMap;
use std::net::IpAddr;
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CqlTimeuuid(pub ::uuid::Uuid);
macro_rules! hdr {
    () => {
        fn type_check(_: &ColumnType<'_>) -> Result<(), TypeCheckError> {
            Ok(())
        }
    };
}
impl<'f, 'm> DeserializeValue<'f, 'm> for IpAddr {
    hdr!();
    fn deserialize(_: &'m ColumnType<'m>, v: Option<FrameSlice<'f>>) -> Result<Self, DeserializationError> {
        let b = v.unwrap().as_slice();
        Ok(if b.len() == 4 {
            let a: [u8; 4] = b.try_into().unwrap();
            a.into()
        } else {
            let a: [u8; 16] = b.try_into().unwrap();
            a.into()
        })
    }
}
impl<'f, 'm> DeserializeValue<'f, 'm> for CqlTimeuuid {
    hdr!();
    fn deserialize(_: &'m ColumnType<'m>, v: Option<FrameSlice<'f>>) -> Result<Self, DeserializationError> {
        let b = v.unwrap().as_slice();
        Ok(Self(::uuid::Uuid::from_slice(b).unwrap()))
    }
}
fn items<'f>(v: Option<FrameSlice<'f>>, mul: usize) -> Vec<Option<FrameSlice<'f>>> {
    let mut v = v.unwrap();
    let n = i32::from_be_bytes(v.read_n_bytes(4).unwrap().as_slice().try_into().unwrap());
    (0..n as usize * mul).map(|_| v.read_cql_bytes().unwrap()).collect()
}
impl<'f, 'm, T: DeserializeValue<'f, 'm>> DeserializeValue<'f, 'm> for Vec<T> {
    hdr!();
    fn deserialize(t: &'m ColumnType<'m>, v: Option<FrameSlice<'f>>) -> Result<Self, DeserializationError> {
        let ColumnType::Collection { typ: CollectionType::Set(t) | CollectionType::List(t), .. } = t else { panic!() };
        items(v, 1).into_iter().map(|i| T::deserialize(t, i)).collect()
    }
}
impl<'f, 'm, K: DeserializeValue<'f, 'm> + Eq + std::hash::Hash, V: DeserializeValue<'f, 'm>> DeserializeValue<'f, 'm>
    for HashMap<K, V>
{
    hdr!();
    fn deserialize(t: &'m ColumnType<'m>, v: Option<FrameSlice<'f>>) -> Result<Self, DeserializationError> {
        let ColumnType::Collection { typ: CollectionType::Map(k, w), .. } = t else { panic!() };
        items(v, 2).chunks(2).map(|i| Ok((K::deserialize(k, i[0])?, V::deserialize(w, i[1])?))).collect()
    }
}
