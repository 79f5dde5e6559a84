use std::fmt;

use super::{QueryParameters, Values};
use crate::wire::notation::{read_long_string, write_long_string};
use crate::wire::shown::Text;
use crate::wire::{DecodeError, EncodeError, ProtocolVersion};

/// Executes a statement given as text; answered by RESULT.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct Query<'a> {
    /// The statement.
    pub query: &'a str,
    /// Its options.
    pub parameters: QueryParameters<'a>,
    /// What its bind markers are bound to.
    pub values: Values<'a>,
}

impl fmt::Debug for Query<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query")
            .field("query", &Text(self.query))
            .field("parameters", &self.parameters)
            .field("values", &self.values)
            .finish()
    }
}

impl<'a> Query<'a> {
    /// Appends the body to `out`.
    ///
    /// # Errors
    /// When something in it does not fit its notation.
    pub fn encode(&self, version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        // native_protocol_v5 §4.1.4: <query><query_parameters>.
        write_long_string(self.query, "query of QUERY", out)?;
        self.parameters.encode(version, &self.values, out)
    }

    /// Reads the body.
    ///
    /// # Errors
    /// When it is cut short or not as the specification has it.
    pub fn decode(version: ProtocolVersion, mut body: &'a [u8]) -> Result<Self, DecodeError> {
        let query = read_long_string(&mut body, "query of QUERY")?;
        let (parameters, values) = QueryParameters::decode(version, &mut body)?;
        Ok(Self { query, parameters, values })
    }
}
