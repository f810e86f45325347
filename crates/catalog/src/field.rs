//! Fields and their types (字段).

use rust_decimal::Decimal;

use crate::ConditionDef;
use crate::unit::unit_adds_up;

/// The type of a field (字段类型): decides how it is read, kept, shown and compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldType {
    /// One line of text (文本), at most `max` characters.
    Text {
        /// Greatest number of characters, 1 to 4000.
        max: u32,
    },
    /// Text of several lines (长文本), at most 20,000 characters.
    LongText,
    /// Whole number (整数).
    Integer,
    /// Exact decimal (小数) with a fixed number of places, 0 to 8.
    Decimal {
        /// Decimal places kept.
        places: u32,
    },
    /// Money (金额), kept in fen, written in yuan unless the column's header says otherwise.
    Money,
    /// Mass (质量), kept in kilograms.
    Mass,
    /// Calendar day (日期).
    Date,
    /// Time of day (时间).
    Time,
    /// Day and time (日期时间).
    DateTime,
    /// Yes or no (是否).
    YesNo,
    /// A value of a code list (代码).
    Code {
        /// Id of the code list, such as `case_cause`.
        list: String,
    },
    /// Name of a natural person (人员).
    Person,
    /// Name of an organisation (单位).
    Organisation,
    /// A division of the county, by its name in the list `division` (行政区划).
    Division,
    /// A route, such as `S260` (路线).
    Road,
    /// A stake along a route (桩号).
    Stake,
    /// A number plate with its colour, such as `粤R12345 黄` (号牌).
    Plate,
    /// A telephone number (电话).
    Phone,
    /// A resident identity number (居民身份证号).
    IdNumber,
    /// A unified social credit code (统一社会信用代码).
    CreditCode,
    /// An attachment, by its SM3 digest (附件).
    File,
    /// A point on the map, WGS-84 (坐标).
    Point,
    /// A record of another ledger, by that ledger's key (关联).
    Link {
        /// Id of the other ledger; its key is one text field.
        ledger: String,
    },
    /// An indicator, by its id; typed by its title or register number as well (指标).
    Indicator,
    /// Child rows (明细).
    Lines {
        /// The fields of a child row; no lines inside lines.
        fields: Vec<FieldDef>,
    },
}

impl FieldType {
    /// The words of all types, as definition files use them.
    pub const WORDS: [&'static str; 25] = [
        "text",
        "long_text",
        "integer",
        "decimal",
        "money",
        "mass",
        "date",
        "time",
        "date_time",
        "yes_no",
        "code",
        "person",
        "organisation",
        "division",
        "road",
        "stake",
        "plate",
        "phone",
        "id_number",
        "credit_code",
        "file",
        "point",
        "link",
        "indicator",
        "lines",
    ];

    /// The word used in definition files.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            FieldType::Text { .. } => "text",
            FieldType::LongText => "long_text",
            FieldType::Integer => "integer",
            FieldType::Decimal { .. } => "decimal",
            FieldType::Money => "money",
            FieldType::Mass => "mass",
            FieldType::Date => "date",
            FieldType::Time => "time",
            FieldType::DateTime => "date_time",
            FieldType::YesNo => "yes_no",
            FieldType::Code { .. } => "code",
            FieldType::Person => "person",
            FieldType::Organisation => "organisation",
            FieldType::Division => "division",
            FieldType::Road => "road",
            FieldType::Stake => "stake",
            FieldType::Plate => "plate",
            FieldType::Phone => "phone",
            FieldType::IdNumber => "id_number",
            FieldType::CreditCode => "credit_code",
            FieldType::File => "file",
            FieldType::Point => "point",
            FieldType::Link { .. } => "link",
            FieldType::Indicator => "indicator",
            FieldType::Lines { .. } => "lines",
        }
    }

    /// The word that staff read.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            FieldType::Text { .. } => "文本",
            FieldType::LongText => "长文本",
            FieldType::Integer => "整数",
            FieldType::Decimal { .. } => "小数",
            FieldType::Money => "金额",
            FieldType::Mass => "质量",
            FieldType::Date => "日期",
            FieldType::Time => "时间",
            FieldType::DateTime => "日期时间",
            FieldType::YesNo => "是否",
            FieldType::Code { .. } => "代码",
            FieldType::Person => "人员",
            FieldType::Organisation => "单位",
            FieldType::Division => "行政区划",
            FieldType::Road => "路线",
            FieldType::Stake => "桩号",
            FieldType::Plate => "号牌",
            FieldType::Phone => "电话",
            FieldType::IdNumber => "身份证号",
            FieldType::CreditCode => "统一社会信用代码",
            FieldType::File => "附件",
            FieldType::Point => "坐标",
            FieldType::Link { .. } => "关联",
            FieldType::Indicator => "指标",
            FieldType::Lines { .. } => "明细",
        }
    }

    /// Whether values are numbers that can be summed.
    #[must_use]
    pub const fn is_number(&self) -> bool {
        matches!(
            self,
            FieldType::Integer | FieldType::Decimal { .. } | FieldType::Money | FieldType::Mass
        )
    }
}

/// One field of a ledger or of its child rows (字段).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldDef {
    /// English name, `[a-z][a-z0-9_]*`, the column's name in the base.
    pub name: String,
    /// Chinese label, the column's header in workbooks.
    pub label: String,
    /// Other headers under which staff keep the same column.
    pub aliases: Vec<String>,
    /// Type.
    pub ty: FieldType,
    /// Whether a record must have it.
    pub required: bool,
    /// Conditions under which a record must have it, all together; empty when there are none.
    pub required_when: Vec<ConditionDef>,
    /// Unit that the number is kept in, such as `亩` or `人`; money and mass have their own.
    pub unit: Option<String>,
    /// Smallest permitted number, in the unit as written (yuan for money, kilograms for mass).
    pub min: Option<Decimal>,
    /// Greatest permitted number.
    pub max: Option<Decimal>,
    /// Personal data: masked on screens and in exports unless the role may see it.
    pub private: bool,
    /// The only numbers permitted (限定值), in the unit as written; empty when any in range may stand.
    pub values: Vec<Decimal>,
    /// Whether a day before the bureau's first one may stand here (可早于建局), such as a birthday or the year a bridge was built.
    pub before_bureau: bool,
    /// What the record that a link names must meet (对方记录的条件), all together.
    pub linked: Vec<ConditionDef>,
    /// Whether the totals row of a list adds it up (合计), where the definition says so; else its type and unit decide.
    pub total: Option<bool>,
    /// Nothing new is written in it; what stands is still read (停用).
    pub closed: bool,
    /// What it is for, where the label does not say it.
    pub about: String,
}

impl FieldDef {
    /// A field of which nothing else is said.
    pub(crate) fn new(name: String, label: String, ty: FieldType) -> FieldDef {
        FieldDef {
            name,
            label,
            aliases: Vec::new(),
            ty,
            required: false,
            required_when: Vec::new(),
            unit: None,
            min: None,
            max: None,
            private: false,
            values: Vec::new(),
            before_bureau: false,
            linked: Vec::new(),
            total: None,
            closed: false,
            about: String::new(),
        }
    }

    /// Whether a sum of it over rows means something (合计有意义): what the definition says, else money, mass, and numbers
    /// in a unit that adds up. A number without a unit is a rank, a year or a count of no known things, and adds to nothing.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        let by_itself = if matches!(self.ty, FieldType::Money | FieldType::Mass) {
            true
        } else {
            self.ty.is_number() && self.unit.as_deref().is_some_and(unit_adds_up)
        };
        self.total.unwrap_or(by_itself)
    }

    /// Whether the totals row of a list adds it up for everybody who sees the list: personal data never stands in a sum.
    #[must_use]
    pub fn is_totalled(&self) -> bool {
        self.adds_up() && self.ty.is_number() && !self.private
    }

    /// Whether it holds personal data, itself or in a field of its child rows.
    #[must_use]
    pub fn holds_private(&self) -> bool {
        let children =
            if let FieldType::Lines { fields } = &self.ty { fields.as_slice() } else { &[] };
        self.private || children.iter().any(|it| it.private)
    }
}
