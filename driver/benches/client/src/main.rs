//! The benchmark's client over a driver of this project that is not the benchmark's own: of another commit, or otherwise
//! optimised. The benchmark builds it, in a package that it writes.

#[path = "../../workload/mod.rs"]
mod workload;
#[path = "../../workload/session.rs"]
mod session;

use ilium_bench::Part;
use ilium_driver as driver;

fn main() -> Result<(), workload::Failure> {
    let Part::Client(work) = Part::from_args()? else { return Err("this program is a client only".into()) };
    session::client(&work)
}
