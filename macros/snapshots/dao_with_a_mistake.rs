::core::compile_error! { "unknown key `wehre` in `#[select]`; did you mean `where`? known: where, order_by, limit, per_partition_limit, page_size, allow_filtering, profile, consistency, serial_consistency, timeout, idempotent, entity" }
::core::compile_error! { "expected `Select<fn(name: Type, …) -> Output>`, found `Select<Uuid>`" }
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    type __SameType<T> = T;
    struct __EntityOfDao;
    impl ::ilium::private::HasEntity for __EntityOfDao {
        type Entity = User;
    }
    #[allow(non_camel_case_types, reason = "named as the field")]
    struct __count;
    #[automatically_derived]
    #[allow(deprecated, reason = "a deprecated statement is still prepared")]
    impl ::ilium::private::Statement for __count {
        type Field = Query<fn() -> i64>;
        type Output = i64;
        const SPEC: &'static ::ilium::private::StatementSpec = &::ilium::private::StatementSpec {
            label: "UserDao::count",
            location: ::core::concat!(::core::file!(), ":", ::core::line!()),
            operation: ::ilium::private::Operation::Query,
            params: &[],
            output: "i64",
            clauses: &[::ilium::private::Clause {
                kind: ::ilium::private::ClauseKind::Query,
                pieces: &[::ilium::private::Piece::Text("SELECT count(*) FROM "), ::ilium::private::Piece::Table],
                uses: &[],
            }],
            if_not_exists: false,
            if_exists: false,
            allow_filtering: false,
            query: ::core::option::Option::Some(::ilium::private::QueryFacts {
                is_select: true,
                condition: ::ilium::private::Condition::None,
                names_columns: true,
                is_bounded: true,
                using: ::core::option::Option::None,
                table: ::core::option::Option::None,
                selects: &[::ilium::private::Selected::BigInt],
            }),
            settings: ::ilium::private::Settings {
                profile: ::core::option::Option::None,
                options: &::ilium::private::CallOptions::new(),
                nulls: ::ilium::private::Nulls::Unset,
            },
        };
        const META: ::core::option::Option<&'static ::ilium::private::EntityMeta> =
            ::core::option::Option::Some(<__EntityOfDao as ::ilium::private::HasEntity>::META);
        const PARAMETERS: &'static [::ilium::private::Parameter] = &[];
    }
    const _: () = <__count as ::ilium::private::Statement>::FACTS.check_field();
    const _: () = <__count as ::ilium::private::Statement>::FACTS.check_clause(0);
    const _: () = <__count as ::ilium::private::Statement>::FACTS.check_signature();
    const _: () = <__count as ::ilium::private::Statement>::FACTS.check_output();
    #[automatically_derived]
    #[allow(deprecated, unused_variables, clippy::empty_loop, reason = "generated")]
    impl ::ilium::Dao for UserDao {
        const NAME: &'static str = "UserDao";
        const STATEMENTS: &'static [::ilium::private::Facts] = &[];
        type Cores = [::ilium::private::Core; 0usize];
        fn assemble(statements: Self::Cores) -> Self {
            loop {}
        }
        fn cores(&self) -> Self::Cores {
            []
        }
    }
    #[allow(deprecated, reason = "a deprecated statement still has its method")]
    #[allow(clippy::too_many_arguments, reason = "a method has the parameters of its statement")]
    impl UserDao {
        #[doc = r" Prepares all statements at once and ties each to its execution profile."]
        #[doc = r""]
        #[doc = r" # Errors"]
        #[doc = r" One error lists every problem: profiles that the session does not know, columns that the table lacks or has"]
        #[doc = r" with another type, and what the server says, each with the name of its statement."]
        #[doc = r""]
        #[doc = r" # Cancel safety"]
        #[doc = r" Nothing is left behind when the future is dropped."]
        async fn prepare(session: &::ilium::private::Session) -> ::core::result::Result<Self, ::ilium::PrepareError> {
            ::ilium::DaoBuilder::new(session).prepare().await
        }
        #[doc = r" Starts to describe how to prepare the statements: on which keyspace and table."]
        fn builder(session: &::ilium::private::Session) -> ::ilium::DaoBuilder<'_, Self> {
            ::ilium::DaoBuilder::new(session)
        }
        #[doc = r" The same statements, those tied to the profile `name` tied to another instead: a profile, or the name of one."]
        #[doc = r""]
        #[doc = r" This DAO and its other clones stay as they are. The statements are shared, nothing is prepared again."]
        #[doc = r""]
        #[doc = r" # Errors"]
        #[doc = r" When no statement is tied to `name`, or the session does not know the other name."]
        fn with_profile(
            &self,
            name: &str,
            target: impl ::core::convert::Into<::ilium::private::RemapTarget>,
        ) -> ::core::result::Result<Self, ::ilium::ProfileError> {
            ::ilium::private::with_profile(self, name, ::core::convert::Into::into(target))
        }
        #[allow(unused_variables, clippy::empty_loop, reason = "never run")]
        #[doc = "Executes the statement `UserDao::find`."]
        async fn find(&self, org: __SameType<Uuid>) -> ::core::result::Result<Vec<User>, ::ilium::private::Error> {
            loop {}
        }
        #[doc = "Executes the statement `UserDao::count`."]
        async fn count(&self) -> ::core::result::Result<i64, ::ilium::private::Error> {
            ::ilium::private::run::<__count, _>(&self.count, ()).await
        }
    }
};
