//! What the four derives share: the impl around a body, its generics, the description of the struct.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{DeriveInput, GenericParam, Generics, Lifetime, parse_quote};

use super::model::{Field, Matching, Record};
use super::parse;
use crate::{hygiene, stub};

/// One derive.
pub(crate) struct Derive {
    /// Its name, which is also the trait's.
    pub(crate) name: &'static str,
    /// What it is about.
    pub(crate) subject: Subject,
    /// Whether the trait reads values that borrow from a frame, so that it has the lifetimes of frame and metadata.
    pub(crate) reads: bool,
    /// The items of the impl.
    pub(crate) items: fn(&Body<'_>) -> TokenStream,
    /// The other impls.
    pub(crate) others: fn(&Body<'_>, &Self) -> TokenStream,
    /// The traits, with the items of their impls, for a struct with mistakes.
    pub(crate) stubs: fn(&Names) -> Vec<Stub>,
}

/// The impl of a trait for a struct with mistakes.
pub(crate) struct Stub {
    /// The trait.
    pub(crate) name: &'static str,
    /// Whether it has the lifetimes of frame and metadata.
    pub(crate) reads: bool,
    /// The items, whose bodies can never run.
    pub(crate) items: TokenStream,
}

/// What a derive reads or writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// A row, or the values of bind markers.
    Row,
    /// One value.
    Value,
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
    pub(super) fn new(driver: &TokenStream, generics: &Generics) -> Self {
        Self {
            private: quote!(#driver::private),
            frame: hygiene::lifetime("frame", generics),
            metadata: hygiene::lifetime("metadata", generics),
            cell: hygiene::lifetime("cell", generics),
        }
    }

    /// The trait `name` of the driver; one that reads has the lifetimes of frame and metadata.
    pub(super) fn of_trait(&self, reads: bool, name: &str) -> TokenStream {
        let Self { private, frame, metadata, .. } = self;
        let name = hygiene::local(name);
        let arguments = reads.then(|| quote!(<#frame, #metadata>));
        quote!(#private::#name #arguments)
    }
}

/// The impl of `derive` for a struct without mistakes; `names` declares those that its types have.
pub(crate) fn record(record: &Record<'_>, derive: &Derive, names: &TokenStream) -> TokenStream {
    let body = Body { names: Names::new(&record.driver, record.generics), record };
    let description = body.static_description();
    let implementation = body.implement(derive, derive.name, (derive.items)(&body));
    let others = (derive.others)(&body, derive);
    hygiene::scope(quote!(#names #description #implementation #others))
}

/// The mistakes of a struct or enum, with impls that keep others from following.
pub(crate) fn stub(input: &DeriveInput, derive: &Derive, error: &syn::Error) -> TokenStream {
    let mistakes = error.to_compile_error();
    let Some(driver) = parse::driver(input, derive) else { return mistakes };
    let impls = stub_impls(input, derive, &driver);
    quote!(#mistakes #impls)
}

/// The impls of `derive` without content, for a type with mistakes.
pub(super) fn stub_impls(input: &DeriveInput, derive: &Derive, driver: &TokenStream) -> TokenStream {
    let names = Names::new(driver, &input.generics);
    let impls = (derive.stubs)(&names).into_iter().map(|stub| {
        let header = stub::Header {
            ident: &input.ident,
            generics: &input.generics,
            impl_generics: &lifetimes(&input.generics, &names, stub.reads),
            implements: names.of_trait(stub.reads, stub.name),
        };
        header.implement(stub.items)
    });
    hygiene::scope(quote!(#(#impls)*))
}

/// The generics of the struct with what the trait adds: its lifetimes, which outlive those of the struct.
pub(super) fn lifetimes(generics: &Generics, names: &Names, reads: bool) -> Generics {
    let mut generics = generics.clone();
    if !reads {
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

/// The trait that `derive` asks of a field's type, with its arguments.
fn asks(body: &Body<'_>, derive: &Derive, field: &Field<'_>) -> TokenStream {
    let name = match (derive.reads, field.flatten.is_some(), derive.subject) {
        (true, true, _) => "FlattenRead",
        (false, true, _) => "FlattenWrite",
        (_, false, Subject::Row) if body.record.is_transparent => derive.name,
        (true, false, _) => "DeserializeValue",
        (false, false, _) => "SerializeValue",
    };
    body.names.of_trait(derive.reads, name)
}

/// The generics of the impl: a field whose type names a type parameter is asked for the trait by a bound.
///
/// The bound is on the field's type, not on the parameter: `HashMap<K, V>` then brings its own demands on `K`.
fn bounds(body: &Body<'_>, derive: &Derive) -> Generics {
    let Record { generics: own, fields, skipped, .. } = body.record;
    let mut generics = lifetimes(own, &body.names, derive.reads);
    let predicates = &mut generics.make_where_clause().predicates;
    for field in fields.iter().filter(|field| hygiene::names_type_parameter(field.ty, own)) {
        let (ty, asks) = (field.ty, asks(body, derive, field));
        predicates.push(parse_quote!(#ty: #asks));
    }
    let with_default = fields.iter().filter(|field| field.needs_default()).map(|field| field.ty);
    let with_default = with_default.chain(skipped.iter().map(|field| field.ty));
    for ty in with_default.filter(|ty| derive.reads && hygiene::names_type_parameter(ty, own)) {
        predicates.push(parse_quote!(#ty: ::core::default::Default));
    }
    generics
}

impl Body<'_> {
    /// `impl Trait for Struct` with these items, for a trait of `derive`.
    pub(super) fn implement(&self, derive: &Derive, name: &str, items: TokenStream) -> TokenStream {
        let header = stub::Header {
            ident: self.record.ident,
            generics: self.record.generics,
            impl_generics: &bounds(self, derive),
            implements: self.names.of_trait(derive.reads, name),
        };
        header.implement(items)
    }

    /// The description of the struct as a static, whose address stands for the struct.
    ///
    /// With flattened fields it depends on their types, which a static cannot; then it is a constant of a trait.
    fn static_description(&self) -> TokenStream {
        if self.record.is_transparent || self.record.has_flat_fields() {
            return TokenStream::new();
        }
        let private = &self.names.private;
        let description = self.description("FlattenWrite");
        quote!(static __RECORD: #private::Record = #description;)
    }

    /// A reference to the description; `flat` is the trait whose constant describes the struct of a flattened field.
    pub(super) fn description_in(&self, flat: &str) -> TokenStream {
        if self.record.has_flat_fields() {
            let description = self.description(flat);
            return quote!(&#description);
        }
        quote_spanned!(Span::mixed_site()=> &__RECORD)
    }

    /// Makes the compiler look for columns that are named twice, which the attributes of one struct do not show.
    ///
    /// It can only where the types of the flattened fields are known.
    pub(super) fn assert_distinct(&self, derive: &Derive, name: &str) -> TokenStream {
        let (private, record) = (&self.names.private, self.record);
        let is_generic = record.generics.params.iter().any(|param| !matches!(param, GenericParam::Lifetime(_)));
        let Some(flat) = record.fields.iter().find(|field| field.flatten.is_some()) else { return TokenStream::new() };
        if is_generic || record.matching == Matching::Positions {
            return TokenStream::new();
        }
        let (ident, name) = (record.ident, hygiene::local(name));
        let lifetimes = record.generics.lifetimes().map(|_| quote!('_));
        let arguments = derive.reads.then(|| quote!(<'_, '_>));
        let assert = quote!(<#ident<#(#lifetimes),*> as #private::#name #arguments>::RECORD.assert_distinct());
        let assert = hygiene::over(&flat.member, assert);
        quote!(const _: () = #assert;)
    }

    /// The names of the struct and of its fields, in Rust and in CQL.
    fn description(&self, flat: &str) -> TokenStream {
        let (private, record) = (&self.names.private, self.record);
        let name = record.ident.unraw().to_string();
        let flat = hygiene::local(flat);
        let fields = record.fields.iter().map(|field| {
            let (rust, cql, ty) = (field.label(), &field.name, field.ty);
            match (&field.flatten, field.allow_missing) {
                (Some(prefix), _) => {
                    quote!(#private::Field::flat(#rust, #prefix, <#ty as #private::#flat>::FLAT))
                }
                (None, Some(_)) => quote!(#private::Field::optional(#rust, #cql)),
                (None, None) => quote!(#private::Field::new(#rust, #cql)),
            }
        });
        let matching = match record.matching {
            Matching::ByName => TokenStream::new(),
            Matching::InOrder => quote!(.in_order()),
            Matching::Positions => quote!(.by_position()),
        };
        let excess = record.forbids_excess.then(|| quote!(.without_excess()));
        quote!(#private::Record::new(#name, &[#(#fields),*]) #matching #excess)
    }

    /// The expression that reads `field` from `cell`, the bytes of a value of type `typ`; `failed` makes the error, unless
    /// it is passed on as it is.
    pub(super) fn value(
        &self,
        field: &Field<'_>,
        typ: &TokenStream,
        cell: &TokenStream,
        failed: Option<&TokenStream>,
    ) -> TokenStream {
        let (private, ty) = (&self.names.private, field.ty);
        let read = |cell: &TokenStream| {
            let read = quote_spanned!(Span::mixed_site()=> <#ty as #private::DeserializeValue<'_, '_>>::deserialize(#typ, #cell));
            let Some(failed) = failed else { return quote_spanned!(Span::mixed_site()=> #read?) };
            // Not `map_err`: the compiler holds something open for each closure until the end of the function, and goes
            // through all of it at each step.
            quote_spanned! {Span::mixed_site()=>
                match #read {
                    ::core::result::Result::Ok(value) => value,
                    ::core::result::Result::Err(error) => return ::core::result::Result::Err(#failed),
                }
            }
        };
        if !field.default_when_null {
            return read(cell);
        }
        let present = read(&quote_spanned!(Span::mixed_site()=> present));
        quote_spanned! {Span::mixed_site()=>
            match #cell {
                ::core::option::Option::None => <#ty as ::core::default::Default>::default(),
                present => #present,
            }
        }
    }

    /// The expression that reads `field` from what `source` gives next: a type or column, called `typ`, and its bytes,
    /// called `cell`. `value` is the expression for these.
    pub(super) fn next_value(
        &self,
        field: &Field<'_>,
        source: &Ident,
        required: &TokenStream,
        value: &TokenStream,
    ) -> TokenStream {
        let ty = field.ty;
        if field.allow_missing.is_none() {
            return quote_spanned! {Span::mixed_site()=> {
                let (typ, cell) = #required;
                #value
            }};
        }
        quote_spanned! {Span::mixed_site()=>
            match #source.next_if_any()? {
                ::core::option::Option::Some((typ, cell)) => #value,
                ::core::option::Option::None => <#ty as ::core::default::Default>::default(),
            }
        }
    }

    /// The type checks of the fields that are for one column.
    pub(super) fn checks(&self) -> impl Iterator<Item = TokenStream> {
        let private = &self.names.private;
        self.record.fields.iter().map(move |field| {
            let ty = field.ty;
            quote_spanned!(Span::mixed_site()=> <#ty as #private::DeserializeValue<'_, '_>>::type_check)
        })
    }

    /// The arms of a `match` on the index of a field, from the field `first` on; `arm` makes the expression of each.
    pub(super) fn arms(&self, arm: impl Fn(usize, &Field<'_>) -> TokenStream) -> TokenStream {
        let fields = &self.record.fields;
        let arms = fields.iter().enumerate().map(|(index, field)| {
            let value = arm(index, field);
            // The last field takes every index that is left: an index outside the struct cannot come.
            if index + 1 == fields.len() {
                return quote!(_ => #value,);
            }
            let index = Literal::usize_unsuffixed(index);
            quote!(#index => #value,)
        });
        quote!(#(#arms)*)
    }

    /// `Self { … }` with `value` for each field, and the default for each that is skipped.
    pub(super) fn construct(&self, value: impl Fn(usize, &Field<'_>) -> TokenStream) -> TokenStream {
        let fields = self.record.fields.iter().enumerate().map(|(index, field)| {
            let member = &field.member;
            let value = value(index, field);
            quote!(#member: #value)
        });
        let skipped = self.record.skipped.iter().map(|field| {
            let (member, ty) = (&field.member, field.ty);
            quote!(#member: <#ty as ::core::default::Default>::default())
        });
        quote_spanned!(Span::mixed_site()=> Self { #(#fields,)* #(#skipped,)* })
    }

    /// The only field of a transparent struct.
    pub(super) fn transparent(&self) -> Option<&Field<'_>> {
        self.record.fields.first().filter(|_| self.record.is_transparent)
    }
}
