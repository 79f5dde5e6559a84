//! From the model to code: for each statement its data, its checks and its method; for the DAO how it is prepared.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ReturnType;
use syn::ext::IdentExt as _;

use super::lifetimes;
use super::model::{
    Broken, CallOption, Clause, ClauseKind, Dao, Declaration, Fit, Member, Nulls, Piece, Place, QueryFacts, Question,
    Restriction, Selected, Settings, Signature, Statement, Use,
};
use crate::hygiene;
use crate::misspelt::{self, Argument};
use crate::name_id::name_id;

/// The code for a DAO; fields with mistakes keep their methods, without bodies.
pub(super) fn dao(dao: &Dao) -> TokenStream {
    let statements = dao.members.iter().map(|member| match member {
        Member::Broken(_) => TokenStream::new(),
        Member::Statement(statement) => described(dao, statement),
    });
    let methods = dao.members.iter().map(|member| method(dao, member));
    let (ident, entity, implemented, constructors) = (&dao.ident, entity(dao), implemented(dao), constructors(dao));
    let (implement, argument) = (misspelt::implement(dao.place), Argument::declaration());
    hygiene::scope(quote! {
        #argument
        #entity
        #(#statements)*
        #implemented

        #[allow(deprecated, reason = "a deprecated statement still has its method")]
        #[allow(clippy::too_many_arguments, reason = "a method has the parameters of its statement")]
        #implement #ident {
            #constructors
            #(#methods)*
        }
    })
}

/// Names the DAO's entity once, so that one that is no entity is one error.
fn entity(dao: &Dao) -> TokenStream {
    let Some(entity) = &dao.entity else { return TokenStream::new() };
    let library = &dao.library;
    quote! {
        struct __EntityOfDao;
        impl #library::private::HasEntity for __EntityOfDao {
            type Entity = #entity;
        }
    }
}

/// The name of the type that stands for a statement.
fn marker(declaration: &Declaration) -> Ident {
    format_ident!("__{}", declaration.ident.unraw(), span = Span::mixed_site())
}

/// `impl Statement`, and the constants that check it.
fn described(dao: &Dao, statement: &Statement) -> TokenStream {
    let private = private(dao);
    let marker = marker(&statement.declaration);
    let (field, output) = (&statement.declaration.ty, Argument(&statement.signature.output));
    let implement = misspelt::implement(dao.place);
    let (spec, meta, parameters) = (spec(dao, statement), meta(dao, statement), parameters(dao, statement));
    let (arguments, checks) = (arguments(dao, statement), checks(dao, statement));
    quote! {
        #[allow(non_camel_case_types, reason = "named as the field")]
        struct #marker;

        #[automatically_derived]
        #[allow(deprecated, reason = "a deprecated statement is still prepared")]
        #implement #private::Statement for #marker {
            type Field = #field;
            type Output = #output;
            const SPEC: &'static #private::StatementSpec = &#spec;
            const META: ::core::option::Option<&'static #private::EntityMeta> = #meta;
            const PARAMETERS: &'static [#private::Parameter] = #parameters;
        }

        #arguments
        #checks
    }
}

fn meta(dao: &Dao, statement: &Statement) -> TokenStream {
    let library = &dao.library;
    let Some(entity) = &statement.entity else { return quote!(::core::option::Option::None) };
    let is_the_daos = dao.entity.as_ref() == Some(entity);
    let meta = match is_the_daos {
        true => quote!(<__EntityOfDao as #library::private::HasEntity>::META),
        false => quote!(<#entity as #library::Entity>::META),
    };
    quote!(::core::option::Option::Some(#meta))
}

/// What the types of the parameters say. The lifetimes that the user named are declared nowhere here: any will do.
fn parameters(dao: &Dao, statement: &Statement) -> TokenStream {
    let private = private(dao);
    let marker = marker(&statement.declaration);
    let lifetimes = lifetimes::declared(&statement.signature);
    let values = statement.signature.params.iter().enumerate().map(|(index, param)| {
        let (ty, index) = (lifetimes::elide(&param.ty, &lifetimes), Literal::usize_unsuffixed(index));
        quote!(#private::parameter::<#ty, #marker, #index>())
    });
    quote!(&[#(#values),*])
}

/// Says of each parameter's type that it is one of this statement, and so that it can be one of any: a type that cannot
/// is one error, under the type.
fn arguments(dao: &Dao, statement: &Statement) -> TokenStream {
    let private = private(dao);
    let marker = marker(&statement.declaration);
    let (signature, lifetimes) = (&statement.signature, lifetimes::declared(&statement.signature));
    let impls = signature.params.iter().enumerate().map(|(index, param)| {
        // Two places with one lifetime are not the same type as two with any.
        let is_repeated = lifetimes::is_repeated(&param.ty, &lifetimes);
        let generics = generics(signature).filter(|_| is_repeated);
        let ty = if is_repeated { param.ty.clone() } else { lifetimes::elide(&param.ty, &lifetimes) };
        let (ty, index, implement) = (Argument(&ty), Literal::usize_unsuffixed(index), misspelt::implement(dao.place));
        quote! {
            #[automatically_derived]
            #implement #generics #private::ArgumentOf<#marker, #index> for #ty {}
        }
    });
    quote!(#(#impls)*)
}

fn spec(dao: &Dao, statement: &Statement) -> TokenStream {
    let private = private(dao);
    let Statement { if_not_exists, if_exists, allow_filtering, .. } = statement;
    let ident = statement.declaration.ident.unraw();
    let label = format!("{}::{ident}", dao.ident.unraw());
    let at = statement.declaration.ident.span();
    let location = quote_spanned!(at=> ::core::concat!(::core::file!(), ":", ::core::line!()));
    let operation = format_ident!("{}", statement.operation.name());
    let params = statement.signature.params.iter().zip(&statement.markers).map(|(param, marker)| {
        let (name, ty) = (&param.name, &param.ty);
        let rust = pretty(&quote!(#ty).to_string());
        let marker = option(marker.as_ref().map(|marker| quote!(#marker)));
        let id = name_id(name);
        quote!(#private::Param { name: #name, id: #id, rust: #rust, marker: #marker })
    });
    let output = &statement.signature.output;
    let output = pretty(&quote!(#output).to_string());
    let clauses = statement.clauses.iter().map(|written| clause(written, &private));
    let query = option(statement.query.as_ref().map(|query| facts(query, &private)));
    let settings = settings(&statement.settings, &private);
    quote! {
        #private::StatementSpec {
            label: #label,
            location: #location,
            operation: #private::Operation::#operation,
            params: &[#(#params),*],
            output: #output,
            clauses: &[#(#clauses),*],
            if_not_exists: #if_not_exists,
            if_exists: #if_exists,
            allow_filtering: #allow_filtering,
            query: #query,
            settings: #settings,
        }
    }
}

fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

fn clause(clause: &Clause, private: &TokenStream) -> TokenStream {
    let kind = format_ident!("{}", format!("{:?}", clause.kind));
    let pieces = clause.pieces.iter().map(|piece| match piece {
        Piece::Columns => quote!(Columns),
        Piece::Group(group, text) => quote!(Group(#group, #text)),
        Piece::Keyspace => quote!(Keyspace),
        Piece::Table => quote!(Table),
        Piece::Text(text) => quote!(Text(#text)),
    });
    let uses = clause.uses.iter().map(|place| named(place, private));
    quote! {
        #private::Clause {
            kind: #private::ClauseKind::#kind,
            pieces: &[#(#private::Piece::#pieces),*],
            uses: &[#(#uses),*],
        }
    }
}

fn named(named: &Use, private: &TokenStream) -> TokenStream {
    let column = option(named.column.as_ref().map(|column| quote!(#column)));
    let place = match named.place {
        Place::Ascending => quote!(Order(#private::Order::Asc)),
        Place::Changed => quote!(Changed),
        Place::Condition => quote!(Condition),
        Place::Equality => quote!(Equality),
        Place::Descending => quote!(Order(#private::Order::Desc)),
        Place::Named => quote!(Named),
        Place::Restriction(how) => {
            let how = match how {
                Restriction::Exact => quote!(Exact),
                Restriction::Filter => quote!(Filter),
                Restriction::OneOf => quote!(OneOf),
                Restriction::Range => quote!(Range),
                Restriction::Token => quote!(Token),
            };
            quote!(Restriction(#private::Restriction::#how))
        }
        Place::Written => quote!(Written),
    };
    let param = option(named.param.map(|(index, fit)| {
        let fit = match fit {
            Fit::Any => quote!(Any),
            Fit::BigInt => quote!(BigInt),
            Fit::Int => quote!(Int),
            Fit::Key => quote!(Key),
            Fit::ListOf => quote!(ListOf),
            Fit::Same => quote!(Same),
            Fit::SameOrKeys => quote!(SameOrKeys),
            Fit::Value => quote!(Value),
        };
        quote!((#index, #private::Fit::#fit))
    }));
    let group = option(named.group.map(|group| quote!(#group)));
    let column_id = named.column.as_deref().map_or(0, name_id);
    quote!(#private::Use { column: #column, column_id: #column_id, place: #private::Place::#place, param: #param, group: #group })
}

fn facts(query: &QueryFacts, private: &TokenStream) -> TokenStream {
    let QueryFacts { is_select, names_columns, is_bounded, .. } = query;
    let condition = format_ident!("{}", format!("{:?}", query.condition));
    let table = option(query.table.as_ref().map(|table| quote!(#table)));
    let using = option(query.using.map(|using| quote!(#using)));
    let selects = query.selects.iter().map(|selected| match selected {
        Selected::BigInt => quote!(BigInt),
        Selected::Column(column) => quote!(Column(#column)),
        Selected::Unknown => quote!(Unknown),
    });
    quote! {
        #private::QueryFacts {
            is_select: #is_select,
            condition: #private::Condition::#condition,
            names_columns: #names_columns,
            is_bounded: #is_bounded,
            using: #using,
            table: #table,
            selects: &[#(#private::Selected::#selects),*],
        }
    }
}

fn settings(settings: &Settings, private: &TokenStream) -> TokenStream {
    let profile = option(settings.profile.as_ref().map(|profile| quote!(#profile)));
    let methods = settings.options.iter().map(|(method, _)| Ident::new(method, Span::call_site()));
    let values = settings.options.iter().map(|(_, value)| call_option(value, private));
    let nulls = match settings.nulls {
        Some(Nulls::Null) => quote!(Null),
        Some(Nulls::Unset) | None => quote!(Unset),
    };
    quote! {
        #private::Settings {
            profile: #profile,
            options: &#private::CallOptions::new() #(.#methods(#values))*,
            nulls: #private::Nulls::#nulls,
        }
    }
}

/// What an option of a call is set to, as its method takes it.
fn call_option(value: &CallOption, private: &TokenStream) -> TokenStream {
    match value {
        CallOption::Flag(flag) => quote!(#flag),
        CallOption::Level(level) => quote!(#private::Consistency::#level),
        CallOption::Millis(millis) => quote!(::core::time::Duration::from_millis(#millis)),
        CallOption::Rows(rows) => quote!(#rows),
        CallOption::SerialLevel(level) => {
            quote!(::core::option::Option::Some(#private::SerialConsistency::#level))
        }
    }
}

/// A constant for each question, at the tokens that the answer is about: each bad answer is an error.
fn checks(dao: &Dao, statement: &Statement) -> TokenStream {
    let private = private(dao);
    let marker = marker(&statement.declaration);
    let check = |under: &dyn ToTokens, call: TokenStream| {
        hygiene::over(under, quote!(<#marker as #private::Statement>::FACTS.#call))
    };
    let mut checks = vec![check(&statement.declaration.ty, quote!(check_field()))];
    for (index, param) in statement.signature.params.iter().enumerate() {
        let number = Literal::usize_unsuffixed(index);
        if statement.markers.get(index).is_some_and(Option::is_none) {
            checks.push(check(&param.ident, quote!(check_name(#number))));
        }
        checks.push(check(&param.ty, quote!(check_type(#number))));
    }
    for (index, clause) in statement.clauses.iter().enumerate() {
        if !matches!(clause.kind, ClauseKind::Limit | ClauseKind::PerPartitionLimit) {
            let index = Literal::usize_unsuffixed(index);
            checks.push(check(&at(clause.span), quote!(check_clause(#index))));
        }
    }
    for (question, span) in &statement.questions {
        let call = match question {
            Question::Condition => quote!(check_condition()),
            Question::PageSize => quote!(check_page_size()),
        };
        checks.push(check(&at(*span), call));
    }
    checks.push(check(&statement.signature.function, quote!(check_signature())));
    let output: &dyn ToTokens = match &statement.signature.function.output {
        ReturnType::Default => &statement.signature.function,
        ReturnType::Type(_, output) => output,
    };
    checks.push(check(output, quote!(check_output())));
    quote!(#(const _: () = #checks;)*)
}

/// A token that stands at `span`.
fn at(span: Span) -> Literal {
    let mut token = Literal::string("");
    token.set_span(span);
    token
}

/// `impl Dao`.
fn implemented(dao: &Dao) -> TokenStream {
    let (private, ident, library) = (private(dao), &dao.ident, &dao.library);
    let is_whole = dao.members.iter().all(|member| matches!(member, Member::Statement(_)));
    let fields: Vec<&Ident> = dao.members.iter().map(|member| &member.declaration().ident).collect();
    let markers: Vec<Ident> = dao.members.iter().map(|member| marker(member.declaration())).collect();
    let name = ident.unraw().to_string();
    let (count, catalogue, assemble, statements) = if is_whole {
        let locals: Vec<Ident> = (0..fields.len()).map(|index| hygiene::local(format!("statement_{index}"))).collect();
        (
            fields.len(),
            quote!(&[#(<#markers as #private::Statement>::FACTS),*]),
            quote_spanned! {Span::mixed_site()=>
                let [#(#locals),*] = statements;
                Self { #(#fields: #private::Field::from_core(#locals)),* }
            },
            quote_spanned!(Span::mixed_site()=> [#(#private::Field::to_core(&self.#fields)),*]),
        )
    } else {
        // A DAO with a mistake is never run.
        (0, quote!(&[]), quote!(loop {}), quote!([]))
    };
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        #[allow(deprecated, unused_variables, clippy::empty_loop, reason = "generated")]
        impl #library::Dao for #ident {
            const NAME: &'static str = #name;
            const STATEMENTS: &'static [#private::Facts] = #catalogue;
            type Cores = [#private::Core; #count];

            fn assemble(statements: Self::Cores) -> Self {
                #assemble
            }

            fn cores(&self) -> Self::Cores {
                #statements
            }
        }
    }
}

fn constructors(dao: &Dao) -> TokenStream {
    let (private, vis, library) = (private(dao), &dao.vis, &dao.library);
    quote_spanned! {Span::mixed_site()=>
        /// Prepares all statements at once and ties each to its execution profile.
        ///
        /// # Errors
        /// One error lists every problem: profiles that the session does not know, columns that the table lacks or has
        /// with another type, and what the server says, each with the name of its statement.
        ///
        /// # Cancel safety
        /// Nothing is left behind when the future is dropped.
        #vis async fn prepare(
            session: &#private::Session,
        ) -> ::core::result::Result<Self, #library::PrepareError> {
            #library::DaoBuilder::new(session).prepare().await
        }

        /// Starts to describe how to prepare the statements: on which keyspace and table.
        #vis fn builder(session: &#private::Session) -> #library::DaoBuilder<'_, Self> {
            #library::DaoBuilder::new(session)
        }

        /// The same statements, those tied to the profile `name` tied to another instead: a profile, or the name of one.
        ///
        /// This DAO and its other clones stay as they are. The statements are shared, nothing is prepared again.
        ///
        /// # Errors
        /// When no statement is tied to `name`, or the session does not know the other name.
        #vis fn with_profile(
            &self,
            name: &str,
            target: impl ::core::convert::Into<#private::RemapTarget>,
        ) -> ::core::result::Result<Self, #library::ProfileError> {
            #library::private::with_profile(self, name, ::core::convert::Into::into(target))
        }
    }
}

/// The method of a field.
fn method(dao: &Dao, member: &Member) -> TokenStream {
    match member {
        Member::Broken(broken) => {
            let Broken { declaration, signature } = &**broken;
            let Some(signature) = signature else { return TokenStream::new() };
            let header = header(dao, declaration, signature);
            quote!(#[allow(unused_variables, clippy::empty_loop, reason = "never run")] #header { loop {} })
        }
        Member::Statement(statement) => {
            let private = private(dao);
            let (field, marker) = (&statement.declaration.ident, marker(&statement.declaration));
            let header = header(dao, &statement.declaration, &statement.signature);
            let params = statement.signature.params.iter().map(|param| &param.ident);
            quote_spanned! {Span::mixed_site()=>
                #header {
                    #private::run::<#marker, _>(&self.#field, (#(#params,)*)).await
                }
            }
        }
    }
}

fn header(dao: &Dao, declaration: &Declaration, signature: &Signature) -> TokenStream {
    let private = private(dao);
    let Declaration { attrs, vis, ident, .. } = declaration;
    let label = format!("{}::{}", dao.ident.unraw(), ident.unraw());
    let has_docs = attrs.iter().any(|attr| attr.path().is_ident("doc"));
    let docs = (!has_docs).then(|| format!("Executes the statement `{label}`.")).map(|text| quote!(#[doc = #text]));
    let generics = generics(signature);
    let params = signature.params.iter().map(|param| {
        let (ident, ty) = (&param.ident, Argument(&param.ty));
        quote!(#ident: #ty)
    });
    let output = &signature.output;
    quote_spanned! {Span::mixed_site()=>
        #(#attrs)*
        #docs
        #vis async fn #ident #generics(&self, #(#params),*) -> ::core::result::Result<#output, #private::Error>
    }
}

/// The lifetimes that the user declared, as generics.
fn generics(signature: &Signature) -> Option<TokenStream> {
    let lifetimes = signature.lifetimes.as_ref()?.lifetimes.iter();
    Some(quote!(<#(#lifetimes),*>))
}

fn private(dao: &Dao) -> TokenStream {
    let library = &dao.library;
    quote!(#library::private)
}

/// Tokens as a person would write them: `Option<&str>` and not `Option < & str >`.
pub(super) fn pretty(tokens: &str) -> String {
    let mut text = tokens.to_owned();
    for (spaced, tight) in [
        (" < ", "<"),
        ("< ", "<"),
        (" >", ">"),
        ("& ", "&"),
        (" ,", ","),
        (" :: ", "::"),
        ("( ", "("),
        (" )", ")"),
        ("[ ", "["),
        (" ]", "]"),
        (" ;", ";"),
        (" :", ":"),
        ("fn (", "fn("),
    ] {
        text = text.replace(spaced, tight);
    }
    text
}
