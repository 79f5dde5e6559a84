//! Which CQL types a Rust type can be stored as, known when the program compiles.
//!
//! [`CqlType`] is what every field of an entity and every parameter of a DAO's statement is asked for, [`TypeInfo`] the
//! data that the checks of the mapper compare. Types are compared as bit sets, never as text: a check of a correct
//! program builds no message.

use std::fmt;

mod collections;
mod fields;
mod foreign;
mod form;
mod kind;
mod natives;
mod wrappers;

#[doc(hidden)]
pub use fields::{FieldPair, Fields, Known, Unknown};
#[doc(hidden)]
pub use form::{Form, OfBytes, OfNothing, OfRows};
pub use kind::{Kind, Kinds};

/// A Rust type that is stored in a CQL column or bound to a marker.
///
/// The types of `std` and of the driver implement it; `#[derive(SerializeValue)]` does for a type of your own: a
/// `transparent` struct is stored as what its field is, an enum as text or as the integer that it says, a tuple struct as a
/// tuple, any other struct as a user-defined type. It is to be written for types that implement `SerializeValue` by hand.
///
/// # Examples
/// A type that is written by hand and stored as text:
/// ```
/// use ilium_driver::value::cql_type::{CqlType, TypeInfo};
///
/// struct Email(String);
///
/// impl CqlType for Email {
///     const CQL: TypeInfo = String::CQL;
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored in a CQL column",
    label = "not a CQL type",
    note = "a struct, an enum or a newtype needs `#[derive(SerializeValue, DeserializeValue)]`, which implements `CqlType` too"
)]
pub trait CqlType {
    /// The CQL types that values of this type can be stored as.
    const CQL: TypeInfo;

    /// Whether a value can be absent, as `Option`'s `None`.
    const NULLABLE: bool = false;

    /// Whether a value can be unset, which is written neither as a value nor as null.
    #[doc(hidden)]
    const UNSET: bool = false;

    /// The columns of a row that is read as this type: one, or those of a tuple.
    #[doc(hidden)]
    const CELLS: &'static [Cell] = &[Cell { cql: Self::CQL, nullable: Self::NULLABLE }];

    /// Whether this value is absent.
    fn is_null(&self) -> bool {
        false
    }
}

/// A value of a row that is read by position.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "read by the mapper")]
pub struct Cell {
    /// What it can be read from.
    pub cql: TypeInfo,
    /// Whether it can be absent.
    pub nullable: bool,
}

/// A set of CQL types of one structure: what a Rust type can be stored as.
///
/// Two of them fit when at least one CQL type is in both; so `String` fits a column that is `text` and one that is
/// `ascii`, and `Vec<i32>` fits `list<int>` and `set<int>`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct TypeInfo {
    /// The kinds, the one that messages name first.
    pub kinds: Kinds,
    /// The types of the elements: one of a list, set or vector, two of a map, those of a tuple in their order.
    pub elements: &'static [&'static Self],
    /// The name of the user-defined type; empty when it is no such type or when any name will do.
    pub udt: &'static str,
    /// The fields of the struct that is stored as a user-defined type; `None` when only the server knows them.
    #[doc(hidden)]
    pub fields: Option<Fields>,
}

impl TypeInfo {
    /// Any type at all, which only the server can check.
    pub const ANY: Self = Self { kinds: Kinds::ANY, elements: &[], udt: "", fields: None };

    /// A type without parameters.
    pub const fn native(kind: Kind) -> Self {
        Self { kinds: Kinds::of(kind), elements: &[], udt: "", fields: None }
    }

    /// A type with `elements`, such as a list of one or a map of two.
    pub const fn of(kinds: Kinds, elements: &'static [&'static Self]) -> Self {
        Self { kinds, elements, udt: "", fields: None }
    }

    /// The user-defined type of that name.
    pub const fn udt(name: &'static str) -> Self {
        Self { kinds: Kinds::of(Kind::Udt), elements: &[], udt: name, fields: None }
    }

    /// A user-defined type of whichever name, which a struct with these fields is written to.
    #[doc(hidden)]
    pub const fn of_fields(fields: Fields) -> Self {
        Self { fields: Some(fields), ..Self::udt("") }
    }

    /// The same structure, stored as one more kind.
    #[must_use]
    pub const fn or(self, kind: Kind) -> Self {
        Self { kinds: self.kinds.or(kind), ..self }
    }

    /// Whether some CQL type is in both sets.
    pub const fn fits(&self, other: &Self) -> bool {
        self.meets(other, false)
    }

    /// Whether values of this type can be written to a column of the type `column`: as [`fits`](Self::fits), but a tuple
    /// may have fewer fields than that of the column. Those that follow are null.
    pub const fn can_be_written_to(&self, column: &Self) -> bool {
        self.meets(column, true)
    }

    const fn meets(&self, other: &Self, may_be_shorter: bool) -> bool {
        if self.kinds.is_any() || other.kinds.is_any() {
            return true;
        }
        if !self.kinds.intersects(other.kinds) {
            return false;
        }
        self.elements_meet(other, may_be_shorter)
            && (self.udt.is_empty() || other.udt.is_empty() || same(self.udt, other.udt))
    }

    const fn elements_meet(&self, other: &Self, may_be_shorter: bool) -> bool {
        // A type whose elements are unknown (a tuple type of the user's own) leaves them to the server.
        if self.elements.is_empty() || other.elements.is_empty() {
            return true;
        }
        let (mut ours, mut theirs) = (self.elements, other.elements);
        loop {
            match (ours, theirs) {
                ([our, our_rest @ ..], [their, their_rest @ ..]) => {
                    if !our.meets(their, may_be_shorter) {
                        return false;
                    }
                    (ours, theirs) = (our_rest, their_rest);
                }
                ([], []) => return true,
                ([], _) => return may_be_shorter && self.kinds.has(Kind::Tuple),
                _ => return false,
            }
        }
    }

    /// The only element type of a list, set or vector; `None` for anything else.
    #[doc(hidden)]
    pub const fn single_element(&self) -> Option<&'static Self> {
        match self.elements {
            [element] => Some(element),
            _ => None,
        }
    }

    /// The key and value types of a map; `None` for anything else.
    #[doc(hidden)]
    pub const fn map_elements(&self) -> Option<(&'static Self, &'static Self)> {
        match self.elements {
            [key, value] if self.kinds.has(Kind::Map) => Some((key, value)),
            _ => None,
        }
    }
}

/// Whether two names are the same.
#[doc(hidden)]
pub const fn same(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    while let ([x, rest_a @ ..], [y, rest_b @ ..]) = (a, b) {
        if *x != *y {
            return false;
        }
        (a, b) = (rest_a, rest_b);
    }
    true
}

/// As CQL spells the type that messages name, such as `map<text, int>`.
impl fmt::Display for TypeInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.kinds.is_any() {
            return f.write_str("any type");
        }
        if !self.udt.is_empty() {
            return f.write_str(self.udt);
        }
        f.write_str(self.kinds.first().name())?;
        let mut separator = "<";
        for element in self.elements {
            write!(f, "{separator}{element}")?;
            separator = ", ";
        }
        if self.elements.is_empty() { Ok(()) } else { f.write_str(">") }
    }
}

#[cfg(test)]
mod tests;
