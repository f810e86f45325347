//! Whether a slot fits what it prints (槽位核对): everything that can be said before there are values.

use catalog::{
    Catalog, FieldDef, FieldType, IndicatorDef, IndicatorKind, LedgerDef, MeasureDef, OutlineDef,
    nearest,
};

use crate::slot::{Fault, Format, Moment, Slot, Subject};

/// Decimal places of 万 and 亿 where nothing else is said.
pub(crate) const SCALED_PLACES: u32 = 2;

/// The most decimals that may follow 约.
const ABOUT_PLACES_MAX: u32 = 2;

/// What a slot may speak of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) outline: &'a OutlineDef,
    /// The ledger of the loop, inside one.
    pub(crate) ledger: Option<&'a LedgerDef>,
}

/// Everything that is wrong with a slot.
pub(crate) fn fit(scope: Scope<'_>, slot: &Slot) -> Vec<Fault> {
    let mut faults = Vec::new();
    match &slot.subject {
        Subject::Figure(id) => faults.extend(fit_figure(scope.catalog, id, slot)),
        Subject::Constant(name) => constant(scope.outline, name, slot, &mut faults),
        Subject::Field(name) => match scope.ledger {
            Some(ledger) => field(scope.catalog, ledger, name, slot, &mut faults),
            None => faults.push(Fault::new(
                "field_outside_loop",
                format!("{} 只能写在循环的段落里", slot.written()),
                "给这一段加上 each = \"台账\"，或改用指标",
            )),
        },
        Subject::Moment(moment) => moment_formats(*moment, slot, &mut faults),
    }
    faults
}

/// Everything that is wrong with the slot of a figure.
pub(crate) fn fit_figure(catalog: &Catalog, id: &str, slot: &Slot) -> Vec<Fault> {
    let mut faults = Vec::new();
    if let Some(def) = catalog.indicators.get(id) {
        figure(def, slot, &mut faults);
        return faults;
    }
    let near = nearest(id, catalog.indicators.keys().map(String::as_str));
    let mend = near
        .map_or_else(|| "先在 indicators 下定义它".to_owned(), |it| format!("是否想写“{it}”？"));
    faults.push(Fault::new("unknown_indicator", format!("没有指标“{id}”"), mend));
    faults
}

/// What is wrong with the words right behind a slot: the unit said twice, or another unit than the figure's.
pub(crate) fn unit_behind(scope: Scope<'_>, slot: &Slot, behind: &str) -> Option<Fault> {
    let unit = match &slot.subject {
        Subject::Figure(id) => scope.catalog.indicators.get(id)?.unit.as_str(),
        Subject::Field(name) => scope.ledger?.field(name)?.unit.as_deref()?,
        Subject::Constant(_) | Subject::Moment(_) => return None,
    };
    let words = ["trend", "zero", "else"];
    if slot.formats.iter().any(|it| words.contains(&it.word())) {
        return None;
    }
    let written = (1..=4).rev().find_map(|length| {
        let end = behind.char_indices().nth(length).map_or(behind.len(), |it| it.0);
        Some(&behind[..end]).filter(|it| scope.catalog.knows_unit(it))
    })?;
    if slot.has(&Format::Bare) {
        return (written != unit).then(|| {
            let what = format!("{} 后面写的是“{written}”，它的单位是“{unit}”", slot.written());
            Fault::new("unit", what, "删去 |bare，单位由程序印出")
        });
    }
    (written == unit).then(|| {
        let what = format!("{} 已带单位，后面又写了“{unit}”", slot.written());
        Fault::new("unit", what, "删去后面的单位，或写 |bare")
    })
}

fn refuse(slot: &Slot, why: impl AsRef<str>, mend: impl Into<String>) -> Fault {
    Fault::new("slot_format", format!("{}：{}", slot.written(), why.as_ref()), mend)
}

fn only(slot: &Slot, allowed: &[&str], of: &str, faults: &mut Vec<Fault>) {
    for format in slot.formats.iter().filter(|it| !allowed.contains(&it.word())) {
        let mend = if allowed.is_empty() {
            "删去格式".to_owned()
        } else {
            format!("可用：{}", allowed.join("、"))
        };
        faults.push(refuse(slot, format!("{of}不能用格式 {}", format.word()), mend));
    }
}

fn figure(def: &IndicatorDef, slot: &Slot, faults: &mut Vec<Fault>) {
    let grows =
        def.kind == IndicatorKind::Growth || matches!(def.measure, MeasureDef::Growth { .. });
    if grows {
        only(
            slot,
            &["trend", "base", "places", "bare", "wan", "yi"],
            &format!("同比数“{}”", def.title),
            faults,
        );
        match (slot.has(&Format::Trend), slot.has(&Format::Base)) {
            (false, false) => faults.push(refuse(
                slot,
                "同比数不能直接印，负数读不通",
                "写 |trend 印成上升、下降或持平，写 |base 印上年同期数",
            )),
            (true, true) => faults.push(refuse(slot, "trend 与 base 不能同用", "分成两个槽位")),
            (true, false) => only(slot, &["trend", "places"], "与 trend 同用时", faults),
            (false, true) => {}
        }
    } else {
        let words = ["bare", "wan", "yi", "about", "odd", "places", "zero", "else"];
        only(slot, &words, &format!("“{}”不是同比数，", def.title), faults);
    }
    let scaled = slot.has(&Format::Wan) || slot.has(&Format::Yi);
    scale(slot, &def.unit, grows, faults);
    let counts =
        matches!(def.measure, MeasureDef::Count | MeasureDef::Distinct(_) | MeasureDef::Zero);
    if slot.places().is_some() && counts && !scaled {
        let what = format!("“{}”是整数，不写小数位数", def.title);
        faults.push(refuse(slot, what, "删去 places"));
    }
    rough(def, slot, faults);
    if slot.other().is_some() && slot.zero().is_none() {
        faults.push(refuse(slot, "有 else 没有 zero", "补上 |zero=…，为零时不印可写 |zero="));
    }
}

/// 万 and 亿.
fn scale(slot: &Slot, unit: &str, grows: bool, faults: &mut Vec<Fault>) {
    let (wan, yi) = (slot.has(&Format::Wan), slot.has(&Format::Yi));
    if wan && yi {
        faults.push(refuse(slot, "wan 与 yi 不能同用", "留下一个"));
    }
    // The base of a growth is in the unit of what grows, which is not known here.
    if grows || !(wan || yi) {
        return;
    }
    let is_percent = unit == "%" || unit == "个百分点";
    if is_percent || wan && unit.starts_with(['万', '亿']) || unit.starts_with('亿') {
        faults.push(refuse(slot, format!("单位是“{unit}”，不能再折成万、亿"), "删去 wan 或 yi"));
    }
}

/// 约 and 余.
fn rough(def: &IndicatorDef, slot: &Slot, faults: &mut Vec<Fault>) {
    let (about, odd) = (slot.has(&Format::About), slot.has(&Format::Odd));
    let scaled = slot.has(&Format::Wan) || slot.has(&Format::Yi);
    if about && odd {
        faults.push(refuse(slot, "“约”和“余”不能同用", "留下一个"));
    }
    if (about || odd) && def.unit == "%" {
        faults.push(refuse(slot, "比率不说“约”“余”", "印准数"));
    }
    let places = slot.places().unwrap_or(if scaled { SCALED_PLACES } else { def.places });
    if about && places > ABOUT_PLACES_MAX {
        let what = format!("“约”后面印{places}位小数，既约又准");
        faults.push(refuse(slot, what, "删去 about，或加 |places=1"));
    }
    if odd && (def.places > 0 || scaled || slot.places().is_some()) {
        faults.push(refuse(slot, "“余”只用于整数", "删去 odd，或改用 about"));
    }
}

fn constant(outline: &OutlineDef, name: &str, slot: &Slot, faults: &mut Vec<Fault>) {
    only(slot, &[], "常量", faults);
    if outline.constants.iter().any(|it| it.0 == name) {
        return;
    }
    let near = nearest(name, outline.constants.iter().map(|it| it.0.as_str()));
    let mend = near.map_or_else(
        || "在 outline.toml 的 constants 中写明名称、文字和出处".to_owned(),
        |it| format!("是否想写“{it}”？"),
    );
    faults.push(Fault::new("unknown_constant", format!("没有常量“{name}”"), mend));
}

fn field(catalog: &Catalog, ledger: &LedgerDef, name: &str, slot: &Slot, faults: &mut Vec<Fault>) {
    if name == "state" {
        if catalog.workflows.contains_key(&ledger.workflow) {
            only(slot, &[], "状态", faults);
        }
        return;
    }
    let Some(def) = ledger.field(name) else {
        let near = nearest(name, ledger.fields.iter().map(|it| it.name.as_str()));
        let mend = near.map_or_else(
            || format!("可用：{}", field_names(ledger)),
            |it| format!("是否想写“{it}”？"),
        );
        let what = format!("台账《{}》没有字段“{name}”", ledger.title);
        faults.push(Fault::new("unknown_field", what, mend));
        return;
    };
    if def.private {
        let what = format!("“{}”是个人信息，不进报告", def.label);
        faults.push(Fault::new("private_field", what, "换一个字段，或只写人数"));
    }
    field_formats(def, slot, faults);
}

fn field_formats(def: &FieldDef, slot: &Slot, faults: &mut Vec<Fault>) {
    let of = format!("{}字段“{}”", def.ty.label(), def.label);
    match &def.ty {
        FieldType::Integer | FieldType::Decimal { .. } | FieldType::Money => {
            only(slot, &["bare", "wan", "yi", "places", "empty"], &of, faults);
            let unit =
                if def.ty == FieldType::Money { "元" } else { def.unit.as_deref().unwrap_or("") };
            scale(slot, unit, false, faults);
        }
        FieldType::Mass => only(slot, &["bare", "places", "empty"], &of, faults),
        FieldType::Date | FieldType::DateTime => only(slot, &["short", "empty"], &of, faults),
        FieldType::Text { .. }
        | FieldType::LongText
        | FieldType::Time
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
        | FieldType::Link { .. }
        | FieldType::Indicator => only(slot, &["empty"], &of, faults),
        FieldType::File | FieldType::Point | FieldType::Lines { .. } => {
            let what = format!("{of}不能印进段落");
            faults.push(Fault::new("slot_format", what, "换一个字段"));
        }
    }
}

fn field_names(ledger: &LedgerDef) -> String {
    ledger.fields.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join("、")
}

fn moment_formats(moment: Moment, slot: &Slot, faults: &mut Vec<Fault>) {
    match moment {
        Moment::Period | Moment::AsOf => only(slot, &["short"], "日期", faults),
        Moment::Months | Moment::Year | Moment::LastYear => only(slot, &[], "日期", faults),
    }
}
