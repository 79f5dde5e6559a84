//! Types that are stored as what they hold.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::{CqlType, TypeInfo};

macro_rules! transparent {
    ($(($($generics:tt)*) $wrapper:ty;)+) => {$(
        impl<$($generics)*> CqlType for $wrapper {
            const CQL: TypeInfo = T::CQL;
            const NULLABLE: bool = T::NULLABLE;
            const UNSET: bool = T::UNSET;

            fn is_null(&self) -> bool {
                T::is_null(self)
            }
        }
    )+};
}

transparent! {
    (T: CqlType + ?Sized) &T;
    (T: CqlType + ?Sized) Arc<T>;
    (T: CqlType + ?Sized) Box<T>;
    (T: CqlType + ?Sized) Rc<T>;
    (T: CqlType + ToOwned + ?Sized) Cow<'_, T>;
}

impl<T: CqlType> CqlType for Option<T> {
    const CQL: TypeInfo = T::CQL;
    const NULLABLE: bool = true;
    const UNSET: bool = T::UNSET;

    fn is_null(&self) -> bool {
        self.as_ref().is_none_or(T::is_null)
    }
}
