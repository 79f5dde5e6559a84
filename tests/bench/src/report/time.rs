//! The table of times at full speed.

use super::table::{format, grouped, hundredths, limit, none, ratio};
use crate::measure::Time;

/// Which time is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// In the program.
    User,
    /// In the program and in the kernel.
    Cpu,
}

impl Measure {
    fn of(self, time: &Time) -> u64 {
        match self {
            Self::User => time.user,
            Self::Cpu => time.cpu(),
        }
    }
}

/// What another client took for the same.
#[derive(Debug, Clone, Copy)]
pub struct Peer {
    /// Its time, where it could be measured.
    pub time: Option<Time>,
    /// Which time of both is compared.
    pub measure: Measure,
    /// The largest part of its time that may be taken, in hundredths; `None` only shows it.
    pub limit: Option<u64>,
    /// What the limit is to become: shown beside it.
    pub goal: Option<u64>,
}

/// One scenario at full speed.
#[derive(Debug, Clone)]
pub struct TimeLine {
    /// What was done.
    pub label: String,
    /// What it took.
    pub time: Time,
    /// What it took others.
    pub peers: Vec<Peer>,
}

impl TimeLine {
    fn ratio(&self, peer: &Peer) -> Option<u64> {
        peer.time.and_then(|time| ratio(peer.measure.of(&self.time), peer.measure.of(&time)))
    }

    /// Whether a limit is exceeded.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.peers.iter().any(|peer| self.ratio(peer).zip(peer.limit).is_some_and(|(ratio, limit)| ratio > limit))
    }

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![
            self.label.clone(),
            grouped(self.time.user),
            grouped(self.time.system),
            hundredths(self.time.fault_hundredths),
            grouped(self.time.requests_per_read),
        ];
        for peer in &self.peers {
            let shown = |show: fn(&Time) -> String| peer.time.as_ref().map_or_else(none, show);
            cells.extend([
                shown(|time| grouped(time.user)),
                shown(|time| grouped(time.system)),
                shown(|time| hundredths(time.fault_hundredths)),
                self.ratio(peer).map_or_else(none, hundredths),
                limit(peer.limit.map(hundredths), peer.goal.map(hundredths)),
            ]);
        }
        let is_limited = self.peers.iter().any(|peer| peer.time.is_some() && peer.limit.is_some());
        cells.push(match is_limited {
            false => none(),
            true if self.is_over() => "OVER".to_owned(),
            true => "ok".to_owned(),
        });
        cells
    }
}

/// The table as text; `subject` is what was measured, and `peers` what it is compared with, each with the time that is.
#[must_use]
pub fn time_table(subject: &str, peers: &[(&str, Measure)], lines: &[TimeLine]) -> String {
    let mut head = vec!["a request at full speed".to_owned(), format!("{subject}: user ns")];
    head.extend(["system ns", "page faults", "requests a read"].map(ToOwned::to_owned));
    for (peer, measure) in peers {
        let ratio = match measure {
            Measure::User => "user ratio",
            Measure::Cpu => "CPU ratio",
        };
        head.extend([format!("{peer}: user ns")]);
        head.extend(["system ns", "page faults", ratio, "limit"].map(ToOwned::to_owned));
    }
    head.push(String::new());
    format(&std::iter::once(head).chain(lines.iter().map(TimeLine::cells)).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(limit: Option<u64>) -> TimeLine {
        let time = |user, system| Time { user, system, fault_hundredths: 450, requests_per_read: 1 };
        TimeLine {
            label: "page".to_owned(),
            time: time(100_000, 80_000),
            peers: vec![
                Peer { time: Some(time(110_000, 0)), measure: Measure::User, limit: None, goal: Some(85) },
                Peer { time: Some(time(200_000, 200_000)), measure: Measure::Cpu, limit, goal: None },
                Peer { time: None, measure: Measure::Cpu, limit: Some(1), goal: None },
            ],
        }
    }

    #[test]
    fn a_limit_holds_for_the_time_that_it_is_of() {
        assert!(!line(Some(45)).is_over());
        assert!(line(Some(44)).is_over());
        assert!(!line(None).is_over());
    }

    #[test]
    fn the_table_shows_each_peer_and_the_verdict() {
        let peers = [("before", Measure::User), ("scylla", Measure::Cpu), ("missing", Measure::Cpu)];
        let text = time_table("ilium", &peers, &[line(Some(45)), line(Some(44)), line(None)]);
        let rows: Vec<&str> = text.lines().collect();
        assert!(
            rows[2].contains("0.91 | (0.85)") && rows[2].contains("0.45 |  0.45") && rows[2].ends_with("ok |"),
            "{text}"
        );
        assert!(rows[3].contains("OVER") && rows[4].ends_with(" - |"), "{text}");
        assert!(rows.iter().all(|row| row.chars().count() == rows[0].chars().count()), "{text}");
    }
}
