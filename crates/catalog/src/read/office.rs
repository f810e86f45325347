//! Reading the tree of offices (读机构).

use std::collections::BTreeSet;

use super::node::{File, Table};
use crate::{OfficeDef, Offices};

pub(crate) fn read(file: &File<'_>) -> Offices {
    file.read("机构文件", |top| {
        let _ = top.text("about");
        let all: Vec<OfficeDef> = top.tables("office", "机构").iter().map(office).collect();
        let span = top.span_of("office");
        let fault = |rule, what: String, mend: &str| file.fault(rule, span.clone(), what, mend);
        let mut seen = BTreeSet::new();
        for office in &all {
            if !seen.insert(office.name.as_str()) {
                fault("duplicate", format!("机构“{}”写了两次", office.name), "删去一个");
            }
        }
        let mut titles: BTreeSet<&str> = BTreeSet::new();
        for office in &all {
            for word in [&office.name, &office.title] {
                if let Some(what) = unfit(word) {
                    let mend = "写中文、字母、数字和（）·、，二十个字以内";
                    fault("office_name", format!("机构名称“{}”{what}", shortened(word)), mend);
                }
            }
            let taken = office.title != office.name && seen.contains(office.title.as_str());
            if !titles.insert(&office.title) || taken {
                let what = format!("现名“{}”已经是别的机构的名称", office.title);
                fault("duplicate", what, "换一个名称，旧记录才分得清");
            }
        }
        for office in &all {
            way_up(&all, office, "上级", |it| it.under.as_deref(), &fault);
            way_up(&all, office, "并入", |it| it.into.as_deref(), &fault);
            if office.into.is_some() && !office.closed {
                let what = format!("“{}”写了并入，但没有撤并", office.name);
                fault("office_into", what, "写 closed = true，或删去 into");
            }
            if office.shared && (office.closed || office.into.is_some()) {
                let what = format!("“{}”是各股室共用的，不能撤并", office.name);
                fault("office_shared", what, "删去 closed 和 into");
            }
        }
        Offices { all }
    })
}

/// What a way from office to office says: the next one on it.
type Next = fn(&OfficeDef) -> Option<&str>;

/// The next office on the way is there, and the way does not lead back.
fn way_up(
    all: &[OfficeDef],
    office: &OfficeDef,
    word: &str,
    next: Next,
    fault: &dyn Fn(&'static str, String, &str),
) {
    let Some(above) = next(office) else { return };
    if !all.iter().any(|it| it.name == above) {
        let what = format!("“{}”的{word}“{above}”不在机构里", office.name);
        fault("unknown_office", what, "补上这个机构，或改过来");
    } else if goes_round(all, office, next) {
        let what = format!("“{}”的{word}绕了一圈又回到自己", office.name);
        fault("cycle", what, "改到这一圈以外的机构");
    }
}

/// Why a text cannot be the name of an office: it stands in lists, menus, workbooks and documents.
fn unfit(name: &str) -> Option<&'static str> {
    let good = |it: char| it.is_alphanumeric() || "（）()·、－-".contains(it);
    if name.chars().count() > 20 {
        Some("太长")
    } else if !name.chars().all(good) || name.starts_with(['-', '－']) {
        Some("里有不能用的符号")
    } else {
        None
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(24).collect()
}

fn office(table: &Table<'_, '_>) -> OfficeDef {
    let some = |text: String| Some(text).filter(|it| !it.is_empty());
    let name = table.need_text("name");
    let office = OfficeDef {
        title: some(table.text("title")).unwrap_or_else(|| name.clone()),
        name,
        under: some(table.text("under")),
        about: table.text("about"),
        shared: table.flag("shared"),
        closed: table.flag("closed"),
        into: some(table.text("into")),
    };
    table.finish();
    office
}

fn goes_round(all: &[OfficeDef], from: &OfficeDef, next: Next) -> bool {
    let mut at = from;
    for _ in 0..all.len() {
        let Some(above) = next(at) else { return false };
        let Some(found) = all.iter().find(|it| it.name == above) else { return false };
        if found.name == from.name {
            return true;
        }
        at = found;
    }
    true
}
