//! The places for a pool's connections.

use std::sync::Arc;

use super::{PoolSize, View};
use crate::connection::Sharding;
use crate::topology::{Shard, Sharder};

/// The places for a pool's connections: so many for each shard, or so many in all where connections come to any shard.
#[derive(Debug)]
pub(super) struct Slots<T> {
    size: PoolSize,
    /// How the node is divided; `None` when it is not, and as long as nobody has connected to it.
    sharder: Option<Sharder>,
    slots: Box<[Option<Filled<T>>]>,
    /// Counts the changes.
    version: u64,
}

/// What a slot has.
#[derive(Debug)]
struct Filled<T> {
    connection: Arc<T>,
    /// The shard that it came to; 0 on a node without shards.
    shard: Shard,
}

/// What became of a connection that was to be put into a slot.
#[derive(Debug)]
pub(super) enum Put<T> {
    /// It is in one. The connections that were made when the node was divided in another way are not; they are to be closed.
    Done { outdated: Vec<Arc<T>> },
    /// The shard that it came to has all the connections that it is to have.
    Full,
}

impl<T> Slots<T> {
    /// Those of a node about which nothing is known: one, and more when the first connection says what the node is like.
    pub(super) fn new() -> Self {
        Self { size: PoolSize::default(), sharder: None, slots: Box::new([None]), version: 0 }
    }

    /// How many there are, filled or not.
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    /// How many have a connection.
    pub(super) fn filled(&self) -> usize {
        self.slots.iter().flatten().count()
    }

    /// The shard that a keeper's next connection is wanted for: that of its own slot, or of another that is empty when a
    /// connection of another keeper came to that one. `None` when any will do.
    pub(super) fn wanted(&self, keeper: usize) -> Option<Shard> {
        let per_shard = self.size.per_shard(self.sharder)?;
        let places = (0..self.slots.len()).cycle().skip(keeper).take(self.slots.len());
        let mut empty = places.filter(|place| self.slots.get(*place).is_some_and(Option::is_none));
        Shard::try_from(empty.next()? / per_shard).ok()
    }

    /// Puts a connection that a keeper has opened into an empty slot: of the shard that it came to, or any where they are of
    /// no shard. Where the connection tells of other shards than the slots are made for, these are made anew.
    pub(super) fn put(
        &mut self,
        size: PoolSize,
        keeper: usize,
        connection: &Arc<T>,
        sharding: Option<Sharding>,
    ) -> Put<T> {
        let outdated = self.fit(size, sharding.map(|sharding| sharding.sharder));
        let shard = sharding.map_or(0, |sharding| sharding.shard);
        let places = match size.per_shard(self.sharder) {
            Some(per_shard) => {
                let first = usize::try_from(shard).unwrap_or(usize::MAX).saturating_mul(per_shard);
                first..first.saturating_add(per_shard)
            }
            None => 0..self.slots.len(),
        };
        let own = Some(keeper).filter(|keeper| places.contains(keeper));
        let is_empty = |place: &usize| self.slots.get(*place).is_some_and(Option::is_none);
        let Some(place) = own.into_iter().chain(places).find(is_empty) else { return Put::Full };
        if let Some(slot) = self.slots.get_mut(place) {
            *slot = Some(Filled { connection: Arc::clone(connection), shard });
        }
        self.version += 1;
        Put::Done { outdated }
    }

    /// Makes the slots for a node that is divided so, unless they are. Returns the connections that were in them.
    fn fit(&mut self, size: PoolSize, sharder: Option<Sharder>) -> Vec<Arc<T>> {
        let per_node = match size.per_shard(sharder) {
            Some(per_shard) => usize::from(sharder.map_or(1, |sharder| sharder.nr_shards.get())) * per_shard,
            None => size.number(),
        };
        if self.sharder == sharder && self.slots.len() == per_node {
            return Vec::new();
        }
        (self.size, self.sharder) = (size, sharder);
        let slots = std::mem::replace(&mut self.slots, (0..per_node).map(|_| None).collect());
        slots.into_iter().flatten().map(|filled| filled.connection).collect()
    }

    /// Empties the slot of a connection, if it has one.
    pub(super) fn remove(&mut self, connection: &Arc<T>) {
        let is_it = |slot: &&mut Option<Filled<T>>| {
            slot.as_ref().is_some_and(|filled| Arc::ptr_eq(&filled.connection, connection))
        };
        if let Some(slot) = self.slots.iter_mut().find(is_it) {
            *slot = None;
            self.version += 1;
        }
    }

    /// How the node is divided, if it is.
    pub(super) const fn sharder(&self) -> Option<Sharder> {
        self.sharder
    }

    /// How often they have changed.
    pub(super) const fn version(&self) -> u64 {
        self.version
    }

    /// The connections that are `usable`.
    pub(super) fn view(&self, usable: impl Fn(&T) -> bool) -> View<T> {
        let open = self.slots.iter().flatten().filter(|filled| usable(&filled.connection));
        let open = open.map(|filled| (filled.shard, Arc::clone(&filled.connection))).collect();
        View::new(self.version, self.sharder, open)
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use super::*;
    use crate::topology::ShardCount;

    const fn per_host(connections: usize) -> PoolSize {
        PoolSize::PerHost(NonZeroUsize::new(connections).unwrap())
    }

    const fn per_shard(connections: usize) -> PoolSize {
        PoolSize::PerShard(NonZeroUsize::new(connections).unwrap())
    }

    fn on(shards: u16, shard: Shard) -> Option<Sharding> {
        Some(Sharding { sharder: Sharder::new(ShardCount::new(shards).unwrap(), 12), shard })
    }

    /// Puts a connection of this name, which must fit in. Returns it and the names of those that are outdated.
    fn put(
        slots: &mut Slots<char>,
        size: PoolSize,
        keeper: usize,
        name: char,
        sharding: Option<Sharding>,
    ) -> (Arc<char>, Vec<char>) {
        let connection = Arc::new(name);
        match slots.put(size, keeper, &connection, sharding) {
            Put::Done { outdated } => (connection, outdated.iter().map(|connection| **connection).collect()),
            Put::Full => panic!("{name} has no slot"),
        }
    }

    fn is_full(slots: &mut Slots<char>, size: PoolSize, keeper: usize, sharding: Option<Sharding>) -> bool {
        matches!(slots.put(size, keeper, &Arc::new('z'), sharding), Put::Full)
    }

    fn names(slots: &Slots<char>) -> Vec<char> {
        slots.view(|_| true).all().iter().map(|connection| **connection).collect()
    }

    #[test]
    fn the_first_connection_says_how_many_slots_there_are() {
        for (size, sharding, expected) in [
            (per_host(1), None, 1),
            (per_host(3), None, 3),
            (per_shard(1), None, 1),
            (per_shard(3), None, 3),
            (per_host(3), on(8, 1), 3),
            (per_shard(1), on(8, 1), 8),
            (per_shard(3), on(8, 1), 24),
            // However many there are to be, a node gets no more than 4,096.
            (per_shard(1024), on(8, 1), 4096),
            (per_shard(1024), on(1000, 1), 4000),
        ] {
            let mut slots = Slots::new();
            assert_eq!(slots.len(), 1);
            put(&mut slots, size, 0, 'a', sharding);
            assert_eq!((slots.len(), slots.filled()), (expected, 1), "{size:?} {sharding:?}");
            assert_eq!(slots.sharder(), sharding.map(|sharding| sharding.sharder));
        }
    }

    #[test]
    fn slots_of_no_shard_take_any_connection() {
        for sharding in [[None; 3], [on(8, 5), on(8, 5), on(8, 1)]] {
            let mut slots = Slots::new();
            let [first, second, third] = sharding;
            put(&mut slots, per_host(3), 0, 'a', first);
            assert_eq!(slots.wanted(1), None, "any shard will do");
            put(&mut slots, per_host(3), 2, 'c', second);
            // Two keepers may not have the same slot.
            let (b, _) = put(&mut slots, per_host(3), 2, 'b', third);
            assert!(is_full(&mut slots, per_host(3), 1, first));
            slots.remove(&b);
            assert_eq!((slots.len(), slots.filled()), (3, 2));
            put(&mut slots, per_host(3), 1, 'd', first);
            let mut left = names(&slots);
            left.sort_unstable();
            assert_eq!(left, ['a', 'c', 'd']);
        }
    }

    #[test]
    fn a_connection_is_kept_where_its_shard_lacks_one() {
        let (size, mut slots) = (per_shard(2), Slots::new());
        // What the first keeper opened came to shard 2.
        put(&mut slots, size, 0, 'c', on(3, 2));
        assert_eq!([0, 1, 2, 3, 4, 5].map(|keeper| slots.wanted(keeper)), [0, 0, 1, 1, 2, 2].map(Some));
        let (d, _) = put(&mut slots, size, 4, 'd', on(3, 2));
        assert_eq!([4, 5].map(|keeper| slots.wanted(keeper)), [Some(0), Some(0)], "others lack connections");
        assert!(is_full(&mut slots, size, 5, on(3, 2)));
        put(&mut slots, size, 1, 'a', on(3, 0));
        put(&mut slots, size, 3, 'b', on(3, 1));
        assert_eq!(names(&slots), ['a', 'b', 'c', 'd'], "in the order of their shards");
        slots.remove(&d);
        assert_eq!(slots.wanted(5), Some(2));
        assert_eq!(names(&slots), ['a', 'b', 'c']);
    }

    #[test]
    fn a_node_that_is_divided_in_another_way_gets_other_slots() {
        let (size, mut slots) = (per_shard(1), Slots::new());
        let (a, outdated) = put(&mut slots, size, 0, 'a', on(2, 0));
        assert!(outdated.is_empty());
        put(&mut slots, size, 1, 'b', on(2, 1));
        let (_, outdated) = put(&mut slots, size, 0, 'c', on(4, 3));
        assert_eq!(outdated, ['a', 'b']);
        assert_eq!((slots.len(), names(&slots)), (4, vec!['c']));
        // It has left already.
        let version = slots.version();
        slots.remove(&a);
        assert_eq!((slots.version(), names(&slots)), (version, vec!['c']));
        // It became a node without shards.
        let (_, outdated) = put(&mut slots, size, 0, 'd', None);
        assert_eq!((outdated, slots.len(), slots.sharder()), (vec!['c'], 1, None));
    }

    #[test]
    fn each_change_has_a_version_and_a_view_shows_one() {
        let mut slots = Slots::new();
        let empty = slots.view(|_| true);
        assert_eq!((empty.version(), empty.all().len()), (0, 0));
        let (a, _) = put(&mut slots, per_host(2), 0, 'a', None);
        put(&mut slots, per_host(2), 1, 'b', None);
        assert_eq!(slots.view(|_| true).version(), 2);
        assert_eq!(slots.view(|name| *name != 'a').all().iter().map(|name| **name).collect::<Vec<_>>(), ['b']);
        slots.remove(&a);
        assert_eq!(slots.view(|_| true).version(), 3);
    }
}
