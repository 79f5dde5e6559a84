::core::compile_error! { "`User` has no partition key: mark at least one field `#[col(partition_key)]`" }
const _: () = {
    #[automatically_derived]
    impl ::ilium::Entity for User {
        const META: &'static ::ilium::EntityMeta =
            &::ilium::EntityMeta { entity: "User", table: "", keyspace: ::core::option::Option::None, columns: &[] };
    }
};
