//! Lists, sets, maps, tuples and vectors.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use crate::value::{Elements, Entries};

use super::{Cell, CqlType, Kind, Kinds, TypeInfo};

/// A sequence: a list first of all, but it can be stored as a set and as a vector too.
const SEQUENCE: Kinds = Kinds::of(Kind::List).or(Kind::Set).or(Kind::Vector);

impl<T: CqlType> CqlType for Vec<T> {
    const CQL: TypeInfo = TypeInfo::of(SEQUENCE, &[&T::CQL]);
}

impl<T: CqlType> CqlType for [T] {
    const CQL: TypeInfo = TypeInfo::of(SEQUENCE, &[&T::CQL]);
}

impl<T: CqlType, const N: usize> CqlType for [T; N] {
    const CQL: TypeInfo = TypeInfo::of(SEQUENCE, &[&T::CQL]);
}

impl<T: CqlType> CqlType for VecDeque<T> {
    const CQL: TypeInfo = TypeInfo::of(SEQUENCE, &[&T::CQL]);
}

impl<I: Iterator<Item: CqlType>> CqlType for Elements<I> {
    const CQL: TypeInfo = TypeInfo::of(SEQUENCE, &[&I::Item::CQL]);
}

impl<K: CqlType, V: CqlType, I: Iterator<Item = (K, V)>> CqlType for Entries<I> {
    const CQL: TypeInfo = TypeInfo::of(Kinds::of(Kind::Map), &[&K::CQL, &V::CQL]);
}

impl<T: CqlType, S> CqlType for HashSet<T, S> {
    const CQL: TypeInfo = TypeInfo::of(Kinds::of(Kind::Set), &[&T::CQL]);
}

impl<T: CqlType> CqlType for BTreeSet<T> {
    const CQL: TypeInfo = TypeInfo::of(Kinds::of(Kind::Set), &[&T::CQL]);
}

impl<K: CqlType, V: CqlType, S> CqlType for HashMap<K, V, S> {
    const CQL: TypeInfo = TypeInfo::of(Kinds::of(Kind::Map), &[&K::CQL, &V::CQL]);
}

impl<K: CqlType, V: CqlType> CqlType for BTreeMap<K, V> {
    const CQL: TypeInfo = TypeInfo::of(Kinds::of(Kind::Map), &[&K::CQL, &V::CQL]);
}

macro_rules! tuples {
    ($(($($element:ident)+))+) => {$(
        impl<$($element: CqlType),+> CqlType for ($($element,)+) {
            const CQL: TypeInfo = TypeInfo::of(Kinds::of(Kind::Tuple), &[$(&$element::CQL),+]);
            const CELLS: &'static [Cell] = &[$(Cell { cql: $element::CQL, nullable: $element::NULLABLE }),+];
        }
    )+};
}

tuples! {
    (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H)
    (A B C D E F G H I) (A B C D E F G H I J) (A B C D E F G H I J K) (A B C D E F G H I J K L)
    (A B C D E F G H I J K L M) (A B C D E F G H I J K L M N) (A B C D E F G H I J K L M N O)
    (A B C D E F G H I J K L M N O P)
}
