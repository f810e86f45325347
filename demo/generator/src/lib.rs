//! A county's half year as workbooks, made the same to the byte every time (演示台账).
//!
//! Nobody writes a total here: the figures of the report come out because the rows add up. Persons, vehicles, companies
//! and codes are evidently invented; places and public bodies are those that the report names. Around the half year lie
//! some records of late 2020 and early July 2021, and some that were called off, so that every filter has work to do.

mod action; // 专项行动, 异地交叉执法
mod approval; // 许可事项, 承诺, 信用信息报送
mod book; // sheets, workbooks, csv
mod cases; // 执法案件
mod cast; // invented persons, vehicles, companies
mod clue; // 非法营运线索
mod consequence; // 卸载, 记分, 一超四罚
mod credit; // 诚信评价, 现场检查
mod crew; // 培训, 违规, 事故
mod days; // working days
mod disputes; // 民事纠纷
mod duty; // 值班安排, 值班登记
mod emergency; // 应急物资, 预案, 接报
mod epidemic; // 跨境运输, 疫情防控
mod ferry; // 渡口, 渡船
mod fleet; // 企业, 车辆, 从业人员
mod flood; // 汛期排查, 应急响应
mod land; // 征地拆迁
mod notice; // 整改通知书
mod offsite; // 非现场执法监测点, 超限检测站
mod outward; // 移送抄告协查, 执法证, 研判
mod party; // 党建, 巡视整改, 扫黑除恶
mod passage; // 疑似超限过车
mod patrol; // 联合执法队, 出勤, 检查
mod people; // 信访, 12345, 建议提案, 维稳
mod random; // the same chance everywhere
mod repair; // 维修业户
mod right; // 登记确权, 档案, 路政计划
mod roads; // 公路、桥梁与养护
mod safety; // 安全检查, 隐患, 三把关
mod schooling; // 学时疑点, 面授, 驾培检查
mod service; // 春运证, 公共客运
mod settlement; // 安置, 补偿款
mod site; // 红线, 危大工程, 风险
mod source; // 货运源头
mod tasks; // 督办与任务
mod three_changes; // 三改
mod trace; // 百吨王倒查
mod training; // 驾校, 教练员, 学员
mod transport; // 年审, 重点时段
mod video; // 智能视频装置
mod watch; // 动态监控
mod welfare; // 帮扶, 创文
mod window; // 许可, 路政, 零报告, 历史值
mod works; // 建设项目、规划与资金

use std::path::Path;

use jiff::civil::{Date, date};

use crate::book::Book;
use crate::cases::Register;
use crate::days::Days;
use crate::patrol::Patrol;

/// The last day of which the workbooks know.
pub(crate) const LAST_DAY: Date = date(2021, 7, 9);
/// The half year of the report.
pub(crate) const FIRST: Date = date(2021, 1, 1);
/// Its last day.
pub(crate) const LAST: Date = date(2021, 6, 30);

/// Every file of `demo/` by name: the workbooks, then `demo.toml`, which says which ledger each one is, in the order in
/// which links resolve. `defs` is the folder of the definitions, whose calendar is used.
#[must_use]
pub fn files(defs: &Path) -> Vec<(String, Vec<u8>)> {
    let books = books(&Days::read(defs));
    let mut files: Vec<(String, Vec<u8>)> =
        books.iter().map(|book| (book.file.to_owned(), book.bytes())).collect();
    files.push(("demo.toml".to_owned(), list(&books, defs).into_bytes()));
    files
}

fn books(days: &Days) -> Vec<Book> {
    let trucks = patrol::trucks();
    let patrol = Patrol::new();
    let mut register = Register::new(&patrol, &trucks, days);
    let (checks, nos) = patrol.finish_checks(register.found.clone(), &trucks);
    register.link_checks(&checks, &nos);
    let mut books = land::books(days);
    books.extend(patrol.books());
    books.push(patrol.check_book(&checks, &nos));
    books.extend(register.books(days));
    books.extend(action::books(&register, &trucks));
    books.extend(transport::books(days));
    books.extend(window::books(days));
    books.extend(offsite::books());
    books.push(passage::book(&register, &trucks, days));
    books.push(source::book(days));
    books.push(trace::book(&register, days));
    let clues = clue::clues(&register, days);
    books.push(clue::book(&clues));
    books.extend(outward::books(&register, &clues, days));
    books.extend(people::books(days));
    books.extend(party::books(days));
    books.extend(epidemic::books(days));
    books.extend(welfare::books(days));
    books.extend(works::books(days));
    books.extend(roads::books(days));
    let settlement = settlement::books(days, &books);
    books.extend(settlement);
    books.push(disputes::disputes(days));
    books.push(three_changes::three_changes(days));
    books.extend(tasks::books(days));
    books.extend(ferry::books());
    books.extend(safety::books(days));
    books.extend(site::books());
    books.extend(crew::books(days));
    books.extend(emergency::books());
    books.extend(duty::books(days));
    books.extend(flood::books(days));
    books.extend(right::books(days));
    books.extend(fleet::books());
    books.extend(watch::books(days));
    books.extend(video::books(days));
    books.extend(service::books(days));
    let approval = approval::books(&books, days);
    let credit = credit::books(&books, days);
    books.extend(approval);
    books.extend(credit);
    let (training, students, drives) = training::books(days);
    let schooling = schooling::books(&books, &students, &drives, days);
    books.extend(training);
    books.extend(schooling);
    books.extend(repair::books(days));
    books
}

/// Who keeps the ledgers of an office (经办人). Nobody bears these names; the first is the demo's account `jingban`.
const CLERKS: [(&str, &str); 21] = [
    ("治超办", "陈经办"),
    ("办公室", "冯经办"),
    ("党办", "邓经办"),
    ("纪检", "严经办"),
    ("财务股", "金经办"),
    ("扫黑办", "雷经办"),
    ("整改办", "郭经办"),
    ("创文办", "文经办"),
    ("驻村工作队", "田经办"),
    ("规建股", "桂经办"),
    ("质监股", "章经办"),
    ("征拆办", "袁经办"),
    ("公路事务中心", "龚经办"),
    ("执法股", "罗经办"),
    ("路政股", "卢经办"),
    ("运政股", "程经办"),
    ("审批股", "沈经办"),
    ("安全股", "安经办"),
    ("疫情防控办", "方经办"),
    ("交通运输服务中心", "符经办"),
    // What all offices keep together is brought in by the general office.
    ("各股室", "冯经办"),
];

/// Who kept a ledger's workbook: the clerk of the office that the ledger's definition names.
fn keeper(defs: &Path, ledger: &str) -> &'static str {
    let text = std::fs::read_to_string(defs.join("ledgers").join(format!("{ledger}.toml")));
    let text = text.unwrap_or_default();
    let office = text.lines().find_map(|it| it.strip_prefix("office = "));
    let office = office.unwrap_or_default().trim().trim_matches('"');
    let found = CLERKS.iter().find(|it| it.0 == office);
    found.unwrap_or_else(|| panic!("《{ledger}》的责任股室“{office}”没有经办人")).1
}

fn list(books: &[Book], defs: &Path) -> String {
    let mut text = "# 演示台账：一个文件对一本台账，按此顺序导入，后面的才找得到前面的。由 demo/generator 生成。\n".to_owned();
    for book in books {
        text.push_str(&format!(
            "\n[[workbook]]\nfile = \"{}\"\nledger = \"{}\"\nby = \"{}\"\n",
            book.file,
            book.ledger,
            keeper(defs, book.ledger)
        ));
    }
    text
}
