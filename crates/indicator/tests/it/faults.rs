//! Definitions that cannot be computed are refused with a sentence, not guessed at.

use catalog::{Source, load};
use indicator::plan;
use terms::Period;

use crate::office::{catalog, sources};

/// Plans an indicator of this text; the loader's own findings are not looked at.
#[track_caller]
fn check(rest: &str, rules: &[(&str, &str)]) {
    let mut all = sources(&[]);
    let text = format!("title='试'\nabout='试'\nowner='股'\n{rest}");
    all.push(Source { path: "indicators/test/one.toml".to_owned(), text });
    let (catalog, _) = load(&all);
    let half = Period::Half(2021, 1);
    let found = plan(&catalog, &catalog.indicators["test/one"], half, half.last_day())
        .err()
        .unwrap_or_default();
    let found: Vec<(&str, &str)> = found.iter().map(|it| (it.rule, it.what.as_str())).collect();
    assert_eq!(found, rules);
}

#[test]
fn what_is_not_there_is_named() {
    check(
        "kind='flow'\nunit='宗'\nfrom='overload/cases'\nday='filed_on'\nmeasure={count='records'}",
        &[("unknown_ledger", "没有台账“overload/cases”")],
    );
    check(
        "kind='flow'\nunit='宗'\nfrom='overload/case'\nlines='members'\nday='filed_on'\nmeasure={count='rows'}",
        &[("unknown_lines", "台账《案件登记簿》没有明细“members”")],
    );
    check(
        "kind='ratio'\nunit='%'\nmeasure={ratio='a/b',over='c/d'}",
        &[("unknown_indicator", "没有指标“a/b”"), ("unknown_indicator", "没有指标“c/d”")],
    );
}

#[test]
fn all_faults_are_said_at_once() {
    check(
        "kind='flow'\nunit='吨'\nfrom='overload/case'\nday='filed'\nwhere=[{field='kind',eq='x'},{field='category',eq='x'},{field='fine',more='多'}]\nmeasure={sum='fine'}",
        &[
            ("unknown_field", "台账《案件登记簿》没有字段“filed”"),
            ("unknown_field", "台账《案件登记簿》没有字段“kind”"),
            ("bad_condition", "“类别”：代码表《案件类别》没有代码“x”"),
            ("bad_condition", "“罚款金额”：常量“多”不能与金额字段比较"),
            ("unit", "“罚款金额”是金额字段，不能换算成吨"),
        ],
    );
}

#[test]
fn fields_must_suit_their_place() {
    check(
        "kind='flow'\nunit='宗'\nfrom='overload/case'\nday='plate'\nmeasure={count='records'}",
        &[("not_a_date", "“号牌”：不是日期，不能与统计期相比")],
    );
    check(
        "kind='flow'\nunit='宗'\nfrom='overload/case'\nday='filed_on'\nmeasure={sum='plate'}",
        &[("not_a_number", "“号牌”不是数，不能累计")],
    );
    check(
        "kind='flow'\nunit='宗'\nfrom='overload/case'\nday='filed_on'\nmeasure={distinct='points'}",
        &[("lines_as_field", "“记分”是明细，不是一个值")],
    );
    check(
        "kind='flow'\nunit='万元'\nfrom='overload/case'\nlines='points'\nday='record.filed_on'\nmeasure={sum='record.fine'}",
        &[("sum_of_parent", "“罚款金额”是主表的数，按明细行累计会重复")],
    );
    check(
        "kind='flow'\nunit='宗'\nfrom='overload/case'\nday='filed_on'\nwhere=[{field='state',eq='closed'}]\nmeasure={count='records'}",
        &[("bad_condition", "“状态”：台账《案件登记簿》的流程没有状态“closed”")],
    );
}

#[test]
fn unlike_units_are_not_compared() {
    check(
        "kind='ratio'\nunit='%'\nmeasure={ratio='overload/drivers',over='overload/all'}",
        &[("unit", "《指标 overload/drivers》的单位是人次，不能换算成宗")],
    );
    check(
        "kind='flow'\nunit='宗'\nmeasure={difference='overload/all',minus='overload/drivers'}",
        &[("unit", "《指标 overload/drivers》的单位是人次，不能换算成宗")],
    );
    check(
        "kind='growth'\nunit='宗'\nmeasure={growth='overload/all'}",
        &[("unit", "《试》算出来是百分比，单位不能是“宗”")],
    );
}

#[test]
fn a_circle_of_indicators_is_refused() {
    check(
        "kind='ratio'\nunit='%'\nmeasure={ratio='test/one',over='overload/all'}",
        &[("indicator_circle", "指标互相引用，成了一圈：test/one → test/one")],
    );
}

#[test]
fn an_as_of_day_before_the_period_is_refused() {
    let catalog = catalog();
    let refused = plan(
        catalog,
        &catalog.indicators["overload/all"],
        Period::Half(2021, 1),
        jiff::civil::date(2020, 12, 31),
    )
    .unwrap_err();
    assert_eq!(refused[0].what, "数据截至日2020-12-31早于统计期2021年上半年的第一天");
    assert!(refused[0].place.to_string().contains("指标 overload/all"));
}
