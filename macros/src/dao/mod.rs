//! `#[derive(Dao)]`: a struct whose fields are prepared statements.
//!
//! A field with a mistake does not take the others down: its method stays, without a body, and the others are whole.

mod attributes;
mod check;
mod clause;
mod expand;
mod lifetimes;
mod model;
mod options;
mod parse;
mod query;
mod signature;
#[cfg(test)]
mod tests;
mod uses;

use proc_macro2::TokenStream;
use syn::DeriveInput;

/// Expands the derive.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    match syn::parse2::<DeriveInput>(input) {
        Ok(input) => match parse::dao(&input) {
            Ok((dao, mistakes)) => {
                let mistakes = mistakes.map(|error| error.to_compile_error());
                let expansion = expand::dao(&dao);
                quote::quote!(#mistakes #expansion)
            }
            Err(error) => error.into_compile_error(),
        },
        Err(error) => error.into_compile_error(),
    }
}
