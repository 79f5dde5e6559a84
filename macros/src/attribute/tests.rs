use syn::{DeriveInput, parse_quote};

use super::*;

/// The keys of a made-up attribute, read the way a macro reads its own.
#[derive(Default)]
struct Example {
    table: Slot<String>,
    filter: Slot<String>,
    library: Slot<syn::Path>,
    skip: Slot<bool>,
    text: Slot<LitStr>,
}

fn read_example(input: &DeriveInput) -> syn::Result<Example> {
    let mut diagnostics = Diagnostics::default();
    let mut example = Example::default();
    read(&input.attrs, &["entity", "alias"], &mut diagnostics, |key| match key.name() {
        "table" => example.table.set(key, key.string()?),
        "where" => example.filter.set(key, key.string()?),
        "crate" => example.library.set(key, key.path()?),
        "skip" => example.skip.set(key, key.flag()?),
        "" => example.text.set(key, key.bare("a statement")?),
        "col" => Err(key.misplaced("a field")),
        _ => Err(key.unknown(&["table", "where", "crate", "skip"])),
    });
    diagnostics.finish(example)
}

fn errors(input: &DeriveInput) -> Vec<String> {
    match read_example(input) {
        Ok(_) => Vec::new(),
        Err(error) => error.into_iter().map(|error| error.to_string()).collect(),
    }
}

#[test]
fn reads_values_keywords_paths_flags_and_bare_values() {
    let example = read_example(&parse_quote! {
        #[doc = "not ours"]
        #[entity("SELECT", table = "users", where = "id = 1", skip)]
        #[alias(crate = ::some::path,)]
        #[entity]
        struct A;
    })
    .unwrap();
    assert_eq!(example.table.value().unwrap(), "users");
    assert_eq!(example.filter.value().unwrap(), "id = 1");
    assert_eq!(example.library.value().unwrap(), parse_quote!(::some::path));
    assert_eq!(example.text.value().unwrap().value(), "SELECT");
    assert!(example.skip.is_set());
}

#[test]
fn reads_a_path_from_a_string_and_a_flag_from_a_boolean() {
    let example = read_example(&parse_quote!(
        #[entity(crate = "a::b", skip = false)]
        struct A;
    ))
    .unwrap();
    assert_eq!(example.library.value().unwrap(), parse_quote!(a::b));
    assert!(!example.skip.is_set());
}

#[test]
fn reports_every_mistake_once() {
    assert_eq!(
        errors(&parse_quote! {
            #[entity(tabel = "users", where = 7, skip, skip, col, crate = 1 + 2, table "x", unheard_of(nested, pair))]
            #[alias = "x"]
            struct A;
        }),
        [
            "unknown key `tabel` in `#[entity]`; did you mean `table`? known: table, where, crate, skip",
            "`where` takes a string: `where = …`",
            "`skip` is given twice",
            "`col` of `#[entity]` belongs on a field",
            "`crate` takes a path: `crate = …`",
            "`table` takes a string: `table = …`",
            "unknown key `unheard_of` in `#[entity]`; known: table, where, crate, skip",
            "expected `#[alias(…)]`",
        ]
    );
}

#[test]
fn reports_a_missing_comma_and_a_key_that_is_no_name() {
    assert_eq!(
        errors(&parse_quote!(
            #[entity(skip table = "a", + , where = "b")]
            struct A;
        )),
        ["expected `,` before the next key", "expected a key of `#[entity]`",]
    );
}

#[test]
fn reports_a_required_key_that_is_absent() {
    let mut diagnostics = Diagnostics::default();
    assert!(Slot::<String>::default().required(Span::call_site(), "table = \"…\"", &mut diagnostics).is_none());
    assert_eq!(diagnostics.finish(()).unwrap_err().to_string(), "missing `table = \"…\"`");
}

#[test]
fn survives_text_that_is_cut_anywhere() {
    let whole = r#"entity("SELECT", table = "users", where = "id", crate = a::b, skip = true)"#;
    let tokens: Vec<_> = whole.parse::<proc_macro2::TokenStream>().unwrap().into_iter().collect();
    let Some(TokenTree::Group(group)) = tokens.get(1) else { panic!("no list") };
    let inner: Vec<_> = group.stream().into_iter().collect();
    for len in 0..=inner.len() {
        let cut: proc_macro2::TokenStream = inner.iter().take(len).cloned().collect();
        let result = read_example(&parse_quote!(
            #[entity(#cut)]
            struct A;
        ));
        assert!(
            result.is_ok()
                || !errors(&parse_quote!(
                    #[entity(#cut)]
                    struct A;
                ))
                .is_empty()
        );
    }
}
