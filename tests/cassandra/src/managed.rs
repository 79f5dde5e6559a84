//! A cluster whose nodes this process runs.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::configuration::ClusterSettings;
use crate::directory::Directory;
use crate::error::{Error, ErrorKind};
use crate::jvm::Jvm;
use crate::loopback::Subnet;
use crate::member::{Member, Running};
use crate::patience::Patience;
use crate::progress::Progress;

/// How many nodes join at once after the first. Two boot in less time than one after the other; more only compete for the
/// processors of a small machine.
const JOINING_AT_ONCE: usize = 2;

/// A drained stop takes several seconds; a node that takes longer than this hangs.
const STOP_LIMIT: Duration = Duration::from_secs(60);

/// A node that logs that another is a member is about to write its row of `system.peers_v2`, which clients read.
const SETTLING: Duration = Duration::from_millis(200);

/// The nodes and everything that they share. Fields are dropped in order: processes before their files and addresses.
#[derive(Debug)]
pub(crate) struct Managed {
    pub(crate) members: Vec<Member>,
    pub(crate) jvm: Jvm,
    pub(crate) settings: ClusterSettings,
    pub(crate) startup_limit: Duration,
    pub(crate) progress: Progress,
    /// `None` once the owner has dropped the cluster.
    pub(crate) place: Mutex<Option<Place>>,
    /// Set by the caller to give up starting.
    pub(crate) cancelled: Arc<AtomicBool>,
    /// Set when the owner drops the cluster: waits end, nothing starts any more.
    pub(crate) ended: Arc<AtomicBool>,
}

/// What a cluster has to itself. Fields are dropped in order: whoever gets the addresses next finds no old files.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) directory: Directory,
    /// Held for its claim.
    pub(crate) _subnet: Subnet,
}

impl Managed {
    /// Starts all nodes of a fresh cluster. On an error nothing runs any more and the logs are kept.
    pub(crate) fn start_all(&self) -> Result<(), Error> {
        self.try_start_all().map_err(|error| self.fail(error))
    }

    /// The first node must listen before another can ask it about the cluster; the others then join a few at a time.
    fn try_start_all(&self) -> Result<(), Error> {
        let Some((first, others)) = self.members.split_first() else { return Ok(()) };
        let seeds = [first.settings.address];
        for joining in std::iter::once(std::slice::from_ref(first)).chain(others.chunks(JOINING_AT_ONCE)) {
            let patience = self.patience();
            for member in joining {
                self.progress.report(&format!("starting node {}", member.name()));
                *member.lock() = Some(member.launch(&self.jvm, &self.settings, &seeds)?);
            }
            for member in joining {
                self.with_running(member, |running| member.await_listening(running, &patience))?;
            }
        }
        let patience = self.patience();
        if self.settings.authentication {
            self.with_running(first, |running| first.await_superuser(running, &patience))?;
        }
        if !others.is_empty() {
            self.progress.report("waiting until all nodes see each other");
        }
        for member in &self.members {
            for peer in self.peers_of(member) {
                self.with_running(member, |running| member.await_peer(running, running.log_offset(), peer, &patience))?;
            }
        }
        if !others.is_empty() {
            thread::sleep(SETTLING);
        }
        Ok(())
    }

    /// Starts a stopped node on its data. Returns when it listens and it and the nodes that are up see each other.
    pub(crate) fn start(&self, member: &Member) -> Result<(), Error> {
        let mut state = member.lock();
        if state.as_mut().is_some_and(Running::is_alive) {
            return Ok(());
        }
        *state = None;
        self.check_not_ended()?;
        let peers: Vec<(&Member, u64)> =
            self.peers_of(member).filter_map(|peer| Some((peer, peer.log_end_if_up()?))).collect();
        let patience = self.patience();
        // Any node that is up will do to learn the cluster from: the first one may be down.
        let seeds: Vec<Ipv4Addr> = self.members.iter().map(|member| member.settings.address).collect();
        let mut running = member.launch(&self.jvm, &self.settings, &seeds)?;
        member.await_listening(&mut running, &patience)?;
        let log_offset = running.log_offset();
        for (peer, peer_offset) in peers {
            member.await_peer(&mut running, log_offset, peer, &patience)?;
            // A peer that has gone down meanwhile will say nothing more.
            while !peer.has_seen(peer_offset, member) && peer.log_end_if_up().is_some() {
                if !patience.step()? {
                    let (peer, member) = (peer.name(), member.name());
                    let what = format!("node {peer} did not see node {member} within {:?}", patience.limit());
                    return Err(Error::new(ErrorKind::Start, what));
                }
            }
        }
        *state = Some(running);
        Ok(())
    }

    /// Stops a node as an operator would: it drains first.
    pub(crate) fn stop(&self, member: &Member) -> Result<(), Error> {
        let mut state = member.lock();
        let Some(running) = state.as_mut() else { return Ok(()) };
        running.terminate().map_err(|error| signal_failed(member, &error))?;
        let patience = Patience::new(STOP_LIMIT, &[&self.ended]);
        while running.is_alive() {
            if !patience.step()? {
                *state = None;
                let what = format!("node {} did not stop within {STOP_LIMIT:?} and was killed", member.name());
                return Err(Error::new(ErrorKind::Stop, what));
            }
        }
        *state = None;
        Ok(())
    }

    /// Applies `action` to the process of a node that runs.
    pub(crate) fn signal(
        &self,
        member: &Member,
        action: impl FnOnce(&mut Running) -> std::io::Result<()>,
    ) -> Result<(), Error> {
        match member.lock().as_mut() {
            Some(running) => action(running).map_err(|error| signal_failed(member, &error)),
            None => Ok(()),
        }
    }

    /// Ends every process and removes the files. Called by the owner's drop, whoever else still holds a node.
    pub(crate) fn end(&self) {
        self.ended.store(true, Ordering::Relaxed);
        if thread::panicking() {
            self.save_failure();
        }
        for member in &self.members {
            // Dropping the process kills it and waits for its end.
            *member.lock() = None;
        }
        *self.lock_place() = None;
    }

    pub(crate) fn check_not_ended(&self) -> Result<(), Error> {
        if self.ended.load(Ordering::Relaxed) {
            return Err(Error::new(ErrorKind::Cancelled, "the cluster has ended: its `Cassandra` was dropped"));
        }
        Ok(())
    }

    fn fail(&self, error: Error) -> Error {
        if error.kind() == ErrorKind::Cancelled {
            return error;
        }
        match self.save_failure() {
            Some(place) => Error::new(error.kind(), format!("{error}\n(the logs are in {place})")),
            None => error,
        }
    }

    fn save_failure(&self) -> Option<String> {
        let files: Vec<_> = self.members.iter().flat_map(|member| [member.files.log(), member.files.yaml()]).collect();
        let place = self.lock_place();
        place.as_ref()?.directory.save_failure(&files).map(|saved| saved.display().to_string())
    }

    fn lock_place(&self) -> MutexGuard<'_, Option<Place>> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with_running<T>(
        &self,
        member: &Member,
        action: impl FnOnce(&mut Running) -> Result<T, Error>,
    ) -> Result<T, Error> {
        match member.lock().as_mut() {
            Some(running) => action(running),
            None => Err(Error::new(ErrorKind::Start, format!("node {} is not running", member.name()))),
        }
    }

    fn peers_of<'a>(&'a self, member: &'a Member) -> impl Iterator<Item = &'a Member> {
        self.members.iter().filter(move |other| other.index != member.index)
    }

    fn patience(&self) -> Patience {
        Patience::new(self.startup_limit, &[&self.cancelled, &self.ended])
    }
}

fn signal_failed(member: &Member, error: &std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("cannot signal node {}: {error}", member.name()))
}
