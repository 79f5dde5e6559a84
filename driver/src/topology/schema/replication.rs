//! How a keyspace is replicated.

use std::collections::BTreeMap;
use std::fmt;

use crate::topology::problem::shown;
use crate::topology::{MAX_REPLICATION_OPTIONS, RowProblemKind};

/// How many replicas there are of each piece of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_structs, reason = "`all/transient` is all the text can tell")]
pub struct ReplicationFactor {
    /// All replicas, transient ones among them.
    pub all: usize,
    /// Those that hold data only until it is repaired; requests are not routed to them.
    pub transient: usize,
}

impl From<usize> for ReplicationFactor {
    fn from(all: usize) -> Self {
        Self { all, transient: 0 }
    }
}

impl ReplicationFactor {
    /// Reads `3`, or `3/1` for three of which one is transient.
    fn parse(text: &str) -> Option<Self> {
        let (all, transient) = text.split_once('/').unwrap_or((text, "0"));
        let factor = Self { all: all.parse().ok()?, transient: transient.parse().ok()? };
        (factor.transient == 0 || factor.transient < factor.all).then_some(factor)
    }

    /// How many nodes hold all the data where there are `nodes` to choose from. The transient ones are left out first.
    pub(in crate::topology) fn full_of(self, nodes: usize) -> usize {
        let placed = self.all.min(nodes);
        placed - self.transient.saturating_sub(self.all - placed)
    }
}

impl fmt::Display for ReplicationFactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.all)?;
        if self.transient > 0 { write!(f, "/{}", self.transient) } else { Ok(()) }
    }
}

/// A keyspace's replication strategy.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(clippy::enum_variant_names, reason = "the names of the server's classes")]
pub enum Strategy {
    /// Every node has its own data; for the server's internal tables.
    LocalStrategy,
    /// Replicas on different racks of each datacenter, as far as there are racks.
    NetworkTopologyStrategy {
        /// How many replicas each datacenter has.
        datacenter_repfactors: BTreeMap<String, ReplicationFactor>,
    },
    /// A strategy whose replicas this driver does not compute, such as `EverywhereStrategy`.
    Other {
        /// The class, as the server names it.
        name: String,
        /// Its options.
        data: BTreeMap<String, String>,
    },
    /// Replicas on the next nodes of the ring, wherever they stand.
    SimpleStrategy {
        /// How many replicas there are.
        replication_factor: ReplicationFactor,
    },
}

impl Strategy {
    /// Reads the `replication` column; also what is wrong with it, when it then counts as [`Strategy::Other`].
    pub(super) fn parse(replication: Vec<(String, String)>) -> (Self, Option<RowProblemKind>) {
        let too_many = replication.len() > MAX_REPLICATION_OPTIONS;
        let mut options: BTreeMap<String, String> = replication.into_iter().collect();
        let class = options.remove("class").unwrap_or_default();
        if too_many {
            let data = BTreeMap::new();
            return (Self::Other { name: class, data }, Some(RowProblemKind::TooManyOptions));
        }
        match Self::known(&class, &options) {
            Ok(Some(strategy)) => (strategy, None),
            Ok(None) => (Self::Other { name: class, data: options }, None),
            Err(problem) => (Self::Other { name: class, data: options }, Some(problem)),
        }
    }

    fn known(class: &str, options: &BTreeMap<String, String>) -> Result<Option<Self>, RowProblemKind> {
        Ok(Some(match class.rsplit('.').next() {
            Some("LocalStrategy") => Self::LocalStrategy,
            Some("NetworkTopologyStrategy") => Self::NetworkTopologyStrategy {
                datacenter_repfactors: options
                    .iter()
                    .map(|(dc, value)| Ok((dc.clone(), factor(dc, Some(value))?)))
                    .collect::<Result<_, _>>()?,
            },
            Some("SimpleStrategy") => {
                let name = "replication_factor";
                Self::SimpleStrategy { replication_factor: factor(name, options.get(name))? }
            }
            _ => return Ok(None),
        }))
    }
}

fn factor(option: &str, value: Option<&String>) -> Result<ReplicationFactor, RowProblemKind> {
    value
        .and_then(|value| ReplicationFactor::parse(value))
        .ok_or_else(|| RowProblemKind::BadReplication { option: shown(option), value: value.map(|value| shown(value)) })
}
