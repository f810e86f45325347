//! A workbook with many rows (大工作簿): case records of the real ledger, 20 columns, all rules of the definition met.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use calamine::{Reader, Xlsx};
use rust_xlsxwriter::{Format, Workbook};
use serde_json::json;

use crate::say::say;

const COLUMNS: [&str; 20] = [
    "案件编号",
    "案件类别",
    "案由",
    "查处队伍",
    "案件来源",
    "立案日期",
    "当事人",
    "驾驶员",
    "所属企业",
    "车牌号",
    "货物",
    "路线",
    "桩号",
    "轴数",
    "车货总质量（千克）",
    "限值（千克）",
    "超限质量（千克）",
    "称重设备号",
    "检定有效期至",
    "告知日期",
];
/// Serial number of 2021-01-01 in a workbook.
const NEW_YEAR: u32 = 44_197;

/// Writes the workbook.
pub(crate) fn write(to: &Path, rows: u32) -> Result<()> {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = book.add_worksheet();
    for (column, title) in COLUMNS.iter().enumerate() {
        sheet.write(0, u16::try_from(column)?, *title)?;
    }
    for number in 1..=rows {
        let filed = NEW_YEAR + number % 150;
        let gross = 49_500 + number * 37 % 60_000;
        let goods = ["机制砂", "石灰石", "水泥", "碎石", "煤", "陶瓷原料"];
        let goods = goods[usize::try_from(number % 6)?];
        let words = [
            format!("测罚〔2021〕{number:06}号"),
            "超限超载".to_owned(),
            "违法超限运输".to_owned(),
            "县综合执法".to_owned(),
            "日常检查".to_owned(),
        ];
        for (column, word) in words.iter().enumerate() {
            sheet.write(number, u16::try_from(column)?, word)?;
        }
        sheet.write_with_format(number, 5, filed, &day)?;
        sheet.write(number, 6, format!("测试当事人{}", number % 9_000))?;
        sheet.write(number, 7, format!("测试驾驶员{}", number % 7_000))?;
        sheet.write(number, 8, format!("测试运输公司{}", number % 300))?;
        sheet.write(number, 9, format!("粤R{:05} 黄", number * 7 % 100_000))?;
        sheet.write(number, 10, goods)?;
        sheet.write(number, 11, ["S260", "G107", "S114"][usize::try_from(number % 3)?])?;
        sheet.write(number, 12, format!("K{}+{:03}", number % 90, number * 13 % 1_000))?;
        sheet.write(number, 13, 6)?;
        sheet.write(number, 14, gross)?;
        sheet.write(number, 15, 49_000)?;
        sheet.write(number, 16, gross - 49_000)?;
        sheet.write(number, 17, format!("CZ-{:03}", number % 40))?;
        sheet.write_with_format(number, 18, NEW_YEAR + 364, &day)?;
        sheet.write_with_format(number, 19, filed + 5, &day)?;
    }
    book.save(to).with_context(|| format!("cannot write {}", to.display()))?;
    Ok(())
}

/// Reads the workbook into cells and does nothing with them.
pub(crate) fn calamine_alone(file: &Path) -> Result<()> {
    let mut times = Vec::new();
    let mut height = 0;
    for _ in 0..5 {
        let started = Instant::now();
        let mut book: Xlsx<_> = Xlsx::new(BufReader::new(File::open(file)?))?;
        let name = book.sheet_names().into_iter().next().context("a sheet")?;
        height = book.worksheet_range(&name)?.height();
        times.push(started.elapsed());
    }
    ensure!(height > 1, "the workbook is empty");
    let bytes = std::fs::metadata(file)?.len();
    say("import.calamine", times, json!({ "rows": height - 1, "bytes": bytes }));
    Ok(())
}
