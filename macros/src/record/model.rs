//! A struct whose fields are the columns of a row, the fields of a user-defined type or of a tuple.

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt as _;
use syn::{Generics, Member, Type};

/// What the four value and row derives know of the struct they are on.
pub(crate) struct Record<'a> {
    /// The path of the driver.
    pub(crate) driver: TokenStream,
    /// The struct's name.
    pub(crate) ident: &'a Ident,
    /// The struct's generics.
    pub(crate) generics: &'a Generics,
    /// The fields that CQL knows, in the order of the struct.
    pub(crate) fields: Vec<Field<'a>>,
    /// The fields that CQL does not know: never written, and read as their default.
    pub(crate) skipped: Vec<SkippedField<'a>>,
    /// How fields are matched with columns.
    pub(crate) matching: Matching,
    /// Whether the fields have names.
    pub(crate) has_names: bool,
    /// Whether the struct is what its only field is.
    pub(crate) is_transparent: bool,
    /// Whether a user-defined type may have no other fields.
    pub(crate) forbids_excess: bool,
}

/// How the fields of a struct are matched with columns, or with the fields of a user-defined type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Matching {
    /// By name, in any order.
    ByName,
    /// By name, in the order of the struct.
    InOrder,
    /// By position alone.
    Positions,
}

/// A field that is a column (of a row) or a field (of a user-defined type).
pub(crate) struct Field<'a> {
    /// Its name or position in Rust.
    pub(crate) member: Member,
    /// Its type in Rust.
    pub(crate) ty: &'a Type,
    /// Its name in CQL.
    pub(crate) name: String,
    /// Where its name in CQL comes from: the value of `rename`, else the field's name.
    pub(crate) name_span: Span,
    /// What stands before the names of its columns, when it is flattened.
    pub(crate) flatten: Option<String>,
    /// Whether its column may be missing: where the user says so.
    pub(crate) allow_missing: Option<Span>,
    /// Whether it is its default when the column is null.
    pub(crate) default_when_null: bool,
}

/// A field with `skip`.
pub(crate) struct SkippedField<'a> {
    /// Its name or position in Rust.
    pub(crate) member: Member,
    /// Its type in Rust.
    pub(crate) ty: &'a Type,
}

impl<'a> Record<'a> {
    /// A struct without fields whose fields have names, matched in any order.
    pub(crate) fn named(driver: TokenStream, ident: &'a Ident, generics: &'a Generics) -> Self {
        Self {
            driver,
            ident,
            generics,
            fields: Vec::new(),
            skipped: Vec::new(),
            matching: Matching::ByName,
            has_names: true,
            is_transparent: false,
            forbids_excess: false,
        }
    }

    /// Whether a field is flattened.
    pub(crate) fn has_flat_fields(&self) -> bool {
        self.fields.iter().any(|field| field.flatten.is_some())
    }

    /// Whether the struct can be flattened into another: its names must count.
    pub(crate) fn can_be_flattened(&self) -> bool {
        self.has_names && !self.is_transparent && self.matching != Matching::Positions
    }
}

impl<'a> Field<'a> {
    /// A field that is for one column.
    pub(crate) fn new(member: Member, ty: &'a Type, name: String, name_span: Span) -> Self {
        Self { member, ty, name, name_span, flatten: None, allow_missing: None, default_when_null: false }
    }

    /// Its name or position, as messages spell it.
    pub(crate) fn label(&self) -> String {
        label(&self.member)
    }

    /// Whether the derives that read ask its type for a default.
    pub(crate) fn needs_default(&self) -> bool {
        self.allow_missing.is_some() || self.default_when_null
    }
}

/// A field's name without `r#`, or its position.
pub(crate) fn label(member: &Member) -> String {
    match member {
        Member::Named(ident) => ident.unraw().to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    }
}
