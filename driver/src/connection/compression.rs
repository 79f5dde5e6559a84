//! Which compression a connection uses: what the session wants, the version has and the server supports.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::wire::response::Supported;
use crate::wire::{Compression, ProtocolVersion};

/// The compression that a session wants, for all of its connections.
#[derive(Debug)]
pub(crate) struct WantedCompression {
    wanted: Compression,
    /// Whether it was told that a connection does without: once is enough, for the servers of a cluster are alike.
    told: AtomicBool,
}

impl WantedCompression {
    pub(crate) const fn new(wanted: Compression) -> Self {
        Self { wanted, told: AtomicBool::new(false) }
    }

    /// What a connection of `version` to a server that says `supported` uses. The first one that does not get what is
    /// wanted warns.
    pub(super) fn choose(&self, version: ProtocolVersion, supported: &Supported) -> Option<Compression> {
        let chosen = choose(self.wanted, version, supported);
        if chosen != Some(self.wanted) && !self.told.swap(true, Ordering::Relaxed) {
            let instead = chosen.map_or("none", Compression::as_str);
            let offered = supported.get(Supported::COMPRESSION);
            tracing::warn!(
                wanted = %self.wanted, %version, ?offered, %instead,
                "the compression that was asked for cannot be used"
            );
        }
        chosen
    }
}

fn choose(wanted: Compression, version: ProtocolVersion, supported: &Supported) -> Option<Compression> {
    // native_protocol_v5 §2.3.1: segments are compressed by lz4 or not at all.
    let possible = if version.has_compression(wanted) { wanted } else { Compression::Lz4 };
    let usable = possible.is_available() && supported.compressions().any(|offered| offered == possible);
    usable.then_some(possible)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offers(names: &[&str]) -> Supported {
        let values = names.iter().map(|name| (*name).to_owned()).collect();
        Supported { options: vec![(Supported::COMPRESSION.to_owned(), values)] }
    }

    /// The compression, where it is compiled.
    fn compiled(compression: Compression) -> Option<Compression> {
        Some(compression).filter(|compression| compression.is_available())
    }

    #[test]
    fn what_is_wanted_is_used_where_both_sides_and_the_version_have_it() {
        let both = offers(&["snappy", "lz4"]);
        for version in [ProtocolVersion::V4, ProtocolVersion::V5] {
            assert_eq!(choose(Compression::Lz4, version, &both), compiled(Compression::Lz4));
        }
        assert_eq!(choose(Compression::Snappy, ProtocolVersion::V4, &both), compiled(Compression::Snappy));
    }

    #[test]
    fn version_5_takes_lz4_for_snappy() {
        assert_eq!(
            choose(Compression::Snappy, ProtocolVersion::V5, &offers(&["snappy", "lz4"])),
            compiled(Compression::Lz4)
        );
        assert_eq!(choose(Compression::Snappy, ProtocolVersion::V5, &offers(&["snappy"])), None);
    }

    #[test]
    fn what_the_server_lacks_is_done_without() {
        assert_eq!(choose(Compression::Lz4, ProtocolVersion::V4, &offers(&["snappy"])), None);
        assert_eq!(choose(Compression::Snappy, ProtocolVersion::V4, &offers(&["lz4"])), None);
        assert_eq!(choose(Compression::Lz4, ProtocolVersion::V5, &offers(&[])), None);
        assert_eq!(choose(Compression::Lz4, ProtocolVersion::V5, &Supported::default()), None);
    }
}
