//! `uuid` as [`Uuid`].

use ::uuid::Uuid;

use super::native::fixed_size;

fixed_size!(Uuid: Uuid, 16; |value| value.into_bytes(); |bytes| Self::from_bytes(bytes));
