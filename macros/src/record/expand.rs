//! What the four derives share: the impl around a body, its generics, the constant that describes the struct.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{DeriveInput, Generics, Lifetime, parse_quote};

use super::model::Record;
use super::parse;
use crate::{hygiene, stub};

/// One derive.
pub(crate) struct Derive {
    /// Its name, which is also the trait's.
    pub(crate) name: &'static str,
    /// Whether the trait reads values that borrow from a frame, so that it has the lifetimes of frame and metadata.
    pub(crate) reads: bool,
    /// The items of the impl.
    pub(crate) items: fn(&Body<'_>) -> TokenStream,
    /// The items of the impl for a struct with mistakes.
    pub(crate) stub: fn(&Names) -> TokenStream,
}

/// The names that generated items use and do not define.
pub(crate) struct Names {
    /// The path of the driver's support for generated code.
    pub(crate) private: TokenStream,
    /// The lifetime of the frame that values are read from.
    pub(crate) frame: Lifetime,
    /// The lifetime of the result's metadata.
    pub(crate) metadata: Lifetime,
    /// The lifetime of the buffer that a value is written to.
    pub(crate) cell: Lifetime,
}

/// What the items of an impl are made from.
pub(crate) struct Body<'a> {
    /// The struct.
    pub(crate) record: &'a Record<'a>,
    /// The names to use.
    pub(crate) names: Names,
}

impl Names {
    fn new(driver: &TokenStream, generics: &Generics) -> Self {
        Self {
            private: quote!(#driver::private),
            frame: hygiene::lifetime("frame", generics),
            metadata: hygiene::lifetime("metadata", generics),
            cell: hygiene::lifetime("cell", generics),
        }
    }

    /// The trait that `derive` implements, with its arguments.
    fn implements(&self, derive: &Derive) -> TokenStream {
        self.of_derive(derive, derive.name)
    }

    /// The trait that `derive` asks of the fields, with its arguments.
    fn asks(&self, derive: &Derive) -> TokenStream {
        self.of_derive(derive, if derive.reads { "DeserializeValue" } else { "SerializeValue" })
    }

    fn of_derive(&self, derive: &Derive, name: &str) -> TokenStream {
        let Self { private, frame, metadata, .. } = self;
        let name = hygiene::local(name);
        let arguments = derive.reads.then(|| quote!(<#frame, #metadata>));
        quote!(#private::#name #arguments)
    }
}

/// The impl of `derive` for a struct without mistakes.
pub(crate) fn record(record: &Record<'_>, derive: &Derive) -> TokenStream {
    let body = Body { names: Names::new(&record.driver, record.generics), record };
    let header = stub::Header {
        ident: record.ident,
        generics: record.generics,
        impl_generics: &bounds(&body, derive),
        implements: body.names.implements(derive),
    };
    let description = description(&body);
    let implementation = header.implement((derive.items)(&body));
    hygiene::scope(quote!(#description #implementation))
}

/// The mistakes of a struct, with an impl that keeps others from following.
pub(crate) fn stub(input: &DeriveInput, derive: &Derive, error: &syn::Error) -> TokenStream {
    let Some(driver) = parse::driver(input) else { return error.to_compile_error() };
    let names = Names::new(&driver, &input.generics);
    let header = stub::Header {
        ident: &input.ident,
        generics: &input.generics,
        impl_generics: &lifetimes(&input.generics, &names, derive),
        implements: names.implements(derive),
    };
    stub::expand(&header, (derive.stub)(&names), error)
}

/// The generics of the struct with what the trait adds: its lifetimes, which outlive those of the struct.
fn lifetimes(generics: &Generics, names: &Names, derive: &Derive) -> Generics {
    let mut generics = generics.clone();
    if !derive.reads {
        return generics;
    }
    let Names { frame, metadata, .. } = names;
    let borrowed: Vec<Lifetime> = generics.lifetimes().map(|param| param.lifetime.clone()).collect();
    generics.params.insert(0, parse_quote!(#metadata));
    generics.params.insert(0, parse_quote!(#frame));
    let predicates = &mut generics.make_where_clause().predicates;
    predicates.extend(borrowed.iter().map(|lifetime| -> syn::WherePredicate { parse_quote!(#frame: #lifetime) }));
    generics
}

/// The generics of the impl: a field whose type names a type parameter is asked for the trait by a bound.
///
/// The bound is on the field's type, not on the parameter: `HashMap<K, V>` then brings its own demands on `K`.
fn bounds(body: &Body<'_>, derive: &Derive) -> Generics {
    let Record { generics: own, fields, skipped, .. } = body.record;
    let mut generics = lifetimes(own, &body.names, derive);
    let asks = body.names.asks(derive);
    let predicates = &mut generics.make_where_clause().predicates;
    for field in fields.iter().filter(|field| hygiene::names_type_parameter(field.ty, own)) {
        let ty = field.ty;
        predicates.push(parse_quote!(#ty: #asks));
    }
    for field in skipped.iter().filter(|field| derive.reads && hygiene::names_type_parameter(field.ty, own)) {
        let ty = field.ty;
        predicates.push(parse_quote!(#ty: ::core::default::Default));
    }
    generics
}

/// The constant with the names of the struct and of its fields, in Rust and in CQL.
fn description(body: &Body<'_>) -> TokenStream {
    let private = &body.names.private;
    let name = unraw(body.record.ident);
    let fields = body.record.fields.iter().map(|field| {
        let rust = unraw(field.ident);
        let cql = &field.name;
        quote!((#rust, #cql))
    });
    quote! {
        const __RECORD: #private::Record = #private::Record { name: #name, fields: &[#(#fields),*] };
    }
}

fn unraw(ident: &proc_macro2::Ident) -> String {
    use syn::ext::IdentExt;
    ident.unraw().to_string()
}

impl Body<'_> {
    /// The arms of a `match` on the index of a field; `arm` makes the expression of each.
    ///
    /// The last field takes every index that is left: an index outside the struct cannot come, and a `match` on
    /// integers needs such an arm.
    pub(crate) fn arms(&self, arm: impl Fn(usize, &super::model::Field<'_>) -> TokenStream) -> TokenStream {
        let fields = &self.record.fields;
        let arms = fields.iter().enumerate().map(|(index, field)| {
            let value = arm(index, field);
            if index + 1 == fields.len() {
                return quote!(_ => #value,);
            }
            let index = Literal::usize_unsuffixed(index);
            quote!(#index => #value,)
        });
        quote!(#(#arms)*)
    }

    /// `Self { … }` with `value` for each field, and the default for each that is skipped.
    pub(crate) fn construct(&self, value: impl Fn(usize, &super::model::Field<'_>) -> TokenStream) -> TokenStream {
        let fields = self.record.fields.iter().enumerate().map(|(index, field)| {
            let ident = field.ident;
            let value = value(index, field);
            quote!(#ident: #value)
        });
        let skipped = self.record.skipped.iter().map(|field| {
            let (ident, ty) = (field.ident, field.ty);
            quote!(#ident: <#ty as ::core::default::Default>::default())
        });
        quote_spanned!(Span::mixed_site()=> Self { #(#fields,)* #(#skipped,)* })
    }
}
