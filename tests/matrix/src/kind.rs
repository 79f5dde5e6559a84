use ilium_driver::value::CqlValue;

use crate::context::Context;

/// The name of the type whose samples are wrong on purpose.
pub(crate) const PLANTED: &str = "planted";

/// A type, and values to try it with.
#[derive(Clone, Debug)]
pub(crate) struct Kind {
    /// The name in reports and of tables, so letters and underscores only.
    pub(crate) name: &'static str,
    /// The type in CQL, as a column has it.
    pub(crate) cql: &'static str,
    /// Whether the type must be frozen where it is part of another.
    pub(crate) must_freeze: bool,
    /// Whether it is or has a user-defined type.
    pub(crate) has_udt: bool,
    /// No two of them are equal in the server's order, so that each is a key of its own.
    pub(crate) samples: Vec<Sample>,
}

/// A value, as a literal and as what the driver makes of it.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    /// What cqlsh is given, written by hand.
    pub(crate) literal: String,
    /// What the driver must read, and is given.
    pub(crate) value: CqlValue,
    /// The places that the server does not take the value in, though it takes the type.
    except: &'static [Context],
    /// The places that it is not tried in, because the server or cqlsh breaks on it.
    untried: &'static [Context],
    /// Whether the value's own literal can be written without knowing the type.
    pub(crate) displays: bool,
}

impl Kind {
    /// A type that is never frozen.
    pub(crate) const fn plain(name: &'static str, samples: Vec<Sample>) -> Self {
        Self { name, cql: name, must_freeze: false, has_udt: false, samples }
    }

    /// A type that is made of others.
    pub(crate) const fn composite(name: &'static str, cql: &'static str, samples: Vec<Sample>) -> Self {
        Self { name, cql, must_freeze: true, has_udt: false, samples }
    }

    pub(crate) const fn with_udt(mut self) -> Self {
        self.has_udt = true;
        self
    }

    pub(crate) fn is_counter(&self) -> bool {
        self.name == "counter"
    }

    /// The type as part of another, or as a key.
    pub(crate) fn element(&self) -> String {
        if self.must_freeze { format!("frozen<{}>", self.cql) } else { self.cql.to_owned() }
    }

    /// Whether it is no type of its own, but a difference that has to be seen.
    pub(crate) fn is_planted(&self) -> bool {
        self.name == PLANTED
    }

    /// The literals that the server does not take in a place, though it takes the type there.
    pub(crate) fn forbidden(&self) -> Vec<(Context, String)> {
        let of_sample = |sample: &Sample| {
            let literal = sample.literal.clone();
            sample.except.iter().map(move |context| match context {
                Context::Vector => (*context, format!("[{literal}, {literal}]")),
                _ => (*context, literal.clone()),
            })
        };
        self.samples.iter().flat_map(of_sample).collect()
    }

    /// The samples that the server takes in `context`.
    pub(crate) fn samples_in(&self, context: Context) -> Vec<&Sample> {
        let fits = |sample: &&Sample| !sample.except.contains(&context) && !sample.untried.contains(&context);
        self.samples.iter().filter(fits).collect()
    }
}

impl Sample {
    pub(crate) fn new(literal: impl Into<String>, value: CqlValue) -> Self {
        Self { literal: literal.into(), value, except: &[], untried: &[], displays: true }
    }

    /// The value of zero bytes in `text`, `ascii` and `blob`, which a partition key of one column may not be.
    pub(crate) fn no_partition_key(mut self) -> Self {
        self.except = &[Context::PartitionKey];
        self
    }

    /// The value of zero bytes in a type whose other values are longer: no partition key, and as a rule no element of a
    /// vector. Where it is one, cqlsh loses its connection over it; and Cassandra 5.0.6 fails with an exception of its own
    /// when a list that is not frozen is bound with such an element.
    pub(crate) fn empty(literal: impl Into<String>, may_be_in_vector: bool) -> Self {
        let (except, untried): (&[_], &[_]) = if may_be_in_vector {
            (&[Context::PartitionKey], &[Context::List, Context::Vector])
        } else {
            (&[Context::PartitionKey, Context::Vector], &[Context::List])
        };
        Self { literal: literal.into(), value: CqlValue::Empty, except, untried, displays: false }
    }
}
