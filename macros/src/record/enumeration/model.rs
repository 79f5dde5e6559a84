use proc_macro2::{Ident, TokenStream};
use syn::Generics;

/// An enum without fields.
pub(super) struct Enumeration<'a> {
    /// The path of the driver.
    pub(super) driver: TokenStream,
    /// The enum's name.
    pub(super) ident: &'a Ident,
    /// The enum's generics.
    pub(super) generics: &'a Generics,
    pub(super) variants: Vec<Variant<'a>>,
    pub(super) stored: Stored,
}

/// A variant.
pub(super) struct Variant<'a> {
    pub(super) ident: &'a Ident,
    /// Its name in CQL.
    pub(super) name: String,
    /// The expression of its discriminant, when it has one.
    pub(super) discriminant: Option<&'a syn::Expr>,
}

/// What variants are stored as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stored {
    BigInt,
    Int,
    SmallInt,
    Text,
    TinyInt,
}

impl Stored {
    /// The spellings that `as` takes: those of CQL.
    pub(super) const ALL: [(&str, Self); 5] = [
        ("text", Self::Text),
        ("tinyint", Self::TinyInt),
        ("smallint", Self::SmallInt),
        ("int", Self::Int),
        ("bigint", Self::BigInt),
    ];

    /// Its name in the driver, and the Rust type of a value; `None` for text.
    pub(super) const fn integer(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::BigInt => Some(("BigInt", "i64")),
            Self::Int => Some(("Int", "i32")),
            Self::SmallInt => Some(("SmallInt", "i16")),
            Self::Text => None,
            Self::TinyInt => Some(("TinyInt", "i8")),
        }
    }

    /// The least and the greatest value; none for text.
    pub(super) const fn range(self) -> Option<(i128, i128)> {
        match self {
            Self::BigInt => Some((i64::MIN as i128, i64::MAX as i128)),
            Self::Int => Some((i32::MIN as i128, i32::MAX as i128)),
            Self::SmallInt => Some((i16::MIN as i128, i16::MAX as i128)),
            Self::Text => None,
            Self::TinyInt => Some((i8::MIN as i128, i8::MAX as i128)),
        }
    }

    /// As CQL spells it.
    pub(super) fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, stored)| *stored == self).map_or("", |(name, _)| name)
    }
}
