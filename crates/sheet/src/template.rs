//! An empty workbook to fill in (空白模板): header, lists of words to choose from, and a sheet that explains.

use std::collections::BTreeMap;

use catalog::{Catalog, FieldDef, FieldType, LedgerDef};
use rust_xlsxwriter::{
    Color, DataValidation, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
};

use crate::cell::unit_of;
use crate::paper;
use crate::table::letters;
use crate::write::{PaperColumn, Rows, Sheets, WriteError, position};

/// Rows below the header that offer the words of code lists.
const OFFERED_ROWS: u32 = 5_000;
const CODE_SHEET: &str = "代码";

/// An empty workbook of a ledger.
///
/// # Errors
/// When the workbook cannot be put together.
pub fn template(catalog: &Catalog, def: &LedgerDef) -> Result<Vec<u8>, WriteError> {
    let sheets = Sheets::new(catalog, def, false);
    let words = Words::new(catalog, def);
    let mut workbook = Workbook::new();
    workbook.set_properties(&paper::properties(&format!("{}（模板）", def.title), 2000, 1, 1)?);
    workbook.push_worksheet(form(&paper::main_sheet(def), &sheets.main, &words)?);
    for child in &sheets.children {
        workbook.push_worksheet(form(
            &paper::sheet_name(&child.field.label),
            &child.columns,
            &words,
        )?);
    }
    workbook.push_worksheet(guide(catalog, def)?);
    if !words.lists.is_empty() {
        workbook.push_worksheet(words.sheet()?);
    }
    Ok(workbook.save_to_buffer()?)
}

fn form(
    name: &str,
    columns: &[PaperColumn<'_>],
    words: &Words<'_>,
) -> Result<Worksheet, WriteError> {
    let mut form = Worksheet::new();
    let rows = Rows::begin(&mut form, name, columns)?;
    let required = paper::header_format().set_font_color(Color::RGB(0x00C0_0000));
    for (at, column) in columns.iter().enumerate() {
        let at = position(at);
        let Some(field) = column.field() else {
            if let Some(choice) = words.choice("\u{0}state") {
                form.add_data_validation(1, at, OFFERED_ROWS, at, &choice)?;
            }
            continue;
        };
        if field.required {
            form.write_string_with_format(0, at, &column.header, &required)?;
        }
        let choice = if matches!(field.ty, FieldType::YesNo) {
            Some(DataValidation::new().allow_list_strings(&["是", "否"])?)
        } else {
            list_of(field).and_then(|it| words.choice(it))
        };
        if let Some(choice) = choice {
            let choice = choice
                .set_error_title("填写有误")?
                .set_error_message("请从下拉列表中选择")?
                .ignore_blank(true);
            form.add_data_validation(1, at, OFFERED_ROWS, at, &choice)?;
        }
    }
    rows.end(&mut form)?;
    Ok(form)
}

/// The code list that a field's words come from.
fn list_of(field: &FieldDef) -> Option<&str> {
    if let FieldType::Code { list } = &field.ty {
        return Some(list);
    }
    matches!(field.ty, FieldType::Division).then_some("division")
}

/// The words of the code lists, in a hidden sheet: a list inside a cell holds only 255 characters.
struct Words<'c> {
    lists: BTreeMap<String, (usize, Vec<&'c str>)>,
}

impl<'c> Words<'c> {
    fn new(catalog: &'c Catalog, def: &'c LedgerDef) -> Words<'c> {
        let mut wanted: BTreeMap<String, Vec<&'c str>> = BTreeMap::new();
        let children = def.lines().flat_map(|it| it.1.iter());
        for field in def.fields.iter().chain(children) {
            let Some(list) = list_of(field) else { continue };
            if let Some(codes) = catalog.codes.get(list) {
                wanted.insert(
                    list.to_owned(),
                    codes.items.iter().map(|it| it.label.as_str()).collect(),
                );
            }
        }
        if let Some(flow) = catalog.workflows.get(&def.workflow) {
            wanted.insert(
                "\u{0}state".to_owned(),
                flow.states.iter().map(|it| it.label.as_str()).collect(),
            );
        }
        let lists = wanted.into_iter().filter(|it| !it.1.is_empty()).enumerate();
        Words { lists: lists.map(|(at, (list, words))| (list, (at, words))).collect() }
    }

    fn choice(&self, list: &str) -> Option<DataValidation> {
        let (at, words) = self.lists.get(list)?;
        let column = letters(*at);
        let range = format!("='{CODE_SHEET}'!${column}$1:${column}${}", words.len());
        Some(DataValidation::new().allow_list_formula(Formula::new(range)))
    }

    fn sheet(&self) -> Result<Worksheet, WriteError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(CODE_SHEET)?.set_hidden(true);
        for (at, words) in self.lists.values() {
            for (row, word) in words.iter().enumerate() {
                sheet.write_string(u32::try_from(row).unwrap_or(u32::MAX), position(*at), *word)?;
            }
        }
        Ok(sheet)
    }
}

fn guide(catalog: &Catalog, def: &LedgerDef) -> Result<Worksheet, WriteError> {
    let mut sheet = Worksheet::new();
    sheet.set_name("填写说明")?;
    let head = paper::header_format();
    let plain =
        Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin);
    let title = Format::new().set_bold().set_font_size(14);
    sheet.write_string_with_format(0, 0, format!("{}填写说明", def.title), &title)?;
    sheet.write_string(1, 0, &def.about)?;
    sheet.write_string(
        2,
        0,
        "红字的栏目必填；列的顺序可以变，表头文字不要改；可写合计行，导入时核对、不导入；日期写成 2021-06-30。",
    )?;
    for (at, (word, width)) in
        [("栏目", 20.0), ("填什么", 14.0), ("必填", 10.0), ("单位", 8.0), ("说明", 70.0)]
            .iter()
            .enumerate()
    {
        sheet.write_string_with_format(4, position(at), *word, &head)?;
        sheet.set_column_width(position(at), *width)?;
    }
    let mut row = 5;
    let mut line = |label: &str, field: &FieldDef| -> Result<(), WriteError> {
        let need = if field.required {
            "必填"
        } else if field.required_when.is_empty() {
            ""
        } else {
            "有条件必填"
        };
        let cells =
            [label, field.ty.label(), need, unit_of(field).unwrap_or(""), &remark(catalog, field)];
        for (at, text) in cells.iter().enumerate() {
            sheet.write_string_with_format(row, position(at), *text, &plain)?;
        }
        row += 1;
        Ok(())
    };
    for field in &def.fields {
        line(&field.label, field)?;
        for child in def.line_fields(&field.name).unwrap_or_default() {
            line(&format!("{}·{}", field.label, child.label), child)?;
        }
    }
    Ok(sheet)
}

/// What the guide says of a field besides its type.
fn remark(catalog: &Catalog, field: &FieldDef) -> String {
    let how = match &field.ty {
        FieldType::Code { list } => words_of(catalog, list),
        FieldType::Division => words_of(catalog, "division"),
        FieldType::Plate => "号牌加颜色，如 粤R12345 黄".to_owned(),
        FieldType::Stake => "如 K24+450".to_owned(),
        FieldType::Road => "路线编号，如 S260".to_owned(),
        FieldType::IdNumber => "18 位，单元格设为文本格式".to_owned(),
        FieldType::Time => "如 08:30".to_owned(),
        FieldType::DateTime => "如 2021-06-30 08:30".to_owned(),
        FieldType::Point => "经度,纬度，如 112.6331234,24.4671234".to_owned(),
        FieldType::YesNo => "是或否".to_owned(),
        FieldType::Person => "一格一人".to_owned(),
        FieldType::File => "附件不随表格导入，导入后单独上传".to_owned(),
        FieldType::Lines { .. } => {
            format!("写在工作表“{}”里，每行先写所属记录的编号", paper::sheet_name(&field.label))
        }
        FieldType::Decimal { places } => format!("小数最多 {places} 位"),
        FieldType::Text { max } => format!("最多 {max} 字"),
        FieldType::Indicator => "指标的名称、登记号或编号，如“超限超载违章案件”".to_owned(),
        FieldType::LongText
        | FieldType::Integer
        | FieldType::Money
        | FieldType::Mass
        | FieldType::Date
        | FieldType::Organisation
        | FieldType::Phone
        | FieldType::CreditCode
        | FieldType::Link { .. } => String::new(),
    };
    let aliases = if field.aliases.is_empty() {
        String::new()
    } else {
        format!("表头也可写作：{}", field.aliases.join("、"))
    };
    [field.about.as_str(), &how, &aliases]
        .iter()
        .filter(|it| !it.is_empty())
        .map(|it| (*it).to_owned())
        .collect::<Vec<_>>()
        .join("；")
}

fn words_of(catalog: &Catalog, list: &str) -> String {
    const SHOWN: usize = 15;
    let Some(list) = catalog.codes.get(list) else { return String::new() };
    let words: Vec<&str> = list.items.iter().take(SHOWN).map(|it| it.label.as_str()).collect();
    let more = if list.items.len() > SHOWN { " 等" } else { "" };
    format!("可填：{}{more}", words.join("、"))
}
