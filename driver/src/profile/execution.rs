//! What a request follows from its start to its end.

use std::sync::Arc;
use std::time::Duration;

use crate::policy::Policies;
use crate::profile::execution_profile::Options;
use crate::wire::consistency::{Consistency, SerialConsistency};

/// What a request follows, its retries, its pages and its speculative branches: what the profile in force at its start and
/// the options of the statement come to.
#[derive(Clone, Debug)]
pub(crate) struct Execution {
    pub(crate) consistency: Consistency,
    pub(crate) serial_consistency: Option<SerialConsistency>,
    /// How long all attempts together may take.
    pub(crate) timeout: Option<Duration>,
    /// `None` when they are the driver's own and nobody listens, which costs nothing.
    pub(crate) policies: Option<Arc<Policies>>,
}

impl Execution {
    /// Puts what is set in `policies` over those that the profile has.
    #[cold]
    pub(crate) fn put_over(&mut self, policies: &Policies) {
        if policies.is_empty() {
            return;
        }
        let policies = match &self.policies {
            None => policies.clone(),
            Some(profile) => policies.over(profile),
        };
        self.policies = (!policies.are_defaults()).then(|| Arc::new(policies));
    }
}

impl From<&Options> for Execution {
    fn from(options: &Options) -> Self {
        Self {
            consistency: options.consistency,
            serial_consistency: options.serial_consistency,
            timeout: options.request_timeout,
            policies: (!options.policies.are_defaults()).then(|| Arc::clone(&options.policies)),
        }
    }
}

/// A profile in one word, so that a request reads one without counting a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Packed(pub(super) u64);

/// Bits 0 to 15: the consistency level as it is on the wire.
const CONSISTENCY: u64 = 0xffff;
const SERIAL_AT: u32 = 16;
/// Bits 16 to 17: 0 for no serial consistency level, else one more than its place here.
const SERIAL: [SerialConsistency; 2] = [SerialConsistency::Serial, SerialConsistency::LocalSerial];
/// Bits 18 to 62: 0 for no timeout, else one more than its milliseconds.
const TIMEOUT_AT: u32 = 18;
const TIMEOUT_BITS: u32 = 45;
/// Bit 63: the profile does not fit.
const MORE: u64 = 1 << 63;

/// One more than the milliseconds of a timeout; `None` when it does not fit.
fn packed_millis(timeout: Duration) -> Option<u64> {
    let millis = u64::try_from(timeout.as_millis()).ok().filter(|millis| *millis < (1 << TIMEOUT_BITS) - 1)?;
    (Duration::from_millis(millis) == timeout).then_some(millis + 1)
}

impl Packed {
    /// The word of a profile; one that says that the profile does not fit if it has policies of its own, or a timeout that
    /// is not one of whole milliseconds below a thousand years.
    pub(super) fn new(options: &Options) -> Self {
        let timeout = match options.request_timeout {
            None => Some(0),
            Some(timeout) => packed_millis(timeout),
        };
        let Some(timeout) = timeout.filter(|_| options.policies.are_defaults()) else { return Self(MORE) };
        let serial = options.serial_consistency.and_then(|level| SERIAL.iter().position(|known| *known == level));
        let serial = serial.map_or(0, |place| place as u64 + 1);
        Self(u64::from(options.consistency.code()) | serial << SERIAL_AT | timeout << TIMEOUT_AT)
    }

    /// The execution of the profile; `None` when it does not fit.
    #[inline]
    pub(super) fn unpack(self) -> Option<Execution> {
        if self.0 & MORE != 0 {
            return None;
        }
        let timeout = self.0 >> TIMEOUT_AT;
        Some(Execution {
            consistency: Consistency::from_code(u16::try_from(self.0 & CONSISTENCY).ok()?)?,
            serial_consistency: match self.0 >> SERIAL_AT & 3 {
                1 => Some(SerialConsistency::Serial),
                2 => Some(SerialConsistency::LocalSerial),
                _ => None,
            },
            timeout: if timeout == 0 { None } else { Some(Duration::from_millis(timeout - 1)) },
            policies: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::DefaultPolicy;
    use crate::policy::retry::{DefaultRetryPolicy, RetryPolicy, RetrySession};
    use crate::policy::speculative_execution::SimpleSpeculativeExecutionPolicy;

    /// Says the same whether or not the profile fits in a word.
    fn assert_same(execution: &Execution, options: &Options) {
        assert_eq!(execution.consistency, options.consistency);
        assert_eq!(execution.serial_consistency, options.serial_consistency);
        assert_eq!(execution.timeout, options.request_timeout);
        assert_eq!(execution.policies.is_none(), options.policies.are_defaults());
    }

    #[test]
    fn a_word_holds_every_level_and_every_timeout_of_whole_milliseconds() {
        let timeouts = [None, Some(0), Some(1), Some(999), Some(10_000), Some((1 << TIMEOUT_BITS) - 2)];
        let levels = (0..=u16::MAX).filter_map(Consistency::from_code);
        for consistency in levels {
            for serial_consistency in [None, Some(SerialConsistency::Serial), Some(SerialConsistency::LocalSerial)] {
                for timeout in timeouts {
                    let request_timeout = timeout.map(Duration::from_millis);
                    let options = Options { consistency, serial_consistency, request_timeout, ..Options::default() };
                    let unpacked = Packed::new(&options).unpack().unwrap();
                    assert_same(&unpacked, &options);
                    assert_same(&Execution::from(&options), &options);
                }
            }
        }
    }

    #[test]
    fn a_timeout_that_does_not_fit_is_left_to_the_profile() {
        let longest = (1 << TIMEOUT_BITS) - 1;
        for timeout in
            [Duration::from_nanos(1), Duration::from_micros(1500), Duration::from_millis(longest), Duration::MAX]
        {
            let options = Options { request_timeout: Some(timeout), ..Options::default() };
            assert!(Packed::new(&options).unpack().is_none(), "{timeout:?}");
            assert_same(&Execution::from(&options), &options);
        }
    }

    #[test]
    fn policies_of_the_users_are_left_to_the_profile_and_the_drivers_own_are_not() {
        #[derive(Debug)]
        struct Never;
        impl RetryPolicy for Never {
            fn new_session(&self) -> Box<dyn RetrySession> {
                DefaultRetryPolicy.new_session()
            }
        }
        let options = |policies| Options { policies: Arc::new(policies), ..Options::default() };
        let own = options(Policies {
            load_balancing: Some(Arc::new(DefaultPolicy)),
            retry: Some(Arc::new(DefaultRetryPolicy)),
            ..Policies::default()
        });
        assert_same(&Packed::new(&own).unpack().unwrap(), &own);
        let twice = SimpleSpeculativeExecutionPolicy { max_retry_count: 1, retry_interval: Duration::ZERO };
        for policies in [
            Policies { retry: Some(Arc::new(Never)), ..Policies::default() },
            Policies { speculative_execution: Some(Arc::new(twice)), ..Policies::default() },
        ] {
            let options = options(policies);
            assert!(Packed::new(&options).unpack().is_none());
            assert_same(&Execution::from(&options), &options);
        }
    }
}
