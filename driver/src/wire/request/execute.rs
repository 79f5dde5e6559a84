use super::{QueryParameters, Values};
use crate::wire::notation::{read_short_bytes, write_short_bytes};
use crate::wire::{DecodeError, EncodeError, ProtocolVersion};

/// Executes a prepared statement; answered by RESULT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct Execute<'a> {
    /// The statement's id.
    pub id: &'a [u8],
    /// The id of the result metadata that the client holds; version 4 has none, version 5 always sends one.
    pub result_metadata_id: Option<&'a [u8]>,
    /// The options.
    pub parameters: QueryParameters<'a>,
    /// What the bind markers are bound to.
    pub values: Values<'a>,
}

impl<'a> Execute<'a> {
    /// Appends `<id><result_metadata_id>` to `out`; the query parameters follow.
    ///
    /// # Errors
    /// When an id is longer than 65535 bytes.
    #[inline]
    pub fn encode_ids(
        version: ProtocolVersion,
        id: &[u8],
        result_metadata_id: Option<&[u8]>,
        out: &mut Vec<u8>,
    ) -> Result<(), EncodeError> {
        write_short_bytes(id, "id of EXECUTE", out)?;
        // native_protocol_v5 §4.1.6: <id><result_metadata_id><query_parameters>; whether or not there is a result.
        if version.has_result_metadata_id() {
            write_short_bytes(result_metadata_id.unwrap_or_default(), "result metadata id of EXECUTE", out)?;
        }
        Ok(())
    }

    /// Appends the body to `out`.
    ///
    /// # Errors
    /// When something in it does not fit its notation.
    pub fn encode(&self, version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        Self::encode_ids(version, self.id, self.result_metadata_id, out)?;
        self.parameters.encode(version, &self.values, out)
    }

    /// Reads the body.
    ///
    /// # Errors
    /// When it is cut short or not as the specification has it.
    pub fn decode(version: ProtocolVersion, mut body: &'a [u8]) -> Result<Self, DecodeError> {
        let id = read_short_bytes(&mut body, "id of EXECUTE")?;
        let result_metadata_id = if version.has_result_metadata_id() {
            Some(read_short_bytes(&mut body, "result metadata id of EXECUTE")?)
        } else {
            None
        };
        let (parameters, values) = QueryParameters::decode(version, &mut body)?;
        Ok(Self { id, result_metadata_id, parameters, values })
    }
}
