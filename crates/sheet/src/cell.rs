//! One cell to one value (单元格), by the type of its field.
//!
//! Fourth step of reading. Ranges, lengths, required fields and rules between fields are checked by the catalog
//! afterwards; here it is decided what the clerk wrote.

use std::borrow::Cow;
use std::collections::HashMap;

use catalog::{Catalog, CodeItem, CodeList, FieldDef, FieldType, factor};
use jiff::civil::Date;
use rust_decimal::Decimal;
use terms::{
    CreditCode, CreditCodeError, Fen, Grade, IdNumber, IdNumberError, Kilograms, Phone, PhoneError,
    Plate, PlateColour, PlateError, Point, PointError, RouteCode, RouteCodeError, Stake,
    StakeError, Value, plain, read_date, read_date_time, read_decimal, read_time, scaled,
    to_half_width,
};

use crate::moment::{self, NoMoment};
use crate::number::{exact, fit};
use crate::table::Cell;

/// What is wrong with one cell; its place is known by whoever asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) rule: &'static str,
    pub(crate) grade: Grade,
    pub(crate) what: String,
    pub(crate) mend: String,
}

impl Fault {
    fn must(rule: &'static str, what: impl Into<String>, mend: impl Into<String>) -> Fault {
        Fault { rule, grade: Grade::Must, what: what.into(), mend: mend.into() }
    }

    fn verify(rule: &'static str, what: impl Into<String>, mend: impl Into<String>) -> Fault {
        Fault { rule, grade: Grade::Verify, what: what.into(), mend: mend.into() }
    }
}

/// What a cell gave: a value, or faults, or a value with a remark.
type Taken = Result<Option<Value>, Fault>;

/// The unit that the numbers of a column are written in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written<'c> {
    /// Unit of the header; `None` for the field's own.
    pub(crate) unit: Option<&'c str>,
    /// Kept units per written unit.
    pub(crate) factor: Decimal,
}

/// Whether a text is what whoever may not see personal data gets in place of it: stars, or a first character and stars.
fn is_masked(text: &str) -> bool {
    let star = |mark: char| mark == '*' || mark == '＊';
    let seen = seen(text);
    let rest = seen.trim().trim_end_matches(star);
    rest.len() < seen.trim().len() && rest.chars().count() <= 1
}

/// Reads cells; keeps what is needed for every row.
pub(crate) struct CellReader<'c> {
    catalog: &'c Catalog,
    words: HashMap<&'c str, HashMap<&'c str, usize>>,
    buffer: String,
    /// The day on which offered words must be in force; any day when there is none.
    pub(crate) day: Option<Date>,
    /// Serial numbers without a date format count from 1904, as the workbook's others do.
    pub(crate) since_1904: bool,
    /// Remarks about cells that were taken.
    pub(crate) remarks: Vec<Fault>,
}

impl<'c> CellReader<'c> {
    pub(crate) fn new(catalog: &'c Catalog) -> CellReader<'c> {
        CellReader {
            catalog,
            words: HashMap::new(),
            buffer: String::new(),
            day: None,
            since_1904: false,
            remarks: Vec::new(),
        }
    }

    /// The value of a cell; `Ok(None)` when nothing is written in it.
    pub(crate) fn read(
        &mut self,
        field: &'c FieldDef,
        written: Written<'_>,
        cell: &Cell<'_>,
    ) -> Taken {
        if cell.is_blank() || (is_placeholder(cell) && !takes_any_text(&field.ty)) {
            return Ok(None);
        }
        if let Some(error) = formula_error(cell) {
            return Err(Fault::must(
                "formula_error",
                format!("公式出错，显示为 {error}"),
                "请改正公式，或直接填写数值",
            ));
        }
        if let Cell::Text(text) = cell
            && field.private
            && is_masked(text)
        {
            return Err(Fault::must(
                "masked",
                format!("“{}”是隐去了的个人信息，导入会盖掉真实内容", shortened(text.trim())),
                "请填真实内容；看不到的，请有权限看个人信息的人导出后再改",
            ));
        }
        match &field.ty {
            FieldType::Text { .. } => self.text(cell, false),
            FieldType::LongText => self.text(cell, true),
            FieldType::Integer => self.number(field, written, cell, 0),
            FieldType::Decimal { places } => self.number(field, written, cell, *places),
            FieldType::Money | FieldType::Mass => self.number(field, written, cell, 0),
            FieldType::Date => self.date(cell),
            FieldType::Time => self.time(cell),
            FieldType::DateTime => self.date_time(cell),
            FieldType::YesNo => yes_no(cell, &mut self.buffer),
            FieldType::Code { list } => self.code(list, cell, false),
            FieldType::Division => self.code("division", cell, true),
            FieldType::Person => self.person(cell),
            FieldType::Organisation | FieldType::Link { .. } => self.text(cell, false),
            FieldType::Indicator => self.indicator(cell),
            FieldType::Road => self.parsed(
                cell,
                |text| text.parse::<RouteCode>().map(|it| it.to_string()),
                road_fault,
            ),
            FieldType::Stake => self.stake(cell),
            FieldType::Plate => self.parsed(
                cell,
                |text| text.parse::<Plate>().map(|it| it.to_string()),
                plate_fault,
            ),
            FieldType::Phone => self.parsed(
                cell,
                |text| text.parse::<Phone>().map(|it| it.to_string()),
                phone_fault,
            ),
            FieldType::IdNumber => self.parsed(
                cell,
                |text| text.parse::<IdNumber>().map(|it| it.to_string()),
                id_fault,
            ),
            FieldType::CreditCode => self.parsed(
                cell,
                |text| text.parse::<CreditCode>().map(|it| it.to_string()),
                credit_fault,
            ),
            FieldType::File => self.file(cell),
            FieldType::Point => self.parsed(
                cell,
                |text| text.parse::<Point>().map(|it| it.to_string()),
                point_fault,
            ),
            FieldType::Lines { .. } => Ok(None),
        }
    }

    /// A plate whose colour stands in a column of its own.
    pub(crate) fn plate(&mut self, cell: &Cell<'_>, colour: &Cell<'_>) -> Taken {
        let (Some(number), Some(colour)) = (self.as_text(cell)?, self.as_text(colour)?) else {
            return Ok(None);
        };
        let said: PlateColour =
            colour.parse().map_err(|err| plate_fault(&shortened(&colour), err))?;
        let plate = match number.parse::<Plate>() {
            Ok(plate)
                if plate.colour() == said
                    || (said == PlateColour::Green && Plate::new(plate.number(), said).is_ok()) =>
            {
                plate
            }
            Ok(plate) if Plate::new(&number, said).is_err() => {
                return Err(Fault::must(
                    "plate",
                    format!("号牌“{number}”应为{}，颜色一列写的是“{colour}”", plate.colour()),
                    "请核对号牌和颜色",
                ));
            }
            Ok(_) | Err(_) => {
                Plate::new(&number, said).map_err(|err| plate_fault(&shortened(&number), err))?
            }
        };
        Ok(Some(Value::Text(plate.to_string())))
    }

    /// The number of a cell in the unit it is written in, for 合计 rows; `None` when there is none.
    pub(crate) fn plain_number(&mut self, cell: &Cell<'_>) -> Option<Decimal> {
        match cell {
            Cell::Number { value, .. } => exact(*value, &mut self.buffer),
            Cell::Text(text) => read_decimal(text),
            Cell::Empty | Cell::Moment { .. } | Cell::YesNo(_) | Cell::Error(_) => None,
        }
    }

    /// What stands in a cell that holds text, as text; numbers as the clerk sees them.
    fn as_text<'t>(&mut self, cell: &'t Cell<'_>) -> Result<Option<Cow<'t, str>>, Fault> {
        let text = match cell {
            Cell::Empty => return Ok(None),
            Cell::Text(text) => Cow::Borrowed(text.trim()),
            Cell::Number { value, .. } => {
                let number = exact(*value, &mut self.buffer)
                    .ok_or_else(|| not_a_number(&value.to_string()))?;
                if number.abs() >= Decimal::from(1_000_000_000_000_000_i64) {
                    return Err(digits_lost());
                }
                Cow::Owned(plain(number))
            }
            Cell::Moment { serial, since_1904 } => {
                let day = moment::date_time(*serial, *since_1904).map_err(no_moment)?;
                let shown = if day.time() == jiff::civil::Time::midnight() {
                    Value::Date(day.date())
                } else {
                    Value::DateTime(day)
                };
                let text = shown.canonical();
                self.remarks.push(Fault::verify(
                    "date_in_text",
                    format!("表格软件把这一格当作了日期，按“{text}”读入"),
                    "如果原来不是日期，请把该列设为文本格式后重新填写",
                ));
                Cow::Owned(text)
            }
            Cell::YesNo(yes) => Cow::Borrowed(if *yes { "是" } else { "否" }),
            Cell::Error(text) => Cow::Owned(text.clone()),
        };
        Ok(if text.is_empty() { None } else { Some(text) })
    }

    fn text(&mut self, cell: &Cell<'_>, several_lines: bool) -> Taken {
        let Some(text) = self.as_text(cell)? else { return Ok(None) };
        let plain = text.chars().all(|it| !it.is_control() && !is_invisible(it));
        if plain {
            return Ok(Some(Value::Text(text.into_owned())));
        }
        let mut cleaned = String::with_capacity(text.len());
        let mut removed = 0_usize;
        for mark in text.chars() {
            match mark {
                '\n' if several_lines => cleaned.push('\n'),
                '\n' | '\t' if !several_lines => cleaned.push(' '),
                '\t' => cleaned.push(' '),
                '\r' => {}
                mark if mark.is_control() || is_invisible(mark) => removed += 1,
                mark => cleaned.push(mark),
            }
        }
        if removed > 0 {
            self.remarks.push(Fault::verify(
                "control_characters",
                format!("有 {removed} 个看不见的控制字符，已去掉"),
                "多半是从网页或其他系统复制时带来的，请核对文字是否完整",
            ));
        }
        let cleaned = cleaned.trim();
        Ok(if cleaned.is_empty() { None } else { Some(Value::Text(cleaned.to_owned())) })
    }

    fn person(&mut self, cell: &Cell<'_>) -> Taken {
        let Some(Value::Text(name)) = self.text(cell, false)? else { return Ok(None) };
        if name.contains(['、', '，', ',', ';', '；', '/']) {
            self.remarks.push(Fault::verify(
                "one_person",
                format!("“{}”像是几个人", shortened(&name)),
                "一格写一个人；有几个人的请分行填写",
            ));
            return Ok(Some(Value::Text(name)));
        }
        if !name.contains([' ', '\u{3000}', '\u{a0}']) {
            return Ok(Some(Value::Text(name)));
        }
        // 张 三 is 张三; the spaces of a name in Latin letters belong to it.
        let chinese = name.chars().all(|it| it.is_whitespace() || u32::from(it) > 0x2e7f);
        let name =
            if chinese { name.chars().filter(|it| !it.is_whitespace()).collect() } else { name };
        Ok(Some(Value::Text(name)))
    }

    fn number(
        &mut self,
        field: &FieldDef,
        written: Written<'_>,
        cell: &Cell<'_>,
        places: u32,
    ) -> Taken {
        let (number, factor, is_double) = match cell {
            Cell::Number { value, percent } => {
                let number = exact(*value, &mut self.buffer)
                    .ok_or_else(|| not_a_number(&value.to_string()))?;
                let hundred = *percent && field.unit.as_deref() == Some("%");
                (number, if hundred { Decimal::ONE_HUNDRED } else { written.factor }, true)
            }
            Cell::Text(text) => {
                let (number, factor) = self.number_in_text(field, written, text)?;
                (number, factor, false)
            }
            Cell::Moment { .. } => {
                return Err(Fault::must(
                    "date_in_number",
                    "这一列应是数字，这一格却是日期格式",
                    "请把单元格格式改为“常规”，核对数字后再导入",
                ));
            }
            Cell::YesNo(_) => {
                return Err(Fault::must("number", "这一列应是数字，这一格却是逻辑值", "请填数字"));
            }
            Cell::Empty | Cell::Error(_) => return Ok(None),
        };
        let too_large = || {
            Fault::must(
                "number",
                format!("{} 太大，超出能记的范围", plain(number)),
                "请核对数字和单位",
            )
        };
        let kept = number.checked_mul(factor).ok_or_else(too_large)?;
        let Some(kept) = fit(kept, places, is_double) else {
            return Err(too_many_places(field, written, number, places));
        };
        let whole = || i64::try_from(kept.trunc()).map_err(|_| too_large());
        Ok(Some(if matches!(field.ty, FieldType::Integer) {
            Value::Integer(whole()?)
        } else if matches!(field.ty, FieldType::Money) {
            Value::Money(Fen(whole()?))
        } else if matches!(field.ty, FieldType::Mass) {
            Value::Mass(Kilograms(whole()?))
        } else {
            scaled(kept, places).ok_or_else(too_large)?;
            Value::Decimal(kept.normalize())
        }))
    }

    /// `12.5`, `１２．５`, `1,234.50`, `35%`, `12.5亩`, `300万元`.
    fn number_in_text(
        &mut self,
        field: &FieldDef,
        written: Written<'_>,
        text: &str,
    ) -> Result<(Decimal, Decimal), Fault> {
        let text = text.trim();
        if let Some(number) = read_decimal(text) {
            return Ok((number, written.factor));
        }
        let half = to_half_width(text);
        let half = half.trim().trim_start_matches(['¥', '￥']);
        if let Some(number) = read_decimal(half) {
            return Ok((number, written.factor));
        }
        let digits = half
            .find(|it: char| !it.is_ascii_digit() && !matches!(it, '.' | ',' | '-' | '+' | ' '))
            .unwrap_or(half.len());
        let (number, unit) = half.split_at(digits);
        let unit = match unit.trim() {
            "kg" | "KG" | "公斤" => "千克",
            "t" | "T" => "吨",
            unit => unit,
        };
        if let Some(number) = read_decimal(number) {
            if unit == "%"
                && field.unit.as_deref() != Some("%")
                && !matches!(field.ty, FieldType::Money | FieldType::Mass)
            {
                return number
                    .checked_div(Decimal::ONE_HUNDRED)
                    .map(|it| (it, Decimal::ONE))
                    .ok_or_else(|| not_a_number(text));
            }
            let known =
                matches!(field.ty, FieldType::Money | FieldType::Mass) || field.unit.is_some();
            let own = field.unit.as_deref() == Some(unit);
            if own || (known && catalog::is_known_unit(unit)) {
                match factor(&field.ty, field.unit.as_deref(), unit) {
                    Some(factor) => return Ok((number, factor)),
                    None => {
                        let wanted = unit_of(field).unwrap_or("本列的单位");
                        return Err(Fault::must(
                            "unit",
                            format!("“{}”的单位与本列不符", shortened(text)),
                            format!("请按{wanted}填写数字"),
                        ));
                    }
                }
            }
        }
        if let Some(unit) = written.unit.filter(|it| half.ends_with(it)) {
            return Err(Fault::must(
                "number",
                format!("“{}”不是数字", shortened(text)),
                format!("表头已写明单位“{unit}”，请只填数字"),
            ));
        }
        Err(not_a_number(text))
    }

    fn date(&mut self, cell: &Cell<'_>) -> Taken {
        match cell {
            Cell::Moment { serial, since_1904 } => moment::date(*serial, *since_1904)
                .map(|it| Some(Value::Date(it)))
                .map_err(no_moment),
            Cell::Number { value, .. } => self.date_in_number(*value).map(Some),
            Cell::Text(text) => match read_date(text).or_else(|| midnight(text)) {
                Some(day) => Ok(Some(Value::Date(day))),
                None => Err(not_a_date(text)),
            },
            Cell::Empty | Cell::Error(_) => Ok(None),
            Cell::YesNo(_) => Err(not_a_date("逻辑值")),
        }
    }

    /// A number without a date format: 44377 is a serial number, 20210630 the day itself.
    fn date_in_number(&mut self, value: f64) -> Result<Value, Fault> {
        let text = exact(value, &mut self.buffer).map(plain).unwrap_or_default();
        if text.len() == 8
            && let Some(day) = read_date(&text)
        {
            return Ok(Value::Date(day));
        }
        // 1950 to 2100: smaller and larger numbers are more likely something else.
        if (18_264.0..=73_415.0).contains(&value) {
            return moment::date(value, self.since_1904).map(Value::Date).map_err(no_moment);
        }
        Err(not_a_date(&text))
    }

    fn time(&mut self, cell: &Cell<'_>) -> Taken {
        let fault = |text: &str| {
            let text = shortened(text);
            Fault::must("time", format!("“{text}”不是时间"), "请写成 08:30 或 8时30分")
        };
        match cell {
            Cell::Moment { serial: value, .. } | Cell::Number { value, .. } => {
                match moment::time(*value) {
                    Some(time) => Ok(Some(Value::Time(time))),
                    None => Err(fault(&value.to_string())),
                }
            }
            Cell::Text(text) => {
                read_time(text).map(|it| Some(Value::Time(it))).ok_or_else(|| fault(text))
            }
            Cell::Empty | Cell::Error(_) => Ok(None),
            Cell::YesNo(_) => Err(fault("逻辑值")),
        }
    }

    fn date_time(&mut self, cell: &Cell<'_>) -> Taken {
        let fault = |text: &str| {
            let mend = if read_date(text).is_some() {
                "请补上时间，写成 2021-06-30 08:30"
            } else {
                "请写成 2021-06-30 08:30"
            };
            Fault::must("date_time", format!("“{}”不是日期时间", shortened(text)), mend)
        };
        match cell {
            Cell::Moment { serial, since_1904 } => moment::date_time(*serial, *since_1904)
                .map(|it| Some(Value::DateTime(it)))
                .map_err(no_moment),
            Cell::Number { value, .. } if (18_264.0..=73_415.0).contains(value) => {
                moment::date_time(*value, self.since_1904)
                    .map(|it| Some(Value::DateTime(it)))
                    .map_err(no_moment)
            }
            Cell::Number { value, .. } => Err(fault(&value.to_string())),
            Cell::Text(text) => {
                read_date_time(text).map(|it| Some(Value::DateTime(it))).ok_or_else(|| fault(text))
            }
            Cell::Empty | Cell::Error(_) => Ok(None),
            Cell::YesNo(_) => Err(fault("逻辑值")),
        }
    }

    /// A word of a code list; the code is kept, of a division its name.
    fn code(&mut self, list: &str, cell: &Cell<'_>, keep_label: bool) -> Taken {
        let Some(word) = self.as_text(cell)? else { return Ok(None) };
        let Some((id, list)) = self.catalog.codes.get_key_value(list) else {
            return Err(Fault::must(
                "code",
                format!("没有代码表“{list}”"),
                "请联系系统管理员补上代码表",
            ));
        };
        let words = self.words.entry(id.as_str()).or_insert_with(|| words_of(list));
        let found = words.get(word.as_ref()).copied().or_else(|| {
            let tight: String =
                to_half_width(&word).chars().filter(|it| !it.is_whitespace()).collect();
            words.get(tight.as_str()).copied()
        });
        match found.and_then(|at| list.items.get(at)) {
            Some(item) => Ok(Some(Value::Text(if keep_label {
                item.label.clone()
            } else {
                item.code.clone()
            }))),
            None => Err(unknown_word(list, &word, self.day)),
        }
    }

    fn indicator(&mut self, cell: &Cell<'_>) -> Taken {
        let Some(word) = self.as_text(cell)? else { return Ok(None) };
        let word = word.trim();
        match self.catalog.indicator(word) {
            Some(found) => Ok(Some(Value::Text(found.id.clone()))),
            None => Err(Fault::must(
                "known_indicator",
                format!("没有指标“{word}”"),
                self.catalog.instead_of_indicator(word),
            )),
        }
    }

    fn stake(&mut self, cell: &Cell<'_>) -> Taken {
        let Some(text) = self.as_text(cell)? else { return Ok(None) };
        text.parse::<Stake>()
            .map(|it| Some(Value::Stake(it)))
            .map_err(|err| stake_fault(&shortened(&text), err))
    }

    fn file(&mut self, cell: &Cell<'_>) -> Taken {
        let Some(text) = self.as_text(cell)? else { return Ok(None) };
        if text.len() == 64 && text.bytes().all(|it| it.is_ascii_hexdigit()) {
            return Ok(Some(Value::Text(text.to_ascii_lowercase())));
        }
        self.remarks.push(Fault {
            rule: "attachment",
            grade: Grade::Improve,
            what: format!("附件“{}”不能随表格导入", shortened(&text)),
            mend: "请在导入后打开该记录，单独上传附件".to_owned(),
        });
        Ok(None)
    }

    fn parsed<E>(
        &mut self,
        cell: &Cell<'_>,
        parse: impl Fn(&str) -> Result<String, E>,
        fault: impl Fn(&str, E) -> Fault,
    ) -> Taken {
        let Some(text) = self.as_text(cell)? else { return Ok(None) };
        parse(&text).map(|it| Some(Value::Text(it))).map_err(|err| fault(&shortened(&text), err))
    }
}

/// The unit that people write a field's numbers in.
pub(crate) fn unit_of(field: &FieldDef) -> Option<&str> {
    if matches!(field.ty, FieldType::Money) {
        return Some("元");
    }
    if matches!(field.ty, FieldType::Mass) {
        return Some("千克");
    }
    field.unit.as_deref().filter(|_| field.ty.is_number())
}

/// A stroke with which clerks fill a cell that stays empty, with or without marks that nobody sees.
pub(crate) fn is_placeholder(cell: &Cell<'_>) -> bool {
    let stroke = |it: char| matches!(it, '-' | '－' | '—' | '–' | '/' | '／' | '\\');
    let only_strokes =
        |text: &&str| text.chars().all(|it| stroke(it) || it.is_whitespace() || is_unseen(it));
    let Some(text) = cell.text().filter(only_strokes) else { return false };
    matches!(seen(text).trim(), "-" | "--" | "－" | "—" | "——" | "–" | "/" | "／" | "\\")
}

/// Types in which a stroke is text like any other.
fn takes_any_text(ty: &FieldType) -> bool {
    matches!(
        ty,
        FieldType::Text { .. }
            | FieldType::LongText
            | FieldType::Organisation
            | FieldType::Link { .. }
    )
}

fn formula_error<'t>(cell: &'t Cell<'_>) -> Option<&'t str> {
    match cell {
        Cell::Error(error) => Some(error),
        Cell::Text(text) if text.contains('#') => {
            let known = ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"];
            let seen = seen(text);
            known.into_iter().find(|it| seen.trim() == *it)
        }
        Cell::Text(_)
        | Cell::Empty
        | Cell::Number { .. }
        | Cell::Moment { .. }
        | Cell::YesNo(_) => None,
    }
}

/// A text without the marks that nobody sees, which reading takes off: what a text is, is judged without them.
fn seen(text: &str) -> Cow<'_, str> {
    if text.contains(is_unseen) {
        Cow::Owned(text.chars().filter(|it| !is_unseen(*it)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn is_unseen(mark: char) -> bool {
    mark.is_control() || is_invisible(mark)
}

pub(crate) fn is_invisible(mark: char) -> bool {
    matches!(mark, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

fn midnight(text: &str) -> Option<Date> {
    text.trim().strip_suffix("T00:00:00").and_then(read_date)
}

fn words_of(list: &CodeList) -> HashMap<&str, usize> {
    let mut words = HashMap::new();
    for (at, item) in list.items.iter().enumerate() {
        words.entry(item.label.as_str()).or_insert(at);
    }
    for (at, item) in list.items.iter().enumerate() {
        for word in std::iter::once(&item.code).chain(&item.aliases) {
            words.entry(word.as_str()).or_insert(at);
        }
    }
    words
}

fn unknown_word(list: &CodeList, word: &str, day: Option<Date>) -> Fault {
    const SHOWN: usize = 12;
    let near = |it: &CodeItem| {
        let words = std::iter::once(&it.label).chain(&it.aliases);
        words.map(|it| distance(word, it)).min().unwrap_or(usize::MAX)
    };
    let in_force = list.items.iter().filter(|it| day.is_none_or(|day| it.in_force(day)));
    let mut items: Vec<(usize, &str)> = in_force.map(|it| (near(it), it.label.as_str())).collect();
    let mend = if items.len() <= SHOWN {
        let words: Vec<&str> = items.iter().map(|it| it.1).collect();
        format!("可填：{}", words.join("、"))
    } else {
        items.sort();
        let words: Vec<&str> = items.iter().take(5).map(|it| it.1).collect();
        format!("最接近的有：{}；全部写法见“{}”代码表", words.join("、"), list.title)
    };
    Fault::must("code", format!("“{}”不在“{}”的代码表里", shortened(word), list.title), mend)
}

/// How many characters must be changed, added or taken away.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, mark) in one.chars().take(50).enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (column, wanted) in other.iter().enumerate() {
            let change = corner + usize::from(mark != *wanted);
            corner = row[column + 1];
            row[column + 1] = change.min(corner + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

fn yes_no(cell: &Cell<'_>, buffer: &mut String) -> Taken {
    let word = match cell {
        Cell::YesNo(yes) => return Ok(Some(Value::YesNo(*yes))),
        Cell::Number { value, .. } => exact(*value, buffer).map(plain).unwrap_or_default(),
        Cell::Text(text) => to_half_width(text.trim()).to_ascii_uppercase(),
        Cell::Moment { .. } => "日期".to_owned(),
        Cell::Empty | Cell::Error(_) => return Ok(None),
    };
    match word.trim() {
        "是" | "有" | "√" | "✓" | "✔" | "☑" | "对" | "Y" | "YES" | "TRUE" | "1" => {
            Ok(Some(Value::YesNo(true)))
        }
        "否" | "无" | "没有" | "不是" | "×" | "✗" | "✘" | "☐" | "X" | "N" | "NO" | "FALSE"
        | "0" => Ok(Some(Value::YesNo(false))),
        word => Err(Fault::must(
            "yes_no",
            format!("“{}”看不出是还是否", shortened(word)),
            "请填“是”或“否”",
        )),
    }
}

fn not_a_number(text: &str) -> Fault {
    Fault::must(
        "number",
        format!("“{}”不是数字", shortened(text)),
        "请只填数字，不写“约”“多”等字，不写算式",
    )
}

fn too_many_places(field: &FieldDef, written: Written<'_>, number: Decimal, places: u32) -> Fault {
    let number = plain(number);
    let unit = written.unit.or(unit_of(field)).unwrap_or("");
    let (what, mend) = if matches!(field.ty, FieldType::Integer) {
        (format!("{number}{unit} 不是整数"), "请填整数".to_owned())
    } else if matches!(field.ty, FieldType::Money) {
        (format!("{number}{unit} 有不到一分的零头"), "金额最多记到分，请核对".to_owned())
    } else if matches!(field.ty, FieldType::Mass) {
        (format!("{number}{unit} 有不到一千克的零头"), "质量记到千克，请核对数字和单位".to_owned())
    } else {
        let kept = unit_of(field).map_or(String::new(), |it| format!("（单位：{it}）"));
        (
            format!("{number}{unit} 的小数多于本栏能记的位数"),
            format!("本栏记到小数点后 {places} 位{kept}，请先四舍五入"),
        )
    };
    Fault::must("places", what, mend)
}

fn digits_lost() -> Fault {
    Fault::must(
        "digits_lost",
        "这一格是数字格式，表格软件只保留前 15 位，后面的数字已经变成 0",
        "请把该列设为“文本”格式，再按证件重新填写全部数字",
    )
}

fn not_a_date(text: &str) -> Fault {
    Fault::must(
        "date",
        format!("“{}”不是日期", shortened(text)),
        "请写成 2021-06-30、2021.6.30 或 2021年6月30日，年月日都要有",
    )
}

fn no_moment(why: NoMoment) -> Fault {
    match why {
        NoMoment::LeapDay => Fault::must("date", "1900 年没有 2 月 29 日", "请核对日期"),
        NoMoment::Range => Fault::must(
            "date",
            "日期不在 1900 年至 2200 年之间",
            "请核对日期，或把该列改为日期格式后重新填写",
        ),
        NoMoment::HasTime => {
            Fault::must("date", "日期后面还带着钟点，本栏只记日期", "请去掉钟点，只留年月日")
        }
    }
}

fn road_fault(text: &str, err: RouteCodeError) -> Fault {
    let what = match err {
        RouteCodeError::Form { .. } => format!("“{text}”不是路线编号"),
        RouteCodeError::Grade { .. } => format!("“{text}”写了两种公路等级"),
        RouteCodeError::Number { .. } => format!("“{text}”的编号不符合这一等级公路的编号规则"),
    };
    Fault::must("road", what, "请写路线编号，如 G107、S260、X385")
}

fn stake_fault(text: &str, err: StakeError) -> Fault {
    let (what, mend) = match err {
        StakeError::Form { .. } => (format!("“{text}”不是桩号"), "请写成 K24+450"),
        StakeError::Metres { .. } => {
            (format!("桩号“{text}”的米数不对"), "加号后面应是三位数 000 至 999，如 K24+450")
        }
        StakeError::Prefixed { .. } => {
            (format!("“{text}”带有左右线或匝道的字头"), "这里只记主线桩号，请写成 K24+450")
        }
        StakeError::Range { .. } => (format!("桩号“{text}”太大"), "请核对公里数"),
    };
    Fault::must("stake", what, mend)
}

fn plate_fault(text: &str, err: PlateError) -> Fault {
    let (what, mend) = match err {
        PlateError::Form { .. } => {
            (format!("“{text}”不是号牌"), "请写成“粤R12345 黄”；字母里没有 I 和 O")
        }
        PlateError::ColourMissing { .. } => (
            format!("号牌“{text}”没有写颜色"),
            "请在号牌后加颜色，如“粤R12345 黄”；导入的表也可另设“车牌颜色”一列",
        ),
        PlateError::ColourUnknown { .. } => (
            format!("“{text}”里的颜色不是号牌颜色"),
            "可填：蓝、黄、黑、白、绿、黄绿、渐变绿、其他",
        ),
        PlateError::ColourMismatch { .. } => {
            (format!("号牌“{text}”不会是这种颜色"), "请核对号牌和颜色")
        }
    };
    Fault::must("plate", what, mend)
}

// The numbers of persons are not repeated in findings: findings are printed and logged.

fn phone_fault(_: &str, err: PhoneError) -> Fault {
    match err {
        PhoneError::Form { masked } => Fault::must(
            "phone",
            format!("“{masked}”不是电话号码"),
            "请写 11 位手机号，或带区号的座机，如 0763-7801234",
        ),
        PhoneError::AreaMissing { masked } => {
            Fault::must("phone", format!("座机“{masked}”没有区号"), "请补上区号，如 0763-7801234")
        }
    }
}

fn id_fault(_: &str, err: IdNumberError) -> Fault {
    match err {
        IdNumberError::Form { masked } => Fault::must(
            "id_number",
            format!("“{masked}”不是 18 位身份证号"),
            "请按证件填写 18 位号码，并把该列设为文本格式",
        ),
        IdNumberError::BirthDate { masked } => Fault::must(
            "id_number",
            format!("身份证号“{masked}”的出生日期不存在"),
            "请对照证件核对第 7 至 14 位",
        ),
        IdNumberError::Check { masked } => Fault::must(
            "id_number",
            format!("身份证号“{masked}”的校验位不对"),
            "多半有一位写错，请对照证件核对",
        ),
    }
}

fn credit_fault(text: &str, err: CreditCodeError) -> Fault {
    match err {
        CreditCodeError::Form { .. } => Fault::must(
            "credit_code",
            format!("“{text}”不是 18 位统一社会信用代码"),
            "请对照营业执照填写；代码里没有字母 I、O、S、V、Z",
        ),
        CreditCodeError::Check { .. } => Fault::must(
            "credit_code",
            format!("统一社会信用代码“{text}”的校验位不对"),
            "多半有一位写错，请对照营业执照核对",
        ),
    }
}

fn point_fault(text: &str, err: PointError) -> Fault {
    match err {
        PointError::Form { .. } => Fault::must(
            "point",
            format!("“{text}”不是坐标"),
            "请写成“经度,纬度”，如 112.6331234,24.4671234",
        ),
        PointError::Range { .. } => Fault::must(
            "point",
            format!("坐标“{text}”超出范围"),
            "经度在前、纬度在后，请核对是否写反",
        ),
    }
}

/// What a finding quotes of a cell: a text of any length may stand where a date should.
pub(crate) fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(30) {
        Some((at, _)) => Cow::Owned(format!("{}…", &text[..at])),
        None => Cow::Borrowed(text),
    }
}
