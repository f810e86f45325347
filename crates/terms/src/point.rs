//! Points: coordinates of a place (坐标).
//!
//! WGS-84 only: what a map service or a device gives in GCJ-02 or BD-09 is turned before it comes here.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use crate::number::{half_up, plain, read_decimal, to_half_width};

/// A place by longitude and latitude (经度、纬度), WGS-84, in whole 1e-7 degrees (about a centimetre).
///
/// Canonical text: longitude, comma, latitude in degrees without trailing zeros: `112.6331234,24.4671234`.
/// Invariant: longitude −180 to 180 degrees, latitude −90 to 90.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    longitude_e7: i32,
    latitude_e7: i32,
}

/// A text that is no point.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PointError {
    /// Not two decimals with a comma between.
    #[error("`{text}` is no point such as 112.6331234,24.4671234 (longitude, latitude)")]
    Form {
        /// The text given.
        text: String,
    },
    /// Longitude beyond ±180 or latitude beyond ±90; often the two are the wrong way round.
    #[error("`{text}` is no point: longitude −180 to 180 comes first, then latitude −90 to 90")]
    Range {
        /// The text given.
        text: String,
    },
}

const PLACES: u32 = 7;
const LONGITUDE_E7_MAX: i32 = 1_800_000_000;
const LATITUDE_E7_MAX: i32 = 900_000_000;

impl Point {
    /// From whole 1e-7 degrees; `None` outside the ranges.
    #[must_use]
    pub fn from_e7(longitude_e7: i32, latitude_e7: i32) -> Option<Point> {
        let fits = (-LONGITUDE_E7_MAX..=LONGITUDE_E7_MAX).contains(&longitude_e7)
            && (-LATITUDE_E7_MAX..=LATITUDE_E7_MAX).contains(&latitude_e7);
        fits.then_some(Point { longitude_e7, latitude_e7 })
    }

    /// Longitude in 1e-7 degrees, east positive.
    #[must_use]
    pub fn longitude_e7(self) -> i32 {
        self.longitude_e7
    }

    /// Latitude in 1e-7 degrees, north positive.
    #[must_use]
    pub fn latitude_e7(self) -> i32 {
        self.latitude_e7
    }
}

impl fmt::Display for Point {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let degrees = |e7: i32| plain(Decimal::new(i64::from(e7), PLACES));
        out.pad(&format!("{},{}", degrees(self.longitude_e7), degrees(self.latitude_e7)))
    }
}

impl FromStr for Point {
    type Err = PointError;

    /// More than seven decimals are rounded half up: they are noise of a conversion, far below any receiver.
    fn from_str(text: &str) -> Result<Point, PointError> {
        let form = || PointError::Form { text: text.to_owned() };
        let half_width = to_half_width(text);
        let (longitude, latitude) = half_width.split_once([',', '、']).ok_or_else(form)?;
        let longitude = read_decimal(longitude).ok_or_else(form)?;
        let latitude = read_decimal(latitude).ok_or_else(form)?;
        let range = || PointError::Range { text: text.to_owned() };
        let longitude_e7 = e7(longitude).ok_or_else(range)?;
        let latitude_e7 = e7(latitude).ok_or_else(range)?;
        Point::from_e7(longitude_e7, latitude_e7).ok_or_else(range)
    }
}

fn e7(degrees: Decimal) -> Option<i32> {
    half_up(degrees, PLACES).checked_mul(Decimal::from(10_000_000))?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: (i32, i32), canonical: &str) {
        let point: Point = text.parse().unwrap();
        assert_eq!((point.longitude_e7(), point.latitude_e7()), expected, "{text}");
        assert_eq!(point.to_string(), canonical);
    }

    #[track_caller]
    fn refuse(text: &str, expected: fn(String) -> PointError) {
        assert_eq!(text.parse::<Point>(), Err(expected(text.to_owned())));
    }

    #[test]
    fn a_point_is_longitude_and_latitude() {
        check("112.6331234,24.4671234", (1_126_331_234, 244_671_234), "112.6331234,24.4671234");
        check("112.5,24", (1_125_000_000, 240_000_000), "112.5,24");
        check("-180,-90", (-1_800_000_000, -900_000_000), "-180,-90");
        check("180,90.0", (1_800_000_000, 900_000_000), "180,90");
        check("0,0", (0, 0), "0,0");
    }

    #[test]
    fn staff_write_points_in_many_ways() {
        check("112.6331234，24.4671234", (1_126_331_234, 244_671_234), "112.6331234,24.4671234");
        check(" １１２．５ ， ２４．２５ ", (1_125_000_000, 242_500_000), "112.5,24.25");
        check("112.5、24.25", (1_125_000_000, 242_500_000), "112.5,24.25");
    }

    #[test]
    fn decimals_below_a_centimetre_are_rounded() {
        check(
            "112.63312344999,24.46712345",
            (1_126_331_234, 244_671_235),
            "112.6331234,24.4671235",
        );
        check("-0.00000001,0.00000005", (0, 1), "0,0.0000001");
    }

    #[test]
    fn longitude_comes_first() {
        refuse("24.4671234,112.6331234", |text| PointError::Range { text });
        refuse("180.0000001,0", |text| PointError::Range { text });
        refuse("0,-90.0000001", |text| PointError::Range { text });
        refuse("99999999999,0", |text| PointError::Range { text });
        assert_eq!(Point::from_e7(0, 900_000_001), None);
        assert_eq!(Point::from_e7(i32::MIN, 0), None);
    }

    #[test]
    fn what_is_no_point_is_refused() {
        for text in [
            "",
            ",",
            "112.5",
            "112.5 24.25",
            "112.5,",
            "112.5,24.25,3",
            "E112.5,N24.25",
            "1.1265e2,24",
            "112°30′,24°",
        ] {
            refuse(text, |text| PointError::Form { text });
        }
    }

    proptest! {
        #[test]
        fn printing_and_reading_is_the_identity(
            longitude in -LONGITUDE_E7_MAX..=LONGITUDE_E7_MAX, latitude in -LATITUDE_E7_MAX..=LATITUDE_E7_MAX,
        ) {
            let point = Point::from_e7(longitude, latitude).unwrap();
            prop_assert_eq!(point.to_string().parse::<Point>(), Ok(point));
        }

        #[test]
        fn no_text_panics(text in ".{0,32}|-?[0-9.]{0,30},-?[0-9.]{0,30}") {
            let _ = text.parse::<Point>();
        }
    }
}
