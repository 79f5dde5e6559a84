//! A client over a driver of this project.

use ilium_bench::{Protocol, Work};

use crate::driver::client::session::Session;
use crate::driver::client::session_builder::SessionBuilder;
use crate::driver::wire::ProtocolVersion;
use crate::workload::{self, Failure};

/// Connects and does `work`.
pub(crate) fn client(work: &Work) -> Result<(), Failure> {
    workload::runtime(work)?.block_on(async { workload::run(connect(work).await?, work).await })
}

async fn connect(work: &Work) -> Result<Session, Failure> {
    let version = match work.protocol {
        Protocol::V4 => ProtocolVersion::V4,
        Protocol::V5 => ProtocolVersion::V5,
    };
    Ok(SessionBuilder::new().known_node_addr(work.address).protocol_version(version).build().await?)
}
