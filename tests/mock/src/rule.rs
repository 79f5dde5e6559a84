use std::fmt;
use std::sync::{Arc, Weak};

use ilium_driver::wire::Opcode;

use crate::action::Action;
use crate::request::Request;
use crate::state::State;

type Predicate = Arc<dyn Fn(&Request) -> bool + Send + Sync>;

/// Which requests a rule is for: those that meet every condition.
#[derive(Clone, Default)]
#[must_use]
pub struct When {
    opcode: Option<Opcode>,
    part: Option<String>,
    node: Option<usize>,
    connection: Option<u64>,
    predicate: Option<Predicate>,
    skip: u64,
    times: Option<u64>,
}

impl When {
    /// Every request.
    pub fn any() -> Self {
        Self::default()
    }

    /// Requests that are this message.
    pub fn opcode(opcode: Opcode) -> Self {
        Self { opcode: Some(opcode), ..Self::default() }
    }

    /// EXECUTE of a statement whose text has `part` in it.
    pub fn execute(part: &str) -> Self {
        Self::opcode(Opcode::Execute).mentions(part)
    }

    /// PREPARE of a text that has `part` in it.
    pub fn prepare(part: &str) -> Self {
        Self::opcode(Opcode::Prepare).mentions(part)
    }

    /// QUERY of a text that has `part` in it.
    pub fn query(part: &str) -> Self {
        Self::opcode(Opcode::Query).mentions(part)
    }

    /// Only with a statement whose text has `part` in it.
    pub fn mentions(mut self, part: &str) -> Self {
        self.part = Some(part.to_owned());
        self
    }

    /// Only on this node, counted from 0.
    pub const fn node(mut self, node: usize) -> Self {
        self.node = Some(node);
        self
    }

    /// Only on this connection; see [`Request::connection`].
    pub const fn connection(mut self, connection: u64) -> Self {
        self.connection = Some(connection);
        self
    }

    /// Only where the closure says so. It runs while the cluster is locked, so it must not call it.
    pub fn and(mut self, predicate: impl Fn(&Request) -> bool + Send + Sync + 'static) -> Self {
        self.predicate = Some(Arc::new(predicate));
        self
    }

    /// Not the first `count` that meet the conditions.
    pub const fn after(mut self, count: u64) -> Self {
        self.skip = count;
        self
    }

    /// No more than `count` of those that meet the conditions.
    pub const fn times(mut self, count: u64) -> Self {
        self.times = Some(count);
        self
    }

    /// Only the `n`th that meets the conditions, counted from 1.
    pub const fn nth(self, n: u64) -> Self {
        self.after(n.saturating_sub(1)).times(1)
    }

    /// Whether the request meets the conditions, how often aside.
    pub(crate) fn matches(&self, request: &Request) -> bool {
        self.opcode.is_none_or(|opcode| opcode == request.opcode)
            && self.node.is_none_or(|node| node == request.node)
            && self.connection.is_none_or(|connection| connection == request.connection)
            && self.part.as_deref().is_none_or(|part| request.mentions(part))
            && self.predicate.as_ref().is_none_or(|predicate| predicate(request))
    }
}

impl fmt::Debug for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("When")
            .field("opcode", &self.opcode)
            .field("part", &self.part)
            .field("node", &self.node)
            .field("connection", &self.connection)
            .field("skip", &self.skip)
            .field("times", &self.times)
            .finish_non_exhaustive()
    }
}

/// A rule of a cluster.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) number: u64,
    when: When,
    action: Action,
    /// How many requests met the conditions.
    met: u64,
    /// How many of them it acted on.
    acted: u64,
}

impl Entry {
    pub(crate) const fn new(number: u64, when: When, action: Action) -> Self {
        Self { number, when, action, met: 0, acted: 0 }
    }

    pub(crate) const fn acted(&self) -> u64 {
        self.acted
    }

    /// What is to be done with the request, if the rule is for it.
    pub(crate) fn apply(&mut self, request: &Request) -> Option<Action> {
        if !self.when.matches(request) {
            return None;
        }
        self.met += 1;
        let acts = self.met > self.when.skip && self.when.times.is_none_or(|times| self.acted < times);
        if !acts {
            return None;
        }
        self.acted += 1;
        Some(self.action.clone())
    }
}

/// A rule that was given to a cluster; it stays when this is dropped.
#[derive(Clone, Debug)]
pub struct Rule {
    state: Weak<State>,
    number: u64,
}

impl Rule {
    pub(crate) const fn new(state: Weak<State>, number: u64) -> Self {
        Self { state, number }
    }

    /// How many requests it acted on.
    pub fn hits(&self) -> u64 {
        self.state.upgrade().map_or(0, |state| state.lock().rule_hits(self.number))
    }

    /// Takes it back.
    pub fn remove(&self) {
        if let Some(state) = self.state.upgrade() {
            state.lock().remove_rule(self.number);
        }
    }
}
