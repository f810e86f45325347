//! Who and what appears in the demo; every name, plate and number is evidently invented (虚构人物、车辆、单位).

use crate::random::Random;

const SURNAMES: [&str; 40] = [
    "陈", "黄", "李", "梁", "林", "张", "王", "吴", "刘", "何", "罗", "谭", "邓", "冯", "欧", "毛",
    "朱", "邹", "胡", "曾", "谢", "莫", "蓝", "潘", "钟", "许", "曹", "杨", "赵", "唐", "成", "文",
    "范", "宋", "江", "丁", "余", "雷", "苏", "周",
];
const STEMS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
const BRANCHES: [&str; 12] =
    ["子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥"];

/// The `number`th person: a surname and two signs of the calendar, such as 陈甲子; different up to 2400.
pub(crate) fn person(number: usize) -> String {
    let surname = SURNAMES[number % SURNAMES.len()];
    let sign = number / SURNAMES.len();
    format!("{surname}{}{}", STEMS[sign % STEMS.len()], BRANCHES[sign % BRANCHES.len()])
}

/// An identity number of nobody: area 990000 does not exist; the check character is right (GB 11643-1999).
pub(crate) fn identity(number: usize) -> String {
    const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let body =
        format!("9900001900{:02}{:02}{:03}", number / 28 % 12 + 1, number % 28 + 1, number % 1000);
    let digits = body.bytes().map(|it| usize::from(it - b'0'));
    let sum: usize = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    format!("{body}{}", CHECKS[sum % 11])
}

/// A credit code of nobody: organisation `DEM0…`; the check character is right (GB 32100-2015).
pub(crate) fn credit_code(number: usize) -> String {
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let body = format!("91441823DEM{number:06}");
    let mut weight = 1;
    let mut sum = 0;
    for mark in body.chars() {
        sum += ALPHABET.find(mark).expect("digits and DEM are of the alphabet") * weight;
        weight = weight * 3 % 31;
    }
    let check = (31 - sum % 31) % 31;
    format!("{body}{}", &ALPHABET[check..=check])
}

/// A goods company: 阳山示例物流03号有限公司.
pub(crate) fn goods_company(number: usize) -> String {
    format!("阳山示例物流{:02}号有限公司", number + 1)
}

/// A source of goods: quarry, cement works, yard.
pub(crate) fn source_unit(number: usize) -> String {
    const KINDS: [&str; 4] = ["石场", "水泥厂", "砂场", "搅拌站"];
    format!("示例{}{}", STEMS[number % STEMS.len()], KINDS[number % KINDS.len()])
}

/// A goods vehicle of the county, yellow plate, block 粤RD0000.
pub(crate) fn truck_plate(number: usize) -> String {
    format!("粤RD{number:04} 黄")
}

/// A goods vehicle from elsewhere, yellow plate.
pub(crate) fn far_truck_plate(number: usize) -> String {
    const HEADS: [&str; 6] = ["湘M", "湘L", "粤A", "粤E", "粤F", "桂J"];
    format!("{}D{number:04} 黄", HEADS[number % HEADS.len()])
}

/// A place along a road: the road, and the first and last kilometre that the demo uses. Only the stakes of S260 are
/// those of the report; the others are invented.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch {
    pub(crate) road: &'static str,
    from_km: i64,
    to_km: i64,
}

const fn stretch(road: &'static str, from_km: i64, to_km: i64) -> Stretch {
    Stretch { road, from_km, to_km }
}

/// Ordinary national and provincial roads.
pub(crate) const ORDINARY: [Stretch; 6] = [
    stretch("G107", 2301, 2389),
    stretch("G323", 412, 498),
    stretch("G358", 603, 676),
    stretch("S260", 8, 41),
    stretch("S250", 22, 79),
    stretch("S262", 3, 37),
];
/// Entrances of the expressway.
pub(crate) const ENTRANCES: [Stretch; 1] = [stretch("G0421", 401, 466)];
/// Roads around the places where goods are loaded.
pub(crate) const AROUND_SOURCES: [Stretch; 4] = [
    stretch("X385", 1, 18),
    stretch("S260", 20, 28),
    stretch("S524", 2, 26),
    stretch("S525", 4, 31),
];

impl Stretch {
    /// A stake on it, to the ten metres.
    pub(crate) fn stake(self, random: &mut Random) -> String {
        let metres = random.between(self.from_km * 100, self.to_km * 100) * 10;
        stake(metres)
    }
}

/// A stake from metres: 24450 is K24+450.
pub(crate) fn stake(metres: i64) -> String {
    format!("K{}+{:03}", metres / 1000, metres % 1000)
}
