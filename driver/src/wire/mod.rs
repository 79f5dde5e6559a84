//! The native protocol's bytes: one file per message, `encode` and `decode`, versions 3 to 5.
//!
//! # What lives here
//! Envelopes, segments, messages and the notations of section 3 of the specification. Requests and responses are encoded
//! and decoded both ways, so a server can be scripted with the same code.
//!
//! # Depends on
//! Nothing of this crate.
//!
//! # Invariants
//! No I/O, no clock. Every length is checked before memory is taken for it. Nothing panics on bytes from the network.
//! What differs between versions is asked of [`ProtocolVersion`] by the name of the difference, never by its number.
//!
//! # Start reading at
//! [`header`], then [`request`] and [`response`]; [`notation`] is what they are made of. [`EnvelopeReader`] is where bytes
//! from a connection come in.

pub(crate) mod arrangement;
mod budget;
mod class_name;
pub mod column;
pub mod compression;
pub mod consistency;
mod decode_error;
mod encode_error;
mod envelope_error;
mod envelope_reader;
pub mod event;
mod flags;
pub mod header;
mod large_bodies;
pub mod notation;
mod opcode;
pub mod request;
pub mod response;
pub mod segment;
pub(crate) mod shown;
mod table_spec;
#[cfg(test)]
mod tests;
mod type_option;
mod version;

pub use compression::{Compression, CompressionError};
pub use consistency::{Consistency, SerialConsistency};
pub use decode_error::DecodeError;
pub use encode_error::EncodeError;
pub use envelope_error::EnvelopeError;
pub use envelope_reader::EnvelopeReader;
pub use flags::Flags;
pub use header::{Direction, HEADER_LEN, Header, HeaderError, MAX_BODY_LEN};
pub use opcode::Opcode;
pub use version::ProtocolVersion;
