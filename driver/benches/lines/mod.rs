//! What is measured, and what it may cost.

use ilium_bench::Protocol;
use ilium_bench::client::Profile;
use ilium_bench::measure::Case;
use ilium_bench::report::Budget;

/// One line of the tables for each protocol.
#[derive(Clone, Copy)]
pub(crate) struct Measured {
    pub(crate) label: &'static str,
    pub(crate) scenario: &'static str,
    pub(crate) in_flight: u32,
    pub(crate) workers: usize,
    /// What it may cost: under protocol 4, and under 5.
    budgets: Option<[Budget; 2]>,
    /// The part of the user time of the commit compared with, in hundredths, that it is to take at most.
    pub(crate) goal_of_base: Option<u64>,
    /// The part of the scylla crate's processor time, in hundredths, that it may take.
    pub(crate) limit_of_scylla: Option<u64>,
}

const NOTHING: Measured = Measured {
    label: "",
    scenario: "",
    in_flight: 1,
    workers: 0,
    budgets: None,
    goal_of_base: None,
    limit_of_scylla: None,
};

/// The lines that have budgets. They are a ratchet: lower one when the driver gets faster, raise none.
pub(crate) const MEASURED: [Measured; 6] = [
    Measured {
        label: "point read, 256 in flight",
        scenario: "point_read",
        in_flight: 256,
        budgets: Some([request(3_650, 24, 2), request(3_850, 24, 2)]),
        goal_of_base: Some(85),
        ..NOTHING
    },
    Measured {
        label: "insert of 5 values, 256 in flight",
        scenario: "insert",
        in_flight: 256,
        budgets: Some([request(2_850, 24, 0), request(3_050, 24, 0)]),
        goal_of_base: Some(85),
        ..NOTHING
    },
    Measured {
        label: "page of 620 KB, 5,000 owned rows",
        scenario: "page_owned",
        budgets: Some([page(3_300_000, 10_010), page(3_930_000, 10_010)]),
        ..NOTHING
    },
    Measured {
        label: "page of 620 KB, 5,000 borrowed rows",
        scenario: "page_borrowed",
        budgets: Some([page(1_540_000, 10), page(2_170_000, 10)]),
        ..NOTHING
    },
    // Several at once: the memory of a page is asked for while that of others is in use.
    Measured {
        label: "page of 750 KB, 5,000 owned rows, 4 in flight",
        scenario: "large_page_owned",
        in_flight: 4,
        budgets: Some([page(3_460_000, 10_010), page(4_030_000, 10_010)]),
        limit_of_scylla: Some(45),
        ..NOTHING
    },
    Measured {
        label: "page of 750 KB, 5,000 borrowed rows, 4 in flight",
        scenario: "large_page_borrowed",
        in_flight: 4,
        budgets: Some([page(1_660_000, 10), page(2_230_000, 10)]),
        limit_of_scylla: Some(45),
        ..NOTHING
    },
];

/// Hundreds of requests share each system call.
const fn request(instructions: u64, locked: u64, allocations: u64) -> Budget {
    Budget { instructions, locked: Some(locked), allocations, requests_per_write: 128 }
}

const fn page(instructions: u64, allocations: u64) -> Budget {
    Budget { instructions, locked: None, allocations, requests_per_write: 1 }
}

/// The lines that are only shown.
pub(crate) fn wide(profile: Profile) -> Vec<Measured> {
    if profile == Profile::Plain {
        return MEASURED.iter().filter(|measured| !measured.scenario.starts_with("page")).copied().collect();
    }
    let requests = [("point read", "point_read", 1), ("insert of 5 values", "insert", 1)];
    let pages = [("page of 750 KB, 5,000 owned rows", "large_page_owned", 16)];
    let mut lines = Vec::new();
    for (label, scenario, less) in requests.into_iter().chain(pages) {
        for workers in [0, 2] {
            lines.extend([1, 16, 256].map(|most| Measured {
                label,
                scenario,
                in_flight: u32::max(1, most / less),
                workers,
                ..NOTHING
            }));
        }
    }
    // A sixteenth of 1 and of 16 is the same, and one line is among the others.
    lines.dedup_by_key(|line| (line.scenario, line.workers, line.in_flight));
    lines.retain(|line| (line.workers, line.in_flight) != (0, 256));
    lines
}

impl Measured {
    pub(crate) fn label(&self) -> String {
        match (self.budgets, self.workers) {
            (Some(_), _) => self.label.to_owned(),
            (None, 0) => format!("{}, {} in flight", self.label, self.in_flight),
            (None, workers) => format!("{}, {} in flight, {workers} workers", self.label, self.in_flight),
        }
    }

    fn is_page(&self) -> bool {
        self.scenario.contains("page")
    }

    pub(crate) fn case(&self, protocol: Protocol) -> Case {
        let (warm_up, counted) = if self.is_page() { (8, 16) } else { (256 * 8, 256 * 40) };
        let Self { scenario, in_flight, workers, .. } = *self;
        Case { scenario, protocol, in_flight, workers, warm_up, counted }
    }

    /// Requests of a run at full speed, which takes about half a second.
    pub(crate) fn at_full_speed(&self) -> u32 {
        match self.in_flight {
            _ if self.is_page() => 1_000,
            1 => 16_000,
            16 => 16 * 8_000,
            _ => 256 * 3_200,
        }
    }

    pub(crate) fn budget(&self, protocol: Protocol) -> Option<Budget> {
        self.budgets.map(|budgets| of(protocol, budgets))
    }
}

fn of(protocol: Protocol, [v4, v5]: [Budget; 2]) -> Budget {
    match protocol {
        Protocol::V4 => v4,
        Protocol::V5 => v5,
    }
}
