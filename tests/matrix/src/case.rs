use ilium_driver::value::CqlValue;

use crate::context::Context;
use crate::kind::{Kind, Sample};
use crate::schema::pair;

/// One row of a cell: a value as it stands in its place, such as `[1, 2]` for an `int` in a list.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// Tells the cases of a cell apart, from 0.
    pub(crate) number: i32,
    /// What cqlsh is given.
    pub(crate) literal: String,
    /// What the driver is given.
    pub(crate) value: Option<CqlValue>,
    /// What the driver must read; not `value` where the server does not tell empty from null.
    pub(crate) stored: Option<CqlValue>,
    /// Whether `value`'s own literal can be given to cqlsh.
    pub(crate) displays: bool,
}

/// A literal, and what it means.
type Written = (String, Option<CqlValue>);

/// The cases of a type in a place: each of its values, several together, and nulls where they are legal.
pub(crate) fn cases(kind: &Kind, context: Context, keyspace: &str) -> Vec<Case> {
    let samples = kind.samples_in(context);
    let mut written: Vec<(Written, bool)> = Vec::new();
    for (index, sample) in samples.iter().enumerate() {
        // The last is followed by the first.
        let next = samples.get(index + 1).or_else(|| samples.first()).unwrap_or(sample);
        written.push((one(kind, context, sample, next, keyspace), sample.displays && next.displays));
    }
    let all_display = samples.iter().all(|sample| sample.displays);
    written.extend(together(context, &samples).map(|written| (written, all_display)));
    if let Some(first) = samples.first() {
        written.extend(with_null(kind, context, first, keyspace).map(|written| (written, true)));
    }
    let case = |(((literal, value), displays), number): ((Written, bool), i32)| {
        let stored = value.clone().filter(|value| !is_stored_as_null(context, value));
        Case { number, literal, value, stored, displays }
    };
    written.into_iter().zip(0..).map(case).collect()
}

fn one(kind: &Kind, context: Context, sample: &Sample, next: &Sample, keyspace: &str) -> Written {
    let (Sample { literal, value, .. }, Sample { literal: next_literal, value: next_value, .. }) = (sample, next);
    let (value, next_value) = (value.clone(), next_value.clone());
    match context {
        Context::Bound | Context::PartitionKey | Context::ClusteringKey => (literal.clone(), Some(value)),
        Context::List => (format!("[{literal}]"), Some(CqlValue::List(vec![value]))),
        Context::Set => (format!("{{{literal}}}"), Some(CqlValue::Set(vec![value]))),
        Context::MapKey => (format!("{{{literal}: 7}}"), Some(CqlValue::Map(vec![(value, CqlValue::Int(7))]))),
        Context::MapValue => (format!("{{7: {literal}}}"), Some(CqlValue::Map(vec![(CqlValue::Int(7), value)]))),
        Context::Tuple => {
            let fields = vec![Some(value), Some(CqlValue::Int(7)), Some(next_value)];
            (format!("({literal}, 7, {next_literal})"), Some(CqlValue::Tuple(fields)))
        }
        Context::Udt => {
            let literal = format!("{{plain: {literal}, \"Quoted Field\": {next_literal}}}");
            (literal, Some(pair(kind, keyspace, Some(value), Some(next_value))))
        }
        Context::Vector => (format!("[{literal}, {next_literal}]"), Some(CqlValue::Vector(vec![value, next_value]))),
    }
}

/// All values in one collection, not in the server's order.
fn together(context: Context, samples: &[&Sample]) -> Option<Written> {
    let literals = || samples.iter().rev().map(|sample| sample.literal.as_str());
    let values = || samples.iter().rev().map(|sample| sample.value.clone());
    let joined = |literals: Vec<String>| literals.join(", ");
    let entries = || (1..).map(CqlValue::Int);
    Some(match context {
        Context::List => {
            let literals = joined(literals().map(str::to_owned).collect());
            (format!("[{literals}]"), Some(CqlValue::List(values().collect())))
        }
        Context::Set => {
            let literals = joined(literals().map(str::to_owned).collect());
            (format!("{{{literals}}}"), Some(CqlValue::Set(values().collect())))
        }
        Context::MapKey => {
            let literals = joined(literals().zip(1..).map(|(key, value)| format!("{key}: {value}")).collect());
            (format!("{{{literals}}}"), Some(CqlValue::Map(values().zip(entries()).collect())))
        }
        Context::MapValue => {
            let literals = joined(literals().zip(1..).map(|(value, key)| format!("{key}: {value}")).collect());
            (format!("{{{literals}}}"), Some(CqlValue::Map(entries().zip(values()).collect())))
        }
        _ => return None,
    })
}

fn with_null(kind: &Kind, context: Context, sample: &Sample, keyspace: &str) -> Option<Written> {
    let Sample { literal, value, .. } = sample;
    match context {
        // A counter cannot be set, so not to null either.
        Context::Bound if !kind.is_counter() => Some(("null".to_owned(), None)),
        Context::Tuple => {
            let fields = vec![None, Some(CqlValue::Int(7)), Some(value.clone())];
            Some((format!("(null, 7, {literal})"), Some(CqlValue::Tuple(fields))))
        }
        Context::Udt => {
            let literal = format!("{{plain: null, \"Quoted Field\": {literal}}}");
            Some((literal, Some(pair(kind, keyspace, None, Some(value.clone())))))
        }
        _ => None,
    }
}

/// A collection that is not frozen is its entries: without any, there is nothing to store.
fn is_stored_as_null(context: Context, value: &CqlValue) -> bool {
    let is_empty = match value {
        CqlValue::List(elements) | CqlValue::Set(elements) => elements.is_empty(),
        CqlValue::Map(entries) => entries.is_empty(),
        _ => false,
    };
    context == Context::Bound && is_empty
}
