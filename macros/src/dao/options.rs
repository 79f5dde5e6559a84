//! The keys of a field's attribute, such as `#[select(where = "…", limit = ":n")]`.

use proc_macro2::{Ident, Span};
use syn::{Attribute, LitInt, LitStr, Type};

use super::model::{CallOption, Nulls, NumberOrCql, Operation, Question, Settings};
use crate::attribute::{self, Key, Slot, Spanned};
use crate::diagnostics::Diagnostics;
use crate::keyword;
use crate::nearest::meant;

/// What an attribute says, before its CQL is looked at.
#[derive(Default)]
pub(super) struct Options {
    pub(super) text: Slot<String>,
    pub(super) where_clause: Slot<String>,
    pub(super) set: Slot<String>,
    pub(super) condition: Slot<String>,
    pub(super) order_by: Slot<String>,
    pub(super) limit: Slot<String>,
    pub(super) per_partition_limit: Slot<String>,
    pub(super) ttl: Slot<String>,
    pub(super) timestamp: Slot<String>,
    pub(super) if_not_exists: Slot<bool>,
    pub(super) if_exists: Slot<bool>,
    pub(super) allow_filtering: Slot<bool>,
    pub(super) entity: Slot<Type>,
    profile: Slot<String>,
    /// In the order of [`OF_CALLS`].
    calls: [Slot<CallOption>; OF_CALLS.len()],
    nulls: Slot<Nulls>,
}

/// The options of a call that an attribute can set: each key is that of the method of `CallOptions`, beside which stands how
/// its value is read.
const OF_CALLS: [(&str, ReadOption); 5] = [
    (keyword::CONSISTENCY, |key| variant(key, &CONSISTENCIES, CallOption::Level)),
    (keyword::SERIAL_CONSISTENCY, |key| variant(key, &SERIAL_CONSISTENCIES, CallOption::SerialLevel)),
    (keyword::TIMEOUT, duration),
    (keyword::PAGE_SIZE, page_size),
    (keyword::IDEMPOTENT, |key| {
        key.flag().map(|flag| Spanned { value: CallOption::Flag(flag.value), span: flag.span })
    }),
];

type ReadOption = fn(&Key<'_>) -> syn::Result<Spanned<CallOption>>;

const COMMON: [&str; 6] = [
    keyword::PROFILE,
    keyword::CONSISTENCY,
    keyword::SERIAL_CONSISTENCY,
    keyword::TIMEOUT,
    keyword::IDEMPOTENT,
    keyword::ENTITY,
];

/// The keys of each attribute, apart from the common ones.
const fn own(operation: Operation) -> &'static [&'static str] {
    use keyword::{
        ALLOW_FILTERING, IF, IF_EXISTS, IF_NOT_EXISTS, LIMIT, NULLS, ORDER_BY, PAGE_SIZE, PER_PARTITION_LIMIT, SET,
        TIMESTAMP, TTL, WHERE,
    };
    match operation {
        Operation::Delete => &[WHERE, IF_EXISTS, IF, TIMESTAMP],
        Operation::Insert => &[IF_NOT_EXISTS, TTL, TIMESTAMP, NULLS],
        Operation::Query => &[PAGE_SIZE, NULLS],
        Operation::Select => &[WHERE, ORDER_BY, LIMIT, PER_PARTITION_LIMIT, PAGE_SIZE, ALLOW_FILTERING],
        Operation::Update => &[SET, WHERE, IF_EXISTS, IF, TTL, TIMESTAMP, NULLS],
    }
}

/// Reads the attribute of `operation`.
pub(super) fn read(attributes: &[Attribute], operation: Operation, diagnostics: &mut Diagnostics) -> Options {
    let mut options = Options::default();
    let own = own(operation);
    attribute::read(attributes, &[operation.attribute()], diagnostics, |key| {
        let name = key.name();
        if name.is_empty() && operation == Operation::Query {
            let text: Spanned<LitStr> = key.bare("the CQL, a string")?;
            return options.text.set(key, Spanned { value: text.value.value(), span: text.span });
        }
        if !own.contains(&name) && !COMMON.contains(&name) {
            let known: Vec<&str> = own.iter().chain(&COMMON).copied().collect();
            return Err(key.unknown(&known));
        }
        options.take(key)
    });
    options
}

impl Options {
    fn take(&mut self, key: &Key<'_>) -> syn::Result<()> {
        match key.name() {
            keyword::WHERE => self.where_clause.set(key, key.string()?),
            keyword::SET => self.set.set(key, key.string()?),
            keyword::IF => self.condition.set(key, key.string()?),
            keyword::ORDER_BY => self.order_by.set(key, key.string()?),
            keyword::LIMIT => self.limit.set(key, number_or_cql(key)?),
            keyword::PER_PARTITION_LIMIT => self.per_partition_limit.set(key, number_or_cql(key)?),
            keyword::TTL => self.ttl.set(key, number_or_cql(key)?),
            keyword::TIMESTAMP => self.timestamp.set(key, number_or_cql(key)?),
            keyword::IF_NOT_EXISTS => self.if_not_exists.set(key, key.flag()?),
            keyword::IF_EXISTS => self.if_exists.set(key, key.flag()?),
            keyword::ALLOW_FILTERING => self.allow_filtering.set(key, key.flag()?),
            keyword::ENTITY => self.entity.set(key, key.value("a type")?),
            keyword::PROFILE => self.profile.set(key, key.string()?),
            keyword::NULLS => self.nulls.set(key, nulls(key)?),
            name => match self.call(name) {
                Some((slot, read)) => slot.set(key, read(key)?),
                None => Ok(()),
            },
        }
    }

    /// The option of a call that has this name.
    fn call(&mut self, name: &str) -> Option<(&mut Slot<CallOption>, ReadOption)> {
        let mut calls = self.calls.iter_mut().zip(OF_CALLS);
        calls.find_map(|(slot, (key, read))| (key == name).then_some((slot, read)))
    }

    /// Those options of a call that are set, each with the key that set it.
    fn set_calls(&self) -> impl Iterator<Item = (&'static str, &Spanned<CallOption>)> {
        OF_CALLS.into_iter().zip(&self.calls).filter_map(|((key, _), slot)| Some((key, slot.get()?)))
    }

    /// The keys about which only the mapper can say whether they are right here.
    pub(super) fn questions(&self) -> Vec<(Question, Span)> {
        let flag = |slot: &Slot<bool>| slot.get().filter(|flag| flag.value).map(|flag| flag.span);
        let conditions = [flag(&self.if_exists), flag(&self.if_not_exists)].into_iter().flatten();
        let page_size = self.set_calls().find(|(key, _)| *key == keyword::PAGE_SIZE);
        let page_size = page_size.map(|(_, rows)| (Question::PageSize, rows.span));
        conditions.map(|span| (Question::Condition, span)).chain(page_size).collect()
    }

    /// The settings, over those of the DAO.
    pub(super) fn settings(&self, dao: &Settings) -> Settings {
        Settings {
            profile: value(&self.profile).or_else(|| dao.profile.clone()),
            options: self.set_calls().map(|(key, option)| (key, option.value.clone())).collect(),
            nulls: value(&self.nulls).or(dao.nulls),
        }
    }
}

fn value<T: Clone>(slot: &Slot<T>) -> Option<T> {
    slot.get().map(|spanned| spanned.value.clone())
}

/// Reads `limit = 10` or `limit = ":n"`.
fn number_or_cql(key: &Key<'_>) -> syn::Result<NumberOrCql> {
    let literal: Spanned<syn::Lit> = key.value("a number, or a bind marker in a string")?;
    let value = match &literal.value {
        syn::Lit::Int(number) => number.base10_parse::<i64>()?.to_string(),
        syn::Lit::Str(text) => text.value(),
        _ => {
            let message = format!("`{0}` takes a number, or a bind marker in a string: `{0} = \":n\"`", key.name());
            return Err(syn::Error::new(literal.span, message));
        }
    };
    Ok(Spanned { value, span: literal.span })
}

const CONSISTENCIES: [&str; 11] =
    ["Any", "One", "Two", "Three", "Quorum", "All", "LocalQuorum", "EachQuorum", "Serial", "LocalSerial", "LocalOne"];
const SERIAL_CONSISTENCIES: [&str; 2] = ["Serial", "LocalSerial"];

/// Reads `consistency = LocalOne`, with or without a path before it.
fn variant(key: &Key<'_>, known: &[&'static str], option: fn(Ident) -> CallOption) -> syn::Result<Spanned<CallOption>> {
    let path = key.path()?;
    let Some(ident) = path.value.segments.last().map(|segment| segment.ident.clone()) else {
        return Err(syn::Error::new(path.span, "expected a consistency level"));
    };
    let name = ident.to_string();
    if known.contains(&name.as_str()) {
        return Ok(Spanned { value: option(ident), span: path.span });
    }
    // `LOCAL_ONE` is the same word to the eye.
    let meant = meant(&name.replace('_', ""), known.iter().copied());
    Err(syn::Error::new(path.span, format!("unknown consistency `{name}`; {meant}known: {}", known.join(", "))))
}

/// Reads `timeout = "250ms"`, `"2s"` or `"1m"`, in milliseconds.
fn duration(key: &Key<'_>) -> syn::Result<Spanned<CallOption>> {
    let text = key.string()?;
    let trimmed = text.value.trim();
    let digits = trimmed.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    let scale = match trimmed.get(digits.len()..).map(str::trim) {
        Some("ms") => Some(1),
        Some("s") => Some(1_000),
        Some("m") => Some(60_000),
        _ => None,
    };
    let millis = scale.and_then(|scale| digits.parse::<u64>().ok()?.checked_mul(scale)).filter(|millis| *millis > 0);
    match millis {
        Some(millis) => Ok(Spanned { value: CallOption::Millis(millis), span: text.span }),
        None => {
            let message = format!("`{}` is not a duration: write `\"250ms\"`, `\"2s\"` or `\"1m\"`", text.value);
            Err(syn::Error::new(text.span, message))
        }
    }
}

fn page_size(key: &Key<'_>) -> syn::Result<Spanned<CallOption>> {
    let literal: Spanned<LitInt> = key.value("a number of rows")?;
    match literal.value.base10_parse::<i32>() {
        Ok(rows) if rows > 0 => Ok(Spanned { value: CallOption::Rows(rows), span: literal.span }),
        _ => {
            let found = format!("`page_size` is from 1 to {} rows, not {}", i32::MAX, literal.value);
            Err(syn::Error::new(literal.value.span(), found))
        }
    }
}

/// Reads `nulls = unset` or `nulls = null`.
pub(super) fn nulls(key: &Key<'_>) -> syn::Result<Spanned<Nulls>> {
    let word: Spanned<Ident> = key.value("`unset` or `null`")?;
    let value = match word.value.to_string().as_str() {
        "unset" => Nulls::Unset,
        "null" => Nulls::Null,
        other => return Err(syn::Error::new(word.span, format!("`nulls` is `unset` or `null`, not `{other}`"))),
    };
    Ok(Spanned { value, span: word.value.span() })
}
