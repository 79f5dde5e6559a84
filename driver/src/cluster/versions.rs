//! Which version a cluster of several releases is spoken to in.

use crate::topology::{ClusterRows, PeerRow};
use crate::wire::ProtocolVersion;

/// The newest version that every node but the one which was asked speaks, by their releases; `None` when they say
/// nothing of it. Nodes that are too old for all of ours do not count: they cannot be connected to, whatever is taken.
///
/// A session speaks one version on all its connections, because a statement is prepared once for all of them and what is
/// prepared differs by version.
pub(super) fn common(rows: &ClusterRows) -> Option<ProtocolVersion> {
    rows.peers.iter().filter_map(|peer| of_release(peer.release_version.as_deref()?)).min()
}

/// The nodes that are too old for all of ours.
pub(super) fn too_old(rows: &ClusterRows) -> impl Iterator<Item = &PeerRow> {
    let is_too_old = |release: &str| numbers(release).is_some_and(|numbers| newest(numbers).is_none());
    rows.peers.iter().filter(move |peer| peer.release_version.as_deref().is_some_and(is_too_old))
}

fn of_release(release: &str) -> Option<ProtocolVersion> {
    newest(numbers(release)?)
}

/// Which versions came with which release of Cassandra. ScyllaDB says that it is 3.0.8.
fn newest((major, minor): (u32, u32)) -> Option<ProtocolVersion> {
    let number = match (major, minor) {
        (4.., _) => 5,
        (3, _) | (2, 2..) => 4,
        (2, 1) => 3,
        _ => return None,
    };
    ProtocolVersion::from_number(number)
}

/// The first two numbers of a release, such as `4.0` of `4.0.11-SNAPSHOT`.
fn numbers(release: &str) -> Option<(u32, u32)> {
    let mut parts = release.split(|c: char| !c.is_ascii_digit());
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cluster(releases: &[Option<&str>]) -> ClusterRows {
        let peer =
            |release: &Option<&str>| PeerRow { release_version: release.map(str::to_owned), ..PeerRow::default() };
        ClusterRows { peers: releases.iter().map(peer).collect(), ..ClusterRows::default() }
    }

    #[test]
    fn the_oldest_node_decides() {
        let v3 = Some(ProtocolVersion::V3);
        let v4 = Some(ProtocolVersion::V4);
        let v5 = Some(ProtocolVersion::V5);
        for (releases, expected) in [
            (&[][..], None),
            (&[None], None),
            (&[Some("5.0.4")], v5),
            (&[Some("5.0.4"), Some("3.11.19"), None], v4),
            (&[Some("4.1.0-SNAPSHOT"), Some("2.2.19")], v4),
            (&[Some("3.0.8")], v4),
            (&[Some("3.0.8"), Some("2.1.22")], v3),
            (&[Some("5.0.4"), Some("2.0.17"), Some("1.2.19")], v5),
            (&[Some("a release"), Some("")], None),
        ] {
            assert_eq!(common(&cluster(releases)), expected, "{releases:?}");
        }
    }

    #[test]
    fn nodes_before_every_version_are_found() {
        let rows = cluster(&[Some("5.0.4"), Some("2.0.17"), None, Some("?")]);
        let found: Vec<_> = too_old(&rows).map(|peer| peer.release_version.as_deref()).collect();
        assert_eq!(found, [Some("2.0.17")]);
    }
}
