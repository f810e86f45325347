//! Definitions in words, as the 数据底稿 prints them.

use indicator::describe;

use crate::office::catalog;

#[track_caller]
fn check(id: &str, expected: &str) {
    let catalog = catalog();
    assert_eq!(describe(catalog, &catalog.indicators[id]), expected);
}

#[test]
fn rows_are_told_by_ledger_day_conditions_measure_and_unit() {
    check(
        "overload/filed",
        "台账《案件登记簿》；立案日期在统计期内；类别＝超限超载；状态≠撤案；按记录计数；单位：宗",
    );
    check(
        "overload/open",
        "台账《案件登记簿》；立案日期不晚于数据截至日；结案日期为空或晚于数据截至日；按记录计数；单位：宗",
    );
    check("overload/year", "台账《案件登记簿》；立案日期在统计期所在年度内；按记录计数；单位：宗");
    check("overload/unloaded", "台账《案件登记簿》；立案日期在统计期内；“卸载质量”合计；单位：吨");
    check("overload/plates", "台账《案件登记簿》；立案日期在统计期内；按“号牌”去重计数；单位：辆");
    check(
        "overload/drivers",
        "台账《案件登记簿》的明细“记分”；立案日期在统计期内；类别＝超限超载；状态≠撤案；责任股室＝执法股；按明细行计数；单位：人次",
    );
    check(
        "overload/accidents",
        "台账《案件登记簿》；立案日期在统计期内；类别＝其他；按记录计数，应为零，逐月由专人确认；单位：宗",
    );
    check(
        "works/invested",
        "台账《形象进度》；填报日期不晚于数据截至日；按“项目”取“填报日期”最近的一条，“累计完成投资”合计；单位：万元",
    );
    check(
        "works/progress",
        "台账《形象进度》；填报日期不晚于数据截至日；“完成量”÷“设计量”，按“权重”加权；单位：%",
    );
}

#[test]
fn figures_over_figures_tell_their_parts() {
    check(
        "overload/decided_rate",
        "《指标 overload/decided》÷《指标 overload/all》×100。《指标 overload/decided》：台账《案件登记簿》；立案日期在统计期内；状态＝已处罚；按记录计数。《指标 overload/all》：台账《案件登记簿》；立案日期在统计期内；按记录计数；单位：%",
    );
    check(
        "land/rate",
        "《指标 land/done》÷《指标 land/task》×100，超计划原因见《指标 land/added》。《指标 land/done》：台账《征地台账》；交地日期不晚于数据截至日；“完成面积”合计。《指标 land/task》：台账《征地台账》；线内补征＝否；“任务面积”合计。《指标 land/added》：台账《征地台账》；交地日期不晚于数据截至日；线内补征＝是；“完成面积”合计；单位：%",
    );
    check(
        "passenger/growth",
        "（本期《指标 passenger/carried》－上年同期）÷上年同期×100，上年同期取封存数或导入的历史值。《指标 passenger/carried》：台账《春运日报》；日期在统计期内；“客运量”合计；单位：%",
    );
}
