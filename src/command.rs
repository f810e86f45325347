//! The command line (命令行): what can be asked, in Chinese.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

const AFTER: &str = "\
退出码：0 办成；1 有问题要人处理（已逐条列出）；2 命令写错；3 程序办不到（磁盘、数据库、文件）。
期间写法：2021H1 上半年、2021Q2 季度、2021-06 月、2021W05 周、2021 年、2021-02-01..2021-02-02 任意两天。
各命令都可加 --json，结果以 JSON 输出到标准输出，其余说明走标准错误。";

/// 通途：县交通运输局业务工作平台。
#[derive(Debug, Parser)]
#[command(disable_help_subcommand = true)]
#[command(name = "tongtu", version, about, after_help = AFTER)]
#[command(
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}",
    subcommand_help_heading = "命令"
)]
#[command(next_help_heading = "通用选项")]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where things are and who acts.
#[derive(Debug, Clone, Args)]
pub(crate) struct Place {
    #[arg(
        help = "库：SQLite 文件，或 postgres://用户@主机/库名?schema=模式",
        long,
        global = true,
        env = "TONGTU_BASE",
        hide_env_values = true,
        default_value = "data/tongtu.db",
        value_name = "库"
    )]
    pub(crate) base: String,
    /// Whether the user named a base, on the command line or in the environment.
    #[arg(skip)]
    pub(crate) base_given: bool,
    /// 附件文件夹；不写则在 SQLite 文件旁，或 data/files
    #[arg(
        long,
        global = true,
        env = "TONGTU_FILES",
        hide_env_values = true,
        value_name = "文件夹"
    )]
    pub(crate) files: Option<PathBuf>,
    /// 定义文件夹；不写则用当前文件夹的 defs/，没有就用程序自带的
    #[arg(long, global = true, env = "TONGTU_DEFS", hide_env_values = true, value_name = "文件夹")]
    pub(crate) defs: Option<PathBuf>,
    /// 本局定义文件夹；不写则在 SQLite 文件旁，或 data/local/defs
    #[arg(
        long,
        global = true,
        env = "TONGTU_LOCAL",
        hide_env_values = true,
        value_name = "文件夹"
    )]
    pub(crate) local: Option<PathBuf>,
    /// 经办人姓名，记入留痕
    #[arg(
        long,
        global = true,
        env = "TONGTU_WHO",
        hide_env_values = true,
        default_value = "命令行",
        value_name = "姓名"
    )]
    pub(crate) who: String,
    /// 经办人股室；不写则记录归台账的责任股室
    #[arg(
        long,
        global = true,
        env = "TONGTU_OFFICE",
        hide_env_values = true,
        default_value = "",
        value_name = "股室"
    )]
    pub(crate) office: String,
    /// 经办人角色，见 defs/roles.toml，可写多个
    #[arg(
        long,
        global = true,
        env = "TONGTU_ROLES",
        hide_env_values = true,
        value_delimiter = ',',
        default_value = "steward",
        value_name = "角色"
    )]
    pub(crate) role: Vec<String>,
    /// 结果以 JSON 输出
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

/// What can be asked.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// 主流程：演示台账入库，算出数，写出工作总结和数据底稿
    Run(RunArgs),
    /// 启动网页服务
    Serve(ServeArgs),
    /// 建一个空库
    Init,
    /// 定义：检查
    #[command(subcommand)]
    Defs(DefsCommand),
    /// 导入工作簿或 CSV 到台账
    Import(ImportArgs),
    /// 把台账导出为工作簿或 CSV
    Export(ExportArgs),
    /// 导入过的批次
    Batches,
    /// 撤回一批导入
    Undo {
        /// 批次号，见 tongtu batches
        #[arg(value_name = "批次")]
        batch: String,
        /// 为什么撤回
        #[arg(long, value_name = "理由")]
        reason: String,
    },
    /// 列出台账记录
    List(ListArgs),
    /// 一条记录：全部内容、附件和修订记录
    Show {
        /// 台账
        #[arg(value_name = "台账")]
        ledger: String,
        /// 主键
        #[arg(value_name = "主键")]
        key: String,
        /// 看这一时刻的样子，如 2021-06-30T23:59:59+08:00
        #[arg(long, value_name = "时刻")]
        known_at: Option<String>,
    },
    /// 改一条记录的字段
    Set {
        /// 台账
        #[arg(value_name = "台账")]
        ledger: String,
        /// 主键
        #[arg(value_name = "主键")]
        key: String,
        /// 字段=值，字段用名称或英文名；值留空表示清空
        #[arg(required = true, value_name = "字段=值")]
        changes: Vec<String>,
        /// 看到的版本号；别人先改过就拒绝
        #[arg(long, value_name = "版本")]
        version: Option<i64>,
    },
    /// 办一步流转
    Move {
        /// 台账
        #[arg(value_name = "台账")]
        ledger: String,
        /// 主键
        #[arg(value_name = "主键")]
        key: String,
        /// 流转
        #[arg(value_name = "流转")]
        step: String,
        /// 随流转一起填的字段=值
        #[arg(value_name = "字段=值")]
        changes: Vec<String>,
        /// 理由
        #[arg(long, default_value = "", value_name = "理由")]
        reason: String,
        /// 退回到哪一步（状态），只用于退回
        #[arg(long, value_name = "状态")]
        to: Option<String>,
    },
    /// 撤销一条记录（留痕，不删除）
    Withdraw {
        /// 台账
        #[arg(value_name = "台账")]
        ledger: String,
        /// 主键
        #[arg(value_name = "主键")]
        key: String,
        /// 理由
        #[arg(long, value_name = "理由")]
        reason: String,
    },
    /// 给一条记录加附件
    Attach {
        /// 台账
        #[arg(value_name = "台账")]
        ledger: String,
        /// 主键
        #[arg(value_name = "主键")]
        key: String,
        /// 文件
        #[arg(value_name = "文件")]
        file: PathBuf,
    },
    /// 时限：逾期、临期、停钟、在办的，按股室和经办人列出；可逐日说明
    Due(DueArgs),
    /// 督办：没有分出任务的要点、各文件的进度、逾期任务、谁手上能办什么、该发的催办
    Tasks(TasksArgs),
    /// 一个期间的全部数
    Figures(FiguresArgs),
    /// 打开一个数：它背后的记录
    Open(OpenArgs),
    /// 两个数的口径差异：仅甲有、都有、仅乙有
    Diff(DiffArgs),
    /// 封存一个期间的数
    Seal {
        /// 期间
        #[arg(value_name = "期间")]
        period: String,
        /// 只封存这些指标
        #[arg(value_name = "指标")]
        indicators: Vec<String>,
        /// 重新封存的理由
        #[arg(long, value_name = "理由")]
        reason: Option<String>,
    },
    /// 写出报告和数据底稿
    Report(ReportArgs),
    /// 外部系统的表：列出、按对方格式写出、收对方的表
    #[command(subcommand)]
    Exchange(ExchangeCommand),
    /// 和外部系统的表对账：仅对方有、仅我局有、不一致
    Reconcile(ReconcileArgs),
    /// 覆盖：业务地图上的每个对象、每个数在哪本台账、哪个指标、哪句话里
    Coverage(CoverageArgs),
    /// 回稿：在 Word 或 WPS 里改过的报告，哪些数变了、台账现在是多少
    Return(ReturnArgs),
    /// 文稿里的数与台账对应：一致、不一致、无台账支持
    Ties(TiesArgs),
    /// 校核公文（.docx、.txt、.md）：逐条列出问题；不用库
    Check(CheckArgs),
    /// 校核规则：全部规则，或一条规则的说明
    Rules(RulesArgs),
    /// 到期销毁个人信息：历史版本、留痕、附件一并抹去，留下凭证
    Erase(EraseArgs),
    /// 校验留痕链、记录和附件
    Audit,
    /// 按定义升级库
    Migrate {
        /// 只说要做什么
        #[arg(long)]
        dry_run: bool,
    },
    /// 账号复核：在服务器上同意等待复核的账号变动，没有别人能复核时才用
    Review {
        /// 登录名
        #[arg(value_name = "登录名")]
        login: String,
        /// 理由，进留痕
        #[arg(long, value_name = "理由", default_value = "")]
        reason: String,
    },
    /// 备份为一个文件
    Backup {
        /// 备份文件
        #[arg(value_name = "文件")]
        file: PathBuf,
    },
    /// 从备份恢复到一个空库
    Restore {
        /// 备份文件
        #[arg(value_name = "文件")]
        file: PathBuf,
    },
}

/// 定义。
#[derive(Debug, Subcommand)]
pub(crate) enum DefsCommand {
    /// 检查全部定义，一次说完所有问题
    Check,
}

/// 主流程的参数。
#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// 期间
    #[arg(value_name = "期间", default_value = "2021H1")]
    pub(crate) period: String,
    /// 演示台账文件夹
    #[arg(long, default_value = "demo", value_name = "文件夹")]
    pub(crate) demo: PathBuf,
    /// 输出文件夹
    #[arg(long, default_value = "out", value_name = "文件夹")]
    pub(crate) out: PathBuf,
}

/// 导入的参数。
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// 台账：编号（如 enforcement/case）或名称
    #[arg(value_name = "台账")]
    pub(crate) ledger: String,
    /// .xlsx 或 .csv；明细 CSV 写在后面，文件名以“-明细名”结尾
    #[arg(required = true, value_name = "文件")]
    pub(crate) files: Vec<PathBuf>,
    /// 只预览，不入库
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// 有问题的行退回到这个工作簿；不写则放在原文件旁，名字加“-退回”
    #[arg(long, value_name = "文件")]
    pub(crate) returned: Option<PathBuf>,
}

/// 导出的参数。
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// 台账
    #[arg(value_name = "台账")]
    pub(crate) ledger: String,
    /// 文件；.csv 结尾则导出 CSV
    #[arg(short, long, value_name = "文件")]
    pub(crate) output: Option<PathBuf>,
    /// 条件：字段=值
    #[arg(long = "where", value_name = "字段=值")]
    pub(crate) conditions: Vec<String>,
    /// 只要空表模板
    #[arg(long)]
    pub(crate) template: bool,
}

/// 列表的参数。
#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// 台账
    #[arg(value_name = "台账")]
    pub(crate) ledger: String,
    /// 条件：字段=值
    #[arg(long = "where", value_name = "字段=值")]
    pub(crate) conditions: Vec<String>,
    /// 排序字段，前面加 - 为倒序
    #[arg(long, value_name = "字段", allow_hyphen_values = true)]
    pub(crate) sort: Vec<String>,
    /// 每页几条
    #[arg(long, default_value_t = 50, value_name = "条数")]
    pub(crate) limit: u32,
    /// 从这一页接着看（上一页给出的记号）
    #[arg(long, value_name = "记号")]
    pub(crate) after: Option<String>,
    /// 看这一时刻的样子，如 2021-06-30T23:59:59+08:00
    #[arg(long, value_name = "时刻")]
    pub(crate) known_at: Option<String>,
}

/// 时限的参数。
#[derive(Debug, Args)]
pub(crate) struct DueArgs {
    /// 台账；不写则列全部有时限的台账
    #[arg(value_name = "台账")]
    pub(crate) ledger: Option<String>,
    /// 主键：只看这一条，办结的也列
    #[arg(value_name = "主键")]
    pub(crate) key: Option<String>,
    /// 逐日说明：计了哪些天，跳过哪些天，依据哪一条
    #[arg(long)]
    pub(crate) explain: bool,
    /// 办结的、不再计时的也列
    #[arg(long)]
    pub(crate) done: bool,
    /// 看这一天的情形，不写为今天
    #[arg(long, value_name = "日期")]
    pub(crate) as_of: Option<String>,
    /// 只列这个股室的记录
    #[arg(long, value_name = "股室")]
    pub(crate) of_office: Option<String>,
    /// 只列这个人经办的记录
    #[arg(long, value_name = "姓名")]
    pub(crate) of_who: Option<String>,
}

/// 督办的参数。
#[derive(Debug, Args)]
pub(crate) struct TasksArgs {
    /// 只看这个期间的文件、会议、方案和任务；不写则看全部
    #[arg(long, value_name = "期间")]
    pub(crate) period: Option<String>,
    /// 看这一天的情形；不写为今天，写了期间则为期末
    #[arg(long, value_name = "日期")]
    pub(crate) as_of: Option<String>,
    /// 只看这个人手上能办的
    #[arg(long, value_name = "姓名")]
    pub(crate) of_who: Option<String>,
}

/// 到期销毁的参数。
#[derive(Debug, Args)]
pub(crate) struct EraseArgs {
    /// 销毁这一天（含）以前到期的，不写为今天
    #[arg(long, value_name = "日期")]
    pub(crate) day: Option<String>,
    /// 见证人；销毁人是 --who，两人不能相同
    #[arg(long, value_name = "姓名")]
    pub(crate) witness: Option<String>,
    /// 只列出到期的，不销毁
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// 列出办过的销毁，一条一份凭证
    #[arg(long, conflicts_with_all = ["day", "witness", "dry_run"])]
    pub(crate) proof: bool,
}

/// 数的参数。
#[derive(Debug, Args)]
pub(crate) struct FiguresArgs {
    /// 期间
    #[arg(value_name = "期间")]
    pub(crate) period: String,
    /// 只算这些指标：编号、登记号（F061）或名称
    #[arg(value_name = "指标")]
    pub(crate) indicators: Vec<String>,
    /// 数据截至日，不写为期末
    #[arg(long, value_name = "日期")]
    pub(crate) as_of: Option<String>,
    /// 按登记到这一时刻的内容算
    #[arg(long, value_name = "时刻")]
    pub(crate) known_at: Option<String>,
    /// 按字段分组
    #[arg(long, value_name = "字段")]
    pub(crate) by: Option<String>,
}

/// 打开一个数的参数。
#[derive(Debug, Args)]
pub(crate) struct OpenArgs {
    /// 指标：编号、登记号（F061）或名称
    #[arg(value_name = "指标")]
    pub(crate) indicator: String,
    /// 期间
    #[arg(value_name = "期间")]
    pub(crate) period: String,
    /// 数据截至日，不写为期末
    #[arg(long, value_name = "日期")]
    pub(crate) as_of: Option<String>,
    /// 按登记到这一时刻的内容
    #[arg(long, value_name = "时刻")]
    pub(crate) known_at: Option<String>,
    /// 最多显示几行（JSON 不限）
    #[arg(long, default_value_t = 50, value_name = "行数")]
    pub(crate) limit: usize,
}

/// 口径差异的参数。
#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// 甲指标
    #[arg(value_name = "甲")]
    pub(crate) one: String,
    /// 乙指标
    #[arg(value_name = "乙")]
    pub(crate) other: String,
    /// 期间
    #[arg(value_name = "期间")]
    pub(crate) period: String,
    /// 数据截至日，不写为期末
    #[arg(long, value_name = "日期")]
    pub(crate) as_of: Option<String>,
    /// 每一列最多显示几条（JSON 不限）
    #[arg(long, default_value_t = 20, value_name = "条数")]
    pub(crate) limit: usize,
}

/// 报告的参数。
#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// 只要草稿：上期事项没有回应等也写出，正文里标明〔送审前须补齐〕
    #[arg(long)]
    pub(crate) draft: bool,
    /// 期间
    #[arg(value_name = "期间")]
    pub(crate) period: String,
    /// 报告：defs/reports 下的文件夹名
    #[arg(long, default_value = "half_year", value_name = "报告")]
    pub(crate) report: String,
    /// 输出文件夹
    #[arg(long, default_value = "out", value_name = "文件夹")]
    pub(crate) out: PathBuf,
    /// 数据截至日，不写为期末
    #[arg(long, value_name = "日期")]
    pub(crate) as_of: Option<String>,
}

/// 覆盖的参数。
#[derive(Debug, Args)]
pub(crate) struct CoverageArgs {
    /// 期间
    #[arg(value_name = "期间", default_value = "2021H1")]
    pub(crate) period: String,
    /// 连原文里的每个数一起列
    #[arg(long)]
    pub(crate) all: bool,
}

/// 外部系统的表。
#[derive(Debug, Subcommand)]
pub(crate) enum ExchangeCommand {
    /// 列出全部对接表
    List,
    /// 按对方的格式写出我局的记录
    Export {
        /// 对接表：编号或名称
        #[arg(value_name = "对接表")]
        name: String,
        /// 文件
        #[arg(short, long, value_name = "文件")]
        output: Option<PathBuf>,
        /// 只要这个期间的
        #[arg(long, value_name = "期间")]
        period: Option<String>,
        /// 只要空表
        #[arg(long)]
        template: bool,
    },
    /// 收对方的表：更新我局已有的记录（如回执），我局没有的只列出
    Import {
        /// 对接表：编号或名称
        #[arg(value_name = "对接表")]
        name: String,
        /// 对方给的 .xlsx 或 .csv
        #[arg(value_name = "文件")]
        file: PathBuf,
        /// 只预览，不入库
        #[arg(long)]
        dry_run: bool,
    },
}

/// 对账的参数。
#[derive(Debug, Args)]
pub(crate) struct ReconcileArgs {
    /// 对接表：编号或名称
    #[arg(value_name = "对接表")]
    pub(crate) name: String,
    /// 对方给的 .xlsx 或 .csv
    #[arg(value_name = "文件")]
    pub(crate) file: PathBuf,
    /// 只对这个期间的
    #[arg(long, value_name = "期间")]
    pub(crate) period: Option<String>,
    /// 把三张清单写成工作簿
    #[arg(short, long, value_name = "文件")]
    pub(crate) output: Option<PathBuf>,
    /// 每张清单最多显示几条（JSON 和工作簿不限）
    #[arg(long, default_value_t = 20, value_name = "条数")]
    pub(crate) limit: usize,
}

/// 数与台账对应的参数。
#[derive(Debug, Args)]
pub(crate) struct TiesArgs {
    /// 文稿：.docx、.txt 或 .md
    #[arg(value_name = "文件")]
    pub(crate) file: PathBuf,
    /// 期间
    #[arg(value_name = "期间")]
    pub(crate) period: String,
    /// 按这一份提纲对应；不写则用全部提纲
    #[arg(long, value_name = "报告")]
    pub(crate) report: Option<String>,
    /// 上期文稿：上期写了、本期没写的数会提示
    #[arg(long, value_name = "文件")]
    pub(crate) last: Option<PathBuf>,
    /// 数据截至日，不写为期末
    #[arg(long, value_name = "日期")]
    pub(crate) as_of: Option<String>,
    /// 无台账支持的数也列出
    #[arg(long)]
    pub(crate) all: bool,
}

/// 回稿的参数。
#[derive(Debug, Args)]
pub(crate) struct ReturnArgs {
    /// 改过的 .docx
    #[arg(value_name = "文件")]
    pub(crate) file: PathBuf,
    /// 期间
    #[arg(value_name = "期间")]
    pub(crate) period: String,
    /// 报告：defs/reports 下的文件夹名
    #[arg(long, default_value = "half_year", value_name = "报告")]
    pub(crate) report: String,
    /// 当时写出的原稿 .docx；不写则与台账现在写出的比
    #[arg(long, value_name = "文件")]
    pub(crate) original: Option<PathBuf>,
    /// 数据截至日，不写为期末
    #[arg(long, value_name = "日期")]
    pub(crate) as_of: Option<String>,
    /// 写出重新绑定槽位的 .docx；文字保持回稿的写法
    #[arg(short, long, value_name = "文件")]
    pub(crate) output: Option<PathBuf>,
    /// 写出时槽位里的数换成台账现在的数
    #[arg(long, requires = "output")]
    pub(crate) refresh: bool,
}

/// 网页服务的参数。
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// 监听的地址和端口；只给本机用就是 127.0.0.1，给全局用写 0.0.0.0 并放在 HTTPS 代理后面
    #[arg(long, env = "TONGTU_LISTEN", hide_env_values = true, default_value = "127.0.0.1:8080", value_parser = crate::api::address, value_name = "地址")]
    pub(crate) listen: std::net::SocketAddr,
    /// 建演示账号（每个角色一个，密码公开），不要求动态口令；切勿用于正式数据
    #[arg(long)]
    pub(crate) demo: bool,
    /// 演示停在这一天：期限、值班按这一天算
    #[arg(long, requires = "demo", value_parser = crate::api::day, value_name = "日期")]
    pub(crate) day: Option<jiff::civil::Date>,
    /// 会话只走 HTTPS：放在 HTTPS 代理后面时加上
    #[arg(long)]
    pub(crate) secure: bool,
}

/// 校核的参数。
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// 公文：.docx、.txt 或 .md
    #[arg(value_name = "文件")]
    pub(crate) file: PathBuf,
    /// 公文总结的期间，如 2021H1；写了才能查年份、月份与期间不符
    #[arg(long, value_name = "期间")]
    pub(crate) period: Option<String>,
    /// 上期文稿：本期与它对不上的总数、缺了的数会提示
    #[arg(long, value_name = "文件")]
    pub(crate) previous: Option<PathBuf>,
    /// 写一份“-已改”的文件：safe 只改有把握的（docx 用修订标出），原件不动
    #[arg(long, value_name = "范围", value_parser = ["safe"])]
    pub(crate) fix: Option<String>,
    /// 写一份带批注的 docx，有把握的更正用修订标出
    #[arg(long, value_name = "文件")]
    pub(crate) annotate: Option<PathBuf>,
    /// 写一份 Markdown 的校核意见
    #[arg(long, value_name = "文件")]
    pub(crate) markdown: Option<PathBuf>,
    /// 不用这条规则，可写多次；规则名见 tongtu rules
    #[arg(long, value_name = "规则")]
    pub(crate) off: Vec<String>,
    /// 忽略一条问题：行:列，或 行:列:规则；要写 --reason，可写多次
    #[arg(long, value_name = "位置", requires = "reason")]
    pub(crate) dismiss: Vec<String>,
    /// 为什么忽略
    #[arg(long, value_name = "理由", requires = "dismiss")]
    pub(crate) reason: Option<String>,
    /// 忽略记录的文件；不写则是公文旁的“名称.校核.json”，名称不含版本
    #[arg(long, value_name = "文件")]
    pub(crate) dismissals: Option<PathBuf>,
    /// 把忽略了的也列出来，连同理由
    #[arg(long)]
    pub(crate) dismissed: bool,
    /// 输出的文件已经有了也照写
    #[arg(long)]
    pub(crate) overwrite: bool,
}

/// 规则的参数。
#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    /// 规则名；不写则列出全部
    #[arg(value_name = "规则")]
    pub(crate) rule: Option<String>,
    /// 把规则手册写到这个文件夹，一类一篇
    #[arg(long, value_name = "文件夹", conflicts_with = "rule")]
    pub(crate) write: Option<PathBuf>,
}
