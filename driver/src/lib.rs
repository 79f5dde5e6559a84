//! A CQL driver for Apache Cassandra and ScyllaDB: protocol 3 to 5, token-aware routing, execution profiles that are
//! remapped at run time.
//!
//! ```no_run
//! use ilium_driver::client::execution_profile::ExecutionProfile;
//! use ilium_driver::client::session_builder::SessionBuilder;
//! use ilium_driver::statement::Consistency;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let session = SessionBuilder::new()
//!     .known_node("127.0.0.1:9042")
//!     .profile("reads", ExecutionProfile::builder().consistency(Consistency::LocalQuorum).build())
//!     .build()
//!     .await?;
//!
//! let mut by_id = session.prepare("SELECT email FROM shop.users WHERE id = ?").await?;
//! by_id.set_execution_profile_handle(Some(session.profiles().handle("reads")?));
//!
//! let rows = session.execute_unpaged(&by_id, (7,)).await?.into_rows_result()?;
//! let email = rows.maybe_first_row::<(&str,)>()?; // borrowed from the answer
//!
//! // Every statement that is tied to "reads" follows at its next request; nothing is prepared again.
//! session.profiles().remap("reads", ExecutionProfile::builder().consistency(Consistency::One).build())?;
//! # drop(email);
//! # Ok(())
//! # }
//! ```
//!
//! The package `ilium` maps structs to tables on top of this one.
//!
//! # Layers
//! Each folder of the source is a layer, and names only layers to its left. Left of the bar there is no I/O, no clock
//! and no runtime.
//! ```text
//! wire → value → error → observe → topology → policy → profile → statement → protocol │ connection → pool → cluster → session
//! bytes  cells   Error   hooks     who/where   which     handles   what        state   │ tokio socket  per node  live    the API
//!                                              /again    by name               machine │                         view
//! ```
//! The public modules are not the layers: they have the paths of the `scylla` crate 1.x, so that a program written for
//! it moves by a line of its `Cargo.toml`.
//!
//! # Where to look
//! - [`client`]: [`Session`](client::session::Session) and how it is built; [execution
//!   profiles](client::execution_profile) and their registry; [pages](client::pager) as a stream
//! - [`statement`]: text, prepared, bound and batch, each with its options
//! - [`response`]: what requests give; [`errors`]: what they fail with
//! - [`client::connector`]: what connections run over, where that is not plain TCP
//! - [`authentication`]: passwords, and other ways to prove who the client is
//! - [`value`]: CQL types that Rust does not have; [`serialize`] and [`deserialize`]: between Rust and CQL
//! - [`cluster`], [`routing`]: nodes, tokens and replicas
//! - [`policies`]: which node is asked, and when a lost connection is tried again
//! - [`observability`]: counts and traces
//! - [`frame`], [`wire`]: columns and types as a server describes them; the protocol's messages
//!
//! # Features
//! | feature | default | what it adds |
//! |---|---|---|
//! | `lz4` | on | compression of messages by lz4 (`lz4_flex`) |
//! | `snappy` | | compression of messages by snappy, in protocol 3 and 4 (`snap`) |
//! | `rustls-023` | | [encryption](client::session) by rustls 0.23, with the cryptography that the application chooses |
//! | `openssl-010` | | encryption by the system's OpenSSL (`openssl` 0.10) |
//! | `bigdecimal-04` | | `BigDecimal` for `decimal` |
//! | `chrono-04`, `jiff-02`, `time-03` | | dates and times of these crates |
//! | `num-bigint-03`, `num-bigint-04`, `num-bigint-05` | | `BigInt` for `varint` |
//! | `rust_decimal-1` | | `Decimal` for `decimal` |
//! | `secrecy-10` | | values that logs do not show |
//! | `serde_json-1` | | JSON as text |
//! | `full-serialization` | | all of these types |
//!
//! A feature adds names and changes nothing of what is there without it. Each is one of the package `ilium`, too.
//!
//! # Minimum supported Rust version
//! 1.89. Raising it is a minor version.

// Generated code says `::ilium_driver`, in this package's own examples and tests as everywhere.
extern crate self as ilium_driver;
// `#[cql(crate = path)]` takes the path of this crate or of `ilium`, and finds this crate under `path::driver` in both.
#[doc(hidden)]
pub extern crate self as driver;

pub mod cluster;
pub mod statement;
pub mod value;
pub mod wire;

mod connection;
mod error;
mod observe;
mod policy;
mod pool;
#[doc(hidden)]
pub mod private;
mod profile;
mod protocol;
mod session;
mod topology;

pub use ilium_macros::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

/// Proving to a server who the client is.
pub mod authentication {
    pub use crate::connection::{AuthError, AuthenticatorProvider, AuthenticatorSession, PlainTextAuthenticator};
}

/// Sessions and what they are configured with.
pub mod client {
    pub use crate::connection::SelfIdentity;
    pub use crate::pool::PoolSize;
    pub use crate::wire::Compression;

    /// Sessions.
    pub mod session {
        #[cfg(feature = "openssl-010")]
        pub use crate::connection::OpenSsl010Config;
        #[cfg(any(feature = "openssl-010", feature = "rustls-023"))]
        pub use crate::connection::TlsContext;
        pub use crate::session::{Session, SessionConfig};
    }

    /// What connections run over, where that is not plain TCP.
    pub mod connector {
        pub use crate::connection::{Connector, Endpoint};
    }

    /// Encryption, by rustls (feature `rustls-023`) or OpenSSL (feature `openssl-010`).
    #[cfg(any(feature = "openssl-010", feature = "rustls-023"))]
    pub mod tls {
        #[cfg(feature = "openssl-010")]
        pub use crate::connection::OpenSsl010Config;
        pub use crate::connection::{ServerNameSource, TlsContext};
    }

    /// How a session is described before it is built.
    pub mod session_builder {
        pub use crate::session::SessionBuilder;
    }

    /// Results of any size, page after page.
    pub mod pager {
        pub use crate::errors::{NextPageError, NextRowError};
        pub use crate::session::{QueryPager, TypedRowStream};
    }

    /// Execution profiles, their handles, and a session's registry of them.
    pub mod execution_profile {
        pub use crate::profile::{
            DEFAULT_PROFILE, DuplicateProfile, ExecutionProfile, ExecutionProfileBuilder, ExecutionProfileHandle,
            LoadedProfile, ProfileChange, ProfileOperation, ProfileUse, Profiles, RemapTarget, ScopedRemap,
            UnknownProfile,
        };
    }
}

/// Where on the ring a key is.
pub mod routing {
    pub use crate::topology::{Shard, ShardCount, Sharder, Token};

    /// How a ScyllaDB node divides its tokens among its shards.
    pub mod sharding {
        pub use crate::topology::{Shard, ShardCount, Sharder};
    }

    /// How tokens are made of keys.
    pub mod partitioner {
        pub use crate::topology::{Murmur3Partitioner, Murmur3PartitionerHasher, PartitionerName};
    }
}

/// What can go wrong.
pub mod errors {
    pub use crate::error::{Attempt, Error, ErrorKind};
    pub use crate::wire::response::{Error as DbError, ErrorCode, ErrorDetail};

    pub use crate::connection::AuthError;
    pub use crate::value::error::{DeserializationError, SerializationError, TypeCheckError};

    /// What [`SessionBuilder::build`](crate::client::session_builder::SessionBuilder::build) fails with.
    pub type NewSessionError = Error;
    /// What executing a statement fails with.
    pub type ExecutionError = Error;
    /// What preparing a statement fails with.
    pub type PrepareError = Error;
    /// What a request fails with.
    pub type RequestError = Error;
    /// What one attempt of a request fails with.
    pub type RequestAttemptError = Error;
    /// What paging fails with.
    pub type PagerExecutionError = Error;
    /// What the next page fails with.
    pub type NextPageError = Error;
    /// What the next row of a stream fails with.
    pub type NextRowError = Error;
    /// What taking a result as rows fails with.
    pub type IntoRowsResultError = Error;
    /// What taking a result as one without rows fails with.
    pub type ResultNotRowsError = Error;
    /// What starting to read rows fails with.
    pub type RowsError = Error;
    /// What reading the first row fails with.
    pub type FirstRowError = Error;
    /// What reading the first row, if there is one, fails with.
    pub type MaybeFirstRowError = Error;
    /// What reading the only row fails with.
    pub type SingleRowError = Error;
    /// What setting the keyspace fails with.
    pub type UseKeyspaceError = Error;
    /// What waiting for schema agreement fails with.
    pub type SchemaAgreementError = Error;
    /// What reading the cluster's metadata fails with.
    pub type MetadataError = Error;
    /// What a connection fails with.
    pub type ConnectionError = Error;
    /// What a node without a connection fails with.
    pub type ConnectionPoolError = Error;
    /// What reading a trace fails with.
    pub type TracingError = Error;
}

/// What a request and a connection report.
pub mod observability {
    pub use crate::observe::Counts;

    /// Who is told of the attempts of requests.
    pub mod history {
        pub use crate::observe::{AttemptId, HistoryListener, RequestId, SpeculativeId};
    }

    /// What the server recorded of a traced request.
    pub mod tracing {
        pub use crate::observe::{TracingEvent, TracingInfo};
    }
}

/// Decisions that can be replaced.
pub mod policies {
    /// Which node a request goes to.
    pub mod load_balancing {
        pub use crate::policy::{DefaultPolicy, FallbackPlan, LoadBalancingPolicy, RoutingInfo};
    }

    /// What follows when an attempt fails.
    pub mod retry {
        pub use crate::error::RetryDecision;
        pub use crate::policy::retry::{
            DefaultRetryPolicy, DefaultRetrySession, RequestInfo, RetryPolicy, RetrySession,
        };
    }

    /// When a request is sent to a further node though no answer has come yet.
    pub mod speculative_execution {
        pub use crate::policy::speculative_execution::{
            Context, SimpleSpeculativeExecutionPolicy, SpeculativeExecutionPolicy,
        };
    }

    /// When a lost connection is tried again.
    pub mod reconnection {
        pub use crate::policy::{ExponentialReconnection, ReconnectionPolicy};
    }
}

/// What requests give.
pub mod response {
    pub use crate::session::{PagingState, PagingStateResponse};

    /// Results and their rows.
    pub mod query_result {
        pub use crate::errors::{
            FirstRowError, IntoRowsResultError, MaybeFirstRowError, ResultNotRowsError, RowsError, SingleRowError,
        };
        pub use crate::session::{QueryResult, QueryRowsResult};
        pub use crate::statement::ResultMetadata;
    }
}

/// Messages of the protocol, as far as applications meet them.
pub mod frame {
    pub use crate::wire::Compression;
    pub use crate::wire::compression::CompressionFromStrError;

    /// Notations of the protocol.
    pub mod types {
        pub use crate::wire::consistency::{
            Consistency, NonSerialConsistencyError, SerialConsistency, UnknownConsistency,
        };
    }

    /// Answers of a server.
    pub mod response {
        /// What a result says of its columns.
        pub mod result {
            pub use crate::wire::column::{
                CollectionType, ColumnSpec, ColumnType, NativeType, TableSpec, UserDefinedType,
            };
        }
    }
}

/// Writing Rust values to the bind markers of statements.
pub mod serialize {
    pub use crate::value::error::SerializationError;

    /// The values of a batch.
    pub mod batch {
        pub use crate::value::row::batch::{
            BatchValues, BatchValuesFromIterator, BatchValuesIterator, BatchValuesIteratorFromIterator, TupleValuesIter,
        };
    }

    /// The values of a statement.
    pub mod row {
        pub use crate::value::row::column_writer::{ColumnWriter, MissingColumns};
        pub use crate::value::row::serialize::SerializeRow;
        pub use crate::value::row::writer::RowSerializationContext;
        pub use crate::value::row_error::{
            BuiltinSerializationError, BuiltinSerializationErrorKind,
            BuiltinWriteTypeCheckError as BuiltinTypeCheckError,
            BuiltinWriteTypeCheckErrorKind as BuiltinTypeCheckErrorKind,
        };
    }

    /// One value.
    pub mod value {
        pub use crate::value::serialize::SerializeValue;
        pub use crate::value::value_error::{
            BuiltinSerializationError, BuiltinSerializationErrorKind, BuiltinTypeCheckError, BuiltinTypeCheckErrorKind,
            Direction,
        };
    }

    /// What values are written with.
    pub mod writers {
        pub use crate::value::cell_writer::{CellOverflowError, CellValueBuilder, CellWriter, WrittenCellProof};
        pub use crate::value::row::writer::RowWriter;
    }
}

/// Reading Rust values from the rows of results.
pub mod deserialize {
    pub use crate::value::error::{DeserializationError, TypeCheckError};
    pub use crate::value::frame_slice::FrameSlice;

    /// The rows of a result.
    pub mod result {
        pub use crate::session::TypedRowIterator;
    }

    /// One row.
    pub mod row {
        pub use crate::value::row::column_index::ColumnIndex;
        pub use crate::value::row::column_iterator::{ColumnIterator, RawColumn};
        pub use crate::value::row::deserialize::DeserializeRow;
        pub use crate::value::row::plan::RowPlan;
        pub use crate::value::row::raw_row::RawRow;
        pub use crate::value::row::reader::{Cell, RowReader};
        pub use crate::value::row_error::{
            BuiltinDeserializationError, BuiltinDeserializationErrorKind,
            BuiltinReadTypeCheckError as BuiltinTypeCheckError,
            BuiltinReadTypeCheckErrorKind as BuiltinTypeCheckErrorKind,
        };
    }

    /// One value.
    pub mod value {
        pub use crate::value::collection::ListlikeIterator;
        pub use crate::value::derived::enumeration::UnknownVariant;
        pub use crate::value::deserialize::DeserializeValue;
        pub use crate::value::empty::{Emptiable, MaybeEmpty};
        pub use crate::value::frame_slice::FrameSliceWithMetadata;
        pub use crate::value::map::MapIterator;
        pub use crate::value::udt::UdtIterator;
        pub use crate::value::value_error::{
            BuiltinDeserializationError, BuiltinDeserializationErrorKind, BuiltinTypeCheckError,
            BuiltinTypeCheckErrorKind, Direction,
        };
        pub use crate::value::vector::VectorIterator;
    }
}
