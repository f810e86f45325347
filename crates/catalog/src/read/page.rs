//! Reading the pages of the screen (读页面).

use terms::Finding;

use super::node::{File, Table, Word};
use crate::{CalendarPage, FieldType, Pages};

pub(crate) fn read(file: &File<'_>) -> Pages {
    file.read("页面文件", |top| {
        let _ = top.text("about");
        let tiles = top.words("tiles");
        for tile in &tiles {
            check_tile(file, tile);
        }
        let reminders = top.word("reminders");
        if let Some(word) = &reminders {
            check_ledger(file, word);
        }
        let receiver = top.word("receiver");
        if let (Some(word), Some(ledger)) = (&receiver, &reminders) {
            check_field(file, &ledger.text, word, "人员", |ty| matches!(ty, FieldType::Person));
        }
        let notices = top.word("notices");
        if let Some(word) = &notices {
            check_ledger(file, word);
        }
        Pages {
            domains: top.tables("domains", "业务线").iter().map(domain).collect(),
            calendars: top.tables("calendar", "月历").iter().map(|it| calendar(file, it)).collect(),
            tiles: tiles.into_iter().map(|it| it.text).collect(),
            reminders: reminders.map(|it| it.text).unwrap_or_default(),
            receiver: receiver.map(|it| it.text).unwrap_or_default(),
            notices: notices.map(|it| it.text).unwrap_or_default(),
        }
    })
}

fn domain(table: &Table<'_, '_>) -> (String, String) {
    let domain = (table.need_word("name").text, table.need_text("title"));
    table.finish();
    domain
}

fn calendar(file: &File<'_>, table: &Table<'_, '_>) -> CalendarPage {
    let ledger = table.need_word("ledger");
    check_ledger(file, &ledger);
    let optional = |key: &str| table.word(key);
    let starts = table.need_word("starts");
    let (ends, place, reason) = (optional("ends"), optional("place"), optional("reason"));
    let people = table.words("people");
    let days = [Some(&starts), ends.as_ref()];
    for word in days.into_iter().flatten() {
        check_field(file, &ledger.text, word, "日期", |ty| {
            matches!(ty, FieldType::Date | FieldType::DateTime)
        });
    }
    for word in &people {
        check_field(file, &ledger.text, word, "人员", |ty| matches!(ty, FieldType::Person));
    }
    for word in [place.as_ref(), reason.as_ref()].into_iter().flatten() {
        check_field(file, &ledger.text, word, "文字", |ty| {
            !matches!(ty, FieldType::Lines { .. } | FieldType::File)
        });
    }
    let text = |word: Option<Word>| word.map(|it| it.text).unwrap_or_default();
    let page = CalendarPage {
        id: table.need_word("id").text,
        title: table.need_text("title"),
        ledger: ledger.text,
        starts: starts.text,
        ends: text(ends),
        place: text(place),
        people: people.into_iter().map(|it| it.text).collect(),
        reason: text(reason),
    };
    table.finish();
    page
}

fn check_tile(file: &File<'_>, word: &Word) {
    let id = word.text.clone();
    file.later(
        &word.span,
        Box::new(move |catalog, place| {
            if catalog.indicators.contains_key(&id) {
                return Vec::new();
            }
            let what = format!("没有指标“{id}”");
            vec![Finding::must("unknown_indicator", place.clone(), what, "改成已有的指标，或删去")]
        }),
    );
}

fn check_ledger(file: &File<'_>, word: &Word) {
    let id = word.text.clone();
    file.later(
        &word.span,
        Box::new(move |catalog, place| {
            if catalog.ledgers.contains_key(&id) {
                return Vec::new();
            }
            let what = format!("没有台账“{id}”");
            vec![Finding::must("unknown_ledger", place.clone(), what, "改成已有的台账，或删去")]
        }),
    );
}

fn check_field(
    file: &File<'_>,
    ledger: &str,
    word: &Word,
    kind: &'static str,
    fits: fn(&FieldType) -> bool,
) {
    let (ledger, name) = (ledger.to_owned(), word.text.clone());
    file.later(
        &word.span,
        Box::new(move |catalog, place| {
            let Some(def) = catalog.ledgers.get(&ledger) else { return Vec::new() };
            if def.field(&name).is_some_and(|it| fits(&it.ty)) {
                return Vec::new();
            }
            let what = format!("台账“{}”没有{kind}字段“{name}”", def.title);
            vec![Finding::must("unknown_field", place.clone(), what, "改成台账里的字段")]
        }),
    );
}
