//! The open connections of a pool at one moment.

use std::sync::Arc;

use crate::policy::scale;
use crate::topology::{Shard, Sharder, Token};

/// The open connections of a pool at one moment; a request finds its own in it without a lock.
#[derive(Debug)]
pub(crate) struct View<T> {
    /// Which of the pool's states it shows.
    version: u64,
    sharder: Option<Sharder>,
    /// In the order of their shards.
    open: Box<[Arc<T>]>,
    /// Where in `open` the connections of each shard begin, and where those of the last one end; empty when the node has no
    /// shards.
    starts: Box<[usize]>,
}

impl<T> View<T> {
    /// A view of connections with the shards that they came to.
    pub(super) fn new(version: u64, sharder: Option<Sharder>, mut open: Vec<(Shard, Arc<T>)>) -> Self {
        open.sort_by_key(|(shard, _)| *shard);
        let starts = sharder.map_or_else(Vec::new, |sharder| {
            let start = |shard| open.partition_point(|(of, _)| *of < shard);
            (0..=Shard::from(sharder.nr_shards.get())).map(start).collect()
        });
        let open = open.into_iter().map(|(_, connection)| connection).collect();
        Self { version, sharder, open, starts: starts.into() }
    }

    /// Which of the pool's states it shows.
    pub(super) const fn version(&self) -> u64 {
        self.version
    }

    /// All connections.
    pub(super) fn all(&self) -> &[Arc<T>] {
        &self.open
    }

    /// One of the connections to `shard`, or else to the shard that holds `token`; one of all when neither is given or that
    /// shard has none. Each is as likely as any other when `random` is uniform.
    #[inline]
    pub(crate) fn choose(&self, shard: Option<Shard>, token: Option<Token>, random: u64) -> Option<&Arc<T>> {
        let candidates = match self.sharder {
            None => &*self.open,
            Some(sharder) => self.of_shard(shard.or_else(|| token.map(|token| sharder.shard_of(token)))),
        };
        // Other bits of the number have chosen the node.
        candidates.get(scale(random.rotate_left(16), candidates.len()))
    }

    /// The connections to a shard, or all when it has none.
    fn of_shard(&self, shard: Option<Shard>) -> &[Arc<T>] {
        let found = shard.and_then(|shard| {
            let shard = usize::try_from(shard).ok()?;
            self.open.get(*self.starts.get(shard)?..*self.starts.get(shard + 1)?)
        });
        found.filter(|connections| !connections.is_empty()).unwrap_or(&self.open)
    }
}

impl<T> Default for View<T> {
    fn default() -> Self {
        Self { version: 0, sharder: None, open: Box::default(), starts: Box::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topology::ShardCount;

    const FOUR: Sharder = Sharder::new(ShardCount::new(4).unwrap(), 0);

    fn view(sharder: Option<Sharder>, open: &[(Shard, char)]) -> View<char> {
        View::new(1, sharder, open.iter().map(|(shard, name)| (*shard, Arc::new(*name))).collect())
    }

    /// How often each connection is chosen, of 4,096 times.
    fn chosen(view: &View<char>, shard: Option<Shard>, token: Option<Token>) -> Vec<(char, usize)> {
        let mut counts = std::collections::BTreeMap::new();
        for step in 0..4096_u64 {
            let random = (step << 52).rotate_right(16);
            let connection = view.choose(shard, token, random).unwrap();
            *counts.entry(**connection).or_default() += 1;
        }
        counts.into_iter().collect()
    }

    #[test]
    fn connections_of_a_node_without_shards_share_its_requests() {
        let nothing = view(None, &[]);
        assert_eq!(nothing.choose(None, Some(Token::new(0)), 7), None);
        let one = view(None, &[(0, 'a')]);
        assert_eq!(chosen(&one, Some(3), Some(Token::new(9))), [('a', 4096)]);
        let four = view(None, &[(0, 'a'), (0, 'b'), (0, 'c'), (0, 'd')]);
        assert_eq!(chosen(&four, Some(3), None), [('a', 1024), ('b', 1024), ('c', 1024), ('d', 1024)]);
    }

    #[test]
    fn a_request_goes_to_its_shard() {
        // Shard 2 has two connections and shard 1 has none.
        let view = view(Some(FOUR), &[(3, 'd'), (0, 'a'), (2, 'b'), (2, 'c')]);
        assert_eq!(chosen(&view, Some(0), None), [('a', 4096)]);
        assert_eq!(chosen(&view, Some(2), None), [('b', 2048), ('c', 2048)]);
        assert_eq!(chosen(&view, Some(3), None), [('d', 4096)]);
        // What the caller says comes before the token.
        assert_eq!(chosen(&view, Some(3), Some(Token::new(0))), [('d', 4096)]);
        assert_eq!(chosen(&view, None, Some(Token::new(0))), [('b', 2048), ('c', 2048)]);
        assert_eq!(chosen(&view, None, Some(Token::new(i64::MAX))), [('d', 4096)]);
        assert_eq!(chosen(&view, None, Some(Token::new(i64::MIN + 1))), [('a', 4096)]);
    }

    #[test]
    fn any_connection_is_better_than_none() {
        let view = view(Some(FOUR), &[(0, 'a'), (2, 'b')]);
        for shard in [None, Some(1), Some(3), Some(4), Some(Shard::MAX)] {
            assert_eq!(chosen(&view, shard, None), [('a', 2048), ('b', 2048)], "{shard:?}");
        }
    }
}
