//! What a name can be remapped to.

use crate::profile::{ExecutionProfile, ExecutionProfileHandle};

/// What a name is remapped to: a profile, or the profile that another name has at that moment.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum RemapTarget {
    /// The profile of this name, as it is when the remap is made. Later remaps of that name are not followed.
    Name(String),
    /// This profile.
    Profile(ExecutionProfile),
}

impl From<&str> for RemapTarget {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl From<String> for RemapTarget {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

impl From<ExecutionProfile> for RemapTarget {
    fn from(profile: ExecutionProfile) -> Self {
        Self::Profile(profile)
    }
}

impl From<&ExecutionProfile> for RemapTarget {
    fn from(profile: &ExecutionProfile) -> Self {
        Self::Profile(profile.clone())
    }
}

impl From<&ExecutionProfileHandle> for RemapTarget {
    fn from(handle: &ExecutionProfileHandle) -> Self {
        Self::Profile(handle.to_profile())
    }
}
