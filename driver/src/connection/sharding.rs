//! Which shard of a ScyllaDB node a connection came to.

use std::error;
use std::fmt;

use crate::topology::{Shard, ShardCount, Sharder};
use crate::wire::response::Supported;
use crate::wire::shown::debug_by_chain;

/// The most shards that a node is believed to have; one has a shard for each core, so far some hundreds at most.
///
/// Each of them gets a connection, and nobody has asked for a password yet when a server says how many there are.
const MAX_SHARDS: u16 = 1024;

/// The shard of its node that a connection came to, and how the node is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sharding {
    pub(crate) sharder: Sharder,
    pub(crate) shard: Shard,
}

/// What is wrong with what a server says of its shards.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ShardingError {
    /// An option is missing that belongs to the others.
    Missing(&'static str),
    /// An option is not a number, or one that cannot be.
    Invalid(&'static str),
    /// The algorithm or the partitioner is one that shards cannot be computed by.
    Unknown(&'static str),
}

impl fmt::Display for ShardingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(option) => write!(f, "{option} is missing"),
            Self::Invalid(option) => write!(f, "{option} is not a number in its bounds"),
            Self::Unknown(option) => write!(f, "{option} is unknown"),
        }
    }
}

impl error::Error for ShardingError {}

debug_by_chain!(ShardingError);

impl Sharding {
    /// What a server says of its shards; `None` when it has none.
    ///
    /// # Errors
    /// When shards cannot be computed from it.
    pub(super) fn of(supported: &Supported) -> Result<Option<Self>, ShardingError> {
        let value = |option| supported.get(option).first().map(String::as_str);
        if value(Supported::SCYLLA_NR_SHARDS).is_none() && value(Supported::SCYLLA_SHARD).is_none() {
            return Ok(None);
        }
        let expect = |option, expected| match value(option) {
            Some(named) if named != expected => Err(ShardingError::Unknown(option)),
            _ => Ok(()),
        };
        expect(Supported::SCYLLA_SHARDING_ALGORITHM, "biased-token-round-robin")?;
        expect(Supported::SCYLLA_PARTITIONER, "org.apache.cassandra.dht.Murmur3Partitioner")?;
        let number = |option, max: u16| {
            let number: u16 = value(option)
                .ok_or(ShardingError::Missing(option))?
                .parse()
                .map_err(|_| ShardingError::Invalid(option))?;
            if number > max { Err(ShardingError::Invalid(option)) } else { Ok(number) }
        };
        let shards = number(Supported::SCYLLA_NR_SHARDS, MAX_SHARDS)?;
        let shards = ShardCount::new(shards).ok_or(ShardingError::Invalid(Supported::SCYLLA_NR_SHARDS))?;
        let msb_ignore = number(Supported::SCYLLA_SHARDING_IGNORE_MSB, 63)?;
        let shard = number(Supported::SCYLLA_SHARD, shards.get() - 1)?;
        let sharder = Sharder::new(shards, u8::try_from(msb_ignore).unwrap_or(u8::MAX));
        Ok(Some(Self { sharder, shard: Shard::from(shard) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: [(&str, &str); 5] = [
        ("SCYLLA_SHARD", "3"),
        ("SCYLLA_NR_SHARDS", "8"),
        ("SCYLLA_SHARDING_IGNORE_MSB", "12"),
        ("SCYLLA_SHARDING_ALGORITHM", "biased-token-round-robin"),
        ("SCYLLA_PARTITIONER", "org.apache.cassandra.dht.Murmur3Partitioner"),
    ];

    /// What `USUAL` comes to with another value of one option, or without it.
    fn with(option: &str, value: Option<&str>) -> Result<Option<Sharding>, ShardingError> {
        let mut options: Vec<(String, Vec<String>)> =
            USUAL.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect();
        options.retain(|(name, _)| name != option);
        options.extend(value.map(|value| (option.to_owned(), vec![value.to_owned()])));
        Sharding::of(&Supported { options })
    }

    #[test]
    fn a_connection_says_its_shard() {
        let sharding = with("COMPRESSION", Some("lz4")).unwrap().unwrap();
        assert_eq!(sharding, Sharding { sharder: Sharder::new(ShardCount::new(8).unwrap(), 12), shard: 3 });
        // ScyllaDB has one algorithm and one partitioner, so they may as well be left out.
        assert_eq!(with("SCYLLA_SHARDING_ALGORITHM", None), Ok(Some(sharding)));
        assert_eq!(with("SCYLLA_PARTITIONER", None), Ok(Some(sharding)));
    }

    #[test]
    fn a_server_without_shards_says_nothing_of_them() {
        assert_eq!(Sharding::of(&Supported::default()), Ok(None));
        let options = vec![("CQL_VERSION".to_owned(), vec!["3.4.7".to_owned()])];
        assert_eq!(Sharding::of(&Supported { options }), Ok(None));
    }

    #[test]
    fn what_cannot_be_is_not_believed() {
        for option in ["SCYLLA_SHARD", "SCYLLA_NR_SHARDS", "SCYLLA_SHARDING_IGNORE_MSB"] {
            assert_eq!(with(option, None), Err(ShardingError::Missing(option)));
            for value in ["", "-1", "eight", "65536", "99999999999999999999"] {
                assert_eq!(with(option, Some(value)), Err(ShardingError::Invalid(option)), "{value}");
            }
        }
        for (option, value) in [
            ("SCYLLA_SHARD", "8"),
            ("SCYLLA_NR_SHARDS", "0"),
            ("SCYLLA_NR_SHARDS", "3"),
            ("SCYLLA_NR_SHARDS", "1025"),
            ("SCYLLA_SHARDING_IGNORE_MSB", "64"),
        ] {
            assert!(matches!(with(option, Some(value)), Err(ShardingError::Invalid(_))), "{option}={value}");
        }
        let option = "SCYLLA_SHARDING_ALGORITHM";
        assert_eq!(with(option, Some("round-robin")), Err(ShardingError::Unknown(option)));
        let option = "SCYLLA_PARTITIONER";
        assert_eq!(with(option, Some("RandomPartitioner")), Err(ShardingError::Unknown(option)));
    }
}
