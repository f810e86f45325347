//! Definitions go to the screen and come back (定义的往返): written, read and written again they are the same bytes, and what the
//! screen cannot show is never taken for something that it can.

use std::path::Path;

use catalog::{
    Draft, DraftCode, DraftCodes, DraftCondition, DraftField, DraftFigure, DraftFlow, DraftLedger,
    DraftMove, DraftMoveKind, DraftParagraph, DraftRule, DraftState, Source, load_dir,
};
use proptest::prelude::*;

fn name() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9_]{0,12}"
}

/// What a person may type into one line: quotes, marks of TOML, escapes, blanks inside.
fn words() -> impl Strategy<Value = String> {
    "[\\p{Han}A-Za-z\"\\\\#{}=\\[\\]'，。][\\p{Han}A-Za-z0-9 \"\\\\#{}=\\[\\]'，。]{0,14}[\\p{Han}a-z\"]"
}

fn field(number: usize) -> impl Strategy<Value = DraftField> {
    let kinds = [
        ("text", "", None, ""),
        ("date", "", None, ""),
        ("integer", "件", None, ""),
        ("decimal", "公里", Some(2), ""),
        ("money", "", None, ""),
        ("code", "", None, "weather"),
        ("yes_no", "", None, ""),
    ];
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (0..kinds.len(), name(), words(), words(), flags, 0_i64..500).prop_map(
        move |(kind, name, label, about, (required, private, closed, more), bound)| {
            let (ty, unit, places, list) = kinds[kind];
            let number_field = ["integer", "decimal", "money"].contains(&ty);
            DraftField {
                name: format!("{name}_{number}"),
                label: format!("{label}{number}"),
                ty: ty.to_owned(),
                required: required && !closed,
                private,
                length: (ty == "text" && more).then_some(30),
                places,
                unit: unit.to_owned(),
                list: list.to_owned(),
                aliases: if more { vec![format!("{label}别名{number}")] } else { Vec::new() },
                min: if number_field && more { bound.to_string() } else { String::new() },
                max: if number_field && more { format!("{}.5", bound + 1) } else { String::new() },
                total: (number_field && more).then_some(private),
                closed,
                about: if more { about } else { String::new() },
                ..DraftField::default()
            }
        },
    )
}

fn ledger() -> impl Strategy<Value = Draft> {
    let fields =
        (field(0), field(1), field(2), field(3)).prop_map(|it| vec![it.0, it.1, it.2, it.3]);
    (name(), words(), words(), fields, any::<bool>(), any::<bool>()).prop_map(
        |(name, title, about, mut fields, more, closed)| {
            fields.insert(
                0,
                DraftField {
                    name: "no".to_owned(),
                    label: "编号".to_owned(),
                    ty: "text".to_owned(),
                    required: true,
                    ..DraftField::default()
                },
            );
            let own: Vec<String> = fields.iter().map(|it| it.name.clone()).collect();
            let rule = DraftRule {
                rule: "together".to_owned(),
                fields: own[1..3].to_vec(),
                ..DraftRule::default()
            };
            Draft::Ledger(DraftLedger {
                id: format!("road/{name}"),
                title,
                about,
                office: "路政股".to_owned(),
                key: vec!["no".to_owned()],
                workflow: "register".to_owned(),
                unique: if more { vec![own[1..3].to_vec()] } else { Vec::new() },
                rules: if more { vec![rule] } else { Vec::new() },
                summary: if more { own[1..2].to_vec() } else { Vec::new() },
                list: if more { own[..3].to_vec() } else { Vec::new() },
                sort: if more { format!("-{}", own[2]) } else { String::new() },
                fields,
                closed,
                ..DraftLedger::default()
            })
        },
    )
}

fn flow() -> impl Strategy<Value = Draft> {
    (name(), words(), words(), 1_usize..4, any::<bool>(), any::<bool>()).prop_map(
        |(id, title, about, steps, more, reason)| {
            let state = |at: usize| DraftState {
                name: format!("s{at}"),
                label: format!("{title}{at}"),
                closed: at == steps,
            };
            let step = |at: usize| DraftMove {
                name: format!("m{at}"),
                label: format!("{about}{at}"),
                from: vec![format!("s{at}")],
                to: format!("s{}", at + 1),
                roles: if more {
                    vec!["clerk".to_owned(), "reviewer".to_owned()]
                } else {
                    Vec::new()
                },
                evidence: if more { vec!["no".to_owned()] } else { Vec::new() },
                attachment: more,
                reason,
                ..DraftMove::default()
            };
            let mut moves: Vec<DraftMove> = (0..steps).map(step).collect();
            if more {
                moves.push(DraftMove {
                    name: "back".to_owned(),
                    label: "退回".to_owned(),
                    from: vec!["s1".to_owned()],
                    kind: DraftMoveKind::Back,
                    reason: true,
                    ..DraftMove::default()
                });
            }
            let states = (0..=steps).map(state).collect();
            Draft::Flow(DraftFlow { id, title, about, states, moves })
        },
    )
}

fn codes() -> impl Strategy<Value = Draft> {
    let item = (words(), any::<bool>());
    (name(), words(), words(), prop::collection::vec(item, 1..5)).prop_map(
        |(id, title, about, items)| {
            let item = |(at, (label, more)): (usize, (String, bool))| DraftCode {
                code: format!("c{at}"),
                label: format!("{label}{at}"),
                aliases: if more { vec![format!("又名{at}")] } else { Vec::new() },
                from: if more { "2021-01-01".to_owned() } else { String::new() },
                until: if more { "2021-06-30".to_owned() } else { String::new() },
            };
            let items = items.into_iter().enumerate().map(item).collect();
            Draft::Codes(DraftCodes { id, title, about, items })
        },
    )
}

fn condition() -> impl Strategy<Value = DraftCondition> {
    let said = |test: &str, values: &[&str], bare: bool| DraftCondition {
        field: "kind".to_owned(),
        test: test.to_owned(),
        values: values.iter().map(|it| (*it).to_owned()).collect(),
        bare,
    };
    prop_oneof![
        words().prop_map(move |it| said("eq", &[&it], false)),
        Just(said("in", &["a", "b\"c"], false)),
        Just(said("between", &["1", "9"], true)),
        Just(said("at_least", &["2021-06-30"], true)),
        Just(said("not", &["true"], true)),
        Just(said("is_set", &["false"], true)),
        Just(said("less", &["0.5"], false)),
    ]
}

fn figure() -> impl Strategy<Value = Draft> {
    let conditions = prop::collection::vec(condition(), 0..4);
    (name(), words(), words(), 0_u32..4, conditions, any::<bool>()).prop_map(
        |(name, title, about, places, conditions, more)| {
            let some = |it: &str| if more { vec![it.to_owned()] } else { Vec::new() };
            Draft::Figure(DraftFigure {
                id: format!("road/{name}"),
                title,
                about,
                aliases: some("别名"),
                unit: "件".to_owned(),
                places,
                kind: if more { "flow" } else { "stock" }.to_owned(),
                owner: "路政股".to_owned(),
                from: "road/lamp".to_owned(),
                day: if more { "day".to_owned() } else { String::new() },
                measure: if more { "sum" } else { "count" }.to_owned(),
                field: if more { "cost".to_owned() } else { String::new() },
                conditions,
                by: some("kind"),
                show: some("no"),
            })
        },
    )
}

fn paragraph() -> impl Strategy<Value = Draft> {
    (name(), words(), words(), any::<bool>()).prop_map(|(name, heading, text, headed)| {
        Draft::Paragraph(DraftParagraph {
            report: "half_year".to_owned(),
            name,
            heading: if headed { heading } else { String::new() },
            level: if headed { 2 } else { 0 },
            text,
        })
    })
}

fn any_draft() -> impl Strategy<Value = Draft> {
    prop_oneof![ledger(), flow(), codes(), figure(), paragraph()]
}

proptest! {
    /// Written, read and written again: the same bytes.
    #[test]
    fn a_draft_comes_back_as_it_was_written(draft in any_draft()) {
        let written = draft.to_source();
        let back = Draft::read(&written);
        prop_assert_eq!(back.as_ref().map(Draft::to_source), Ok(written.clone()), "{}", written.text);
        prop_assert_eq!(back, Ok(draft));
    }

    /// No line that somebody puts in is lost: the file is shown whole, or kept as text.
    #[test]
    fn what_the_screen_does_not_know_is_kept_as_text(draft in any_draft(), at in any::<prop::sample::Index>()) {
        let mut written = draft.to_source();
        let mut lines: Vec<&str> = written.text.lines().collect();
        lines.insert(at.index(lines.len() + 1), "# 2021年由路政股要求加上");
        written.text = lines.join("\n");
        prop_assert!(Draft::read(&written).is_err());
    }
}

/// The shipped definitions are written by hand: whatever of them the screen takes means the same when written again.
#[test]
fn shipped_files_are_shown_whole_or_not_at_all() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
    let (mut shown, mut kept) = (0, 0);
    for source in load_dir(&folder).unwrap() {
        match Draft::read(&source) {
            Ok(draft) => {
                let again = draft.to_source();
                assert_eq!(again.path, source.path);
                assert_eq!(Draft::read(&again), Ok(draft), "{}", source.path);
                shown += 1;
            }
            Err(_) => kept += 1,
        }
    }
    assert!(shown > 200 && kept > 20, "{shown} {kept}");
}

#[test]
fn each_reason_for_keeping_a_file_as_text_is_said() {
    let read = |path: &str, text: &str| {
        Draft::read(&Source { path: path.to_owned(), text: text.to_owned() }).map(|_| ())
    };
    let head = "title = \"路灯\"\nabout = \"一盏一行。\"\noffice = \"路政股\"\nkey = [\"no\"]\nworkflow = \"register\"\n";
    let plain = format!(
        "{head}fields = [{{ name = \"no\", type = \"text\", label = \"编号\", required = true }}]\n"
    );
    assert_eq!(read("ledgers/road/lamp.toml", &plain), Ok(()), "another layout of the same");
    assert_eq!(read("local/ledgers/road/lamp.toml", &plain), Ok(()));
    let objects = plain.replace("key =", "objects = [\"D05-02\"]\nkey =");
    assert_eq!(read("ledgers/road/lamp.toml", &objects), Err("文件里有屏幕上没有的写法"));
    let remark = format!("{plain}# 编号照杆号\n");
    assert_eq!(read("ledgers/road/lamp.toml", &remark), Err("文件里有手写的注释"));
    assert_eq!(read("ledgers/road/lamp.toml", "title ="), Err("文件有错，读不出来"));
    assert_eq!(read("roles.toml", ""), Err("不是屏幕上能改的一类文件"));
    let two = "[[block]]\ntext = \"甲。\"\n\n[[block]]\ntext = \"乙。\"\n";
    assert_eq!(read("reports/half_year/90_a.toml", two), Err("文件里有屏幕上没有的写法"));
}
