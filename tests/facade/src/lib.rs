//! A crate that re-exports the mapper and the driver, as the crates of an organization do.

pub use ilium as db;
pub use ilium::driver as cql;

/// The mapper's names and those of the crate, in one module.
pub mod storage {
    pub use ilium::*;

    /// How many seconds a session of a user lives.
    pub const SESSION_SECONDS: i32 = 3_600;
}
