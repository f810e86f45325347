//! The items of the two county plans on the dangers of road traffic: 30 in which the bureau leads, 47 in which it helps.

/// 《阳山县系统化解道路交通安全风险工作方案》.
pub(super) const PLAN: &str = "SW2021-014";
/// 《阳山县系统防范化解道路交通安全风险“百日攻坚”（第三轮）行动方案》.
pub(super) const CAMPAIGN: &str = "SW2021-015";

/// How often, and how many times are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    Once,
    Monthly,
    Quarterly,
}

/// An item in which the bureau leads.
pub(super) struct Led {
    pub(super) title: &'static str,
    pub(super) office: &'static str,
    pub(super) pace: Pace,
}

const fn led(title: &'static str, office: &'static str, pace: Pace) -> Led {
    Led { title, office, pace }
}

/// 牵头任务.
pub(super) const LED: [Led; 30] = [
    led("建立查处“百吨王”交通违法案件倒查机制", "治超办", Pace::Once),
    led("建立货运车辆交通安全监管机制", "运政股", Pace::Once),
    led("组织治超联合执法集中行动", "治超办", Pace::Monthly),
    led("推动货物装载源头单位签订责任书", "治超办", Pace::Once),
    led("督促重型货车安装智能视频监控报警装置", "运政股", Pace::Once),
    led("清理逾期未审验营运车辆", "运政股", Pace::Once),
    led("治理“两客一危”车辆动态监控离线", "运政股", Pace::Monthly),
    led("约谈事故多发运输企业", "运政股", Pace::Quarterly),
    led("查处非法营运和网约车违法行为", "执法股", Pace::Monthly),
    led("开展旅游包车专项检查", "执法股", Pace::Once),
    led("检查危险货物运输企业", "安全股", Pace::Quarterly),
    led("检查驾培机构培训质量", "运政股", Pace::Quarterly),
    led("走访机动车维修业户", "运政股", Pace::Once),
    led("排查国省道急弯陡坡和临水临崖路段", "公路事务中心", Pace::Once),
    led("整治国省道平交路口隐患", "公路事务中心", Pace::Once),
    led("完善国省道标志标线", "公路事务中心", Pace::Once),
    led("改造国省道危旧桥梁", "公路事务中心", Pace::Once),
    led("整治穿村过镇路段", "公路事务中心", Pace::Once),
    led("增设县城过境段中央隔离设施", "公路事务中心", Pace::Once),
    led("整治事故多发弯道", "公路事务中心", Pace::Once),
    led("排查县乡道安全隐患", "交通运输服务中心", Pace::Once),
    led("推进村道安全生命防护工程", "交通运输服务中心", Pace::Once),
    led("清理县乡道行车视距障碍", "交通运输服务中心", Pace::Once),
    led("完善村道平交路口警示设施", "交通运输服务中心", Pace::Once),
    led("建设普通公路非现场执法监测点", "治超办", Pace::Once),
    led("检查渡口渡船", "安全股", Pace::Monthly),
    led("加强在建公路施工路段交通组织", "质监股", Pace::Monthly),
    led("落实客运站进出站安全检查", "运政股", Pace::Monthly),
    led("组织运输企业驾驶员安全教育", "安全股", Pace::Quarterly),
    led("建立路警联合巡查制度", "路政股", Pace::Once),
];

/// The units that lead, each with what the bureau helps in: the item and the bureau's office.
type Helped = (&'static str, &'static [(&'static str, &'static str)]);

/// 配合任务.
pub(super) const HELPED: [Helped; 11] = [
    (
        "县公安局交通警察大队",
        &[
            ("开展酒驾醉驾集中整治", "执法股"),
            ("整治货车违法载人", "治超办"),
            ("整治面包车超员", "执法股"),
            ("清理变型拖拉机上路行驶", "运政股"),
            ("建设农村交通安全劝导站", "交通运输服务中心"),
            ("建设“平安村口”", "公路事务中心"),
            ("增设事故多发路段主动发光设施", "公路事务中心"),
            ("排查重点车辆驾驶人资格", "运政股"),
            ("清零重点车辆交通违法", "运政股"),
            ("查处货车非法改装", "治超办"),
            ("开展夜间联合查缉", "执法股"),
            ("深度调查道路交通事故", "安全股"),
        ],
    ),
    (
        "县应急管理局",
        &[
            ("督办重大道路交通安全隐患", "安全股"),
            ("开展道路交通事故应急演练", "安全股"),
            ("考核部门安全生产责任", "安全股"),
            ("整治危险化学品道路运输", "安全股"),
        ],
    ),
    (
        "县教育局",
        &[
            ("检查校车和接送学生车辆", "运政股"),
            ("排查校园周边道路隐患", "公路事务中心"),
            ("开展学生交通安全宣传", "办公室"),
            ("优化学生周末乘车线路", "运政股"),
        ],
    ),
    (
        "县农业农村局",
        &[
            ("治理拖拉机违法载人", "执法股"),
            ("规范农机上道路行驶", "路政股"),
            ("开展农忙时节农村道路巡查", "交通运输服务中心"),
        ],
    ),
    (
        "县市场监督管理局",
        &[
            ("整治车辆非法改装窝点", "执法股"),
            ("抽查车用产品质量", "运政股"),
            ("监督机动车检验机构", "运政股"),
            ("治理电动自行车销售", "执法股"),
        ],
    ),
    (
        "县住房和城乡建设管理局",
        &[
            ("规范工程运输车管理", "治超办"),
            ("检查建筑工地出场车辆", "治超办"),
            ("完善城区道路交通设施", "公路事务中心"),
            ("整治占道经营", "路政股"),
        ],
    ),
    (
        "县委宣传部",
        &[
            ("开展交通安全主题宣传", "办公室"),
            ("曝光典型违法案例", "执法股"),
            ("发布恶劣天气出行提示", "办公室"),
        ],
    ),
    (
        "县自然资源局",
        &[
            ("治理公路沿线地质灾害", "公路事务中心"),
            ("监管矿山企业装载", "治超办"),
            ("保障隐患整治用地", "征拆办"),
        ],
    ),
    ("县文化广电旅游体育局", &[("监管旅行社租用车辆", "执法股"), ("检查景区接驳车辆", "运政股")]),
    ("县卫生健康局", &[("完善道路交通事故急救通道", "安全股"), ("落实驾驶人体检要求", "运政股")]),
    (
        "各镇人民政府",
        &[
            ("落实农村道路交通安全“路长制”", "交通运输服务中心"),
            ("登记辖区重点车辆和驾驶人", "运政股"),
            ("整治马路市场", "路政股"),
            ("劝导群众不乘坐违法车辆", "交通运输服务中心"),
            ("清理公路用地违法搭建", "路政股"),
            ("管护村道安全设施", "交通运输服务中心"),
        ],
    ),
];

/// The county plan an item comes from, and its number there: the first 18 that the bureau leads and the first 27 in which
/// it helps stand in the plan, the others in the campaign.
pub(super) fn source(is_led: bool, number: usize) -> (&'static str, usize) {
    match (is_led, number) {
        (true, 0..18) => (PLAN, number + 1),
        (true, _) => (CAMPAIGN, number - 18 + 1),
        (false, 0..27) => (PLAN, 18 + number + 1),
        (false, _) => (CAMPAIGN, 12 + number - 27 + 1),
    }
}

/// Every item in which the bureau helps: who leads, the item, the bureau's office.
pub(super) fn helped() -> Vec<(&'static str, &'static str, &'static str)> {
    HELPED
        .iter()
        .flat_map(|(unit, items)| items.iter().map(|(title, office)| (*unit, *title, *office)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_items_are_as_many_as_the_report_says() {
        // 牵头30项, 配合47项
        assert_eq!(LED.len(), 30);
        assert_eq!(helped().len(), 47);
    }

    #[test]
    fn each_plan_is_numbered_without_a_gap() {
        let mut numbers: Vec<_> = (0..30).map(|it| source(true, it)).collect();
        numbers.extend((0..47).map(|it| source(false, it)));
        numbers.sort_unstable();
        let wanted = (1..=45).map(|it| (PLAN, it)).chain((1..=32).map(|it| (CAMPAIGN, it)));
        assert_eq!(numbers, wanted.collect::<Vec<_>>());
    }
}
