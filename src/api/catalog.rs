//! Definitions as the pages need them (目录): what the viewer may see, and what they may do with it.

use axum::Json;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use catalog::{FieldDef, FieldType, LedgerDef, MoveKind, OfficeDef, RoleDef, Scope, WorkflowDef};
use serde::Serialize;
use terms::plain;

use crate::api::answer;
use crate::api::calendars::CalendarRef;
use crate::api::guard::Viewer;
use crate::api::refusal::{Refusal, Reply};
use crate::context::today;

/// What a role may do with a ledger, in the order of the buttons.
const ACTS: [&str; 9] =
    ["see", "create", "edit", "move", "withdraw", "import", "export", "confirm", "private"];

/// Characters of a long text.
const LONG_TEXT_MAX: u32 = 20_000;

/// What the shell of the web needs to draw its menus.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Catalog)]
pub(crate) struct Shell {
    bureau: Bureau,
    today: String,
    /// Digest of all definitions.
    fingerprint: String,
    domains: Vec<Domain>,
    offices: Vec<Office>,
    roles: Vec<Role>,
    reports: Vec<ReportName>,
    calendars: Vec<CalendarRef>,
    exchanges: Vec<ExchangeName>,
    /// The ledger that reminders are kept in; empty when there is none.
    reminders: String,
    /// The field of it that says who is reminded; empty when there is none.
    receiver: String,
}

/// Whose office it is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Bureau {
    name: Option<String>,
}

/// A domain of the office's work with its ledgers.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Domain {
    id: String,
    title: String,
    ledgers: Vec<LedgerRef>,
}

/// A ledger, as a menu names it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct LedgerRef {
    id: String,
    title: String,
    about: String,
    office: String,
    /// What the office is called now.
    office_title: String,
    /// What the viewer may do with it.
    #[schema(schema_with = answer::acts)]
    acts: Vec<&'static str>,
    /// Made by the bureau itself.
    local: bool,
    /// Out of use: nothing new is entered.
    closed: bool,
}

/// An office.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Office {
    /// As records carry it.
    name: String,
    /// What it is called now.
    title: String,
    parent: Option<String>,
    about: String,
    /// Where ledgers of several offices stand; no office of its own.
    shared: bool,
    /// Merged or abolished; old records still name it.
    closed: bool,
}

impl From<&OfficeDef> for Office {
    fn from(it: &OfficeDef) -> Office {
        Office {
            name: it.name.clone(),
            title: it.title.clone(),
            parent: it.under.clone(),
            about: it.about.clone(),
            shared: it.shared,
            closed: it.closed,
        }
    }
}

/// A role.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Role {
    name: String,
    label: String,
    about: String,
    /// How far it sees, in words.
    scope: String,
}

impl From<&RoleDef> for Role {
    fn from(it: &RoleDef) -> Role {
        Role {
            name: it.name.clone(),
            label: it.label.clone(),
            about: it.about.clone(),
            scope: scope_words(it.scope).to_owned(),
        }
    }
}

/// A report, by its name.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ReportName {
    id: String,
    title: String,
}

/// A table of an outside system, by its name.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ExchangeName {
    id: String,
    title: String,
    ledger: String,
}

/// Everything the shell of the web needs to draw its menus.
#[utoipa::path(get, path = "/api/v1/catalog", tag = "catalog", responses((status = 200, body = Shell), (status = 304)))]
pub(crate) async fn catalog(viewer: Viewer, headers: HeaderMap) -> Response {
    let (catalog, day) = (&viewer.catalog, today().to_string());
    // Everything that it is drawn from: the post may have other roles, or another office, tomorrow.
    let roles = viewer.roles.join(" ");
    let of = [&catalog.fingerprint, &viewer.session.post, &viewer.office, &roles, &day];
    let tag = format!("\"{}\"", ledger::digest(of.map(String::as_str).join("\n").as_bytes()));
    if headers.get(header::IF_NONE_MATCH).is_some_and(|it| it.as_bytes() == tag.as_bytes()) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let mut domains: Vec<(&str, Vec<LedgerRef>)> = Vec::new();
    for def in catalog.ledgers.values() {
        let acts = acts(&viewer, def);
        if !acts.contains(&"see") {
            continue;
        }
        let domain = def.id.split('/').next().unwrap_or_default();
        let item = LedgerRef {
            id: def.id.clone(),
            title: def.title.clone(),
            about: def.about.clone(),
            office: def.office.clone(),
            office_title: viewer.office_title(&def.office),
            acts,
            local: def.file.starts_with("local/"),
            closed: def.closed,
        };
        match domains.iter_mut().find(|it| it.0 == domain) {
            Some(found) => found.1.push(item),
            None => domains.push((domain, vec![item])),
        }
    }
    domains.sort_by_key(|it| (catalog.pages.domain_order(it.0), it.0));
    let domain = |(id, ledgers): (&str, Vec<LedgerRef>)| Domain {
        id: id.to_owned(),
        title: catalog.pages.domain_title(id).to_owned(),
        ledgers,
    };
    let calendars =
        catalog.pages.calendars.iter().filter(|page| {
            catalog.ledgers.get(&page.ledger).is_some_and(|it| viewer.may(it, "see"))
        });
    let exchanges = catalog
        .exchanges
        .values()
        .filter(|it| catalog.ledgers.get(&it.ledger).is_some_and(|it| viewer.may(it, "export")))
        .map(|it| ExchangeName {
            id: it.id.clone(),
            title: it.title.clone(),
            ledger: it.ledger.clone(),
        });
    let reports = catalog.reports.values();
    let body = Shell {
        bureau: Bureau { name: catalog.bureau.as_ref().map(|it| it.name.clone()) },
        today: day,
        fingerprint: catalog.fingerprint.clone(),
        domains: domains.into_iter().map(domain).collect(),
        offices: catalog.offices.all.iter().map(Office::from).collect(),
        roles: catalog.roles.iter().map(Role::from).collect(),
        reports: reports
            .map(|it| ReportName { id: it.id.clone(), title: it.title.clone() })
            .collect(),
        calendars: calendars.map(CalendarRef::from).collect(),
        exchanges: exchanges.collect(),
        reminders: catalog.pages.reminders.clone(),
        receiver: catalog.pages.receiver.clone(),
    };
    let head = [(header::ETAG, tag), (header::CACHE_CONTROL, "private, no-cache".to_owned())];
    (head, Json(body)).into_response()
}

/// How far a role sees, in words.
pub(crate) fn scope_words(scope: Scope) -> &'static str {
    match scope {
        Scope::Own => "本人登记的",
        Scope::Office => "本股室",
        Scope::OfficeAndBelow => "本股室及下级",
        Scope::Bureau => "全局",
    }
}

/// What the viewer may do with a ledger.
pub(crate) fn acts(viewer: &Viewer, def: &LedgerDef) -> Vec<&'static str> {
    ACTS.into_iter().filter(|it| viewer.may(def, it)).collect()
}

/// A ledger with everything that its pages are drawn from.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Ledger)]
pub(crate) struct ShownLedger {
    id: String,
    title: String,
    about: String,
    office: String,
    /// What the office is called now.
    office_title: String,
    /// What its records are about.
    objects: Vec<String>,
    /// Fields that name a record.
    key: Vec<String>,
    fields: Vec<Field>,
    workflow: Workflow,
    clocks: Vec<ClockName>,
    /// Number fields that a totals row adds up.
    sums: Vec<String>,
    /// Fields that are days.
    dates: Vec<String>,
    /// What the viewer may do with it.
    #[schema(schema_with = answer::acts)]
    acts: Vec<&'static str>,
    /// The columns that a list shows until somebody chooses others.
    list: Vec<String>,
    /// The order of its list: a field, with `-` before it for the newest first.
    sort: Option<String>,
    /// Out of use: nothing new is entered.
    closed: bool,
    fingerprint: String,
}

/// A field.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Field {
    name: String,
    label: String,
    #[serde(rename = "type")]
    #[schema(schema_with = answer::field_type)]
    ty: &'static str,
    required: bool,
    /// Personal data.
    private: bool,
    /// Greatest number of characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    max_length: Option<u32>,
    /// Decimal places.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    places: Option<u32>,
    /// Code list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    list: Option<String>,
    /// The ledger that it links to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    ledger: Option<String>,
    /// Of an indicator: the field beside it that says of which period.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    period: Option<String>,
    /// Fields of the child rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    #[schema(no_recursion)]
    fields: Option<Vec<Field>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    min: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    max: Option<String>,
    /// The only numbers that it may hold; any when empty.
    values: Vec<String>,
    /// Required under a condition.
    required_when: bool,
    /// Out of use: what it holds stays to be read.
    closed: bool,
    about: String,
}

/// How a ledger's records go from hand to hand.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Workflow {
    id: String,
    title: String,
    states: Vec<State>,
    moves: Vec<Move>,
}

/// A state of a workflow.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct State {
    name: String,
    label: String,
    closed: bool,
}

/// What a move does.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MoveKind)]
pub(crate) enum Kind {
    Step,
    Back,
    TakeBack,
    Reassign,
    Extend,
}

/// A move of a workflow.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Move {
    name: String,
    label: String,
    from: Vec<String>,
    kind: Kind,
    /// Empty for one that goes back.
    to: String,
    roles: Vec<String>,
    /// Fields that must be filled before.
    evidence: Vec<String>,
    /// Fields set along with it.
    fields: Vec<String>,
    attachment: bool,
    reason: bool,
    /// The field that takes the name of whoever makes it.
    sign: Option<String>,
    /// Whether it is for one of the viewer's roles.
    mine: bool,
}

/// A clock, by its name.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ClockName {
    id: String,
    title: String,
}

/// One ledger: fields, workflow, and what the viewer may do.
#[utoipa::path(get, path = "/api/v1/ledgers/{domain}/{name}", tag = "catalog",
    params(("domain" = String, Path), ("name" = String, Path)), responses((status = 200, body = ShownLedger), (status = 404)))]
pub(crate) async fn ledger(
    viewer: Viewer,
    Path((domain, name)): Path<(String, String)>,
) -> Reply<Json<ShownLedger>> {
    let def = viewer.ledger(&domain, &name)?;
    let workflow = viewer.catalog.workflow_of(def);
    let clocks = viewer.catalog.clocks_of(def);
    let clocks = clocks.iter().map(|it| ClockName { id: it.name.clone(), title: it.label.clone() });
    let names = |fits: fn(&&FieldDef) -> bool| -> Vec<String> {
        def.fields.iter().filter(fits).map(|it| it.name.clone()).collect()
    };
    let order = def.order().map(|it| format!("{}{}", if it.1 { "-" } else { "" }, it.0));
    Ok(Json(ShownLedger {
        id: def.id.clone(),
        title: def.title.clone(),
        about: def.about.clone(),
        office: def.office.clone(),
        office_title: viewer.office_title(&def.office),
        objects: def.objects.clone(),
        key: def.key.clone(),
        fields: def.fields.iter().map(|it| field(def, None, it)).collect(),
        workflow: shown_workflow(&viewer, def, workflow),
        clocks: clocks.collect(),
        sums: names(|it| it.adds_up() && !it.private),
        dates: names(|it| matches!(it.ty, FieldType::Date | FieldType::DateTime)),
        acts: acts(&viewer, def),
        list: def.columns().into_iter().map(str::to_owned).collect(),
        sort: order,
        closed: def.closed,
        fingerprint: def.fingerprint.clone(),
    }))
}

/// A field of a ledger, or of the child rows of one of its fields.
fn field(def: &LedgerDef, lines: Option<&str>, field: &FieldDef) -> Field {
    let (mut max_length, mut places, mut list, mut ledger, mut fields) =
        (None, None, None, None, None);
    match &field.ty {
        FieldType::Text { max } => max_length = Some(*max),
        FieldType::LongText => max_length = Some(LONG_TEXT_MAX),
        FieldType::Decimal { places: of } => places = Some(*of),
        FieldType::Money => places = Some(2),
        FieldType::Code { list: of } => list = Some(of.clone()),
        FieldType::Division => list = Some("division".to_owned()),
        FieldType::Link { ledger: to } => ledger = Some(to.clone()),
        FieldType::Lines { fields: all } => {
            fields = Some(all.iter().map(|it| self::field(def, Some(&field.name), it)).collect());
        }
        FieldType::Integer
        | FieldType::Mass
        | FieldType::Date
        | FieldType::Time
        | FieldType::DateTime
        | FieldType::YesNo
        | FieldType::Person
        | FieldType::Organisation
        | FieldType::Road
        | FieldType::Stake
        | FieldType::Plate
        | FieldType::Phone
        | FieldType::IdNumber
        | FieldType::CreditCode
        | FieldType::File
        | FieldType::Point
        | FieldType::Indicator => {}
    }
    let own = [(FieldType::Money, "元"), (FieldType::Mass, "千克")];
    let own = own.iter().find(|it| it.0 == field.ty).map(|it| it.1.to_owned());
    let of_rules = lines.map_or(field.name.clone(), |it| format!("{it}.{}", field.name));
    let period =
        def.period_beside(&of_rules).map(|it| it.rsplit('.').next().unwrap_or(it).to_owned());
    Field {
        name: field.name.clone(),
        label: field.label.clone(),
        ty: field.ty.word(),
        required: field.required,
        private: field.private,
        max_length,
        places,
        list,
        ledger,
        period,
        fields,
        unit: own.or_else(|| field.unit.clone()),
        min: field.min.map(plain),
        max: field.max.map(plain),
        values: field.values.iter().map(|it| plain(*it)).collect(),
        required_when: !field.required_when.is_empty(),
        closed: field.closed,
        about: field.about.clone(),
    }
}

fn shown_workflow(viewer: &Viewer, def: &LedgerDef, workflow: &WorkflowDef) -> Workflow {
    let may = viewer.may(def, "move") || viewer.may(def, "edit");
    let mine = |roles: &[String]| {
        may && (roles.is_empty() || roles.iter().any(|it| viewer.stands_for(it)))
    };
    let states = workflow.states.iter().map(|it| State {
        name: it.name.clone(),
        label: it.label.clone(),
        closed: it.closed,
    });
    let moves = workflow.moves.iter().map(|it| {
        let (kind, fields) = kind(&it.kind);
        Move {
            name: it.name.clone(),
            label: it.label.clone(),
            from: it.from.clone(),
            kind,
            to: it.to.clone(),
            roles: it.roles.clone(),
            evidence: it.evidence.clone(),
            fields,
            attachment: it.attachment,
            reason: it.reason,
            sign: it.sign.clone(),
            mine: mine(&it.roles),
        }
    });
    Workflow {
        id: workflow.id.clone(),
        title: workflow.title.clone(),
        states: states.collect(),
        moves: moves.collect(),
    }
}

/// The kind of a move, and the fields that it sets.
pub(crate) fn kind(kind: &MoveKind) -> (Kind, Vec<String>) {
    match kind {
        MoveKind::Step => (Kind::Step, Vec::new()),
        MoveKind::Back => (Kind::Back, Vec::new()),
        MoveKind::TakeBack => (Kind::TakeBack, Vec::new()),
        MoveKind::Reassign { fields } => (Kind::Reassign, fields.clone()),
        MoveKind::Extend { due, approver } => (Kind::Extend, vec![due.clone(), approver.clone()]),
    }
}

/// A code list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = CodeList)]
pub(crate) struct Codes {
    id: String,
    title: String,
    items: Vec<Code>,
}

/// A code.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = CodeItem)]
pub(crate) struct Code {
    code: String,
    label: String,
    /// First day on which it may be used.
    from: Option<String>,
    /// Last day.
    until: Option<String>,
}

/// A code list.
#[utoipa::path(get, path = "/api/v1/codes/{list}", tag = "catalog", params(("list" = String, Path)), responses((status = 200, body = Codes), (status = 404)))]
pub(crate) async fn codes(viewer: Viewer, Path(list): Path<String>) -> Reply<Json<Codes>> {
    let found = viewer.catalog.codes.get(&list);
    let found = found.ok_or_else(|| Refusal::not_found(format!("没有代码表“{list}”")))?;
    let items = found.items.iter().map(|it| Code {
        code: it.code.clone(),
        label: it.label.clone(),
        from: it.from.map(|it| it.to_string()),
        until: it.until.map(|it| it.to_string()),
    });
    let items = items.collect();
    Ok(Json(Codes { id: found.id.clone(), title: found.title.clone(), items }))
}
