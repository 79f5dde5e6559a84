//! Lexer and parser of CQL statements, without dependencies.
