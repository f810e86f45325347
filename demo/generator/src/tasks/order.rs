//! 上级部署, 领导小组和工作专班, 方案.

use super::plan::{LED, helped, source};
use super::{day, document_no, leader, leader_of, officer, sheet, some_day, table, worked};
use crate::book::{Book, Cell, row};
use crate::cast;
use crate::days::Days;

pub(super) fn books(days: &Days) -> Vec<Book> {
    vec![documents(days), groups(), schemes(days)]
}

/// A document from above: number, title, issuer, document number, topic, day, office, state.
const PAPERS: &str = "\
SW2020-131|省委第一巡视组反馈意见|省委第一巡视组||巡视整改|2020-11-16|办公室|执行
SW2020-140|关于做好岁末年初安全生产工作的通知|阳山县人民政府办公室||安全生产|2020-12-14|安全股|归档
SW2021-003|清远市异地交叉治超联合执法行动工作方案|清远市交通运输局|清市交〔2021〕2号|治超|2021-01-18|执法股|归档
SW2021-004|关于做好春运疫情防控和安全生产大检查的通知|清远市交通运输局||疫情防控|2021-01-20|运政股|归档
SW2021-007|“十大行动方案”|中共清远市委||综合|2021-01-25|办公室|执行
SW2021-008|“1+123”工作部署|中共阳山县委||综合|2021-02-01|办公室|执行
SW2021-014|阳山县系统化解道路交通安全风险工作方案|阳山县人民政府||化解道路交通安全风险|2021-02-22|办公室|执行
SW2021-015|阳山县系统防范化解道路交通安全风险“百日攻坚”（第三轮）行动方案|阳山县人民政府||化解道路交通安全风险|2021-02-24|办公室|执行
SW2021-021|关于开展党史学习教育的通知|中共阳山县委||党的建设|2021-03-05|办公室|执行
SW2021-036|关于重型货车安装智能视频监控报警装置的通知|清远市交通运输局||运输市场|2021-04-06|运政股|执行
SW2021-044|关于开展机动车维修行业安全生产督查工作的通知|清远市交通运输局||安全生产|2021-04-19|运政股|归档
SW2021-061|关于设置出省通道疫情防控检查站的通知|阳山县新冠肺炎防控指挥办||疫情防控|2021-06-17|路政股|已分解
SW2021-070|关于做好主汛期公路防汛工作的通知|清远市交通运输局||安全生产|2021-07-05|安全股|收文";

fn documents(days: &Days) -> Book {
    let rows =
        table::<8>(PAPERS).map(|[no, title, issuer, number, topic, issued, office, state]| {
            let issued = day(issued);
            let received = worked(days, issued, 2);
            // What came last lies with the leader still.
            let instructed = (state != "收文").then(|| days.later(received, 1));
            let report_by = state.starts_with("归档").then(|| days.later(received, 40));
            let reported = report_by.map(|it| days.on_or_after(it)).filter(|_| no != "SW2021-044");
            row![
                no,
                title,
                issuer,
                number,
                "无",
                topic,
                issued,
                received,
                instructed.map(|_| leader(0)),
                instructed,
                instructed.map(|_| format!(
                    "请{}会同有关股室抓好落实，按要求报送情况。",
                    leader_of(office)
                )),
                instructed.map(|_| office),
                report_by,
                reported,
                state
            ]
        });
    let heads = "收文号 标题 发文机关 文号 密级 专题 成文日期 收文日期 批示领导 批示日期 批示意见 主办股室 要求报送日期 报送日期 状态";
    let mut points = Vec::new();
    for (number, item) in LED.iter().enumerate() {
        let (paper, at) = source(true, number);
        points.push((paper, at, format!("{}。牵头单位：县交通运输局。", item.title)));
    }
    for (number, (unit, title, _)) in helped().into_iter().enumerate() {
        let (paper, at) = source(false, number);
        points.push((paper, at, format!("{title}。牵头单位：{unit}；配合单位：县交通运输局。")));
    }
    points.sort();
    let points = points.into_iter().map(|(paper, at, text)| row![paper, at.to_string(), text]);
    let sheets = vec![
        sheet("部署", heads, rows.collect()).titled(&["上级部署登记簿"]),
        sheet("要点", "收文号 条次 原文", points.collect()),
    ];
    Book::workbook("22-上级部署登记.xlsx", "task/document", sheets)
}

/// A group: name, kind, topic, seat, duty, formed, adjusted, dissolved.
const BODIES: &str = "\
防范化解道路交通安全风险工作领导小组|领导小组|化解道路交通安全风险|安全股|统筹部署、督促检查防范化解道路交通安全风险各项任务。|2021-03-02||
防范化解道路交通安全风险工作专班|工作专班|化解道路交通安全风险|安全股|承担领导小组日常工作，汇总任务进展。|2021-03-02||
巡视反馈问题整改工作领导小组|领导小组|巡视整改|办公室|组织整改省委第一巡视组反馈问题。|2020-11-23||
党史学习教育领导小组|领导小组|党的建设|办公室|组织党史学习教育。|2021-03-10||
扫黑除恶专项斗争领导小组|领导小组|扫黑除恶|执法股|部署常态化扫黑除恶斗争，整治行业乱象。|2018-03-12|2021-04-12|
新冠肺炎疫情防控工作领导小组|领导小组|疫情防控|办公室|统筹行业疫情防控。|2020-01-24|2021-04-12|
春运疫情防控工作专班|工作专班|疫情防控|运政股|负责春运期间客运站场、运输工具疫情防控。|2021-01-22||2021-03-12
“第二轮百日攻坚”工作专班|工作专班|化解道路交通安全风险|安全股|承担第二轮行动日常工作。|2020-08-03||2020-12-21
公路水毁抢修工作专班|工作专班|安全生产|公路事务中心|组织主汛期公路抢修。|2021-07-06||";

fn groups() -> Book {
    let mut members = Vec::new();
    let rows = table::<8>(BODIES).enumerate().map(|(at, body)| {
        let [name, kind, topic, seat, duty, formed, adjusted, dissolved] = body;
        let (formed, adjusted, dissolved) = (day(formed), some_day(adjusted), some_day(dissolved));
        let chief = if at == 4 { 1 } else { 0 };
        members.push(row![name, "组长", leader(chief), "局领导", formed, dissolved]);
        for deputy in [1, 2].map(|it| chief + it) {
            members.push(row![name, "副组长", leader(deputy), "局领导", formed, dissolved]);
        }
        for (place, office) in super::OFFICES.iter().enumerate() {
            // One officer went at the adjustment, another came.
            let left = adjusted.filter(|_| place == 3).or(dissolved);
            members.push(row![
                name,
                "成员",
                officer(office),
                format!("{office}负责人"),
                formed,
                left
            ]);
        }
        if let Some(day) = adjusted {
            members.push(row![
                name,
                "成员",
                cast::person(2230 + at),
                "审批股负责人",
                day,
                dissolved
            ]);
        }
        let state = match (adjusted, dissolved) {
            (_, Some(_)) => "撤销",
            (Some(_), None) => "调整",
            (None, None) => "成立",
        };
        let number = document_no(formed.year(), i64::from(formed.day_of_year()) / 7 + 1);
        row![name, kind, topic, number, seat, duty, formed, adjusted, dissolved, state]
    });
    let heads = "名称 类别 专题 成立文号 办公室设在 职责 成立日期 调整日期 撤销日期 状态";
    let rows = rows.collect();
    let sheets = vec![
        sheet("机构", heads, rows).titled(&["领导小组、工作专班登记表"]),
        sheet("成员", "名称 职务 姓名 单位职务 加入日期 退出日期", members),
    ];
    Book::workbook("23-领导小组和工作专班.xlsx", "task/group", sheets)
}

/// A scheme: title, kind, topic, paper it follows, group, office, drafted, issued, end, state.
const SCHEMES: &str = "\
阳山县交通系统“第二轮百日攻坚”行动工作方案|工作方案|化解道路交通安全风险||“第二轮百日攻坚”工作专班|安全股|2020-08-05|2020-08-14|2020-12-15|总结
县交通运输局整改落实省委第一巡视组反馈意见工作实施方案|整改方案|巡视整改|SW2020-131|巡视反馈问题整改工作领导小组|办公室|2020-11-24|2020-12-02|2021-12-31|执行
春运期间公共卫生事件应急预案|应急预案|疫情防控|SW2021-004|春运疫情防控工作专班|运政股|2021-01-22|2021-01-26|2021-03-08|总结
阳山县交通系统防范化解道路交通安全风险工作实施方案|实施方案|化解道路交通安全风险|SW2021-014|防范化解道路交通安全风险工作领导小组|安全股|2021-03-01|2021-03-05|2021-12-31|执行
阳山县交通系统防范化解道路交通安全风险“百日攻坚”（第三轮）行动实施方案|实施方案|化解道路交通安全风险|SW2021-015|防范化解道路交通安全风险工作领导小组|安全股|2021-03-01|2021-03-05|2021-12-31|执行
阳山县查处“百吨王”交通违法案件倒查机制|工作方案|化解道路交通安全风险|SW2021-014|防范化解道路交通安全风险工作领导小组|治超办|2021-03-08|2021-03-22||执行
阳山县货运车辆交通安全监管机制|工作方案|化解道路交通安全风险|SW2021-014|防范化解道路交通安全风险工作领导小组|运政股|2021-03-08|2021-03-22||执行
阳山县交通系统“两客一危”车辆动态监控整治工作方案|工作方案|化解道路交通安全风险|SW2021-015|防范化解道路交通安全风险工作领导小组|运政股|2021-03-15|2021-03-29|2021-12-31|执行
阳山县国省道平交路口隐患整治工作方案|工作方案|化解道路交通安全风险|SW2021-015|防范化解道路交通安全风险工作领导小组|公路事务中心|2021-03-18|2021-04-02|2021-11-30|执行
阳山县货物装载源头治超工作方案|工作方案|化解道路交通安全风险|SW2021-015|防范化解道路交通安全风险工作领导小组|治超办|2021-04-06|2021-04-20|2021-12-31|印发
县交通运输局党史学习教育实施方案|实施方案|党的建设|SW2021-021|党史学习教育领导小组|办公室|2021-03-10|2021-03-17|2021-12-31|执行
县交通运输局常态化扫黑除恶斗争工作方案|工作方案|扫黑除恶||扫黑除恶专项斗争领导小组|执法股|2021-04-06|2021-04-14|2021-12-31|执行
阳山县农村道路视距清理工作方案|工作方案|化解道路交通安全风险|SW2021-015|防范化解道路交通安全风险工作领导小组|交通运输服务中心|2021-06-21|2021-07-06|2021-12-31|印发
阳山县货车夜间联合查缉工作方案|工作方案|化解道路交通安全风险|SW2021-015|防范化解道路交通安全风险工作领导小组|执法股|2021-06-28|||起草";

fn schemes(days: &Days) -> Book {
    let mut items = Vec::new();
    let rows = table::<10>(SCHEMES).zip(1_i64..).map(|(scheme, number)| -> Vec<Cell> {
        let [title, kind, topic, paper, group, office, drafted, issued, ends, state] = scheme;
        let (drafted, ends) = (day(drafted), some_day(ends));
        let no = format!("FA{}-{number:02}", drafted.year());
        for (text, at) in ["摸清底数，建立台账。", "组织实施，按月汇总。", "检查验收，总结上报。"]
            .iter()
            .zip(1_i64..)
        {
            items.push(row![&no, at.to_string(), *text, office]);
        }
        let issued = some_day(issued).map(|it| days.on_or_after(it));
        let basis = if paper.is_empty() { "局党组会议决定" } else { "上级部署文件" };
        row![
            &no,
            title,
            kind,
            topic,
            paper,
            group,
            basis,
            "按期完成各项任务，消除隐患，建立长效机制。",
            leader_of(office),
            office,
            drafted,
            issued.map(|it| if it > drafted {
                days.on_or_after(crate::days::plus(drafted, 3)).min(it)
            } else {
                it
            }),
            issued.map(|it| document_no(it.year(), 20 + number)),
            issued,
            issued,
            ends,
            (state == "总结")
                .then_some("各项任务按方案完成，没有发生突发公共卫生事件和较大以上责任事故。"),
            state
        ]
    });
    let heads = "方案编号 名称 类别 专题 依据收文号 牵头机构 依据 目标 责任领导 责任部门 起草日期 审议日期 文号 印发日期 开始日期 结束日期 总结 状态";
    let rows = rows.collect();
    let sheets = vec![
        sheet("方案", heads, rows).titled(&["方案登记簿"]),
        sheet("任务分条", "方案编号 条次 任务 责任部门", items),
    ];
    Book::workbook("24-方案登记.xlsx", "task/scheme", sheets)
}
