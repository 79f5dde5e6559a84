//! A scripted in-process cluster that speaks the CQL native protocol, versions 3 to 5, over real loopback sockets, over pipes in
//! memory, or over any other stream.
//!
//! It answers what a driver asks when it connects, prepares and executes the statements that were registered, records
//! every request, and does what no real server does on demand: forged errors, lost connections, damaged bytes, answers
//! that are late, doubled or on the wrong stream.
//!
//! ```
//! use ilium_driver::client::session_builder::SessionBuilder;
//! use ilium_driver::frame::response::result::NativeType;
//! use ilium_driver::wire::Opcode;
//! use ilium_mock::{MockCluster, MockStatement, When};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let users = MockStatement::new("SELECT id, name FROM ks.users WHERE id = ?")
//!     .marker("id", NativeType::Int)
//!     .column("id", NativeType::Int)
//!     .column("name", NativeType::Text)
//!     .answers(|request, rows| rows.row((request.value::<i32>(0), "Ada")).into());
//! let cluster = MockCluster::builder().nodes(3).statement(users).start().await?;
//!
//! let session = SessionBuilder::new().known_node_addr(cluster.address(0)).build().await?;
//! let prepared = session.prepare("SELECT id, name FROM ks.users WHERE id = ?").await?;
//! let result = session.execute_unpaged(&prepared, (7,)).await?.into_rows_result()?;
//! assert_eq!(result.single_row::<(i32, &str)>()?, (7, "Ada"));
//! assert_eq!(cluster.requests_where(&When::opcode(Opcode::Execute)).len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! Over pipes a whole session runs in simulated time, of which seconds pass in no time: with tokio's feature `test-util`,
//! a test says `start_paused = true`, and tokio's clock moves to the next timer whenever every task waits.
//!
//! ```
//! use std::time::Duration;
//!
//! use ilium_driver::errors::ErrorKind;
//! use ilium_mock::{Action, MockCluster, When};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?.block_on(async {
//! // Of a `#[tokio::test(start_paused = true)]`.
//! let cluster = MockCluster::builder().nodes(3).in_memory().start().await?;
//! let session = cluster.session_builder().build().await?;
//! cluster.rule(When::query("SELECT now()"), Action::ignore());
//! let started = tokio::time::Instant::now();
//! let error = session.query_unpaged("SELECT now() FROM system.local", ()).await.unwrap_err();
//! assert_eq!(error.kind(), ErrorKind::Timeout);
//! assert!(started.elapsed() >= Duration::from_secs(10));
//! # Ok(()) })
//! # }
//! ```
//!
//! # Where to look
//! - [`MockCluster`]: nodes to stop, start, remove and add; what was recorded; events to push.
//! - [`MockStatement`]: what the nodes know, and what they answer to it.
//! - [`When`] and [`Action`]: what happens instead, condition by condition.
//! - [`Request`]: what the nodes read.

mod action;
mod answer;
mod builder;
mod cluster;
mod connection;
mod doors;
mod greeting;
mod held;
mod keyspace;
mod loopback;
mod node;
mod outbound;
mod pipe;
mod request;
mod rows;
mod rule;
mod shown;
mod state;
mod statement;
mod system;
mod usual;

pub use action::Action;
pub use answer::Answer;
pub use builder::MockClusterBuilder;
pub use cluster::{MockCluster, NotReceived};
pub use doors::Pipes;
pub use greeting::Greeting;
pub use held::{Held, Holder};
pub use pipe::Pipe;
pub use request::{BatchItem, Message, Parameters, Request, Value};
pub use rows::{IntoColumnType, Rows};
pub use rule::{Rule, When};
pub use statement::MockStatement;
