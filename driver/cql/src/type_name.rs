//! Names of types, as casts and type hints use them.

use crate::error::SyntaxError;
use crate::identifier::Identifier;
use crate::lexer::TokenKind;
use crate::parser::Parser;
use crate::span::Span;

/// A type: `text`, `ks.address`, `map<text, frozen<list<int>>>`, `vector<float, 3>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeName<'a> {
    /// The keyspace of a user-defined type, where written.
    pub keyspace: Option<Identifier<'a>>,
    /// The name before the angle brackets.
    pub name: Identifier<'a>,
    /// What is between the angle brackets.
    pub arguments: Vec<TypeArgument<'a>>,
    /// Where it stands.
    pub span: Span,
}

/// An argument of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeArgument<'a> {
    /// The number of dimensions of a vector, as written.
    Dimension(&'a str),
    /// A type.
    Type(TypeName<'a>),
}

impl<'a> Parser<'a> {
    pub(crate) fn type_name(&mut self) -> Result<TypeName<'a>, SyntaxError> {
        self.nested(|parser| {
            let mut name = parser.identifier("a type name")?;
            let first = name.span;
            let mut keyspace = None;
            if parser.take_symbol(".").is_some() {
                keyspace = Some(std::mem::replace(&mut name, parser.identifier("a type name")?));
            }
            let mut arguments = Vec::new();
            if parser.take_symbol("<").is_some() {
                arguments = parser.separated(Self::type_argument)?;
                parser.expect_symbol(">")?;
            }
            Ok(TypeName { keyspace, name, arguments, span: parser.since(first) })
        })
    }

    fn type_argument(&mut self) -> Result<TypeArgument<'a>, SyntaxError> {
        let token = self.peek();
        if token.kind == TokenKind::Integer {
            self.advance();
            return Ok(TypeArgument::Dimension(self.text(token.span)));
        }
        self.type_name().map(TypeArgument::Type)
    }
}
