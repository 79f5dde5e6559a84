use crate::kind::Kind;

/// Where in a table a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Context {
    /// A column of the type itself.
    Bound,
    List,
    Set,
    MapKey,
    MapValue,
    Tuple,
    Udt,
    Vector,
    PartitionKey,
    ClusteringKey,
}

impl Context {
    pub(crate) const ALL: [Self; 10] = [
        Self::Bound,
        Self::List,
        Self::Set,
        Self::MapKey,
        Self::MapValue,
        Self::Tuple,
        Self::Udt,
        Self::Vector,
        Self::PartitionKey,
        Self::ClusteringKey,
    ];

    /// The name in reports, and of the column that values in this place are in.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Bound => "bound",
            Self::List => "in_list",
            Self::Set => "in_set",
            Self::MapKey => "map_key",
            Self::MapValue => "map_value",
            Self::Tuple => "in_tuple",
            Self::Udt => "in_udt",
            Self::Vector => "in_vector",
            Self::PartitionKey => "partition",
            Self::ClusteringKey => "clustering",
        }
    }

    pub(crate) const fn is_key(self) -> bool {
        matches!(self, Self::PartitionKey | Self::ClusteringKey)
    }

    /// Whether the server puts the values in order, and for that refuses types that have none.
    const fn is_ordered(self) -> bool {
        matches!(self, Self::Set | Self::MapKey | Self::PartitionKey | Self::ClusteringKey)
    }

    /// Why the server refuses the type in this place; `None` where it takes it.
    pub(crate) fn refusal(self, kind: &Kind) -> Option<&'static str> {
        match kind.name {
            // Cassandra 5 has not forbidden it in vectors.
            "counter" if self != Self::Bound && self != Self::Vector => {
                Some("a counter is a column, and part of nothing else")
            }
            "duration" if self.is_ordered() => Some("durations have no order: a month is no number of days"),
            _ => None,
        }
    }

    /// Why cqlsh cannot read the column itself, so that only the JSON that the server makes of it is compared.
    pub(crate) fn unreadable_for_cqlsh(self, kind: &Kind) -> Option<&'static str> {
        match self {
            Self::Vector if kind.has_udt => {
                Some("cqlsh 6.2.2 loses its connection over the class name of a vector of a UDT")
            }
            Self::Vector if kind.is_counter() => {
                Some("cqlsh 6.2.2 takes counters in a vector for values of a fixed size")
            }
            _ => None,
        }
    }
}
