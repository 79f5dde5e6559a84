use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::model::{Clause, ClauseKind, Fit, Param, Piece, Place, Restriction};
use super::{clause, derive};
use crate::attribute::Spanned;
use crate::diagnostics::Diagnostics;
use crate::golden::assert_expansion;

#[test]
fn expands_each_field_to_data_checks_and_a_method() {
    assert_expansion(
        "dao",
        &derive(quote! {
            #[dao(entity = User, profile = "reads", crate = ::ilium)]
            pub struct UserDao {
                /// One user.
                #[select(where = "org = :org [AND id > :after]", limit = ":n", timeout = "2s")]
                #[deprecated]
                pub get: Select<for<'a> fn(org: &'a Uuid, after: Option<i64>, n: i32) -> Vec<User>>,
                #[insert(if_not_exists, profile = "writes", nulls = null)]
                create: Insert<fn(user: &User) -> Applied<User>>,
            }
        }),
    );
}

#[test]
fn keeps_the_methods_beside_a_mistake() {
    assert_expansion(
        "dao_with_a_mistake",
        &derive(quote! {
            #[dao(entity = User, crate = ::ilium)]
            struct UserDao {
                #[select(wehre = "org = :org")]
                find: Select<fn(org: Uuid) -> Vec<User>>,
                #[select]
                broken: Select<Uuid>,
                #[query("SELECT count(*) FROM {table}")]
                count: Query<fn() -> i64>,
            }
        }),
    );
}

fn read(kind: ClauseKind, text: &str, params: &[&str]) -> Result<Clause, String> {
    let unit: syn::Type = syn::parse_quote!(());
    let param = |name: &&str| Param {
        ident: proc_macro2::Ident::new(name, Span::call_site()),
        ty: unit.clone(),
        name: (*name).to_owned(),
    };
    let params: Vec<Param> = params.iter().map(param).collect();
    let mut diagnostics = Diagnostics::default();
    let text = Spanned { value: text.to_owned(), span: Span::call_site() };
    let clause = clause::read(kind, &text, &params, &mut diagnostics);
    match (clause, diagnostics.finish(())) {
        (Some(clause), Ok(())) => Ok(clause),
        (_, Err(error)) => Err(error.to_string()),
        (None, Ok(())) => panic!("no clause and no mistake"),
    }
}

/// Of each use: the column, the place, the parameter with its fit, the group.
fn uses(clause: &Clause) -> Vec<(Option<&str>, Place, Option<(u8, Fit)>, Option<u8>)> {
    clause.uses.iter().map(|place| (place.column.as_deref(), place.place, place.param, place.group)).collect()
}

#[test]
fn restrictions_know_their_group() {
    let clause = read(ClauseKind::Where, "a IN :a [AND b > :from] AND c CONTAINS :c", &["a", "from", "c"]).unwrap();
    let range = Place::Restriction(Restriction::Range);
    let (filter, one_of) = (Place::Restriction(Restriction::Filter), Place::Restriction(Restriction::OneOf));
    assert_eq!(
        uses(&clause),
        [
            (Some("a"), one_of, None, None),
            (Some("b"), range, None, Some(0)),
            (Some("c"), filter, None, None),
            (Some("a"), one_of, Some((0, Fit::ListOf)), None),
            (Some("b"), range, Some((1, Fit::Same)), Some(0)),
            (Some("c"), filter, Some((2, Fit::Value)), None),
        ]
    );
    assert_eq!(
        clause.pieces,
        [
            Piece::Text("a IN :a".to_owned()),
            Piece::Group(0, "AND b > :\"from\"".to_owned()),
            Piece::Text("AND c CONTAINS :c".to_owned()),
        ]
    );
}

#[test]
fn assignments_say_how_a_marker_fits() {
    let clause =
        read(ClauseKind::Set, "a = :a, m[:k] = :v, s = s + :add, t = t - :drop", &["a", "k", "v", "add", "drop"])
            .unwrap();
    let params: Vec<_> =
        uses(&clause).into_iter().filter_map(|(column, _, param, _)| Some((column?, param?))).collect();
    assert_eq!(
        params,
        [
            ("a", (0, Fit::Same)),
            ("m", (1, Fit::Key)),
            ("m", (2, Fit::Value)),
            ("s", (3, Fit::Same)),
            ("t", (4, Fit::SameOrKeys)),
        ]
    );
}

#[test]
fn names_fold_as_the_server_folds_them() {
    let clause = read(ClauseKind::Where, "UserId = :userId", &["userId"]).unwrap();
    let names: Vec<_> = clause.uses.iter().map(|place| (place.column.as_deref(), place.marker.as_deref())).collect();
    assert_eq!(names, [(Some("userid"), None), (Some("userid"), Some("userid"))]);
    let quoted = read(ClauseKind::Where, "\"UserId\" = :\"userId\"", &["userId"]).unwrap();
    let names: Vec<_> = quoted.uses.iter().map(|place| (place.column.as_deref(), place.marker.as_deref())).collect();
    assert_eq!(names, [(Some("UserId"), None), (Some("UserId"), Some("userId"))]);
}

#[test]
fn mistakes_in_cql_are_told_once() {
    for (kind, text, expected) in [
        (ClauseKind::Where, "a = ?", "write `:name` instead of `?`"),
        (ClauseKind::Where, "a = :b", "bind marker `:b` has no matching parameter; this method takes `a`"),
        (ClauseKind::Where, "a == :a", "CQL: expected"),
        (ClauseKind::Where, "a = :a [AND b = :a", "`]` closing the optional part"),
        (ClauseKind::Limit, "ten", "CQL: expected"),
        (ClauseKind::OrderBy, "a DSC", "CQL: expected"),
    ] {
        let error = read(kind, text, &["a"]).err().unwrap();
        assert!(error.contains(expected), "{text}: {error}");
    }
}

#[test]
fn a_macro_never_panics_on_tokens_that_do_not_fit() {
    for tokens in [
        quote!(struct),
        quote!(
            enum Dao {}
        ),
        quote!(
            struct Dao;
        ),
        quote!(
            #[dao = "x"]
            struct Dao {
                #[select = 1]
                a: Select<fn(b: C)>,
                #[query(1)]
                b: [u8; 3],
                #[select(limit = 1.5, page_size = 0, nulls = maybe, timeout = 3, where)]
                c: Select<unsafe extern "C" fn(a: B, ...) -> !>,
            }
        ),
    ] {
        let _: TokenStream = derive(tokens);
    }
}

/// A search through all comparisons for each marker took a minute.
#[test]
fn a_long_clause_is_read_in_linear_time() {
    let text = vec!["a = :a"; 60_000];
    let started = std::time::Instant::now();
    for (kind, text) in [
        (ClauseKind::Where, text.join(" AND ")),
        (ClauseKind::If, text.join(" AND ")),
        (ClauseKind::Set, text.join(", ")),
    ] {
        assert_eq!(read(kind, &text, &["a"]).unwrap().uses.len(), 120_000);
    }
    assert!(started.elapsed() < std::time::Duration::from_secs(15), "{:?}", started.elapsed());
}
