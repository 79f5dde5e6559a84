//! The bind markers of a statement as they are now: they change when its table is dropped and made anew, or a user-defined
//! type gets more fields.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use super::metadata::PreparedMetadata;
use crate::wire::column::{CollectionType, ColumnSpec, ColumnType};
use crate::wire::shown::debug_by_chain;

/// How many other descriptions than the first one a statement can take: a table that is made anew more often, each time
/// with other types, is rare, and each description stays in memory as long as the statement.
const CHANGES: usize = 7;

/// All descriptions of the markers that servers have given of one statement, and which of them is in force.
///
/// They are kept, so that whoever reads one need not hold a lock or a count.
#[derive(Debug)]
pub(super) struct Markers {
    first: Arc<PreparedMetadata>,
    others: [OnceLock<Arc<PreparedMetadata>>; CHANGES],
    /// 0 is `first`, 1 the first of `others`; with [`IN_DOUBT`] where they may have changed.
    current: AtomicUsize,
    /// How often they were put in doubt.
    doubts: AtomicUsize,
}

/// The schema was changed since the description was given, so that it may be another by now.
const IN_DOUBT: usize = 1 << 8;

impl Markers {
    pub(super) const fn new(first: Arc<PreparedMetadata>) -> Self {
        Self {
            first,
            others: [const { OnceLock::new() }; CHANGES],
            current: AtomicUsize::new(0),
            doubts: AtomicUsize::new(0),
        }
    }

    /// The description in force.
    #[inline]
    pub(super) fn current(&self) -> &Arc<PreparedMetadata> {
        match self.current.load(Ordering::Acquire) {
            0 => &self.first,
            place => self.other(place),
        }
    }

    /// The description in force; `None` when it is in doubt.
    #[inline]
    pub(super) fn certain(&self) -> Option<&Arc<PreparedMetadata>> {
        match self.current.load(Ordering::Acquire) {
            0 => Some(&self.first),
            place if place & IN_DOUBT == 0 => Some(self.other(place)),
            _ => None,
        }
    }

    #[cold]
    fn other(&self, place: usize) -> &Arc<PreparedMetadata> {
        let place = (place & !IN_DOUBT).checked_sub(1);
        place.and_then(|place| self.others.get(place)?.get()).unwrap_or(&self.first)
    }

    /// The markers may have changed: the description is in doubt until a server has given it again.
    pub(super) fn doubt(&self) {
        self.doubts.fetch_add(1, Ordering::AcqRel);
        self.current.fetch_or(IN_DOUBT, Ordering::AcqRel);
    }

    /// How often they were put in doubt so far.
    pub(super) fn doubts(&self) -> usize {
        self.doubts.load(Ordering::Acquire)
    }

    /// A server was asked when they had been put in doubt `doubts` times, and the description in force is what it said.
    pub(super) fn settle(&self, doubts: usize) {
        if self.doubts() == doubts {
            self.current.fetch_and(!IN_DOUBT, Ordering::AcqRel);
            if self.doubts() != doubts {
                self.current.fetch_or(IN_DOUBT, Ordering::AcqRel);
            }
        }
    }

    /// Whether there is more than the first description.
    pub(super) fn have_changed(&self) -> bool {
        self.others.first().is_some_and(|other| other.get().is_some())
    }

    /// All descriptions, the one in force first.
    pub(super) fn known(&self) -> impl Iterator<Item = &Arc<PreparedMetadata>> {
        let current = self.current();
        let all = std::iter::once(&self.first).chain(self.others.iter().map_while(OnceLock::get));
        std::iter::once(current).chain(all.filter(move |known| !Arc::ptr_eq(known, current)))
    }

    /// Puts a description in force. Returns whether there was room for it.
    pub(super) fn learn(&self, described: &Arc<PreparedMetadata>) -> bool {
        if self.current().is_same(described) {
            return true;
        }
        let others = self.others.iter().map(|place| place.get_or_init(|| Arc::clone(described)));
        let known = std::iter::once(&self.first).chain(others).position(|known| known.is_same(described));
        if let Some(place) = known {
            let doubt = |current: usize| Some(place | (current & IN_DOUBT));
            // It is never refused.
            let _before = self.current.fetch_update(Ordering::AcqRel, Ordering::Acquire, doubt);
        }
        known.is_some()
    }
}

/// The values that are there were written for other markers than the statement has now.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum OtherMarkers {
    /// Another number.
    Count { before: usize, now: usize },
    /// One of another name.
    Name { index: usize, before: String, now: String },
    /// One of another type.
    Type { name: String, before: String, now: String },
    /// One whose user-defined types have got more fields: it takes the values, without those fields.
    Grown { name: String, now: String },
}

impl OtherMarkers {
    /// Whether the values are taken all the same, if they cannot be written again.
    pub(crate) const fn is_growth(&self) -> bool {
        matches!(self, Self::Grown { .. })
    }
}

/// Says how the markers that values were written for differ from those that the statement has now.
///
/// # Errors
/// The first difference; that a type has got more fields only where there is no other.
pub(crate) fn expect_same(before: &[ColumnSpec<'_>], now: &[ColumnSpec<'_>]) -> Result<(), OtherMarkers> {
    if before.len() != now.len() {
        return Err(OtherMarkers::Count { before: before.len(), now: now.len() });
    }
    let mut grown = None;
    for (index, (before, now)) in before.iter().zip(now).enumerate() {
        if before.name() != now.name() {
            let (before, now) = (before.name().to_owned(), now.name().to_owned());
            return Err(OtherMarkers::Name { index, before, now });
        }
        if !takes_values_of(now.typ(), before.typ()) {
            let name = now.name().to_owned();
            return Err(OtherMarkers::Type { name, before: before.typ().to_string(), now: now.typ().to_string() });
        }
        if now.typ() != before.typ() {
            grown.get_or_insert(now);
        }
    }
    match grown {
        None => Ok(()),
        Some(now) => Err(OtherMarkers::Grown { name: now.name().to_owned(), now: now.typ().to_string() }),
    }
}

/// Whether a marker of type `now` takes the values that were written for `before`: the same type, or one whose
/// user-defined types have got more fields at their ends, which a value may leave out.
fn takes_values_of(now: &ColumnType<'_>, before: &ColumnType<'_>) -> bool {
    if now == before {
        return true;
    }
    match (now, before) {
        (ColumnType::Collection { typ: now, .. }, ColumnType::Collection { typ: before, .. }) => match (now, before) {
            (CollectionType::List(now), CollectionType::List(before))
            | (CollectionType::Set(now), CollectionType::Set(before)) => takes_values_of(now, before),
            (CollectionType::Map(now_key, now), CollectionType::Map(key, before)) => {
                takes_values_of(now_key, key) && takes_values_of(now, before)
            }
            _ => false,
        },
        (ColumnType::Tuple(now), ColumnType::Tuple(before)) => {
            now.len() == before.len() && now.iter().zip(before).all(|(now, before)| takes_values_of(now, before))
        }
        (
            ColumnType::Vector { typ: now, dimensions: now_dimensions },
            ColumnType::Vector { typ: before, dimensions },
        ) => now_dimensions == dimensions && takes_values_of(now, before),
        (
            ColumnType::UserDefinedType { definition: now, .. },
            ColumnType::UserDefinedType { definition: before, .. },
        ) => {
            let fields = || now.field_types.iter().zip(&before.field_types);
            now.keyspace == before.keyspace
                && now.name == before.name
                && now.field_types.len() >= before.field_types.len()
                && fields().all(|(now, before)| now.0 == before.0 && takes_values_of(&now.1, &before.1))
        }
        _ => false,
    }
}

impl fmt::Display for OtherMarkers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count { before, now } => {
                write!(f, "the values were written for {}, and the statement has {} now", count(*before), count(*now))?;
            }
            Self::Name { index, before, now } => write!(
                f,
                "bind marker {index}: the value was written for `{before}`, and the statement has `{now}` there now"
            )?,
            Self::Type { name, before, now } => {
                write!(
                    f,
                    "bind marker `{name}`: the value was written as {before}, and the statement takes {now} now"
                )?;
            }
            Self::Grown { name, now } => {
                write!(f, "bind marker `{name}`: {now} has got more fields since the value was written")?;
            }
        }
        f.write_str("; the table has changed since, so bind values of what the statement takes now")
    }
}

debug_by_chain!(OtherMarkers);

impl std::error::Error for OtherMarkers {}

fn count(markers: usize) -> String {
    format!("{markers} bind marker{}", if markers == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::column::{NativeType, TableSpec, UserDefinedType};

    fn of(types: &[NativeType], partition_key: &[u16]) -> Arc<PreparedMetadata> {
        let table = TableSpec::owned("ks".to_owned(), "t".to_owned());
        let spec = |typ: &NativeType| ColumnSpec::owned("v".to_owned(), ColumnType::Native(*typ), table.clone());
        Arc::new(PreparedMetadata::new(types.iter().map(spec).collect(), partition_key.to_vec()))
    }

    #[test]
    fn descriptions_may_alternate_for_ever_but_not_be_ever_new() {
        let [int, double] = [NativeType::Int, NativeType::Double].map(|typ| of(&[typ], &[]));
        let markers = Markers::new(Arc::clone(&int));
        for _ in 0..100 {
            for described in [&double, &int] {
                assert!(markers.learn(described));
                assert!(markers.current().is_same(described));
            }
        }
        let of_key = |key: usize| of(&[NativeType::Int], &[u16::try_from(key).unwrap()]);
        for key in 1..CHANGES {
            assert!(markers.learn(&of_key(key)));
        }
        assert!(!markers.learn(&of_key(CHANGES)));
        assert!(markers.current().is_same(&of_key(CHANGES - 1)));
        assert!(markers.learn(&int));
    }

    #[test]
    fn the_first_difference_is_told() {
        let one = of(&[NativeType::BigInt], &[]);
        let two = of(&[NativeType::BigInt, NativeType::Text], &[]);
        let other = of(&[NativeType::BigInt, NativeType::Double], &[]);
        expect_same(&one.specs, &one.specs).unwrap();
        let said = |before: &PreparedMetadata, now: &PreparedMetadata| {
            expect_same(&before.specs, &now.specs).unwrap_err().to_string()
        };
        assert!(said(&one, &two).contains("written for 1 bind marker, and the statement has 2 bind markers now"));
        assert!(
            said(&two, &other)
                .contains("bind marker `v`: the value was written as text, and the statement takes double now")
        );
    }
    #[test]
    fn markers_in_doubt_are_certain_again_once_a_server_asked_since_has_described_them() {
        let [int, double] = [NativeType::Int, NativeType::Double].map(|typ| of(&[typ], &[]));
        let markers = Markers::new(Arc::clone(&int));
        let certain = |markers: &Markers| markers.certain().map(Arc::clone);
        assert!(certain(&markers).unwrap().is_same(&int));
        markers.doubt();
        let first = markers.doubts();
        assert!(certain(&markers).is_none() && markers.current().is_same(&int));
        // What was asked before the second doubt may be of before the second change.
        markers.doubt();
        assert!(markers.learn(&double));
        assert!(certain(&markers).is_none() && markers.current().is_same(&double));
        markers.settle(first);
        assert!(certain(&markers).is_none());
        markers.settle(markers.doubts());
        assert!(certain(&markers).unwrap().is_same(&double));
    }

    #[test]
    fn a_type_that_has_grown_takes_the_values_of_before() {
        let home = |fields: &[(&'static str, NativeType)]| {
            let field_types = fields.iter().map(|(name, typ)| ((*name).into(), ColumnType::Native(*typ))).collect();
            let definition = UserDefinedType {
                name: "home".into(),
                keyspace: "ks".into(),
                field_types,
                remembered: Default::default(),
            };
            ColumnType::UserDefinedType { frozen: true, definition: Arc::new(definition) }
        };
        let list = |typ| ColumnType::Collection { frozen: false, typ: CollectionType::List(Box::new(typ)) };
        let small = || home(&[("zip", NativeType::Int)]);
        let grown = || home(&[("zip", NativeType::Int), ("country", NativeType::Text)]);
        for (now, before, taken) in [
            (grown(), small(), true),
            (list(grown()), list(small()), true),
            (ColumnType::Tuple(vec![grown()]), ColumnType::Tuple(vec![small()]), true),
            (small(), grown(), false),
            (home(&[("zip", NativeType::Text)]), small(), false),
            (home(&[("zap", NativeType::Int)]), small(), false),
            (list(small()), small(), false),
        ] {
            assert_eq!(takes_values_of(&now, &before), taken, "{now} after {before}");
            let specs =
                |typ| [ColumnSpec::owned("v".to_owned(), typ, TableSpec::owned("ks".to_owned(), "t".to_owned()))];
            let other = expect_same(&specs(before), &specs(now)).unwrap_err();
            assert_eq!(other.is_growth(), taken, "{other}");
        }
    }
}
