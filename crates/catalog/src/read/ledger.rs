//! Reading ledgers (读台账定义).

use std::collections::BTreeMap;

use terms::{Finding, Place};

use super::erase::erase;
use super::node::{File, Table, Word};
use super::unit::known_unit;
use super::{condition, is_name, nearest, rules::rule_uses};
use crate::{
    ConditionDef, FieldDef, FieldType, LedgerDef, MoveDef, MoveKind, WorkflowDef, typed_constant,
};
use rust_decimal::Decimal;

/// Names that every table carries.
const RESERVED: [&str; 13] = [
    "id",
    "state",
    "version",
    "office",
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "withdrawn_at",
    "record_id",
    "ordinal",
    "since_at",
    "until_at",
];

/// The words of the types that a field of its own may have: lines are written as lines.
fn types() -> impl Iterator<Item = &'static str> {
    FieldType::WORDS.into_iter().filter(|it| *it != "lines")
}

pub(crate) fn read(file: &File<'_>, id: &str, path: &str, fingerprint: String) -> LedgerDef {
    file.read("台账", |top| {
        let (title, about) = (top.need_text("title"), top.need_text("about"));
        let (office, objects) = (top.need_text("office"), top.texts("objects"));
        let (key, unique) = (top.words("key"), top.word_groups("unique"));
        let workflow = top.need_word("workflow");
        let mut fields: Vec<FieldDef> =
            top.tables("fields", "字段").iter().map(|it| field(it, id)).collect();
        let plain = fields.len();
        fields.extend(top.tables("lines", "明细").iter().map(|it| lines(it, id)));
        names(top, &fields);
        if plain == 0 {
            file.fault(
                "missing_key",
                top.span.clone(),
                "台账没有字段",
                "请写 fields = [ { name = …, type = …, label = … } ]",
            );
        }
        let rules = rule_uses(top, &fields);
        let erase = erase(top, id, &fields);
        let open = open(top, &fields);
        let places = fields.iter().enumerate().map(|it| (it.1.name.clone(), it.0)).collect();
        keys(top, &key, &unique, &fields);
        let list = top.words("list");
        shown(top, &list, &fields);
        let (summary, sort) = (summary(top, &fields), sort(top, &fields));
        workflow_is_there(file, &workflow, id);
        let texts = |words: Vec<Word>| words.into_iter().map(|it| it.text).collect::<Vec<_>>();
        LedgerDef {
            id: id.to_owned(),
            title,
            about,
            office,
            objects,
            key: texts(key),
            unique: unique.into_iter().map(texts).collect(),
            workflow: workflow.text,
            fields,
            rules,
            erase,
            summary,
            list: texts(list),
            sort,
            open,
            closed: top.flag("closed"),
            fingerprint,
            file: path.to_owned(),
            places,
        }
    })
}

fn field(table: &Table<'_, '_>, ledger: &str) -> FieldDef {
    let name = table.need_word("name");
    if !name.text.is_empty() && !is_name(&name.text) {
        let what = format!("字段名“{}”不合规", name.text);
        table.file.fault(
            "name",
            name.span.clone(),
            what,
            "用小写英文、数字和下划线，字母开头，不超过40个字符",
        );
    }
    if RESERVED.contains(&name.text.as_str()) {
        table.file.fault(
            "name",
            name.span.clone(),
            format!("“{}”是系统保留的列名", name.text),
            "请换一个名字",
        );
    }
    let word = table.need_word("type");
    let ty = field_type(table, &word);
    let label = table.need_text("label");
    let required_when = condition::conditions(table, "required_when");
    let (min, max) = (table.number("min"), table.number("max"));
    if let (Some(low), Some(high)) = (min, max)
        && low > high
    {
        table.file.fault("range", table.span_of("min"), "最小值大于最大值", "请对调 min 与 max");
    }
    if (min.is_some() || max.is_some()) && !ty.is_number() {
        table.file.fault(
            "range",
            table.span.clone(),
            format!("{}字段不能写 min、max", ty.label()),
            "删去 min、max",
        );
    }
    let unit = table.word("unit");
    if let Some(unit) = &unit {
        if matches!(ty, FieldType::Money | FieldType::Mass) {
            let what = format!("{}字段自带单位，不能写 unit", ty.label());
            table.file.fault(
                "unit",
                unit.span.clone(),
                what,
                "删去 unit；金额按元填写，质量按千克填写",
            );
        } else {
            known_unit(table.file, unit);
        }
    }
    let private = table.flag("private");
    if matches!(ty, FieldType::IdNumber) && !private {
        table.file.fault(
            "private",
            table.span.clone(),
            format!("身份证号字段“{label}”没有标为个人信息"),
            "加上 private = true",
        );
    }
    let own = name.text.clone();
    let (conditions, spans): (Vec<_>, Vec<_>) =
        required_when.into_iter().map(|it| (it.condition, it.span)).unzip();
    for (one, span) in conditions.iter().zip(&spans) {
        let (one, ledger, own) = (one.clone(), ledger.to_owned(), own.clone());
        table.file.later(
            span,
            Box::new(move |catalog, place| {
                let Some(def) = catalog.ledgers.get(&ledger) else { return Vec::new() };
                // A child field's condition speaks of its own child row.
                let lines = def
                    .lines()
                    .find(|it| it.1.iter().any(|field| field.name == own))
                    .map(|it| it.0.name.clone());
                condition::check(catalog, place, def, lines.as_deref(), &one, condition::Asked::Row)
            }),
        );
    }
    let def = FieldDef {
        name: name.text,
        label,
        aliases: table.texts("aliases"),
        required: table.flag("required"),
        required_when: conditions,
        unit: unit.map(|it| it.text),
        min,
        max,
        private,
        values: values(table, &ty),
        before_bureau: before_bureau(table, &ty),
        linked: linked(table, &ty),
        total: total(table, &ty),
        closed: closed(table),
        ty,
        about: table.text("about"),
    };
    table.finish();
    def
}

/// The numbers that may stand, all of the field's kind.
fn values(table: &Table<'_, '_>, ty: &FieldType) -> Vec<Decimal> {
    if !table.has("values") {
        return Vec::new();
    }
    let mut numbers = Vec::new();
    for constant in table.constants("values") {
        match typed_constant(ty, &constant) {
            Ok(_) if ty.is_number() => numbers.extend(terms::read_decimal(&constant.in_words())),
            Ok(_) | Err(_) => {
                let what =
                    format!("values 的“{}”不是{}字段能填的数", constant.in_words(), ty.label());
                table.file.fault(
                    "values",
                    table.span_of("values"),
                    what,
                    "values 只用于数字字段，小数加引号",
                );
            }
        }
    }
    numbers
}

/// `total = false` where a sum of the field means nothing, `true` where it does and the unit does not say it.
fn total(table: &Table<'_, '_>, ty: &FieldType) -> Option<bool> {
    let says = table.has("total").then(|| table.flag("total"));
    if says.is_some() && !ty.is_number() {
        let what = format!("{}字段没有合计", ty.label());
        table.file.fault("wrong_key", table.span_of("total"), what, "删去 total");
    }
    says
}

/// What everybody reads holds no personal data: whether that is shown is said by ledger, not by office.
fn open(top: &Table<'_, '_>, fields: &[FieldDef]) -> bool {
    let says = top.flag("open");
    if let Some(field) = fields.iter().find(|it| says && it.holds_private()) {
        let what = format!("全局可看的台账不能有个人信息（“{}”）", field.label);
        let mend = "去掉 open，或把个人信息记在另一本台账";
        top.file.fault("open", top.span_of("open"), what, mend);
    }
    says
}

/// A closed field cannot be asked for.
fn closed(table: &Table<'_, '_>) -> bool {
    let says = table.flag("closed");
    if says && (table.flag("required") || table.has("required_when")) {
        let what = "停用的字段不能必填";
        table.file.fault("closed", table.span_of("closed"), what, "去掉必填，或去掉停用");
    }
    says
}

fn before_bureau(table: &Table<'_, '_>, ty: &FieldType) -> bool {
    let says = table.flag("before_bureau");
    if says && !matches!(ty, FieldType::Date | FieldType::DateTime) {
        let what = "before_bureau 只用于日期字段";
        table.file.fault("wrong_key", table.span_of("before_bureau"), what, "删去 before_bureau");
    }
    says
}

/// Conditions on the linked record, checked against the other ledger once all are read.
fn linked(table: &Table<'_, '_>, ty: &FieldType) -> Vec<ConditionDef> {
    let placed = condition::conditions(table, "where");
    let FieldType::Link { ledger } = ty else {
        if table.has("where") {
            let what = "where（对方记录的条件）只用于 link 字段";
            table.file.fault("wrong_key", table.span_of("where"), what, "删去 where");
        }
        return Vec::new();
    };
    for placed in &placed {
        let (one, ledger) = (placed.condition.clone(), ledger.clone());
        table.file.later(
            &placed.span,
            Box::new(move |catalog, place| {
                let Some(def) = catalog.ledgers.get(&ledger) else { return Vec::new() };
                condition::check(catalog, place, def, None, &one, condition::Asked::Row)
            }),
        );
    }
    placed.into_iter().map(|it| it.condition).collect()
}

fn field_type(table: &Table<'_, '_>, word: &Word) -> FieldType {
    let only = |key: &str, ty: &str| {
        if table.has(key) && word.text != ty {
            table.file.fault(
                "wrong_key",
                table.span_of(key),
                format!("“{key}”只用于 {ty} 字段"),
                "",
            );
        }
    };
    only("places", "decimal");
    only("length", "text");
    only("list", "code");
    only("ledger", "link");
    let (length, places) = (table.count("length", 4000), table.count("places", 8));
    match word.text.as_str() {
        "text" => FieldType::Text { max: length.unwrap_or(200).max(1) },
        "long_text" => FieldType::LongText,
        "integer" => FieldType::Integer,
        "decimal" => {
            if places.is_none() {
                table.file.fault(
                    "missing_key",
                    table.span.clone(),
                    "小数字段缺少“places”（小数位数）",
                    "如 places = 2",
                );
            }
            FieldType::Decimal { places: places.unwrap_or(2) }
        }
        "money" => FieldType::Money,
        "mass" => FieldType::Mass,
        "date" => FieldType::Date,
        "time" => FieldType::Time,
        "date_time" => FieldType::DateTime,
        "yes_no" => FieldType::YesNo,
        "code" => code(table),
        "person" => FieldType::Person,
        "organisation" => FieldType::Organisation,
        "division" => FieldType::Division,
        "road" => FieldType::Road,
        "stake" => FieldType::Stake,
        "plate" => FieldType::Plate,
        "phone" => FieldType::Phone,
        "id_number" => FieldType::IdNumber,
        "credit_code" => FieldType::CreditCode,
        "file" => FieldType::File,
        "point" => FieldType::Point,
        "link" => link(table),
        "indicator" => FieldType::Indicator,
        other => {
            let mend = match nearest(other, types()) {
                Some(near) => format!("是否想写“{near}”？"),
                None => format!("可用：{}", types().collect::<Vec<_>>().join("、")),
            };
            table.file.fault(
                "field_type",
                word.span.clone(),
                format!("没有“{other}”这种字段类型"),
                mend,
            );
            FieldType::Text { max: 200 }
        }
    }
}

fn code(table: &Table<'_, '_>) -> FieldType {
    let list = table.need_word("list");
    let id = list.text.clone();
    table.file.later(
        &list.span,
        Box::new(move |catalog, place| {
            if catalog.codes.contains_key(&id) {
                return Vec::new();
            }
            let near = nearest(&id, catalog.codes.keys().map(String::as_str));
            let mend = near.map_or_else(
                || format!("请先建立 codes/{id}.toml"),
                |it| format!("是否想写“{it}”？"),
            );
            vec![Finding::must(
                "unknown_code_list",
                place.clone(),
                format!("没有代码表“{id}”"),
                mend,
            )]
        }),
    );
    FieldType::Code { list: list.text }
}

fn link(table: &Table<'_, '_>) -> FieldType {
    let ledger = table.need_word("ledger");
    let id = ledger.text.clone();
    table.file.later(
        &ledger.span,
        Box::new(move |catalog, place| {
            let Some(target) = catalog.ledgers.get(&id) else {
                let near = nearest(&id, catalog.ledgers.keys().map(String::as_str));
                let mend = near.map_or_else(
                    || format!("请先建立 ledgers/{id}.toml"),
                    |it| format!("是否想写“{it}”？"),
                );
                return vec![Finding::must(
                    "unknown_ledger",
                    place.clone(),
                    format!("没有台账“{id}”"),
                    mend,
                )];
            };
            let key = target.key.first().and_then(|it| target.field(it));
            let fits = target.key.len() == 1
                && key.is_some_and(|it| matches!(it.ty, FieldType::Text { .. }));
            if fits {
                return Vec::new();
            }
            let what = format!("台账“{}”的主键不是单个文本字段，不能被关联", target.title);
            vec![Finding::must("link_key", place.clone(), what, "给它设一个文本编号作主键")]
        }),
    );
    FieldType::Link { ledger: ledger.text }
}

fn lines(table: &Table<'_, '_>, ledger: &str) -> FieldDef {
    let name = table.need_word("name");
    if !name.text.is_empty() && (!is_name(&name.text) || RESERVED.contains(&name.text.as_str())) {
        table.file.fault(
            "name",
            name.span.clone(),
            format!("明细名“{}”不合规", name.text),
            "用小写英文、数字和下划线，不用保留名",
        );
    }
    let label = table.need_text("label");
    let fields: Vec<FieldDef> =
        table.tables("fields", "字段").iter().map(|it| field(it, ledger)).collect();
    if fields.is_empty() {
        table.file.fault(
            "missing_key",
            table.span.clone(),
            format!("明细“{label}”没有字段"),
            "请写 fields = [ … ]",
        );
    }
    names(table, &fields);
    let def = FieldDef {
        aliases: table.texts("aliases"),
        required: table.flag("required"),
        closed: closed(table),
        about: table.text("about"),
        ..FieldDef::new(name.text, label, FieldType::Lines { fields })
    };
    table.finish();
    def
}

/// Names and labels must each be unique: labels decide which column of a workbook is meant.
fn names(table: &Table<'_, '_>, fields: &[FieldDef]) {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for field in fields.iter().filter(|it| !it.name.is_empty()) {
        if seen.insert(&field.name, &field.label).is_some() {
            table.file.fault(
                "duplicate",
                table.span_of("fields"),
                format!("字段名“{}”写了两次", field.name),
                "请改名或删去一个",
            );
        }
    }
    let mut labels: BTreeMap<&str, &str> = BTreeMap::new();
    for field in fields {
        for label in std::iter::once(&field.label).chain(&field.aliases).filter(|it| !it.is_empty())
        {
            if let Some(other) = labels.insert(label, &field.name) {
                let what = format!("“{label}”既指字段 {other} 又指字段 {}", field.name);
                table.file.fault(
                    "duplicate",
                    table.span_of("fields"),
                    what,
                    "表头要能分清，请改其中一个",
                );
            }
        }
    }
}

/// Columns of the list, where the definition names them: fields that fit into one cell.
fn shown(top: &Table<'_, '_>, list: &[Word], fields: &[FieldDef]) {
    for word in list {
        if let Some(field) = known_field(top, word, fields)
            && matches!(field.ty, FieldType::Lines { .. } | FieldType::File)
        {
            let what = format!("“{}”是{}，不能作清单的一列", field.label, field.ty.label());
            top.file.fault("list", word.span.clone(), what, "从 list 里删去");
        }
    }
}

/// The fields of which a record's name is made, where they are not the key's.
fn summary(top: &Table<'_, '_>, fields: &[FieldDef]) -> Vec<String> {
    let words = top.words("summary");
    for word in &words {
        if let Some(field) = known_field(top, word, fields)
            && matches!(field.ty, FieldType::Lines { .. } | FieldType::File | FieldType::Point)
        {
            let what = format!("“{}”是{}，不能作记录的名字", field.label, field.ty.label());
            top.file.fault("summary", word.span.clone(), what, "换一个读得懂的字段");
        }
    }
    words.into_iter().map(|it| it.text).collect()
}

/// `sort = "-checked_on"`: the order of a list until somebody chooses another; `-` for the newest first.
fn sort(top: &Table<'_, '_>, fields: &[FieldDef]) -> Option<(String, bool)> {
    let mut word = top.word("sort")?;
    let descending = word.text.starts_with('-');
    word.text = word.text.trim_start_matches('-').to_owned();
    known_field(top, &word, fields)?;
    Some((word.text, descending))
}

/// The field of this name; said where there is none.
fn known_field<'f>(
    top: &Table<'_, '_>,
    word: &Word,
    fields: &'f [FieldDef],
) -> Option<&'f FieldDef> {
    let found = fields.iter().find(|it| it.name == word.text);
    if found.is_none() {
        let near = nearest(&word.text, fields.iter().map(|it| it.name.as_str()));
        let mend = near.map_or_else(String::new, |it| format!("是否想写“{it}”？"));
        let what = format!("没有字段“{}”", word.text);
        top.file.fault("unknown_field", word.span.clone(), what, mend);
    }
    found
}

fn keys(top: &Table<'_, '_>, key: &[Word], unique: &[Vec<Word>], fields: &[FieldDef]) {
    if key.is_empty() {
        top.file.fault(
            "missing_key",
            top.span.clone(),
            "台账没有主键“key”",
            "写明哪几个字段合起来认得出一条记录",
        );
    }
    for word in key.iter().chain(unique.iter().flatten()) {
        match fields.iter().find(|it| it.name == word.text) {
            None => {
                let near = nearest(&word.text, fields.iter().map(|it| it.name.as_str()));
                let mend = near.map_or_else(String::new, |it| format!("是否想写“{it}”？"));
                top.file.fault(
                    "unknown_field",
                    word.span.clone(),
                    format!("没有字段“{}”", word.text),
                    mend,
                );
            }
            Some(field)
                if matches!(
                    field.ty,
                    FieldType::Lines { .. } | FieldType::LongText | FieldType::File
                ) =>
            {
                let what = format!("{}字段“{}”不能作主键或唯一键", field.ty.label(), field.label);
                top.file.fault("key_type", word.span.clone(), what, "换一个字段");
            }
            Some(_) => {}
        }
    }
    let required = |word: &&Word| fields.iter().any(|it| it.name == word.text && it.required);
    if !key.is_empty() && !key.iter().any(|it| required(&it)) {
        top.file.fault(
            "key_required",
            key[0].span.clone(),
            "主键字段都不是必填",
            "至少把一个主键字段设为 required = true",
        );
    }
}

/// Fields that a move sets must be there and of the right type.
fn move_fields(
    ledger: &LedgerDef,
    workflow: &WorkflowDef,
    step: &MoveDef,
    place: &Place,
) -> Vec<Finding> {
    type Fits = fn(&FieldType) -> bool;
    const PERSON: Fits = |ty| matches!(ty, FieldType::Person);
    const DATE: Fits = |ty| matches!(ty, FieldType::Date);
    const OWN: Fits = |ty| !matches!(ty, FieldType::Lines { .. });
    let mut wanted: Vec<(&str, &str, Fits)> = Vec::new();
    wanted.extend(step.sign.iter().map(|it| (it.as_str(), "人员", PERSON)));
    match &step.kind {
        MoveKind::Extend { due, approver } => {
            wanted.push((due, "日期", DATE));
            wanted.push((approver, "人员", PERSON));
        }
        MoveKind::Reassign { fields } => {
            let own = fields.iter().filter(|it| *it != "office");
            wanted.extend(own.map(|it| (it.as_str(), "记录里的", OWN)));
        }
        MoveKind::Step | MoveKind::Back | MoveKind::TakeBack => {}
    }
    let wrong =
        wanted.into_iter().filter(|it| !ledger.field(it.0).is_some_and(|field| it.2(&field.ty)));
    wrong
        .map(|(name, kind, _)| {
            let what = format!(
                "流程“{}”的“{}”要用{kind}字段 {name}，本台账没有",
                workflow.title, step.label
            );
            Finding::must("workflow_field", place.clone(), what, "加上该字段，或改用别的流程")
        })
        .collect()
}

fn workflow_is_there(file: &File<'_>, workflow: &Word, ledger: &str) {
    let (id, ledger) = (workflow.text.clone(), ledger.to_owned());
    file.later(
        &workflow.span,
        Box::new(move |catalog, place| {
            let Some(workflow) = catalog.workflows.get(&id) else {
                let near = nearest(&id, catalog.workflows.keys().map(String::as_str));
                let mend = near.map_or_else(
                    || format!("请先建立 workflows/{id}.toml"),
                    |it| format!("是否想写“{it}”？"),
                );
                return vec![Finding::must(
                    "unknown_workflow",
                    place.clone(),
                    format!("没有流程“{id}”"),
                    mend,
                )];
            };
            let Some(ledger) = catalog.ledgers.get(&ledger) else { return Vec::new() };
            let mut findings = Vec::new();
            for step in &workflow.moves {
                for name in step.evidence.iter().filter(|it| ledger.field(it).is_none()) {
                    let what = format!(
                        "流程“{}”的“{}”要用字段 {name}，本台账没有",
                        workflow.title, step.label
                    );
                    findings.push(Finding::must(
                        "workflow_field",
                        place.clone(),
                        what,
                        "加上该字段，或改用别的流程",
                    ));
                }
                findings.extend(move_fields(ledger, workflow, step, place));
                for one in &step.when {
                    findings.extend(condition::check(
                        catalog,
                        place,
                        ledger,
                        None,
                        one,
                        condition::Asked::Move,
                    ));
                }
            }
            findings
        }),
    );
}
