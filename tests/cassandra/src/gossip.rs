//! What a node's log says about another node.

use std::net::Ipv4Addr;

use crate::loopback::STORAGE_PORT;

/// Whether `log` says that `peer` owns its tokens and can be reached.
///
/// The two come apart: a node that joins is up before it is a member, and one that is heard of anew is not up until it has
/// answered.
pub(crate) fn is_member_and_up(log: &str, peer: Ipv4Addr) -> bool {
    let says = |words: &str| log.rfind(&format!("/{peer}:{STORAGE_PORT} {words}"));
    let down =
        ["has restarted, now UP", "is now DOWN", "is now part of the cluster"].into_iter().filter_map(says).max();
    let up = says("is now UP");
    says("state NORMAL").is_some() && up.is_some() && up > down
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEER: Ipv4Addr = Ipv4Addr::new(127, 90, 1, 3);

    fn is_up(lines: &[&str]) -> bool {
        is_member_and_up(&lines.join("\n"), PEER)
    }

    #[test]
    fn a_joining_node_is_up_before_it_is_a_member() {
        let joining = ["Node /127.90.1.3:7000 is now part of the cluster", "InetAddress /127.90.1.3:7000 is now UP"];
        assert!(!is_up(&joining));
        assert!(is_up(&[&joining[..], &["Node /127.90.1.3:7000 state NORMAL, token [5]"]].concat()));
    }

    #[test]
    fn a_member_that_is_heard_of_anew_is_not_up_until_it_answered() {
        let up = "Node /127.90.1.3:7000 state NORMAL, token [5]\nInetAddress /127.90.1.3:7000 is now UP\n";
        assert!(is_up(&[up]));
        for words in ["has restarted, now UP", "is now DOWN", "is now part of the cluster"] {
            let anew = format!("Node /127.90.1.3:7000 {words}\n");
            assert!(!is_up(&[up, &anew]), "{words}");
            assert!(is_up(&[up, &anew, up]), "{words}");
        }
    }

    #[test]
    fn other_nodes_do_not_count() {
        assert!(!is_up(&["Node /127.90.1.33:7000 state NORMAL", "InetAddress /127.90.1.33:7000 is now UP"]));
        assert!(!is_up(&[]));
    }
}
