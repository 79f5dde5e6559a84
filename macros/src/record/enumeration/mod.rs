//! `SerializeValue` and `DeserializeValue` on enums without fields: as text by name, or as integers by discriminant.

mod expand;
mod model;
mod parse;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use super::expand::{Derive, stub};

/// Expands `derive` on an enum.
pub(super) fn derive(input: &DeriveInput, derive: &Derive) -> TokenStream {
    match parse::enumeration(input, derive) {
        Ok(enumeration) => expand::enumeration(&enumeration, derive),
        Err(error) => stub(input, derive, &error),
    }
}
