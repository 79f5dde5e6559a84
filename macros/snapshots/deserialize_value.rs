#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    static __RECORD: ::ilium_driver::driver::private::Record = ::ilium_driver::driver::private::Record::new(
        "User",
        &[
            ::ilium_driver::driver::private::Field::new("id", "id"),
            ::ilium_driver::driver::private::Field::new("type", "type"),
            ::ilium_driver::driver::private::Field::new("name", "nick"),
        ],
    );
    #[automatically_derived]
    impl<'frame, 'metadata, 'a, T> ::ilium_driver::driver::private::DeserializeValue<'frame, 'metadata> for User<'a, T>
    where
        T: Clone,
        'frame: 'a,
        Option<T>: ::ilium_driver::driver::private::DeserializeValue<'frame, 'metadata>,
    {
        fn type_check(
            typ: &::ilium_driver::driver::private::ColumnType<'_>,
        ) -> ::core::result::Result<(), ::ilium_driver::driver::private::TypeCheckError> {
            ::ilium_driver::driver::private::check_udt(
                &__RECORD,
                typ,
                &[
                    <i64 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::type_check,
                    <Option<T> as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::type_check,
                    <&'a str as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::type_check,
                ],
            )
        }
        fn deserialize(
            typ: &'metadata ::ilium_driver::driver::private::ColumnType<'metadata>,
            value: ::core::option::Option<::ilium_driver::driver::private::FrameSlice<'frame>>,
        ) -> ::core::result::Result<Self, ::ilium_driver::driver::private::DeserializationError> {
            let mut fields = ::ilium_driver::driver::private::UdtReader::<3>::new(&__RECORD, typ, value)?;
            ::core::result::Result::Ok(Self {
                id: {
                    let (typ, cell) = fields.next()?;
                    match <i64 as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(typ, cell) {
                        ::core::result::Result::Ok(value) => value,
                        ::core::result::Result::Err(error) => return ::core::result::Result::Err(fields.failed(error)),
                    }
                },
                r#type: {
                    let (typ, cell) = fields.next()?;
                    match <Option<T> as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(
                        typ, cell,
                    ) {
                        ::core::result::Result::Ok(value) => value,
                        ::core::result::Result::Err(error) => return ::core::result::Result::Err(fields.failed(error)),
                    }
                },
                name: {
                    let (typ, cell) = fields.next()?;
                    match <&'a str as ::ilium_driver::driver::private::DeserializeValue<'_, '_>>::deserialize(typ, cell)
                    {
                        ::core::result::Result::Ok(value) => value,
                        ::core::result::Result::Err(error) => return ::core::result::Result::Err(fields.failed(error)),
                    }
                },
                seen: <bool as ::core::default::Default>::default(),
            })
        }
    }
};
