const _: () = {
    const __RECORD: ::ilium_driver::private::Record =
        ::ilium_driver::private::Record { name: "User", fields: &[("id", "id"), ("type", "type"), ("name", "nick")] };
    #[automatically_derived]
    impl<'frame, 'metadata, 'a, T> ::ilium_driver::private::DeserializeValue<'frame, 'metadata> for User<'a, T>
    where
        T: Clone,
        'frame: 'a,
        Option<T>: ::ilium_driver::private::DeserializeValue<'frame, 'metadata>,
    {
        fn type_check(
            typ: &::ilium_driver::private::ColumnType<'_>,
        ) -> ::core::result::Result<(), ::ilium_driver::private::TypeCheckError> {
            ::ilium_driver::private::check_udt(
                &__RECORD,
                typ,
                &[
                    <i64 as ::ilium_driver::private::DeserializeValue<'_, '_>>::type_check,
                    <Option<T> as ::ilium_driver::private::DeserializeValue<'_, '_>>::type_check,
                    <&'a str as ::ilium_driver::private::DeserializeValue<'_, '_>>::type_check,
                ],
            )
        }
        fn deserialize(
            typ: &'metadata ::ilium_driver::private::ColumnType<'metadata>,
            value: ::core::option::Option<::ilium_driver::private::FrameSlice<'frame>>,
        ) -> ::core::result::Result<Self, ::ilium_driver::private::DeserializationError> {
            let [field_0, field_1, field_2] = ::ilium_driver::private::udt_cells::<3>(&__RECORD, typ, value)?;
            ::core::result::Result::Ok(Self {
                id: {
                    let (typ, value) = field_0.parts(&__RECORD, 0)?;
                    <i64 as ::ilium_driver::private::DeserializeValue<'_, '_>>::deserialize(typ, value)
                        .map_err(|error| field_0.failed(&__RECORD, 0, error))?
                },
                r#type: {
                    let (typ, value) = field_1.parts(&__RECORD, 1)?;
                    <Option<T> as ::ilium_driver::private::DeserializeValue<'_, '_>>::deserialize(typ, value)
                        .map_err(|error| field_1.failed(&__RECORD, 1, error))?
                },
                name: {
                    let (typ, value) = field_2.parts(&__RECORD, 2)?;
                    <&'a str as ::ilium_driver::private::DeserializeValue<'_, '_>>::deserialize(typ, value)
                        .map_err(|error| field_2.failed(&__RECORD, 2, error))?
                },
                seen: <bool as ::core::default::Default>::default(),
            })
        }
    }
};
