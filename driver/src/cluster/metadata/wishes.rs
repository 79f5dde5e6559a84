//! Wishes for a reading, joined: all that come before a reading begins are granted by it, however many they are.

use tokio::sync::watch;

use crate::error::Error;

/// How many wishes there were: the number of the last one.
type Number = u64;

/// Where readings are wished for.
#[derive(Debug)]
pub(in crate::cluster) struct Wishes {
    made: watch::Sender<Number>,
    told: watch::Receiver<Told>,
}

/// Where wishes are granted.
#[derive(Debug)]
pub(in crate::cluster) struct Granting {
    made: watch::Receiver<Number>,
    told: watch::Sender<Told>,
    /// Up to which wish a reading has begun.
    taken: Number,
}

/// What came of the wishes up to this one.
#[derive(Debug)]
struct Told {
    last: Number,
    outcome: Result<(), Error>,
}

/// The wishes that a reading was begun for.
#[derive(Debug)]
pub(in crate::cluster) struct Taken {
    last: Number,
    /// How many there are.
    count: Number,
}

impl Taken {
    /// Whether nobody wished for the reading.
    pub(in crate::cluster) const fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// Both ends.
pub(in crate::cluster) fn wishes() -> (Wishes, Granting) {
    let (made, made_of) = watch::channel(0);
    let (told_to, told) = watch::channel(Told { last: 0, outcome: Ok(()) });
    (Wishes { made, told }, Granting { made: made_of, told: told_to, taken: 0 })
}

impl Wishes {
    /// Wishes for a reading, and waits for the outcome of one that begins after this; `None` when there are no more.
    pub(in crate::cluster) async fn wish(&self) -> Option<Result<(), Error>> {
        let mut number = 0;
        self.made.send_modify(|made| {
            *made += 1;
            number = *made;
        });
        let mut told = self.told.clone();
        let told = told.wait_for(|told| told.last >= number).await.ok()?;
        Some(told.outcome.clone())
    }
}

impl Granting {
    /// Waits until there is a wish that no reading was begun for.
    pub(in crate::cluster) async fn wished(&mut self) {
        let taken = self.taken;
        if self.made.wait_for(|made| *made > taken).await.is_err() {
            // Nobody is left who could wish for anything.
            std::future::pending().await
        }
    }

    /// Takes the wishes of so far, for a reading that begins now.
    pub(in crate::cluster) fn take(&mut self) -> Taken {
        let last = *self.made.borrow_and_update();
        let count = last - self.taken;
        self.taken = last;
        Taken { last, count }
    }

    /// Says what came of a reading to those who wished for it.
    pub(in crate::cluster) fn tell(&self, taken: &Taken, outcome: Result<(), Error>) {
        // Those of before may not have looked yet, and are not told of this one.
        if taken.count > 0 {
            self.told.send_replace(Told { last: taken.last, outcome });
        }
    }

    /// Gives wishes back, since another reading is about to begin in the place of the one that they were taken for.
    pub(in crate::cluster) fn give_back(&mut self, taken: &Taken) {
        self.taken = taken.last - taken.count;
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn a_wish_is_granted_by_a_reading_that_begins_after_it() {
        let (wishes, mut granting) = wishes();
        assert!(granting.wished().now_or_never().is_none());
        let (mut one, mut two) = (Box::pin(wishes.wish()), Box::pin(wishes.wish()));
        assert!(one.as_mut().now_or_never().is_none() && two.as_mut().now_or_never().is_none());
        granting.wished().now_or_never().unwrap();
        let first = granting.take();
        assert!(granting.wished().now_or_never().is_none(), "the wishes are taken");

        // While that reading runs, which is too late for it.
        let mut late = Box::pin(wishes.wish());
        assert!(late.as_mut().now_or_never().is_none());
        granting.tell(&first, Ok(()));
        assert!(one.now_or_never().unwrap().unwrap().is_ok() && two.now_or_never().unwrap().unwrap().is_ok());
        assert!(late.as_mut().now_or_never().is_none());
        granting.wished().now_or_never().unwrap();
        let second = granting.take();
        granting.tell(&second, Err(Error::new(ErrorKind::Metadata, "no answer")));
        // What comes of a reading that nobody wished for does not concern them.
        let nobody = granting.take();
        granting.tell(&nobody, Ok(()));
        assert!(late.now_or_never().unwrap().unwrap().is_err());
    }

    #[test]
    fn wishes_that_are_given_back_are_granted_by_the_next_reading() {
        let (wishes, mut granting) = wishes();
        let mut first = Box::pin(wishes.wish());
        assert!(first.as_mut().now_or_never().is_none());
        let taken = granting.take();
        let mut second = Box::pin(wishes.wish());
        assert!(second.as_mut().now_or_never().is_none());
        granting.give_back(&taken);
        granting.wished().now_or_never().unwrap();
        let both = granting.take();
        granting.tell(&both, Ok(()));
        assert!(first.now_or_never().unwrap().unwrap().is_ok() && second.now_or_never().unwrap().unwrap().is_ok());
    }

    #[test]
    fn a_reading_without_wishes_tells_nobody() {
        let (wishes, mut granting) = wishes();
        let taken = granting.take();
        assert!(taken.is_empty());
        granting.tell(&taken, Ok(()));
        let mut wish = Box::pin(wishes.wish());
        assert!(wish.as_mut().now_or_never().is_none(), "it is not granted by what was read before");
        drop(granting);
        assert!(wish.now_or_never().unwrap().is_none());
    }
}
