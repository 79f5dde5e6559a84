use std::collections::VecDeque;
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};

use super::batch::{Batch, Late};
use super::broken::Broken;
use super::deadline::deadline;
use super::limits::Limits;
use super::pushed::{MAX_EVENT_LEN, Pushed, pushed_error, too_long_event};
use super::refused::{CallError, Refused};
use super::slot::{Answer, State, StreamId};
use super::streams::Streams;
use super::submission::{Due, Submission, write_envelope};
use super::transmit::{Framing, Transmit};
use crate::wire::{
    Compression, CompressionError, DecodeError, Direction, EnvelopeReader, Flags, Header, MAX_BODY_LEN, Opcode,
    ProtocolVersion,
};

/// How far apart two sweeps over the deadlines are at the least.
///
/// A request times out at its deadline plus at most this; sweeping more often costs more than a user can notice.
const SWEEP_INTERVAL: Duration = Duration::from_millis(10);

/// How many events of the server may wait to be taken.
///
/// Most events only say "look again", so the oldest of a flood can go. If one of those was about the schema, the next one
/// becomes [`Pushed::Missed`].
const MAX_EVENTS: usize = 1024;

/// How far apart two looks are at whether the memory that is kept for large answers is still of use.
///
/// It is given back at the second look at the latest since the last large answer.
const RELEASE_INTERVAL: Duration = Duration::from_secs(10);

/// One connection's state; see the [module](super).
#[derive(Debug)]
pub(crate) struct Machine {
    version: ProtocolVersion,
    limits: Limits,
    streams: Streams,
    /// Whole envelopes that have not been taken for writing.
    outbound: Vec<u8>,
    /// How many requests are in `outbound`.
    outbound_requests: u64,
    /// Which requests are submitted together, which tells sent ones from unsent ones.
    batch: Batch,
    inbound: EnvelopeReader,
    /// What the peer and this side agreed to compress by.
    compression: Option<Compression>,
    /// What stands around envelopes: segments only after the answer to STARTUP (native_protocol_v5 §2.3.1).
    framing: Framing,
    /// Whether segments are still to come.
    awaits_segments: bool,
    /// What the server sent on its own.
    events: VecDeque<Pushed>,
    /// Whether it may.
    expects_events: bool,
    /// Tasks to wake after the lock is released.
    woken: Vec<Waker>,
    /// No deadline of a waiting request is before this.
    earliest_deadline: Option<Instant>,
    /// Not swept again before this.
    next_sweep: Instant,
    /// Orphans in `streams`.
    orphans: usize,
    /// No orphan becomes overdue before this, as far as the last sweep could tell.
    next_overdue: Instant,
    /// Whether something is due earlier than the last [`poll_timeout`](Machine::poll_timeout) said.
    due_earlier: bool,
    /// When something was last read, which proves the peer alive.
    last_read: Instant,
    /// When to look next whether memory for large answers is kept in vain, and how often it had been of use at the last look.
    next_release: Option<(Instant, u64)>,
    /// How long nothing may be read before a heartbeat is sent; none is while hands are shaken.
    heartbeat_interval: Option<Duration>,
    /// When the heartbeat in flight is overdue.
    heartbeat_deadline: Option<Instant>,
    /// Whether that heartbeat has the [spare id](Machine::spare_id).
    spare_in_use: bool,
    /// The version of the peer's answers, once one was not this side's.
    peer_version: Option<ProtocolVersion>,
    broken: Option<Broken>,
}

impl Machine {
    pub(crate) fn new(version: ProtocolVersion, mut limits: Limits, now: Instant) -> Self {
        // With every id lost nothing could be asked any more.
        limits.orphans = limits.orphans.min(usize::from(limits.in_flight).saturating_sub(1));
        Self {
            version,
            limits,
            streams: Streams::new(limits.in_flight),
            outbound: Vec::new(),
            outbound_requests: 0,
            batch: Batch::default(),
            inbound: EnvelopeReader::unframed(),
            compression: None,
            framing: Framing::None,
            awaits_segments: version.has_segments(),
            events: VecDeque::new(),
            expects_events: false,
            woken: Vec::new(),
            earliest_deadline: None,
            next_sweep: now,
            orphans: 0,
            next_overdue: now,
            due_earlier: false,
            last_read: now,
            next_release: None,
            heartbeat_interval: None,
            heartbeat_deadline: None,
            spare_in_use: false,
            peer_version: None,
            broken: None,
        }
    }

    /// Agrees to a compression: to be called before the STARTUP which asks for it is submitted, because its answer may be
    /// compressed already.
    ///
    /// In versions 3 and 4 it is bodies that are compressed. The machine lets compressed ones through both ways, and
    /// leaves it to the callers to compress and decompress, each its own and without the connection's lock. In version 5
    /// it is segments, from the answer to STARTUP on: the [`Transmit`] says so, and answers come out decompressed.
    ///
    /// # Errors
    /// When the version does not have the compression, or it is not compiled. Nothing has changed then.
    pub(crate) fn set_compression(&mut self, compression: Compression) -> Result<(), CompressionError> {
        if !self.version.has_compression(compression) {
            return Err(CompressionError::NotInVersion { compression, version: self.version });
        }
        if !compression.is_available() {
            return Err(CompressionError::NotCompiled(compression));
        }
        self.compression = Some(compression);
        if !self.version.has_segments() {
            self.inbound = EnvelopeReader::unframed_compressed();
        }
        Ok(())
    }

    /// Takes events from now on: this side is about to register for them. Unasked for they end the connection.
    pub(crate) const fn expect_events(&mut self) {
        self.expects_events = true;
    }

    /// Takes a request: it is sent with the next transmit, and `waker` is woken when
    /// [`poll_answer`](Self::poll_answer) has something. Its deadline is said beside its id.
    ///
    /// # Errors
    /// When nothing of it will be sent.
    #[inline]
    pub(crate) fn submit(
        &mut self,
        request: Submission<'_>,
        waker: &Waker,
        now: impl FnOnce() -> Instant,
    ) -> Result<(StreamId, Option<Instant>), Refused> {
        if let Some(broken) = &self.broken {
            return Err(Refused::Broken(broken.clone()));
        }
        let Some(body_len) = u32::try_from(request.body.len()).ok().filter(|len| *len <= MAX_BODY_LEN) else {
            return Err(Refused::TooLong(request.body.len()));
        };
        if !self.has_room(request.body.len()) {
            return Err(Refused::Full);
        }
        let (id, slot) = self.streams.acquire().ok_or(Refused::Busy)?;
        slot.state = State::Waiting;
        slot.waker = Some(waker.clone());
        (slot.deadline, slot.shares_time) = match request.due {
            Due::Never => (None, false),
            Due::At(deadline) => (Some(deadline), false),
            Due::Within(timeout) => {
                let (at, is_shared) = self.batch.time(now);
                (deadline(at, timeout), is_shared)
            }
        };
        slot.batch = self.batch.number();
        let deadline = slot.deadline;
        if let Some(deadline) = deadline
            && self.earliest_deadline.is_none_or(|earliest| deadline < earliest)
        {
            self.earliest_deadline = Some(deadline);
            self.due_earlier = true;
        }
        write_envelope(&mut self.outbound, self.version, id, request, body_len);
        self.outbound_requests += 1;
        Ok((id, deadline))
    }

    /// The connection's task looks: puts deadlines right if it does so late.
    #[inline]
    pub(crate) fn settle(&mut self, now: impl FnOnce() -> Instant) {
        if let Some(late) = self.batch.end(now) {
            self.postpone(&late);
        }
    }

    /// Some requests have a deadline that goes by the time of one that was submitted long before them.
    #[cold]
    fn postpone(&mut self, late: &Late) {
        for slot in self.streams.iter_mut() {
            if slot.batch == late.number && slot.shares_time && matches!(slot.state, State::Waiting) {
                slot.deadline = slot.deadline.and_then(|deadline| deadline.checked_add(late.by));
            }
        }
    }

    /// Asks for the answer of a submitted request; after `Ready` the id belongs to the machine again.
    #[inline]
    pub(crate) fn poll_answer(
        &mut self,
        id: StreamId,
        waker: &Waker,
        now: impl FnOnce() -> Instant,
    ) -> Poll<Result<Answer, CallError>> {
        let Some(slot) = self.streams.get_mut(id) else {
            return Poll::Ready(Err(CallError::Timeout));
        };
        match &slot.state {
            State::Answered(_) => match self.streams.release(id) {
                State::Answered(answer) => Poll::Ready(Ok(answer)),
                _ => Poll::Ready(Err(CallError::Timeout)),
            },
            _ if self.broken.is_some() => {
                let sent = self.batch.is_sent(slot.batch);
                self.streams.release(id);
                let broken = self.broken.clone().unwrap_or(Broken::Closed);
                Poll::Ready(Err(CallError::Broken { sent, broken }))
            }
            State::Expired => {
                slot.state = State::Orphaned(now());
                slot.waker = None;
                self.orphaned();
                Poll::Ready(Err(CallError::Timeout))
            }
            _ => {
                match &mut slot.waker {
                    Some(old) => old.clone_from(waker),
                    None => slot.waker = Some(waker.clone()),
                }
                Poll::Pending
            }
        }
    }

    /// Gives up a submitted request. Its id stays in use until the answer comes.
    ///
    /// If the answer has come and says that the connection is in another keyspace, the connection ends.
    pub(crate) fn cancel(&mut self, id: StreamId, now: Instant) {
        let Some(slot) = self.streams.get_mut(id) else { return };
        match slot.state {
            State::Waiting | State::Expired if self.broken.is_none() => {
                slot.state = State::Orphaned(now);
                slot.waker = None;
                slot.deadline = None;
                self.orphaned();
            }
            State::Waiting | State::Expired | State::Answered(_) => {
                if let State::Answered(answer) = self.streams.release(id) {
                    self.ignore(&answer);
                }
            }
            State::Free | State::Orphaned(_) | State::Heartbeat => {}
        }
    }

    /// Nobody takes an answer. If it says that the connection is in another keyspace, nobody would know.
    #[cold]
    fn ignore(&mut self, answer: &Answer) {
        let compression = self.compression.filter(|_| self.framing == Framing::None);
        if answer.sets_keyspace(self.version, compression) {
            self.fail(Broken::Moved);
        }
    }

    /// One more answer is awaited by nobody.
    const fn orphaned(&mut self) {
        self.orphans += 1;
        // From here on it matters when they are overdue.
        if self.orphans == self.limits.orphans + 1 {
            self.due_earlier = true;
        }
    }

    /// Takes what the peer sent off the front of `buf`, read at `now`; a message that is not whole stays in it.
    pub(crate) fn receive(&mut self, buf: &mut BytesMut, now: Instant) {
        if self.broken.is_some() {
            return;
        }
        self.last_read = now;
        loop {
            match self.inbound.next(buf) {
                Ok(Some((header, body))) => self.dispatch(header, body),
                Ok(None) => return,
                Err(error) => return self.fail(Broken::Envelope(error)),
            }
            if self.broken.is_some() {
                return;
            }
        }
    }

    /// How many bytes are to be read next and no more, if that is not 0: `buf` is the memory of one large message then.
    pub(crate) const fn missing(&self) -> usize {
        self.inbound.missing()
    }

    /// How many large answers' memory was kept so far, if some is kept.
    #[cfg(test)]
    pub(crate) const fn kept(&self) -> Option<u64> {
        self.inbound.kept()
    }

    #[inline]
    fn dispatch(&mut self, header: Header, body: Bytes) {
        if self.awaits_segments {
            self.leave_handshake(header.opcode);
        }
        // native_protocol_v5 §2.4.1.1: a response has the direction bit; what lacks it is a request, or no protocol at all.
        if header.direction != Direction::Response {
            let found = format!("expected a response, got {} with the direction of a request", header.opcode);
            return self.fail(Broken::Decode(DecodeError::invalid("envelope header", found)));
        }
        // A server that refuses our version says so in an ERROR of its own version; nothing else may differ.
        if header.version != self.version {
            if header.opcode != Opcode::Error {
                return self.fail(Broken::Decode(DecodeError::invalid(
                    "envelope header",
                    format!("expected protocol {}, got {}", self.version, header.version),
                )));
            }
            self.peer_version = Some(header.version);
        }
        let Ok(id) = u16::try_from(header.stream).map(StreamId) else {
            return self.handle_push(header, body);
        };
        let answer = Answer { flags: header.flags, opcode: header.opcode, body, at: self.last_read };
        let Some(slot) = self.streams.get_mut(id) else {
            return self.handle_spare(id, header.stream);
        };
        match slot.state {
            State::Waiting | State::Expired => {
                slot.state = State::Answered(answer);
                self.woken.extend(slot.waker.take());
            }
            State::Orphaned(_) => {
                self.orphans -= 1;
                self.streams.release(id);
                self.ignore(&answer);
            }
            State::Heartbeat => {
                self.heartbeat_deadline = None;
                self.streams.release(id);
            }
            State::Free | State::Answered(_) => self.fail(Broken::UnknownStream(header.stream)),
        }
    }

    /// native_protocol_v5 §2.3.1: READY and AUTHENTICATE are the last envelopes without segments, on both sides.
    #[cold]
    fn leave_handshake(&mut self, opcode: Opcode) {
        if matches!(opcode, Opcode::Ready | Opcode::Authenticate) {
            self.awaits_segments = false;
            (self.framing, self.inbound) = match self.compression {
                None => (Framing::Segments, EnvelopeReader::framed()),
                Some(_) => (Framing::Lz4Segments, EnvelopeReader::framed_lz4()),
            };
        }
    }

    #[cold]
    fn handle_push(&mut self, header: Header, body: Bytes) {
        // native_protocol_v5 §4.2.6: an EVENT has stream id -1; no other message is pushed.
        if header.opcode != Opcode::Event || header.stream != -1 {
            if header.opcode == Opcode::Error {
                return self.fail(Broken::Decode(pushed_error(&body)));
            }
            return self.fail(Broken::UnknownStream(header.stream));
        }
        if !self.expects_events {
            let found = "nobody has registered for events on this connection";
            return self.fail(Broken::Decode(DecodeError::invalid("EVENT", found)));
        }
        if body.len() > MAX_EVENT_LEN {
            return self.fail(Broken::Decode(too_long_event(body.len())));
        }
        // Nobody calls for an event, so nobody but the machine can decompress it. They are short.
        let body = match self.compression {
            Some(compression) if self.framing == Framing::None && header.flags.contains(Flags::COMPRESSION) => {
                match compression.decompress_body(&body) {
                    Ok(body) if body.len() > MAX_EVENT_LEN => {
                        return self.fail(Broken::Decode(too_long_event(body.len())));
                    }
                    Ok(body) => body,
                    Err(error) => return self.fail(Broken::Envelope(error.into())),
                }
            }
            _ => body,
        };
        if self.events.len() == MAX_EVENTS {
            let gone = self.events.pop_front();
            if gone.is_some_and(|event| event.is_of_schema())
                && let Some(next) = self.events.front_mut()
            {
                *next = Pushed::Missed;
            }
        }
        self.events.push_back(Pushed::decode(self.version, &body));
    }

    /// What came on an id that no request uses: the answer to a heartbeat, or nothing that was asked for.
    #[cold]
    fn handle_spare(&mut self, id: StreamId, stream: i16) {
        if !self.spare_in_use || self.spare_id() != Some(id) {
            return self.fail(Broken::UnknownStream(stream));
        }
        self.spare_in_use = false;
        self.heartbeat_deadline = None;
    }

    /// Swaps the envelopes that are to be written with `out`, which must be empty, and says what is to be done with them.
    pub(crate) fn poll_transmit(&mut self, out: &mut Vec<u8>, now: impl FnOnce() -> Instant) -> Option<Transmit> {
        if self.outbound.is_empty() {
            return None;
        }
        std::mem::swap(out, &mut self.outbound);
        self.settle(now);
        self.batch.sent();
        Some(Transmit { requests: std::mem::take(&mut self.outbound_requests), framing: self.framing })
    }

    /// A number that is another one after each time that something was taken for writing.
    pub(crate) const fn transmits(&self) -> u64 {
        self.batch.transmits()
    }

    /// Whether there is something to write.
    pub(crate) const fn wants_transmit(&self) -> bool {
        !self.outbound.is_empty()
    }

    /// Takes the next event that the server pushed.
    pub(crate) fn poll_event(&mut self) -> Option<Pushed> {
        self.events.pop_front()
    }

    /// Swaps the list of tasks to wake with `out`, which must be empty; wake them after the lock is released.
    pub(crate) const fn take_woken(&mut self, out: &mut Vec<Waker>) {
        std::mem::swap(&mut self.woken, out);
    }

    /// Whether [`poll_timeout`](Self::poll_timeout) is to be asked again, though nothing was read and nothing is to be
    /// written.
    pub(crate) const fn is_due_earlier(&self) -> bool {
        self.due_earlier
    }

    /// When [`handle_timeout`](Self::handle_timeout) is to be called next.
    pub(crate) fn poll_timeout(&mut self) -> Option<Instant> {
        self.due_earlier = false;
        if self.broken.is_some() {
            return None;
        }
        let sweep = match self.earliest_deadline {
            Some(deadline) if self.has_too_many_orphans() => Some(deadline.min(self.next_overdue)),
            None if self.has_too_many_orphans() => Some(self.next_overdue),
            deadline => deadline,
        };
        let sweep = sweep.map(|sweep| sweep.max(self.next_sweep));
        let heartbeat = self.heartbeat_deadline.or_else(|| self.heartbeat_interval.map(|every| self.last_read + every));
        let due = match (sweep, heartbeat) {
            (Some(sweep), Some(heartbeat)) => Some(sweep.min(heartbeat)),
            (sweep, heartbeat) => sweep.or(heartbeat),
        };
        match self.inbound.kept() {
            None => due,
            Some(uses) => {
                let (release, _) = *self.next_release.get_or_insert((self.last_read + RELEASE_INTERVAL, uses));
                Some(due.map_or(release, |due| due.min(release)))
            }
        }
    }

    /// Gives back the memory that is kept for large answers, if none came since the last look.
    #[cold]
    fn release(&mut self, now: Instant, uses: u64) {
        self.next_release = match self.inbound.kept() {
            Some(more) if more > uses => Some((now + RELEASE_INTERVAL, more)),
            _ => {
                self.inbound.release();
                None
            }
        };
    }

    /// Does what is due: ends requests whose deadline passed, sends a heartbeat or ends the connection for want of one.
    pub(crate) fn handle_timeout(&mut self, now: Instant) {
        if self.broken.is_some() {
            return;
        }
        if let Some((release, uses)) = self.next_release
            && release <= now
        {
            self.release(now, uses);
        }
        let overdue = self.earliest_deadline.is_some_and(|deadline| deadline <= now);
        let orphaned = self.has_too_many_orphans() && self.next_overdue <= now;
        if (overdue || orphaned) && self.next_sweep <= now {
            let overdue = self.sweep(now);
            if overdue > self.limits.orphans {
                return self.fail(Broken::Orphans(overdue));
            }
        }
        match self.heartbeat_deadline {
            Some(deadline) if deadline <= now => self.fail(Broken::Heartbeat(self.limits.heartbeat_timeout)),
            Some(_) => {}
            None => {
                if self.heartbeat_interval.is_some_and(|every| self.last_read + every <= now) {
                    self.send_heartbeat(now);
                }
            }
        }
    }

    /// Whether so many requests were given up that the connection ends once they are overdue.
    const fn has_too_many_orphans(&self) -> bool {
        self.orphans > self.limits.orphans
    }

    /// Ends requests whose deadline passed, and counts the orphans that are overdue.
    fn sweep(&mut self, now: Instant) -> usize {
        self.earliest_deadline = None;
        let mut overdue = 0;
        // Those that are given up from now on become overdue later than this.
        self.next_overdue = now + self.limits.orphan_grace;
        for slot in self.streams.iter_mut() {
            match (&slot.state, slot.deadline) {
                (State::Waiting, Some(deadline)) if deadline <= now => {
                    slot.state = State::Expired;
                    slot.deadline = None;
                    self.woken.extend(slot.waker.take());
                }
                (State::Waiting, Some(deadline))
                    if self.earliest_deadline.is_none_or(|earliest| deadline < earliest) =>
                {
                    self.earliest_deadline = Some(deadline);
                }
                (State::Orphaned(since), _) => {
                    let due = *since + self.limits.orphan_grace;
                    if due <= now {
                        overdue += 1;
                    } else {
                        self.next_overdue = self.next_overdue.min(due);
                    }
                }
                _ => {}
            }
        }
        self.next_sweep = now + SWEEP_INTERVAL;
        overdue
    }

    /// No deadline of a waiting request is before this.
    pub(crate) const fn earliest_deadline(&self) -> Option<Instant> {
        self.earliest_deadline
    }

    /// Ends requests whose deadline passed, and does nothing else of [`handle_timeout`](Self::handle_timeout): for when
    /// whoever should call that has not, and may not have read what the peer has sent.
    #[cold]
    pub(crate) fn expire(&mut self, now: Instant) {
        if self.broken.is_none() {
            // Orphans whose answers may be there to be read end no connection.
            let _overdue = self.sweep(now);
        }
    }

    /// Sends heartbeats from now on. While hands are shaken none may come between: a server takes an envelope without segments
    /// for damage once it has read STARTUP, and the handshake has a time of its own.
    pub(crate) const fn begin_heartbeats(&mut self, now: Instant) {
        self.heartbeat_interval = self.limits.heartbeat_interval;
        self.last_read = now;
        self.due_earlier = true;
    }

    /// Sends a heartbeat, whenever the next one is due, unless one is on its way.
    pub(crate) fn probe(&mut self, now: Instant) {
        if self.broken.is_none() && self.heartbeat_deadline.is_none() {
            self.send_heartbeat(now);
        }
    }

    /// The version that the peer answers in, once that has been another than this side's.
    pub(crate) const fn peer_version(&self) -> Option<ProtocolVersion> {
        self.peer_version
    }

    fn send_heartbeat(&mut self, now: Instant) {
        let id = match self.streams.acquire() {
            Some((id, slot)) => {
                slot.state = State::Heartbeat;
                slot.batch = self.batch.number();
                id
            }
            None => match self.spare_id() {
                Some(id) => {
                    self.spare_in_use = true;
                    id
                }
                None => {
                    // The specification has no more ids. The orphan limit and the deadlines watch over those in use.
                    self.last_read = now;
                    return;
                }
            },
        };
        let options = Submission { opcode: Opcode::Options, flags: Flags::NONE, body: &[], due: Due::Never };
        write_envelope(&mut self.outbound, self.version, id, options, 0);
        self.outbound_requests += 1;
        self.heartbeat_deadline = Some(now + self.limits.heartbeat_timeout);
        self.due_earlier = true;
    }

    /// The id after those of requests: a heartbeat's, when requests use all of theirs and may wait without a deadline.
    const fn spare_id(&self) -> Option<StreamId> {
        if self.limits.in_flight <= i16::MAX as u16 { Some(StreamId(self.limits.in_flight)) } else { None }
    }

    /// Ends the connection: every request that waits is woken and gets `broken`.
    #[cold]
    pub(crate) fn fail(&mut self, broken: Broken) {
        if self.broken.is_some() {
            return;
        }
        self.broken = Some(broken);
        self.orphans = 0;
        // Nobody will take it, and nothing more is read.
        self.outbound = Vec::new();
        self.inbound.release();
        for slot in self.streams.iter_mut() {
            self.woken.extend(slot.waker.take());
        }
    }

    /// Why the connection ended, if it did.
    pub(crate) const fn broken(&self) -> Option<&Broken> {
        self.broken.as_ref()
    }

    /// Whether a body of so many bytes may wait to be written behind what waits already.
    #[inline]
    const fn has_room(&self, body_len: usize) -> bool {
        self.outbound.is_empty() || body_len <= self.limits.unsent_bytes.saturating_sub(self.outbound.len())
    }

    /// Whether a request whose body has so many bytes would be taken now, as far as ids and bytes go.
    pub(crate) const fn can_take(&self, body_len: usize) -> bool {
        self.has_room(body_len) && self.has_free_stream()
    }

    /// Whether a stream id is free.
    pub(crate) const fn has_free_stream(&self) -> bool {
        self.streams.has_free()
    }

    /// How many stream ids are in use, orphans included.
    #[cfg(test)]
    pub(crate) const fn in_flight(&self) -> usize {
        self.streams.in_use()
    }

    /// How many of them nobody waits for.
    #[cfg(test)]
    pub(crate) const fn orphans(&self) -> usize {
        self.orphans
    }
}
