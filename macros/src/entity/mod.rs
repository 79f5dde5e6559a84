//! `#[derive(Entity)]`: what a struct says of its table.

mod check;
mod expand;
mod model;
mod parse;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::misspelt;

/// Expands the derive.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    match syn::parse2::<DeriveInput>(input) {
        Ok(mut input) => {
            let names = misspelt::name_types(&mut input);
            match parse::entity(&input) {
                Ok(model) => expand::entity(&model, &names),
                Err(error) => expand::stub(&input, &error),
            }
        }
        Err(error) => error.into_compile_error(),
    }
}
