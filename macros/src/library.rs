//! Where generated code finds the library, under whatever name the user's package has it.

use proc_macro_crate::{Error, FoundCrate, crate_name};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// The package of the driver.
const DRIVER: &str = "ilium-driver";
/// The package of the mapper, which re-exports the driver as `driver`.
const MAPPER: &str = "ilium";

/// The path of the driver: of what the user gave, else the dependency `ilium-driver` under its name in `Cargo.toml`, else
/// the driver inside the dependency `ilium`.
///
/// The user's path may be of the mapper or of the driver: `driver` is the driver in both.
pub(crate) fn driver(given: Option<&syn::Path>) -> syn::Result<TokenStream> {
    if let Some(path) = given {
        return Ok(quote!(#path::driver));
    }
    if let Some(driver) = find(DRIVER)? {
        return Ok(driver);
    }
    match find(MAPPER)? {
        Some(mapper) => Ok(quote!(#mapper::driver)),
        None => Err(not_a_dependency(&format!("neither `{DRIVER}` nor `{MAPPER}`"), "cql")),
    }
}

/// The path of the mapper: what the user gave, else the dependency `ilium` under its name in `Cargo.toml`; `attribute`
/// is the one that takes `crate = path`, for the error.
pub(crate) fn mapper(given: Option<&syn::Path>, attribute: &str) -> syn::Result<TokenStream> {
    if let Some(path) = given {
        return Ok(quote!(#path));
    }
    match find(MAPPER)? {
        Some(mapper) => Ok(mapper),
        None => Err(not_a_dependency(&format!("no `{MAPPER}`"), attribute)),
    }
}

/// The absolute path of a dependency, `None` when the package does not have it.
fn find(package: &str) -> syn::Result<Option<TokenStream>> {
    let name = match crate_name(package) {
        Ok(FoundCrate::Name(name)) => name,
        Err(Error::CrateNotFound { .. }) => return Ok(None),
        // Both libraries say `extern crate self as …`, so their own name is right inside them, in their tests and in
        // their examples alike. It is also the best guess where there is no `Cargo.toml` to read (other build systems).
        Ok(FoundCrate::Itself) | Err(_) => package.replace('-', "_"),
    };
    // An absolute path takes a raw identifier for a keyword (`r#async`) and no other name needs one.
    let ident = match syn::parse_str::<Ident>(&name) {
        Ok(ident) => Ident::new(&ident.to_string(), Span::mixed_site()),
        Err(_) => syn::parse_str::<Ident>(&format!("r#{name}")).map_err(|_| {
            syn::Error::new(Span::call_site(), format!("the dependency `{name}` has no name that Rust code can use"))
        })?,
    };
    Ok(Some(quote!(::#ident)))
}

fn not_a_dependency(missing: &str, attribute: &str) -> syn::Error {
    let message = format!(
        "this package has {missing} among its dependencies; add it, or say where the library is re-exported: \
         `#[{attribute}(crate = path)]`"
    );
    syn::Error::new(Span::call_site(), message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_path_that_the_user_gave() {
        let path = syn::parse_quote!(crate::storage::cql);
        assert_eq!(driver(Some(&path)).unwrap().to_string(), "crate :: storage :: cql :: driver");
        assert_eq!(mapper(Some(&path), "entity").unwrap().to_string(), "crate :: storage :: cql");
    }

    #[test]
    fn finds_a_dependency_by_its_package() {
        assert_eq!(find("proc-macro2").unwrap().unwrap().to_string(), ":: proc_macro2");
    }

    #[test]
    fn says_what_to_add_when_the_library_is_no_dependency() {
        let message = driver(None).unwrap_err().to_string();
        assert!(message.starts_with("this package has neither `ilium-driver` nor `ilium`"), "{message}");
        let message = mapper(None, "entity").unwrap_err().to_string();
        assert!(message.ends_with("`#[entity(crate = path)]`"), "{message}");
    }
}
