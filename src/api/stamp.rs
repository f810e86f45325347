//! Moments in the papers of the desk (时刻): microseconds since 1970, as whole numbers.

use jiff::Timestamp;
use serde::de::Error as _;
use serde::{Deserialize as _, Deserializer, Serializer};

pub(crate) fn serialize<S: Serializer>(at: &Timestamp, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_i64(at.as_microsecond())
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Timestamp, D::Error> {
    Timestamp::from_microsecond(i64::deserialize(input)?).map_err(D::Error::custom)
}

/// The same for a moment that may be missing.
pub(crate) mod maybe {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(
        at: &Option<Timestamp>,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        match at {
            Some(at) => out.serialize_some(&at.as_microsecond()),
            None => out.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        let micros = Option::<i64>::deserialize(input)?;
        micros.map(Timestamp::from_microsecond).transpose().map_err(D::Error::custom)
    }
}
