#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    type __SameType<T> = T;
    struct __EntityOfDao;
    impl ::ilium::private::HasEntity for __EntityOfDao {
        type Entity = User;
    }
    #[allow(non_camel_case_types, reason = "named as the field")]
    struct __get;
    #[automatically_derived]
    #[allow(deprecated, reason = "a deprecated statement is still prepared")]
    impl ::ilium::private::Statement for __get {
        type Field = Select<for<'a> fn(org: &'a Uuid, after: Option<i64>, n: i32) -> Vec<User>>;
        type Output = Vec<User>;
        const SPEC: &'static ::ilium::private::StatementSpec = &::ilium::private::StatementSpec {
            label: "UserDao::get",
            location: ::core::concat!(::core::file!(), ":", ::core::line!()),
            operation: ::ilium::private::Operation::Select,
            params: &[
                ::ilium::private::Param {
                    name: "org",
                    id: 1872244109670850393u64,
                    rust: "&'a Uuid",
                    marker: ::core::option::Option::Some("org"),
                },
                ::ilium::private::Param {
                    name: "after",
                    id: 13799593374022494953u64,
                    rust: "Option<i64>",
                    marker: ::core::option::Option::Some("after"),
                },
                ::ilium::private::Param {
                    name: "n",
                    id: 12638194897137039473u64,
                    rust: "i32",
                    marker: ::core::option::Option::Some("n"),
                },
            ],
            output: "Vec<User>",
            clauses: &[
                ::ilium::private::Clause {
                    kind: ::ilium::private::ClauseKind::Where,
                    pieces: &[
                        ::ilium::private::Piece::Text("org = :org"),
                        ::ilium::private::Piece::Group(0u8, "AND id > :after"),
                    ],
                    uses: &[
                        ::ilium::private::Use {
                            column: ::core::option::Option::Some("org"),
                            column_id: 1872244109670850393u64,
                            place: ::ilium::private::Place::Restriction(::ilium::private::Restriction::Exact),
                            param: ::core::option::Option::None,
                            group: ::core::option::Option::None,
                        },
                        ::ilium::private::Use {
                            column: ::core::option::Option::Some("id"),
                            column_id: 628021283683842752u64,
                            place: ::ilium::private::Place::Restriction(::ilium::private::Restriction::Range),
                            param: ::core::option::Option::None,
                            group: ::core::option::Option::Some(0u8),
                        },
                        ::ilium::private::Use {
                            column: ::core::option::Option::Some("org"),
                            column_id: 1872244109670850393u64,
                            place: ::ilium::private::Place::Restriction(::ilium::private::Restriction::Exact),
                            param: ::core::option::Option::Some((0u8, ::ilium::private::Fit::Same)),
                            group: ::core::option::Option::None,
                        },
                        ::ilium::private::Use {
                            column: ::core::option::Option::Some("id"),
                            column_id: 628021283683842752u64,
                            place: ::ilium::private::Place::Restriction(::ilium::private::Restriction::Range),
                            param: ::core::option::Option::Some((1u8, ::ilium::private::Fit::Same)),
                            group: ::core::option::Option::Some(0u8),
                        },
                    ],
                },
                ::ilium::private::Clause {
                    kind: ::ilium::private::ClauseKind::Limit,
                    pieces: &[::ilium::private::Piece::Text(":n")],
                    uses: &[::ilium::private::Use {
                        column: ::core::option::Option::None,
                        column_id: 0u64,
                        place: ::ilium::private::Place::Named,
                        param: ::core::option::Option::Some((2u8, ::ilium::private::Fit::Int)),
                        group: ::core::option::Option::None,
                    }],
                },
            ],
            if_not_exists: false,
            if_exists: false,
            allow_filtering: false,
            query: ::core::option::Option::None,
            settings: ::ilium::private::Settings {
                profile: ::core::option::Option::Some("reads"),
                options: &::ilium::private::CallOptions::new().timeout(::core::time::Duration::from_millis(2000u64)),
                nulls: ::ilium::private::Nulls::Unset,
            },
        };
        const META: ::core::option::Option<&'static ::ilium::private::EntityMeta> =
            ::core::option::Option::Some(<__EntityOfDao as ::ilium::private::HasEntity>::META);
        const PARAMETERS: &'static [::ilium::private::Parameter] = &[
            ::ilium::private::parameter::<&'_ Uuid, __get, 0>(),
            ::ilium::private::parameter::<Option<i64>, __get, 1>(),
            ::ilium::private::parameter::<i32, __get, 2>(),
        ];
    }
    #[automatically_derived]
    impl ::ilium::private::ArgumentOf<__get, 0> for __SameType<&'_ Uuid> {}
    #[automatically_derived]
    impl ::ilium::private::ArgumentOf<__get, 1> for Option<i64> {}
    #[automatically_derived]
    impl ::ilium::private::ArgumentOf<__get, 2> for i32 {}
    const _: () = <__get as ::ilium::private::Statement>::FACTS.check_field();
    const _: () = <__get as ::ilium::private::Statement>::FACTS.check_type(0);
    const _: () = <__get as ::ilium::private::Statement>::FACTS.check_type(1);
    const _: () = <__get as ::ilium::private::Statement>::FACTS.check_type(2);
    const _: () = <__get as ::ilium::private::Statement>::FACTS.check_clause(0);
    const _: () = <__get as ::ilium::private::Statement>::FACTS.check_signature();
    const _: () = <__get as ::ilium::private::Statement>::FACTS.check_output();
    #[allow(non_camel_case_types, reason = "named as the field")]
    struct __create;
    #[automatically_derived]
    #[allow(deprecated, reason = "a deprecated statement is still prepared")]
    impl ::ilium::private::Statement for __create {
        type Field = Insert<fn(user: &User) -> Applied<User>>;
        type Output = Applied<User>;
        const SPEC: &'static ::ilium::private::StatementSpec = &::ilium::private::StatementSpec {
            label: "UserDao::create",
            location: ::core::concat!(::core::file!(), ":", ::core::line!()),
            operation: ::ilium::private::Operation::Insert,
            params: &[::ilium::private::Param {
                name: "user",
                id: 9036332894136256754u64,
                rust: "&User",
                marker: ::core::option::Option::None,
            }],
            output: "Applied<User>",
            clauses: &[],
            if_not_exists: true,
            if_exists: false,
            allow_filtering: false,
            query: ::core::option::Option::None,
            settings: ::ilium::private::Settings {
                profile: ::core::option::Option::Some("writes"),
                options: &::ilium::private::CallOptions::new(),
                nulls: ::ilium::private::Nulls::Null,
            },
        };
        const META: ::core::option::Option<&'static ::ilium::private::EntityMeta> =
            ::core::option::Option::Some(<__EntityOfDao as ::ilium::private::HasEntity>::META);
        const PARAMETERS: &'static [::ilium::private::Parameter] =
            &[::ilium::private::parameter::<&User, __create, 0>()];
    }
    #[automatically_derived]
    impl ::ilium::private::ArgumentOf<__create, 0> for __SameType<&User> {}
    const _: () = <__create as ::ilium::private::Statement>::FACTS.check_field();
    const _: () = <__create as ::ilium::private::Statement>::FACTS.check_name(0);
    const _: () = <__create as ::ilium::private::Statement>::FACTS.check_type(0);
    const _: () = <__create as ::ilium::private::Statement>::FACTS.check_condition();
    const _: () = <__create as ::ilium::private::Statement>::FACTS.check_signature();
    const _: () = <__create as ::ilium::private::Statement>::FACTS.check_output();
    #[automatically_derived]
    #[allow(deprecated, unused_variables, clippy::empty_loop, reason = "generated")]
    impl ::ilium::Dao for UserDao {
        const NAME: &'static str = "UserDao";
        const STATEMENTS: &'static [::ilium::private::Facts] =
            &[<__get as ::ilium::private::Statement>::FACTS, <__create as ::ilium::private::Statement>::FACTS];
        type Cores = [::ilium::private::Core; 2usize];
        fn assemble(statements: Self::Cores) -> Self {
            let [statement_0, statement_1] = statements;
            Self {
                get: ::ilium::private::Field::from_core(statement_0),
                create: ::ilium::private::Field::from_core(statement_1),
            }
        }
        fn cores(&self) -> Self::Cores {
            [::ilium::private::Field::to_core(&self.get), ::ilium::private::Field::to_core(&self.create)]
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
        pub async fn prepare(
            session: &::ilium::private::Session,
        ) -> ::core::result::Result<Self, ::ilium::PrepareError> {
            ::ilium::DaoBuilder::new(session).prepare().await
        }
        #[doc = r" Starts to describe how to prepare the statements: on which keyspace and table."]
        pub fn builder(session: &::ilium::private::Session) -> ::ilium::DaoBuilder<'_, Self> {
            ::ilium::DaoBuilder::new(session)
        }
        #[doc = r" The same statements, those tied to the profile `name` tied to another instead: a profile, or the name of one."]
        #[doc = r""]
        #[doc = r" This DAO and its other clones stay as they are. The statements are shared, nothing is prepared again."]
        #[doc = r""]
        #[doc = r" # Errors"]
        #[doc = r" When no statement is tied to `name`, or the session does not know the other name."]
        pub fn with_profile(
            &self,
            name: &str,
            target: impl ::core::convert::Into<::ilium::private::RemapTarget>,
        ) -> ::core::result::Result<Self, ::ilium::ProfileError> {
            ::ilium::private::with_profile(self, name, ::core::convert::Into::into(target))
        }
        #[doc = r" One user."]
        #[deprecated]
        pub async fn get<'a>(
            &self,
            org: __SameType<&'a Uuid>,
            after: Option<i64>,
            n: i32,
        ) -> ::core::result::Result<Vec<User>, ::ilium::private::Error> {
            ::ilium::private::run::<__get, _>(&self.get, (org, after, n)).await
        }
        #[doc = "Executes the statement `UserDao::create`."]
        async fn create(
            &self,
            user: __SameType<&User>,
        ) -> ::core::result::Result<Applied<User>, ::ilium::private::Error> {
            ::ilium::private::run::<__create, _>(&self.create, (user,)).await
        }
    }
};
