//! Any text as a CSV file of any ledger: what is read is written and read again as the same rows.
#![no_main]

use fuzz::{CATALOG, ledger, rows, survive};
use libfuzzer_sys::fuzz_target;
use sheet::write_csv;

/// A byte of input is one of these, or one of the ledger's own labels.
const MARKS: [&str; 40] = [
    ",", ",", ",", ",", ",", "\n", "\n", "\n", "\"", "\"\"", ";", "\t", "\r", "'", "=", "-", "0", "1", "2.5", "2021-06-30",
    "2021.6.30", "2021-06-30 08:30", "08:30", "合计", "小计", "说明：", "序号", "状态", "（万元）", "粤R12345 黄", "张三", "是",
    "否", "K24+450", "S260", "13800138000", "112.6331234,24.4671234", "太平镇", "/", " ",
];

fuzz_target!(|bytes: &[u8]| {
    let Some(([pick, plain], rest)) = bytes.split_first_chunk::<2>() else { return };
    let def = ledger(*pick);
    let text = if plain % 2 == 1 {
        rest.to_vec()
    } else {
        let labels = def.fields.iter().map(|it| it.label.as_str());
        let words: Vec<&str> = MARKS.into_iter().chain(labels).collect();
        let all: String = rest.iter().map(|it| words[usize::from(*it) % words.len()]).collect();
        all.into_bytes()
    };
    let parts: Vec<(&str, &[u8])> =
        def.lines().take(1).map(|it| (it.0.label.as_str(), text.as_slice())).collect();
    let _ = survive(def, "a.csv", &text, &parts);
    let read = rows(survive(def, "a.csv", &text, &[]));
    if read.is_empty() {
        return;
    }
    let written = write_csv(&CATALOG, def, &read, false).expect("rows become text");
    let (main, children) = written.split_first().expect("the records have a file");
    let parts: Vec<(&str, &[u8])> = children
        .iter()
        .filter_map(|it| Some((it.label.as_deref()?, it.bytes.as_slice())))
        .collect();
    let again = survive(def, "b.csv", &main.bytes, &parts);
    let faults = format!("{:?}", again.findings);
    let states = |rows: Vec<catalog::Row>| -> Vec<_> {
        rows.into_iter()
            .map(|it| {
                (it.values, it.lines.into_iter().filter(|it| !it.1.is_empty()).collect::<Vec<_>>())
            })
            .collect()
    };
    assert_eq!(states(rows(again)), states(read), "{faults}");
});
