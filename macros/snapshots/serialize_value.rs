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
    impl<'a, T> ::ilium_driver::driver::private::SerializeValue for User<'a, T>
    where
        T: Clone,
        Option<T>: ::ilium_driver::driver::private::SerializeValue,
    {
        fn serialize<'cell>(
            &self,
            typ: &::ilium_driver::driver::private::ColumnType<'_>,
            writer: ::ilium_driver::driver::private::CellWriter<'cell>,
        ) -> ::core::result::Result<
            ::ilium_driver::driver::private::WrittenCellProof<'cell>,
            ::ilium_driver::driver::private::SerializationError,
        > {
            let mut udt = ::ilium_driver::driver::private::UdtWriter::new(&__RECORD, typ, writer)?;
            while let ::core::option::Option::Some((field, typ)) = udt.next() {
                let written = match field {
                    0 => <i64 as ::ilium_driver::driver::private::SerializeValue>::serialize(&self.id, typ, udt.cell()),
                    1 => <Option<T> as ::ilium_driver::driver::private::SerializeValue>::serialize(
                        &self.r#type,
                        typ,
                        udt.cell(),
                    ),
                    _ => <&'a str as ::ilium_driver::driver::private::SerializeValue>::serialize(
                        &self.name,
                        typ,
                        udt.cell(),
                    ),
                };
                let written = written.map(::ilium_driver::driver::private::content);
                udt.written(field, written)?;
            }
            udt.finish()
        }
    }
    #[automatically_derived]
    impl<'a, T> ::ilium_driver::driver::private::CqlType for User<'a, T>
    where
        T: Clone,
    {
        const CQL: ::ilium_driver::driver::private::TypeInfo = {
            #[allow(unused_imports)]
            use ::ilium_driver::driver::private::Unknown as _;
            ::ilium_driver::driver::private::TypeInfo::of_fields(::ilium_driver::driver::private::Fields::new(
                &__RECORD,
                &[
                    &<::ilium_driver::driver::private::Known<i64>>::CQL,
                    &<::ilium_driver::driver::private::Known<Option<T>>>::CQL,
                    &<::ilium_driver::driver::private::Known<&'a str>>::CQL,
                ],
            ))
        };
    }
};
