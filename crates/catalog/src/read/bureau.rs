//! Reading the bureau's constants (读本局常量).

use super::node::File;
use crate::BureauDef;

pub(crate) fn read(file: &File<'_>) -> Option<BureauDef> {
    file.read("本局常量", |top| {
        let (name, founded_on) = (top.need_text("name"), top.need_day("founded_on"));
        let _ = top.text("about");
        founded_on.map(|founded_on| BureauDef { name, founded_on })
    })
}
