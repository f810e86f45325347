//! What exported cells and headers look like (式样): the same for workbook, CSV and template.

use catalog::{Catalog, FieldDef, FieldType, LedgerDef};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, XlsxError,
};
use terms::{IdNumber, Phone, Value};

use crate::cell::unit_of;
use crate::header::tidy;
use crate::moment;
use crate::number::double;

/// What is written in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shown {
    /// Text, never taken for a formula.
    Text(String),
    /// A number, or a day or time as a serial number.
    Number(f64),
}

/// The header of a field: its label, with the unit that its numbers are written in.
pub(crate) fn header(field: &FieldDef) -> String {
    match unit_of(field) {
        Some(unit) if !tidy(&field.label).ends_with(')') => format!("{}（{unit}）", field.label),
        Some(_) | None => field.label.clone(),
    }
}

/// The header of the workflow's state, one that no field of the ledger has.
pub(crate) fn state_header(catalog: &Catalog, def: &LedgerDef) -> Option<&'static str> {
    catalog.workflows.get(&def.workflow)?;
    let taken = |word: &str| {
        def.fields.iter().any(|it| it.label == word || it.aliases.iter().any(|alias| alias == word))
    };
    ["状态", "流转状态"].into_iter().find(|it| !taken(it))
}

/// The word for a state that reads back as the same state.
pub(crate) fn state_word(catalog: &Catalog, def: &LedgerDef, state: &str) -> String {
    let label = catalog.workflows.get(&def.workflow).and_then(|flow| {
        let found = flow.state(state)?;
        let back = flow.state_by_word(&found.label)?;
        (back.name == state).then(|| found.label.clone())
    });
    label.unwrap_or_else(|| state.to_owned())
}

/// The text of a value that reads back as the same value.
pub(crate) fn text(catalog: &Catalog, field: &FieldDef, value: &Value) -> String {
    if let (FieldType::Code { list }, Value::Text(code)) = (&field.ty, value)
        && let Some(list) = catalog.codes.get(list)
        && let Some(item) = list.item(code)
        && list.by_word(&item.label).is_some_and(|it| it.code == *code)
    {
        return item.label.clone();
    }
    if let (FieldType::Indicator, Value::Text(id)) = (&field.ty, value)
        && let Some(title) = catalog.indicator(id).map(|it| it.title.as_str())
        && catalog.indicator(title).is_some_and(|it| it.id == *id)
    {
        return title.to_owned();
    }
    value.canonical()
}

/// The cell of a value in a workbook.
pub(crate) fn shown(catalog: &Catalog, field: &FieldDef, value: &Value) -> Shown {
    let number = match value {
        Value::Integer(number) => double((*number).into()),
        Value::Decimal(number) => double(*number),
        Value::Money(fen) => double(fen.yuan()),
        Value::Mass(mass) => double(mass.0.into()),
        Value::Date(day) => moment::serial(day.to_datetime(jiff::civil::Time::midnight())),
        Value::DateTime(at) => moment::serial(*at),
        Value::Time(time) => Some(moment::fraction(*time)),
        Value::Text(_) | Value::Stake(_) | Value::YesNo(_) => None,
    };
    number.map_or_else(|| Shown::Text(text(catalog, field, value)), Shown::Number)
}

/// A private value as whoever may not see it gets it.
pub(crate) fn masked(field: &FieldDef, value: &Value) -> String {
    let text = value.canonical();
    let hidden = || "******".to_owned();
    if matches!(field.ty, FieldType::IdNumber) {
        return text.parse::<IdNumber>().map_or_else(|_| hidden(), |it| it.masked());
    }
    if matches!(field.ty, FieldType::Phone) {
        return text.parse::<Phone>().map_or_else(|_| hidden(), |it| it.masked());
    }
    if matches!(field.ty, FieldType::Person) {
        let mut marks = text.chars();
        let first = marks.next().map(String::from).unwrap_or_default();
        return format!("{first}{}", "*".repeat(marks.count().max(1)));
    }
    hidden()
}

/// How the numbers of a column are formatted; text is formatted as text, so that what clerks type stays as typed.
pub(crate) fn number_format(field: &FieldDef) -> String {
    match &field.ty {
        FieldType::Integer | FieldType::Mass => "0".to_owned(),
        FieldType::Decimal { places: 0 } => "0".to_owned(),
        FieldType::Decimal { places } => {
            format!("0.{}", "0".repeat(usize::try_from(*places).unwrap_or(0)))
        }
        FieldType::Money => "0.00".to_owned(),
        FieldType::Date => "yyyy-mm-dd".to_owned(),
        FieldType::Time => "hh:mm:ss".to_owned(),
        FieldType::DateTime => "yyyy-mm-dd hh:mm:ss".to_owned(),
        FieldType::Text { .. }
        | FieldType::LongText
        | FieldType::YesNo
        | FieldType::Code { .. }
        | FieldType::Person
        | FieldType::Organisation
        | FieldType::Division
        | FieldType::Road
        | FieldType::Stake
        | FieldType::Plate
        | FieldType::Phone
        | FieldType::IdNumber
        | FieldType::CreditCode
        | FieldType::File
        | FieldType::Point
        | FieldType::Link { .. }
        | FieldType::Indicator
        | FieldType::Lines { .. } => "@".to_owned(),
    }
}

/// Width of a column in characters.
pub(crate) fn width(field: &FieldDef) -> f64 {
    let wanted = match &field.ty {
        FieldType::LongText => 50.0,
        FieldType::Text { max } if *max > 60 => 32.0,
        FieldType::Indicator => 32.0,
        FieldType::Text { .. } | FieldType::Link { .. } | FieldType::Organisation => 20.0,
        FieldType::IdNumber | FieldType::CreditCode | FieldType::DateTime | FieldType::Point => {
            22.0
        }
        FieldType::Phone
        | FieldType::Plate
        | FieldType::Stake
        | FieldType::Code { .. }
        | FieldType::Division => 15.0,
        FieldType::YesNo | FieldType::Person | FieldType::Road => 10.0,
        FieldType::File => 20.0,
        FieldType::Integer
        | FieldType::Decimal { .. }
        | FieldType::Money
        | FieldType::Mass
        | FieldType::Date
        | FieldType::Time
        | FieldType::Lines { .. } => 13.0,
    };
    let label = u32::try_from(header(field).chars().count()).unwrap_or(20).min(20);
    f64::from(label * 2 + 3).max(wanted)
}

/// The style of header cells.
pub(crate) fn header_format() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0x00D9_E2F3))
}

/// Properties with a fixed day, so that the same rows give the same bytes.
pub(crate) fn properties(
    title: &str,
    year: u16,
    month: u8,
    day: u8,
) -> Result<DocProperties, XlsxError> {
    Ok(DocProperties::new()
        .set_title(title)
        .set_author("通途")
        .set_creation_datetime(&ExcelDateTime::from_ymd(year, month, day)?))
}

/// A name that a sheet may have: at most 31 characters, none of `[]:*?/\`, no apostrophe at its ends.
pub(crate) fn sheet_name(wanted: &str) -> String {
    let cleaned: String = wanted
        .chars()
        .filter(|it| !matches!(it, '[' | ']' | ':' | '*' | '?' | '/' | '\\') && !it.is_control())
        .collect();
    let name = begin(cleaned.trim_matches('\''), 31);
    let name = name.trim_end_matches('\'');
    if name.is_empty() || name.eq_ignore_ascii_case("history") {
        "工作表".to_owned()
    } else {
        name.to_owned()
    }
}

/// A name that a sheet may have and that none of `taken` is, as programs compare them: without regard to case. A number
/// is put behind a name that is taken.
pub(crate) fn unique_name(taken: &[String], wanted: &str) -> String {
    let plain = sheet_name(wanted);
    let is_free = |name: &String| taken.iter().all(|it| it.to_lowercase() != name.to_lowercase());
    if is_free(&plain) {
        return plain;
    }
    let begin = begin(&plain, 24);
    (2_u32..).map(|number| format!("{begin} {number}")).find(is_free).unwrap_or(plain)
}

/// The beginning of a text, at most so many UTF-16 units, in which spreadsheet programs count.
pub(crate) fn begin(text: &str, units: usize) -> &str {
    let mut length = 0;
    let end = text.char_indices().find(|(_, mark)| {
        length += mark.len_utf16();
        length > units
    });
    end.map_or(text, |(at, _)| &text[..at])
}

/// Name of the sheet of records, which no sheet of child rows has.
pub(crate) fn main_sheet(def: &LedgerDef) -> String {
    let name = sheet_name(&def.title);
    if def.lines().any(|it| sheet_name(&it.0.label) == name) || name == "填写说明" {
        sheet_name(&format!("台账 {name}"))
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_ones_that_programs_accept() {
        assert_eq!(sheet_name("出勤[1]/2:登记"), "出勤12登记");
        assert_eq!(sheet_name("'引号'"), "引号");
        assert_eq!(sheet_name(""), "工作表");
        assert_eq!(sheet_name(&"长".repeat(40)), "长".repeat(31));
        assert_eq!(sheet_name(&"𠀀".repeat(40)), "𠀀".repeat(15));
    }

    #[test]
    fn names_differ_without_regard_to_case_within_31_units() {
        let taken = ["Sheet1".to_owned(), "SHEET1 2".to_owned(), "𠀀".repeat(15)];
        assert_eq!(unique_name(&taken, "案件"), "案件");
        assert_eq!(unique_name(&taken, "sheet1"), "sheet1 3");
        assert_eq!(unique_name(&taken, &"𠀀".repeat(15)), format!("{} 2", "𠀀".repeat(12)));
    }
}
