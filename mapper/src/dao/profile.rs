use std::fmt;
use std::sync::Arc;

use ilium_driver::client::execution_profile::{
    DEFAULT_PROFILE, ExecutionProfileHandle, ProfileUse, RemapTarget, UnknownProfile,
};
use ilium_driver::private::write_chain;

use super::Dao;
use super::core::Core;

/// Why a DAO cannot be tied to another profile.
#[derive(Clone)]
#[non_exhaustive]
pub enum ProfileError {
    /// No statement of the DAO is tied to the name.
    NotUsed {
        /// The DAO.
        dao: &'static str,
        /// The name.
        name: String,
        /// The names that its statements are tied to.
        used: Vec<String>,
    },
    /// The session does not know the profile.
    Unknown(UnknownProfile),
}

/// The same statements, those tied to the profile `name` tied to another instead.
///
/// # Errors
/// When no statement is tied to `name`, or the session does not know the other name.
pub fn with_profile<D: Dao>(dao: &D, name: &str, target: RemapTarget) -> Result<D, ProfileError> {
    let mut tie = Tie { target, is_used: false, used: Vec::new(), handle: None };
    let cores = dao.cores().into_iter().map(|core| tie.core(name, &core)).collect::<Result<Vec<_>, _>>()?;
    if !tie.is_used {
        return Err(ProfileError::NotUsed { dao: D::NAME, name: name.to_owned(), used: tie.used });
    }
    match D::Cores::try_from(cores) {
        Ok(cores) => Ok(D::assemble(cores)),
        // As many statements go in as came out.
        Err(_) => Err(ProfileError::NotUsed { dao: D::NAME, name: name.to_owned(), used: Vec::new() }),
    }
}

struct Tie {
    target: RemapTarget,
    is_used: bool,
    used: Vec<String>,
    /// The handle of a profile that was given by value: one for all statements.
    handle: Option<ExecutionProfileHandle>,
}

impl Tie {
    fn core(&mut self, name: &str, core: &Core) -> Result<Core, ProfileError> {
        let Some(tied) = core.profile() else { return Ok(core.clone()) };
        if tied != name {
            if !self.used.iter().any(|used| used == tied) {
                self.used.push(tied.to_owned());
            }
            return Ok(core.clone());
        }
        self.is_used = true;
        let (handle, follows) = self.target(core)?;
        Ok(core.with_handle(handle, follows.map(Arc::new)))
    }

    fn target(&mut self, core: &Core) -> Result<(ExecutionProfileHandle, Option<ProfileUse>), ProfileError> {
        let profiles = core.session().profiles();
        let attach = |name: &str| profiles.attach(name, Arc::clone(core.statement().label()));
        match &self.target {
            RemapTarget::Profile(profile) => {
                let handle = self.handle.get_or_insert_with(|| profile.clone().into_handle());
                Ok((handle.clone(), None))
            }
            RemapTarget::Name(name) => {
                let follows = attach(name).map_err(ProfileError::Unknown)?;
                Ok((follows.handle().clone(), Some(follows)))
            }
            _ => {
                let follows = attach(DEFAULT_PROFILE).map_err(ProfileError::Unknown)?;
                Ok((follows.handle().clone(), Some(follows)))
            }
        }
    }
}

impl fmt::Display for ProfileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUsed { dao, name, used } if used.is_empty() => {
                write!(f, "no statement of `{dao}` is tied to a profile, so none to `{name}`")
            }
            Self::NotUsed { dao, name, used } => {
                write!(
                    f,
                    "no statement of `{dao}` is tied to the profile `{name}` (they are to: `{}`)",
                    used.join("`, `")
                )
            }
            Self::Unknown(error) => error.fmt(f),
        }
    }
}

/// As it is displayed.
impl fmt::Debug for ProfileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_chain(self, f)
    }
}

/// The source is the cause's own: the cause itself is the text.
impl std::error::Error for ProfileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotUsed { .. } => None,
            Self::Unknown(error) => error.source(),
        }
    }
}
