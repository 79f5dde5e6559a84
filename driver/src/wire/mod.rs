//! The native protocol's bytes: one file per message, `encode` and `decode`, versions 4 and 5.
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
//!
//! # Start reading at
//! [`notation`], then [`column`].

pub mod column;
pub mod consistency;
mod decode_error;
pub mod notation;
mod version;

pub use decode_error::DecodeError;
pub use version::ProtocolVersion;
