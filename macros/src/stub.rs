//! What a derive expands to when the input has mistakes: the mistakes, and an impl without content.
//!
//! Without the impl, every use of the type would add "the trait is not implemented" to the errors that matter.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Generics, WhereClause};

/// The header of an impl for the user's type.
pub(crate) struct Header<'a> {
    /// The user's type.
    pub(crate) ident: &'a Ident,
    /// The type's own generics.
    pub(crate) generics: &'a Generics,
    /// The generics of the impl: the type's own and what the trait adds.
    pub(crate) impl_generics: &'a Generics,
    /// The path of the trait, with its arguments.
    pub(crate) implements: TokenStream,
}

impl Header<'_> {
    /// The impl with these items in it.
    pub(crate) fn implement(&self, items: impl ToTokens) -> TokenStream {
        let Self { ident, implements, .. } = self;
        let (_, type_generics, _) = self.generics.split_for_impl();
        let (impl_generics, _, where_clause) = self.impl_generics.split_for_impl();
        let where_clause: Option<&WhereClause> = where_clause;
        quote! {
            #[automatically_derived]
            impl #impl_generics #implements for #ident #type_generics #where_clause {
                #items
            }
        }
    }
}
