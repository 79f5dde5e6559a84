//! The task that does a connection's I/O: the only code that touches its socket after the handshake started.

use std::future::{Future, poll_fn};
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};
use std::time::{Duration, Instant};

use bytes::{BufMut, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::sync::mpsc;
use tokio::time::Sleep;

use super::{Shared, now, why_dropped};
use crate::protocol::{Broken, Framer, Pushed};

/// How much room a read is given.
///
/// 64 KiB hold some hundreds of point reads, so a busy connection needs one system call for all of them.
const READ_ROOM: usize = 64 * 1024;

/// With less room than this left, a read is given new room.
const LEAST_ROOM: usize = 32 * 1024;

/// How much more room is taken at once for a message that is larger than the memory which was taken for it.
const LARGE_ROOM: usize = 1024 * 1024;

/// A write buffer over this is given back to the allocator once it is written.
///
/// One large batch should not hold its size for the life of the connection.
const KEPT_WRITE_BUFFER: usize = 1024 * 1024;

/// How long the end of a stream may take, as TLS says it to a peer that reads nothing.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);

/// A connection's I/O as a state machine over the socket `S`.
pub(super) struct Io<S> {
    stream: S,
    shared: Arc<Shared>,
    /// What was read and is no whole message yet.
    inbound: BytesMut,
    /// How many bytes the message in `inbound` lacks, if that is its memory alone; else 0.
    missing: usize,
    /// Envelopes on their way from the machine to `outbound`; empty between rounds.
    envelopes: Vec<u8>,
    framer: Framer,
    /// What is being written.
    outbound: Vec<u8>,
    /// How much of `outbound` the socket has taken.
    written: usize,
    /// Whether this round has let the other tasks run first.
    yielded: bool,
    /// Fires when the machine wants its timeouts handled.
    sleep: Pin<Box<Sleep>>,
    /// Where `sleep` is set to; `None` when it has fired.
    sleep_until: Option<Instant>,
    /// Where the server's events go; `None` when nobody asked for them.
    events: Option<mpsc::Sender<Pushed>>,
    /// Whether an event of the schema found no room there.
    missed: bool,
    /// Tasks to wake, reused between rounds.
    woken: Vec<Waker>,
    /// Whether only the socket's shutdown is left to do.
    ending: bool,
}

/// Runs the I/O of a connection until it ends. A future that is dropped before, even unpolled, breaks the connection.
pub(super) fn run<S>(stream: S, shared: Arc<Shared>, events: Option<mpsc::Sender<Pushed>>) -> impl Future<Output = ()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut io = Io {
        stream,
        shared,
        inbound: BytesMut::with_capacity(READ_ROOM),
        missing: 0,
        envelopes: Vec::new(),
        framer: Framer::default(),
        outbound: Vec::new(),
        written: 0,
        yielded: false,
        sleep: Box::pin(tokio::time::sleep(Duration::ZERO)),
        sleep_until: None,
        events,
        missed: false,
        woken: Vec::new(),
        ending: false,
    };
    poll_fn(move |cx| io.poll(cx))
}

impl<S> Drop for Io<S> {
    /// Nobody is left to answer those who wait, should the connection not have ended yet: the runtime ends, or it panicked.
    fn drop(&mut self) {
        if !self.ending {
            self.shared.fail(why_dropped());
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Io<S> {
    /// One round: read all there is, do what is due, write all that gathered, go to sleep.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.ending {
            return self.poll_shutdown(cx);
        }
        if let Err(broken) = self.poll_read(cx) {
            self.shared.fail(broken);
        }
        self.deliver_events();
        self.poll_timeout(cx);
        if let Err(error) = self.poll_write(cx) {
            self.shared.fail(Broken::Io(Arc::new(error)));
        }
        self.poll_end(cx)
    }

    /// Reads until the socket has nothing more, and hands each read to the machine.
    fn poll_read(&mut self, cx: &mut Context<'_>) -> Result<(), Broken> {
        // The clock is read once a round: tokio lets no task read for longer than a few milliseconds at once.
        let mut at = None;
        loop {
            let read = self.poll_read_once(cx);
            match read {
                Poll::Pending => return Ok(()),
                Poll::Ready(Ok(0)) => return Err(Broken::EndOfStream),
                Poll::Ready(Err(error)) => return Err(Broken::Io(Arc::new(error))),
                Poll::Ready(Ok(len)) => {
                    self.shared.counters.read(len);
                    let at = *at.get_or_insert_with(now);
                    let freed = {
                        let mut locked = self.shared.lock();
                        locked.machine.receive(&mut self.inbound, at);
                        self.missing = locked.machine.missing();
                        locked.machine.take_woken(&mut self.woken);
                        locked.has_freed()
                    };
                    self.woken.drain(..).for_each(Waker::wake);
                    if freed {
                        // The late answers of requests that were given up freed some, and no request tells of those.
                        self.shared.freed.notify_waiters();
                    }
                }
            }
        }
    }

    /// Reads once: what comes, or no more than what the large message lacks that is being read.
    #[inline]
    fn poll_read_once(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        make_room(&mut self.inbound, self.missing);
        if self.missing == 0 {
            return pin!(self.stream.read_buf(&mut self.inbound)).poll(cx);
        }
        let mut rest = (&mut self.inbound).limit(self.missing);
        pin!(self.stream.read_buf(&mut rest)).poll(cx)
    }

    fn deliver_events(&mut self) {
        let Some(events) = &self.events else { return };
        if self.missed {
            self.missed = events.try_send(Pushed::Missed).is_err();
        }
        loop {
            let event = self.shared.lock().machine.poll_event();
            let Some(event) = event else { return };
            match events.try_send(event) {
                Ok(()) => {}
                // A full channel means that a refresh is pending already, and most events say no more than "look again". The
                // refresh is read here, so there is another round.
                Err(mpsc::error::TrySendError::Full(event)) => self.missed |= event.is_of_schema(),
                Err(mpsc::error::TrySendError::Closed(_)) => {
                    self.events = None;
                    return;
                }
            }
        }
    }

    /// Handles what is due, and sets the timer to what is due next.
    fn poll_timeout(&mut self, cx: &mut Context<'_>) {
        loop {
            let due = self.shared.lock().machine.poll_timeout();
            let Some(due) = due else { return };
            if self.sleep_until.is_none_or(|until| due < until) {
                self.sleep.as_mut().reset(due.into());
                self.sleep_until = Some(due);
            }
            if self.sleep.as_mut().poll(cx).is_pending() {
                return;
            }
            self.sleep_until = None;
            {
                let mut locked = self.shared.lock();
                locked.machine.handle_timeout(now());
                locked.machine.take_woken(&mut self.woken);
            }
            self.woken.drain(..).for_each(Waker::wake);
        }
    }

    /// Writes what the machine has, after the other tasks had their turn to add to it.
    fn poll_write(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        loop {
            if self.written == self.outbound.len() {
                self.written = 0;
                clear(&mut self.outbound);
                let wants_transmit = !self.yielded && self.shared.lock().machine.wants_transmit();
                if wants_transmit {
                    // Whoever made us run is but the first of those that run now: let them all submit, then write once.
                    self.yielded = true;
                    cx.waker().wake_by_ref();
                    return Ok(());
                }
                self.yielded = false;
                let (transmit, freed) = {
                    let mut locked = self.shared.lock();
                    (locked.machine.poll_transmit(&mut self.envelopes, now), locked.waiting > 0)
                };
                if freed && transmit.is_some() {
                    self.shared.freed.notify_waiters();
                }
                let Some(transmit) = transmit else { return self.poll_flush(cx) };
                self.framer.frame(transmit.framing, &mut self.envelopes, &mut self.outbound);
                clear(&mut self.envelopes);
                self.shared.counters.wrote(transmit.requests, self.outbound.len());
            }
            let rest = self.outbound.get(self.written..).unwrap_or_default();
            match Pin::new(&mut self.stream).poll_write(cx, rest) {
                Poll::Pending => return Ok(()),
                Poll::Ready(Ok(0)) => return Err(io::ErrorKind::WriteZero.into()),
                Poll::Ready(Ok(len)) => self.written += len,
                Poll::Ready(Err(error)) => return Err(error),
            }
        }
    }

    fn poll_flush(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        match Pin::new(&mut self.stream).poll_flush(cx) {
            Poll::Ready(result) => result,
            Poll::Pending => Ok(()),
        }
    }

    /// Ends the task when the connection ended; else leaves the waker for whoever submits next.
    fn poll_end(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut locked = self.shared.lock();
        if locked.machine.broken().is_none() {
            if self.yielded {
                // This task is scheduled again already.
                return Poll::Pending;
            }
            locked.machine.settle(now);
            match &mut locked.sleeper {
                Some(sleeper) => sleeper.clone_from(cx.waker()),
                None => locked.sleeper = Some(cx.waker().clone()),
            }
            // Something changed between the last look and this lock: nobody would wake us for it.
            if locked.machine.is_due_earlier()
                || (self.written == self.outbound.len() && locked.machine.wants_transmit())
            {
                cx.waker().wake_by_ref();
            }
            return Poll::Pending;
        }
        drop(locked);
        self.ending = true;
        self.shared.tell_end();
        (self.inbound, self.envelopes, self.outbound) = (BytesMut::new(), Vec::new(), Vec::new());
        self.sleep.as_mut().reset(tokio::time::Instant::now() + SHUTDOWN_TIMEOUT);
        self.poll_shutdown(cx)
    }

    fn poll_shutdown(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.sleep.as_mut().poll(cx).is_ready() {
            return Poll::Ready(());
        }
        // The peer gets a clean end; an error here changes nothing.
        let _closed = ready!(Pin::new(&mut self.stream).poll_shutdown(cx));
        Poll::Ready(())
    }
}

/// Makes room for a read: of whatever comes, or of the large message that `inbound` holds and that lacks so many bytes.
///
/// Its memory grows by no more than what came of it, or by [`LARGE_ROOM`].
#[inline]
fn make_room(inbound: &mut BytesMut, missing: usize) {
    let room = inbound.capacity() - inbound.len();
    if missing == 0 && room < LEAST_ROOM {
        inbound.reserve(READ_ROOM);
    } else if missing > 0 && room == 0 {
        inbound.reserve(missing.min(LARGE_ROOM));
    }
}

/// Empties a write buffer, and gives it up if it is large.
#[inline]
fn clear(buffer: &mut Vec<u8>) {
    if buffer.capacity() > KEPT_WRITE_BUFFER {
        *buffer = Vec::new();
    } else {
        buffer.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_gets_memory_as_its_bytes_come() {
        let mut inbound = BytesMut::with_capacity(LARGE_ROOM);
        let len = 200 * LARGE_ROOM;
        while inbound.len() < 40 * LARGE_ROOM {
            let missing = len - inbound.len();
            make_room(&mut inbound, missing);
            let (came, capacity) = (inbound.len(), inbound.capacity());
            assert!(capacity > came && capacity <= (2 * came).max(LARGE_ROOM), "{capacity} bytes for {came}");
            inbound.resize(capacity, 0);
        }
    }

    #[test]
    fn little_room_is_left_to_a_read_before_more_is_made() {
        let mut inbound = BytesMut::with_capacity(READ_ROOM);
        let place = inbound.as_ptr();
        inbound.resize(READ_ROOM - LEAST_ROOM, 0);
        make_room(&mut inbound, 0);
        assert_eq!((inbound.as_ptr(), inbound.capacity()), (place, READ_ROOM));
        inbound.resize(READ_ROOM - LEAST_ROOM + 1, 0);
        make_room(&mut inbound, 0);
        assert!(inbound.capacity() - inbound.len() >= READ_ROOM);
    }
}
