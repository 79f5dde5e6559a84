//! A struct whose fields are the columns of a row or the fields of a user-defined type.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Generics, Type};

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
}

/// A field that is a column (of a row) or a field (of a user-defined type).
pub(crate) struct Field<'a> {
    /// Its name in Rust.
    pub(crate) ident: &'a Ident,
    /// Its type in Rust.
    pub(crate) ty: &'a Type,
    /// Its name in CQL.
    pub(crate) name: String,
    /// Where its name in CQL comes from: the value of `rename`, else the field's name.
    pub(crate) name_span: Span,
}

/// A field with `skip`.
pub(crate) struct SkippedField<'a> {
    /// Its name in Rust.
    pub(crate) ident: &'a Ident,
    /// Its type in Rust.
    pub(crate) ty: &'a Type,
}
