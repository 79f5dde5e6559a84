//! From the struct's tokens to the model, field by field.

use proc_macro2::Span;
use syn::{Data, DeriveInput, Field, Fields, Type};

use super::model::{
    Broken, Clause, ClauseKind, Dao, Declaration, Member, Operation, Param, Settings, Signature, Statement,
};
use super::options::{self, Options};
use super::{attributes, check, clause, query, signature};
use crate::attribute::{self, Slot};
use crate::diagnostics::Diagnostics;
use crate::{keyword, library, misspelt};

const ON_STRUCT: [&str; 4] = [keyword::ENTITY, keyword::PROFILE, keyword::NULLS, keyword::CRATE];

/// Reads the whole struct. Mistakes in fields and attributes come beside the model, for what is whole still works; an
/// error alone is a struct that can be no DAO.
pub(super) fn dao(input: &DeriveInput) -> syn::Result<(Dao, Option<syn::Error>)> {
    let mut diagnostics = Diagnostics::default();
    let options = on_struct(input, &mut diagnostics);
    let statements = Operation::ALL.map(Operation::attribute);
    attribute::misplaced(&input.attrs, &statements, "a field: each field is a statement", &mut diagnostics);
    let library = library::mapper(options.library.as_ref(), keyword::DAO)?;
    if let Some(parameter) = input.generics.params.first() {
        return Err(syn::Error::new_spanned(
            parameter,
            "a DAO has no generic parameters: each of its statements is one text",
        ));
    }
    let (keyword, fields) = fields(input)?;
    let members = fields.filter_map(|field| member(field, &options, &mut diagnostics)).collect();
    let dao = Dao {
        ident: input.ident.clone(),
        place: misspelt::place(keyword, &input.ident),
        vis: input.vis.clone(),
        library,
        entity: options.entity,
        members,
    };
    Ok((dao, diagnostics.finish(()).err()))
}

struct OnStruct {
    entity: Option<Type>,
    library: Option<syn::Path>,
    settings: Settings,
}

fn on_struct(input: &DeriveInput, diagnostics: &mut Diagnostics) -> OnStruct {
    let (mut entity, mut profile) = (Slot::default(), Slot::default());
    let (mut nulls, mut library) = (Slot::default(), Slot::default());
    attribute::read(&input.attrs, &[keyword::DAO], diagnostics, |key| match key.name() {
        keyword::ENTITY => entity.set(key, key.value("a type")?),
        keyword::PROFILE => profile.set(key, key.string()?),
        keyword::NULLS => nulls.set(key, options::nulls(key)?),
        keyword::CRATE => library.set(key, key.path()?),
        _ => Err(key.unknown(&ON_STRUCT)),
    });
    let settings = Settings { profile: profile.value(), nulls: nulls.value(), ..Settings::default() };
    OnStruct { entity: entity.value(), library: library.value(), settings }
}

/// The fields, and where the word `struct` stands.
fn fields(input: &DeriveInput) -> syn::Result<(Span, impl Iterator<Item = &Field>)> {
    let message = "a DAO is a struct with named fields: its statements";
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok((data.struct_token.span, fields.named.iter())),
            Fields::Unnamed(_) | Fields::Unit => Err(syn::Error::new(input.ident.span(), message)),
        },
        Data::Enum(_) | Data::Union(_) => Err(syn::Error::new(input.ident.span(), message)),
    }
}

fn member(field: &Field, dao: &OnStruct, diagnostics: &mut Diagnostics) -> Option<Member> {
    let declaration = Declaration {
        attrs: attributes::forwarded(&field.attrs),
        vis: field.vis.clone(),
        ident: field.ident.clone()?,
        ty: field.ty.clone(),
    };
    let mut mistakes = Diagnostics::default();
    check::name(&declaration.ident, &mut mistakes);
    let is_named_well = !mistakes.has_errors();
    attribute::misplaced(&field.attrs, &[keyword::DAO], "the struct", &mut mistakes);
    let operation = attributes::operation(field, &mut mistakes);
    let signature = signature::read(&field.ty, operation, &mut mistakes);
    let member = match (operation, signature) {
        (Some(operation), Some(signature)) => statement(field, declaration, operation, signature, dao, &mut mistakes),
        (_, signature) => Member::Broken(Box::new(Broken { declaration, signature })),
    };
    match (mistakes.finish(()), member) {
        (Ok(()), member) => Some(member),
        (Err(error), member) => {
            diagnostics.push(error);
            Some(Member::Broken(Box::new(broken(member, is_named_well))))
        }
    }
}

/// What is left of a field with a mistake. One that has the name of a function of every DAO gets no method.
fn broken(member: Member, has_method: bool) -> Broken {
    let (declaration, signature) = match member {
        Member::Broken(broken) => (broken.declaration, broken.signature),
        Member::Statement(statement) => (statement.declaration, Some(statement.signature)),
    };
    Broken { declaration, signature: signature.filter(|_| has_method) }
}

fn statement(
    field: &Field,
    declaration: Declaration,
    operation: Operation,
    signature: Signature,
    dao: &OnStruct,
    mistakes: &mut Diagnostics,
) -> Member {
    let options = options::read(&field.attrs, operation, mistakes);
    check::conditions(&options, mistakes);
    let mut clauses = clauses(&options, &signature.params, mistakes);
    let mut facts = None;
    if operation == Operation::Query {
        match options.text.get() {
            Some(text) => {
                if let Some((clause, query)) = query::read(text, &signature.params, mistakes) {
                    clauses.push(clause);
                    facts = Some(query);
                }
            }
            None if mistakes.has_errors() => {}
            None => mistakes.report(declaration.ident.span(), "`#[query]` needs its CQL: `#[query(\"SELECT …\")]`"),
        }
    }
    let markers = markers(&signature.params, &clauses);
    // A marker that could not be read may be the one that is missing.
    if !mistakes.has_errors() {
        check::unused(operation, &clauses, &signature, &markers, mistakes);
    }
    Member::Statement(Box::new(Statement {
        declaration,
        operation,
        entity: options.entity.get().map(|entity| entity.value.clone()).or_else(|| dao.entity.clone()),
        clauses,
        if_not_exists: options.if_not_exists.is_set(),
        if_exists: options.if_exists.is_set(),
        allow_filtering: options.allow_filtering.is_set(),
        query: facts,
        settings: options.settings(&dao.settings),
        questions: options.questions(),
        markers,
        signature,
    }))
}

fn clauses(options: &Options, params: &[Param], mistakes: &mut Diagnostics) -> Vec<Clause> {
    let keys = [
        (ClauseKind::Where, &options.where_clause),
        (ClauseKind::Set, &options.set),
        (ClauseKind::If, &options.condition),
        (ClauseKind::OrderBy, &options.order_by),
        (ClauseKind::Limit, &options.limit),
        (ClauseKind::PerPartitionLimit, &options.per_partition_limit),
        (ClauseKind::Ttl, &options.ttl),
        (ClauseKind::Timestamp, &options.timestamp),
    ];
    keys.into_iter().filter_map(|(kind, slot)| clause::read(kind, slot.get()?, params, mistakes)).collect()
}

/// For each parameter the name of its markers, as the server will call them.
fn markers(params: &[Param], clauses: &[Clause]) -> Vec<Option<String>> {
    let mut markers = vec![None; params.len()];
    for place in clauses.iter().flat_map(|clause| &clause.uses) {
        if let (Some((index, _)), Some(name)) = (place.param, &place.marker)
            && let Some(slot) = markers.get_mut(usize::from(index))
        {
            *slot = Some(name.clone());
        }
    }
    markers
}
