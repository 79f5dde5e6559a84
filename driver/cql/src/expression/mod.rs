//! Terms: values, and what a `SELECT` computes.

mod parse;
mod walk;

use crate::identifier::Identifier;
use crate::literal::Literal;
use crate::marker::Marker;
use crate::span::Span;
use crate::type_name::TypeName;

/// A term.
///
/// Columns, and with them [`Access`], stand only in what a `SELECT` selects and groups by; elsewhere a term is a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression<'a> {
    /// An element or a field of another term: `m['a']`, `home.street`.
    Access(Access<'a>),
    /// Terms joined by operators of the same rank: `a + b - c`.
    Arithmetic(Arithmetic<'a>),
    /// A function call: `now()`, `ks.f(a, :x)`, `count(*)`.
    Call(Box<Call<'a>>),
    /// `CAST(term AS type)`.
    Cast(Box<Cast<'a>>),
    /// A list, set, map, tuple or value of a user-defined type.
    Collection(Collection<'a>),
    /// A column.
    Column(Identifier<'a>),
    /// A type hint before a term: `(int) :x`.
    Hinted(Box<Hinted<'a>>),
    /// A constant.
    Literal(Literal<'a>),
    /// A bind marker.
    Marker(Marker<'a>),
    /// `-` before a term that is no constant.
    Negated {
        /// The term after the sign.
        term: Box<Self>,
        /// Where both stand.
        span: Span,
    },
    /// One term in parentheses.
    Parenthesised {
        /// The term in them.
        term: Box<Self>,
        /// Where it stands, parentheses included.
        span: Span,
    },
}

/// `m['a']`, `l[1..3]`, `home.street`, `m[:k].street`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access<'a> {
    /// What is accessed.
    pub of: Box<Expression<'a>>,
    /// The accesses, first one first; at least one.
    pub steps: Vec<Step<'a>>,
    /// Where the whole stands.
    pub span: Span,
}

/// One access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// `[key]`: an element of a map, set or list.
    Element(Expression<'a>),
    /// `.field` of a user-defined type.
    Field(Identifier<'a>),
    /// `[from..to]`, either end optional.
    Slice {
        /// The first key.
        from: Option<Expression<'a>>,
        /// The last key.
        to: Option<Expression<'a>>,
    },
}

/// Terms joined by operators of the same rank, evaluated from the left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arithmetic<'a> {
    /// The first term.
    pub first: Box<Expression<'a>>,
    /// The others, each with the operator before it; at least one.
    pub rest: Vec<(ArithmeticOperator, Expression<'a>)>,
    /// Where the whole stands.
    pub span: Span,
}

/// An operator between two terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArithmeticOperator {
    /// `+`
    Add,
    /// `/`
    Divide,
    /// `*`
    Multiply,
    /// `%`
    Remainder,
    /// `-`
    Subtract,
}

/// A function call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call<'a> {
    /// The function's keyspace, where written.
    pub keyspace: Option<Identifier<'a>>,
    /// The function's name; `token` included.
    pub function: Identifier<'a>,
    /// What is in the parentheses.
    pub arguments: Arguments<'a>,
    /// Where the whole stands.
    pub span: Span,
}

impl Call<'_> {
    /// Whether it is the native `token(…)`.
    pub fn is_token(&self) -> bool {
        self.keyspace.is_none() && self.function.text.eq_ignore_ascii_case("token")
    }
}

/// The arguments of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arguments<'a> {
    /// `*`, as in `count(*)`.
    Star(Span),
    /// Terms, or none.
    Terms(Vec<Expression<'a>>),
}

/// `CAST(term AS type)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cast<'a> {
    /// What is cast.
    pub term: Expression<'a>,
    /// The type it becomes.
    pub target: TypeName<'a>,
    /// Where the whole stands.
    pub span: Span,
}

/// `(type) term`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hinted<'a> {
    /// The type in parentheses.
    pub hint: TypeName<'a>,
    /// What it is about.
    pub term: Expression<'a>,
    /// Where the whole stands.
    pub span: Span,
}

/// A value made of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collection<'a> {
    /// What is in it.
    pub items: Items<'a>,
    /// Where it stands, brackets included.
    pub span: Span,
}

/// What is in a value made of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Items<'a> {
    /// `[1, 2]`; also a vector.
    List(Vec<Expression<'a>>),
    /// `{'a': 1}`; never empty.
    Map(Vec<(Expression<'a>, Expression<'a>)>),
    /// `{1, 2}`; empty, it is as well the empty map.
    Set(Vec<Expression<'a>>),
    /// `(1, 'a')`; at least two.
    Tuple(Vec<Expression<'a>>),
    /// `{street: 'a', zip: 1}`.
    Udt(Vec<(Identifier<'a>, Expression<'a>)>),
}

impl Expression<'_> {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Access(access) => access.span,
            Self::Arithmetic(arithmetic) => arithmetic.span,
            Self::Call(call) => call.span,
            Self::Cast(cast) => cast.span,
            Self::Collection(collection) => collection.span,
            Self::Column(column) => column.span,
            Self::Hinted(hinted) => hinted.span,
            Self::Literal(literal) => literal.span,
            Self::Marker(marker) => marker.span,
            Self::Negated { span, .. } | Self::Parenthesised { span, .. } => *span,
        }
    }
}
