//! Reading `defs/map/*.csv` (读业务地图): objects, figures and quantities, one a line.

use std::collections::BTreeSet;

use super::node::File;
use crate::map::{MapNumber, MapObject, NumberHome, OfficeMap};

/// Reads one file of the map into it; `name` is the file's stem.
pub(crate) fn read(file: &File<'_>, name: &str, text: &str, map: &mut OfficeMap) {
    match name {
        "objects" => map.objects = rows(file, text, &["no", "title"]).iter().map(object).collect(),
        "figures" => map.figures = numbers(file, text),
        "quantities" => map.quantities = numbers(file, text),
        _ => file.fault(
            "unknown_file",
            0..0,
            "业务地图里没有这个文件",
            "只放 objects.csv、figures.csv、quantities.csv",
        ),
    }
}

/// One line by the names of its columns.
struct Line {
    cells: Vec<(String, String)>,
    number: u32,
    place: std::ops::Range<usize>,
}

impl Line {
    fn get(&self, column: &str) -> &str {
        self.cells.iter().find(|it| it.0 == column).map_or("", |it| it.1.as_str())
    }

    fn word(&self, column: &str) -> Option<String> {
        Some(self.get(column)).filter(|it| !it.is_empty()).map(str::to_owned)
    }
}

fn rows(file: &File<'_>, text: &str, needed: &[&str]) -> Vec<Line> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let heads: Vec<String> = reader
        .headers()
        .map(|it| it.iter().map(|it| it.trim_start_matches('\u{feff}').to_owned()).collect())
        .unwrap_or_default();
    for column in needed.iter().filter(|it| !heads.iter().any(|head| head == **it)) {
        file.fault("csv", 0..0, format!("缺少 {column} 列"), "首行写列名");
    }
    let (mut lines, mut seen) = (Vec::new(), BTreeSet::new());
    for row in reader.records() {
        let Ok(row) = row else {
            file.fault("csv", 0..0, "有一行读不出", "检查引号和编码");
            continue;
        };
        let at = row.position().map_or(0, |it| usize::try_from(it.byte()).unwrap_or(0));
        let cells = heads.iter().cloned().zip(row.iter().map(|it| it.trim().to_owned())).collect();
        let number = row.position().map_or(0, |it| u32::try_from(it.line()).unwrap_or(0));
        let line = Line { cells, number, place: at..at };
        if line.get("no").is_empty() || !seen.insert(line.get("no").to_owned()) {
            let what = format!("编号“{}”是空的或写了两次", line.get("no"));
            file.fault("map", line.place.clone(), what, "每行一个编号");
            continue;
        }
        lines.push(line);
    }
    lines
}

fn object(line: &Line) -> MapObject {
    MapObject {
        no: line.get("no").to_owned(),
        title: line.get("title").to_owned(),
        same: line.word("same"),
        command: line.word("command"),
        why: line.get("why").to_owned(),
        line: line.number,
    }
}

fn numbers(file: &File<'_>, text: &str) -> Vec<MapNumber> {
    let lines = rows(file, text, &["no", "printed", "unit", "what", "figure", "record", "why"]);
    lines.iter().map(|line| number(file, line)).collect()
}

fn number(file: &File<'_>, line: &Line) -> MapNumber {
    let home = match (line.word("figure"), line.word("record")) {
        (Some(figure), None) => NumberHome::Figure(figure),
        (None, Some(record)) => record_home(file, line, &record),
        (None, None) if !line.get("why").is_empty() => NumberHome::Words,
        (None, None) => NumberHome::None,
        (Some(_), Some(_)) => {
            file.fault("map", line.place.clone(), "figure 和 record 只能写一个", "删去一个");
            NumberHome::None
        }
    };
    MapNumber {
        no: line.get("no").to_owned(),
        printed: line.get("printed").to_owned(),
        unit: line.get("unit").to_owned(),
        what: line.get("what").to_owned(),
        home,
        why: line.get("why").to_owned(),
        line: line.number,
    }
}

/// `works/project.length_km@S260-1`: ledger, field, key; looked up when everything has been read.
fn record_home(file: &File<'_>, line: &Line, text: &str) -> NumberHome {
    let parts = text.split_once('@').and_then(|(path, key)| {
        let (ledger, field) = path.rsplit_once('.')?;
        Some((ledger.to_owned(), field.to_owned(), key.to_owned()))
    });
    let Some((ledger, field, key)) = parts else {
        file.fault(
            "map",
            line.place.clone(),
            format!("“{text}”不是记录的写法"),
            "写 台账.字段@主键，如 works/project.length_km@S260-1",
        );
        return NumberHome::None;
    };
    let (of, name) = (ledger.clone(), field.clone());
    file.later(
        &line.place,
        Box::new(move |catalog, place| {
            if catalog.ledgers.get(&of).is_some_and(|it| it.field(&name).is_some()) {
                return Vec::new();
            }
            let what = format!("没有台账 {of} 的字段 {name}");
            vec![terms::Finding::must("map", place.clone(), what, "请改 record")]
        }),
    );
    NumberHome::Record { ledger, field, key }
}
