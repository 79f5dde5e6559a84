use std::borrow::Cow;

use crate::wire::request::Startup;

/// How this driver calls itself to the server unless the application says otherwise.
const DRIVER_NAME: &str = "ilium";

/// The version it gives.
const DRIVER_VERSION: &str = env!("CARGO_PKG_VERSION");

/// Names the application. No specification has these three; Cassandra and ScyllaDB show whatever a client gives.
const APPLICATION_NAME: &str = "APPLICATION_NAME";
const APPLICATION_VERSION: &str = "APPLICATION_VERSION";
const CLIENT_ID: &str = "CLIENT_ID";

/// Who a session says it is: driver, application, and which instance of it.
///
/// Servers only show it: Cassandra in `system_views.clients` and `nodetool clientstats`, ScyllaDB in `system.clients`.
/// Unless set, the driver is `ilium` with its version, and the rest is not said.
///
/// # Examples
/// An application that an operator finds among others
/// ```
/// use ilium_driver::client::SelfIdentity;
/// use ilium_driver::client::session_builder::SessionBuilder;
///
/// let identity = SelfIdentity::new()
///     .with_application_name("billing")
///     .with_application_version(env!("CARGO_PKG_VERSION"))
///     .with_client_id("billing-7");
/// let builder = SessionBuilder::new().known_node("127.0.0.1").custom_identity(identity);
/// # drop(builder);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SelfIdentity<'id> {
    driver_name: Option<Cow<'id, str>>,
    driver_version: Option<Cow<'id, str>>,
    application_name: Option<Cow<'id, str>>,
    application_version: Option<Cow<'id, str>>,
    client_id: Option<Cow<'id, str>>,
}

impl<'id> SelfIdentity<'id> {
    /// Starts with the driver's own name and version and nothing of the application.
    pub const fn new() -> Self {
        Self {
            driver_name: None,
            driver_version: None,
            application_name: None,
            application_version: None,
            client_id: None,
        }
    }

    /// Sets the driver's name, in a library that wraps this one.
    pub fn set_custom_driver_name(&mut self, name: impl Into<Cow<'id, str>>) {
        self.driver_name = Some(name.into());
    }

    /// Sets the driver's name, in a library that wraps this one.
    #[must_use]
    pub fn with_custom_driver_name(mut self, name: impl Into<Cow<'id, str>>) -> Self {
        self.set_custom_driver_name(name);
        self
    }

    /// The driver's name that was set.
    pub fn get_custom_driver_name(&self) -> Option<&str> {
        self.driver_name.as_deref()
    }

    /// Sets the driver's version, in a library that wraps this one.
    pub fn set_custom_driver_version(&mut self, version: impl Into<Cow<'id, str>>) {
        self.driver_version = Some(version.into());
    }

    /// Sets the driver's version, in a library that wraps this one.
    #[must_use]
    pub fn with_custom_driver_version(mut self, version: impl Into<Cow<'id, str>>) -> Self {
        self.set_custom_driver_version(version);
        self
    }

    /// The driver's version that was set.
    pub fn get_custom_driver_version(&self) -> Option<&str> {
        self.driver_version.as_deref()
    }

    /// Sets the application's name.
    pub fn set_application_name(&mut self, name: impl Into<Cow<'id, str>>) {
        self.application_name = Some(name.into());
    }

    /// Sets the application's name.
    #[must_use]
    pub fn with_application_name(mut self, name: impl Into<Cow<'id, str>>) -> Self {
        self.set_application_name(name);
        self
    }

    /// The application's name.
    pub fn get_application_name(&self) -> Option<&str> {
        self.application_name.as_deref()
    }

    /// Sets the application's version.
    pub fn set_application_version(&mut self, version: impl Into<Cow<'id, str>>) {
        self.application_version = Some(version.into());
    }

    /// Sets the application's version.
    #[must_use]
    pub fn with_application_version(mut self, version: impl Into<Cow<'id, str>>) -> Self {
        self.set_application_version(version);
        self
    }

    /// The application's version.
    pub fn get_application_version(&self) -> Option<&str> {
        self.application_version.as_deref()
    }

    /// Sets what tells this instance of the application from others.
    pub fn set_client_id(&mut self, id: impl Into<Cow<'id, str>>) {
        self.client_id = Some(id.into());
    }

    /// Sets what tells this instance of the application from others.
    #[must_use]
    pub fn with_client_id(mut self, id: impl Into<Cow<'id, str>>) -> Self {
        self.set_client_id(id);
        self
    }

    /// What tells this instance of the application from others.
    pub fn get_client_id(&self) -> Option<&str> {
        self.client_id.as_deref()
    }

    /// What STARTUP says of it.
    pub(super) fn startup_options(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let given = [
            (Startup::DRIVER_NAME, Some(self.get_custom_driver_name().unwrap_or(DRIVER_NAME))),
            (Startup::DRIVER_VERSION, Some(self.get_custom_driver_version().unwrap_or(DRIVER_VERSION))),
            (APPLICATION_NAME, self.get_application_name()),
            (APPLICATION_VERSION, self.get_application_version()),
            (CLIENT_ID, self.get_client_id()),
        ];
        given.into_iter().filter_map(|(name, value)| Some((name, value?)))
    }
}
