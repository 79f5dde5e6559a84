//! The benchmark's client over the `scylla` crate.

#[path = "../../workload/mod.rs"]
mod workload;

use std::num::NonZeroUsize;

use ilium_bench::{Part, Protocol, Work};
use scylla as driver;
use scylla::client::PoolSize;
use scylla::client::session::Session;
use scylla::client::session_builder::SessionBuilder;

use workload::Failure;

fn main() -> Result<(), Failure> {
    let Part::Client(work) = Part::from_args()? else { return Err("this program is a client only".into()) };
    workload::runtime(&work)?.block_on(async { workload::run(connect(&work).await?, &work).await })
}

async fn connect(work: &Work) -> Result<Session, Failure> {
    if work.protocol != Protocol::V4 {
        return Err("the scylla crate speaks protocol 4 only".into());
    }
    let pool = PoolSize::PerHost(NonZeroUsize::MIN);
    Ok(SessionBuilder::new().known_node_addr(work.address).pool_size(pool).build().await?)
}
