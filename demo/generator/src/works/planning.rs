//! 规划编制 and the opinions on it.

use jiff::civil::{Date, date};

use super::{SPACE_PLAN, TRANSPORT_PLAN};
use crate::book::{Book, Sheet, col, row};

/// Unit, opinion, reason why it was not taken up.
const SPACE_OPINIONS: [(&str, &str, &str); 8] = [
    ("青莲镇人民政府", "增列峡头撤渡建桥连接线的用地空间", ""),
    ("岭背镇人民政府", "预留省道改线过镇区段的控制宽度", ""),
    ("七拱镇人民政府", "过镇路段红线由两侧均分改为向西侧控制", ""),
    ("杜步镇人民政府", "增列一条通往景区的县道", "不在县道网规划内，建议列入乡道规划"),
    ("阳山县自然资源局", "与国土空间总体规划的生态保护红线衔接", ""),
    ("阳山县水利局", "涉河路段与河道管理范围线衔接", ""),
    ("清远市生态环境局阳山分局", "避让饮用水水源保护区", ""),
    ("阳山县农业农村局", "取消一处码头的岸线预留", "码头为防汛抢险需要，予以保留"),
];
const TRANSPORT_OPINIONS: [(&str, &str, &str); 5] = [
    ("阳山县发展和改革局", "投资估算与县“十四五”规划纲要一致", ""),
    ("阳山县财政局", "分年度列明县级配套需求", ""),
    ("阳山县自然资源局", "项目用地与土地利用计划衔接", ""),
    ("阳山县公安局", "增加智能交通设施内容", ""),
    ("阳山县文化广电旅游体育局", "全部乡镇建设旅游集散中心", "超出规划期投资能力，先建重点乡镇"),
];

/// The book.
pub(super) fn plannings() -> Book {
    let none: Option<Date> = None;
    let rows = vec![
        row![
            TRANSPORT_PLAN,
            "阳山县综合运输体系“十四五”规划",
            "公路、水运、运输场站和运输服务",
            "广东省交通运输规划研究中心",
            date(2020, 5, 11),
            date(2020, 11, 16),
            date(2021, 3, 22),
            none,
            date(2021, 7, 31),
            none,
            none,
            "征求意见稿已送县有关部门征求意见，编制单位按修改意见完成修编，形成报批稿",
            "修编",
        ],
        row![
            SPACE_PLAN,
            "阳山县2020-2035年公路国土空间控制规划",
            "我县辖区内规划期有空间需求的省道、县乡道、港口码头等公路水运基础设施（国道由市级统筹编制）",
            "苏交科集团股份有限公司、清远市公路勘察规划设计院有限公司",
            date(2020, 7, 20),
            date(2020, 11, 30),
            date(2020, 12, 18),
            date(2021, 3, 11),
            none,
            none,
            none,
            "编制单位正在按照专家评审意见修改完善，完善后报县政府审批",
            "评审",
        ],
        row![
            "阳山县“十三五”综合交通运输规划",
            "",
            "公路、水运和运输场站",
            "示例规划研究院有限公司",
            date(2015, 6, 15),
            date(2015, 11, 9),
            date(2015, 12, 14),
            date(2016, 3, 8),
            date(2016, 4, 29),
            date(2016, 4, 20),
            date(2016, 6, 13),
            "已公布实施",
            "公布",
        ],
    ];
    let head = [
        "规划名称",
        "别名",
        "规划内容",
        "编制单位",
        "委托日期",
        "初稿日期",
        "征求意见日期",
        "专家评审日期",
        "计划上报日期",
        "上报日期",
        "批复日期",
        "进展",
        "状态",
    ];
    let of = |plan: &'static str, opinions: &'static [(&str, &str, &str)]| {
        opinions.iter().map(move |it| row![plan, it.0, it.1, it.2.is_empty(), it.2])
    };
    let opinions =
        of(TRANSPORT_PLAN, &TRANSPORT_OPINIONS).chain(of(SPACE_PLAN, &SPACE_OPINIONS)).collect();
    let opinion_head = ["规划名称", "提出单位", "意见", "采纳", "不采纳理由"];
    let sheets = vec![
        Sheet::new("规划编制", head.map(col).to_vec(), rows).titled(&["交通规划编制台账"]),
        Sheet::new("意见", opinion_head.map(col).to_vec(), opinions),
    ];
    Book::workbook("36-规划编制.xlsx", "works/planning", sheets)
}
