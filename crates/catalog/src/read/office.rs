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
        for office in &all {
            let Some(above) = office.under.as_deref() else { continue };
            if !seen.contains(above) {
                let what = format!("“{}”的上级“{above}”不在机构里", office.name);
                fault("unknown_office", what, "补上这个机构，或改 under");
            } else if goes_round(&all, office) {
                let what = format!("“{}”的上级绕了一圈又回到自己", office.name);
                fault("cycle", what, "改 under，让最上一级没有上级");
            }
        }
        Offices { all }
    })
}

fn office(table: &Table<'_, '_>) -> OfficeDef {
    let under = table.text("under");
    let office = OfficeDef {
        name: table.need_text("name"),
        under: Some(under).filter(|it| !it.is_empty()),
        about: table.text("about"),
        shared: table.flag("shared"),
        closed: table.flag("closed"),
    };
    table.finish();
    office
}

fn goes_round(all: &[OfficeDef], from: &OfficeDef) -> bool {
    let mut at = from;
    for _ in 0..all.len() {
        let Some(above) = at.under.as_deref() else { return false };
        let Some(next) = all.iter().find(|it| it.name == above) else { return false };
        if next.name == from.name {
            return true;
        }
        at = next;
    }
    true
}
