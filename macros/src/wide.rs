//! How the code that the derives write grows with the struct: linearly, and in pieces that the compiler reads quickly.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;

use crate::{dao, entity, record};

/// Multiples of the fields that are read in one closure, so that the growth is exact.
const WIDTHS: [usize; 3] = [128, 256, 512];

fn fields(count: usize) -> Vec<Ident> {
    (0..count).map(|index| Ident::new(&format!("field_{index}"), Span::call_site())).collect()
}

fn plain(count: usize) -> TokenStream {
    let fields = fields(count);
    quote!(#[cql(crate = ::ilium)] struct Wide { #(#fields: Option<i32>,)* })
}

fn table(count: usize) -> TokenStream {
    let fields = fields(count);
    quote! {
        #[entity(table = "wide", crate = ::ilium)]
        struct Wide { #[col(partition_key)] id: i32, #(#fields: Option<i32>,)* }
    }
}

fn statements(count: usize) -> TokenStream {
    let fields = fields(count);
    quote! {
        #[dao(entity = Wide, crate = ::ilium)]
        struct WideDao { #(#[select(where = "id = :id")] #fields: Select<fn(id: i32) -> Option<Wide>>,)* }
    }
}

fn tokens(stream: TokenStream) -> usize {
    let nested = |token| if let TokenTree::Group(group) = token { tokens(group.stream()) } else { 0 };
    stream.into_iter().map(|token| 1 + nested(token)).sum()
}

/// How many steps that may fail stand outside of closures without parameters; the most inside of one goes to `most`.
fn steps(stream: TokenStream, most: &mut usize) -> usize {
    let is = |token: Option<&TokenTree>, sign: char| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign);
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut found = 0;
    for token in &tokens {
        match token {
            TokenTree::Group(group) => found += steps(group.stream(), most),
            TokenTree::Punct(punct) if punct.as_char() == '?' => found += 1,
            _ => {}
        }
    }
    if is(tokens.first(), '|') && is(tokens.get(1), '|') {
        *most = found.max(*most);
        return 0;
    }
    found
}

#[test]
fn the_code_grows_linearly() {
    type Derive = (fn(TokenStream) -> TokenStream, fn(usize) -> TokenStream);
    let derives: [(&str, Derive); 6] = [
        ("Entity", (entity::derive, table)),
        ("Dao", (dao::derive, statements)),
        ("SerializeRow", (record::serialize_row, plain)),
        ("DeserializeRow", (record::deserialize_row, plain)),
        ("SerializeValue", (record::serialize_value, plain)),
        ("DeserializeValue", (record::deserialize_value, plain)),
    ];
    for (name, (derive, input)) in derives {
        let [narrow, wider, widest] = WIDTHS.map(|width| tokens(derive(input(width))));
        assert!(narrow > WIDTHS[0], "{name} found a mistake");
        assert_eq!(widest - wider, 2 * (wider - narrow), "{name}");
    }
}

/// The compiler's borrow checker takes the square to the cube of the values that are held while others may fail.
#[test]
fn a_wide_row_is_read_in_pieces() {
    let [.., width] = WIDTHS;
    for expansion in [record::deserialize_row(plain(width)), entity::derive(table(width))] {
        let mut most = 0;
        steps(expansion, &mut most);
        assert!((16..=64).contains(&most), "{most} steps in one closure");
    }
}

/// The compiler holds something open for each closure until the end of the function.
#[test]
fn no_field_has_a_closure_of_its_own() {
    let [.., width] = WIDTHS;
    let row = plain(width);
    let expansions = [
        entity::derive(table(width)),
        record::serialize_row(row.clone()),
        record::deserialize_row(row.clone()),
        record::serialize_value(row.clone()),
        record::deserialize_value(row),
    ];
    for expansion in expansions {
        let bars = expansion.to_string().matches('|').count();
        assert!(bars < width, "{bars} bars of closures for {width} fields");
    }
}
