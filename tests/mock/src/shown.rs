//! `Debug` of what carries bytes: failures print it, and a page of rows or a password has no place there.

use std::fmt;

use crate::answer::Answer;
use crate::cluster::MockCluster;
use crate::request::{Message, Parameters, Value};
use crate::rows::Rows;

/// How many bytes of a value are shown: those of every fixed-size type, and short texts.
const SHOWN: usize = 32;

/// The start of bytes, and how many they are.
struct Start<'a>(&'a [u8]);

impl fmt::Debug for Start<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.get(..SHOWN) {
            Some(start) if self.0.len() > SHOWN => {
                write!(f, "b\"{}\"… ({} bytes)", start.escape_ascii(), self.0.len())
            }
            _ => write!(f, "b\"{}\"", self.0.escape_ascii()),
        }
    }
}

/// How many bytes there are.
struct Length(usize);

impl fmt::Debug for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0)
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => Start(bytes).fmt(f),
            Self::Null => f.write_str("Null"),
            Self::Unset => f.write_str("Unset"),
        }
    }
}

/// Of a token of the authentication, which may be a password, the length is shown.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AuthResponse(token) => f.debug_tuple("AuthResponse").field(&Length(token.len())).finish(),
            Self::Batch { batch_type, items, parameters } => f
                .debug_struct("Batch")
                .field("batch_type", batch_type)
                .field("items", items)
                .field("parameters", parameters)
                .finish(),
            Self::Execute { id, statement, parameters, values, .. } => f
                .debug_struct("Execute")
                .field("id", &Start(id))
                .field("statement", statement)
                .field("parameters", parameters)
                .field("values", values)
                .finish_non_exhaustive(),
            Self::Options => f.write_str("Options"),
            Self::Prepare { cql, keyspace } => {
                f.debug_struct("Prepare").field("cql", cql).field("keyspace", keyspace).finish()
            }
            Self::Query { cql, parameters, values } => f
                .debug_struct("Query")
                .field("cql", cql)
                .field("parameters", parameters)
                .field("values", values)
                .finish(),
            Self::Register(events) => f.debug_tuple("Register").field(events).finish(),
            Self::Startup(options) => f.debug_tuple("Startup").field(options).finish(),
            Self::Undecodable(error) => f.debug_tuple("Undecodable").field(error).finish(),
        }
    }
}

impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parameters")
            .field("consistency", &self.consistency)
            .field("serial_consistency", &self.serial_consistency)
            .field("page_size", &self.page_size)
            .field("paging_state", &self.paging_state.as_deref().map(Start))
            .field("timestamp", &self.timestamp)
            .field("skip_metadata", &self.skip_metadata)
            .field("keyspace", &self.keyspace)
            .field("now_in_seconds", &self.now_in_seconds)
            .finish()
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let token = |name, token: &Option<Vec<u8>>, f: &mut fmt::Formatter<'_>| {
            f.debug_tuple(name).field(&token.as_ref().map(|token| Length(token.len()))).finish()
        };
        match self {
            Self::AuthChallenge(of) => token("AuthChallenge", of, f),
            Self::AuthSuccess(of) => token("AuthSuccess", of, f),
            Self::Authenticate(authenticator) => f.debug_tuple("Authenticate").field(authenticator).finish(),
            Self::Error(error) => f.debug_tuple("Error").field(error).finish(),
            Self::Extended(extensions, answer) => f.debug_tuple("Extended").field(extensions).field(answer).finish(),
            Self::Prepared(id, statement) => f.debug_tuple("Prepared").field(&Start(id)).field(statement).finish(),
            Self::Raw(opcode, bytes) => f.debug_tuple("Raw").field(opcode).field(&Start(bytes)).finish(),
            Self::Ready => f.write_str("Ready"),
            Self::Rows(rows) => rows.fmt(f),
            Self::SchemaChange(change) => f.debug_tuple("SchemaChange").field(change).finish(),
            Self::SetKeyspace(keyspace) => f.debug_tuple("SetKeyspace").field(keyspace).finish(),
            Self::Supported(supported) => f.debug_tuple("Supported").field(supported).finish(),
            Self::Void => f.write_str("Void"),
        }
    }
}

/// The cells are left out.
impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows")
            .field("columns", &self.column_names())
            .field("count", &self.count())
            .field("problem", &self.problem())
            .finish_non_exhaustive()
    }
}

/// Not the requests of so far, which may be a million.
impl fmt::Debug for MockCluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockCluster").field("addresses", &self.addresses()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use ilium_driver::frame::response::result::NativeType;
    use ilium_driver::wire::Opcode;

    use super::*;

    #[test]
    fn long_bytes_are_cut_and_secrets_are_left_out() {
        let long = "x".repeat(1_000_000);
        let bytes = Bytes::from(long.clone());
        let rows = Rows::of([("v", NativeType::Text)]).row((&long,)).row(("s3cr3t",));
        let parameters = Parameters { paging_state: Some(bytes.clone()), ..Parameters::default() };
        let values = vec![Value::Bytes(bytes.clone()), Value::Bytes(Bytes::from_static(b"\0\0\0\x07")), Value::Null];
        let query = Message::Query { cql: "SELECT".to_owned(), parameters, values };
        for shown in [
            format!("{:?}", Answer::from(rows)),
            format!("{:?}", Answer::Raw(Opcode::Result, bytes.clone())),
            format!("{:?}", Answer::AuthSuccess(Some(b"s3cr3t".to_vec()))),
            format!("{:?}", Message::AuthResponse(Bytes::from_static(b"\0ada\0s3cr3t"))),
            format!("{query:?}"),
        ] {
            assert!(shown.len() < 600 && !shown.contains("s3cr3t"), "{shown}");
        }
        assert!(format!("{query:?}").contains("… (1000000 bytes), b\"\\x00\\x00\\x00\\x07\", Null]"), "{query:?}");
    }
}
