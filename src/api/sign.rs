//! A draft on its way (会签、审签、印发): who signs which section, who is urged, which steps are open, and what they ask for.

use axum::extract::Path;
use axum::response::Response;
use axum::routing::post;
use axum::{Json, Router};
use report::draft::{Draft, TO_SETTLE};
use serde::{Deserialize, Serialize};
use terms::{Finding, Place};

use crate::api::draft::{Head, Loaded, Opinion, Saved, Stage, URGED, heads, load, save};
use crate::api::draft_shape::{ShownDraft, told};
use crate::api::guard::Viewer;
use crate::api::record::moment;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::context::now;
use crate::flow::draft::{Section, sections};

/// Longest opinion, in characters.
const OPINION_CHARS_MAX: usize = 2_000;

/// Routes of a draft's steps.
pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/drafts/{id}/moves", post(make_move))
}

/// A step of a draft on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DraftStep {
    Submit,
    Return,
    /// Of one section.
    SignSection,
    /// The office of one section is asked to sign (催签).
    Urge,
    /// Of the whole.
    Sign,
    Issue,
}

/// A step that the viewer may take.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DraftMove {
    name: DraftStep,
    label: String,
    /// Whether it asks for an opinion.
    opinion: bool,
}

/// A draft that waits for the viewer's signature.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ToSign {
    id: String,
    title: String,
    /// Headings of the sections that are the viewer's to sign.
    sections: Vec<String>,
    /// Whether somebody urged one of them.
    urged: bool,
    /// Whether the viewer signs the whole.
    whole: bool,
}

/// Drafts that wait for the viewer's signature: which sections, and whether somebody urged them.
pub(crate) async fn to_sign(viewer: &Viewer) -> Reply<Vec<ToSign>> {
    let mut found = Vec::new();
    if !viewer.has_power("sign") {
        return Ok(found);
    }
    for head in heads(viewer).await?.iter().filter(|it| it.stage == Stage::Reviewing) {
        let loaded = load(viewer, &head.id).await?;
        let all = sections(&viewer.catalog, &loaded.draft);
        let open: Vec<&Section> = all
            .iter()
            .filter(|it| head.signature(&loaded.draft, &it.id).is_none())
            .filter(|it| may_sign(viewer, head, it))
            .collect();
        if open.is_empty() && !viewer.sees_all() {
            continue;
        }
        let urged = open.iter().any(|it| head.urged(&it.id).is_some());
        found.push(ToSign {
            id: head.id.clone(),
            title: head.title.clone(),
            sections: open.iter().map(|it| it.heading.clone()).collect(),
            urged,
            whole: viewer.sees_all(),
        });
    }
    Ok(found)
}

/// Whether the viewer answers for a section: it is their office's, or of one below.
pub(crate) fn may_sign(viewer: &Viewer, head: &Head, section: &Section) -> bool {
    let below = viewer.catalog.offices.below(&viewer.office);
    let mine = viewer.is_own_office(&section.office)
        || viewer.sees_all()
        || below.contains(section.office.as_str()) && is_leader(viewer);
    head.stage == Stage::Reviewing && viewer.has_power("sign") && mine
}

/// Whether the viewer may urge a section's office: who writes, once a day, while the draft goes round.
pub(crate) fn may_urge(viewer: &Viewer, head: &Head, section: &str) -> bool {
    let day = |at: &str| at.get(..10).map(str::to_owned);
    let urged = head.urged(section).is_some_and(|it| day(&it.at) == day(&moment(now())));
    head.stage == Stage::Reviewing && viewer.has_power("draft") && !urged
}

fn is_leader(viewer: &Viewer) -> bool {
    let roles = viewer.roles.iter().filter_map(|it| viewer.catalog.role(it));
    roles.into_iter().any(|it| it.has_power("sign") && it.scope >= catalog::Scope::OfficeAndBelow)
}

/// The moves that the viewer may make now.
pub(crate) fn moves(viewer: &Viewer, head: &Head) -> Vec<DraftMove> {
    let (draft, sign) = (viewer.has_power("draft"), viewer.has_power("sign"));
    let back = sign && matches!(head.stage, Stage::Reviewing | Stage::Signed);
    let all = [
        (DraftStep::Submit, "送审", draft && head.stage == Stage::Drafting),
        (DraftStep::Sign, "审签", sign && viewer.sees_all() && head.stage == Stage::Reviewing),
        (DraftStep::Return, "退回修改", back),
        (DraftStep::Issue, "印发", draft && head.stage == Stage::Signed),
    ];
    let open = all.into_iter().filter(|it| it.2);
    open.map(|(name, label, _)| DraftMove {
        name,
        label: label.to_owned(),
        opinion: name == DraftStep::Return,
    })
    .collect()
}

/// A step of a draft on its way.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct Step {
    #[serde(rename = "move")]
    name: DraftStep,
    /// Section that is signed, or whose office is urged to sign.
    section: Option<String>,
    #[serde(default)]
    opinion: String,
}

/// Sends a draft on: to those who sign, back, signed, out.
#[utoipa::path(post, path = "/api/v1/drafts/{id}/moves", tag = "reports", request_body = Step, params(("id" = String, Path)),
    responses((status = 200, body = ShownDraft), (status = 400), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn make_move(
    viewer: Viewer,
    Path(id): Path<String>,
    Json(step): Json<Step>,
) -> Reply<Response> {
    let mut loaded = load(&viewer, &id).await?;
    let opinion = step.opinion.trim().to_owned();
    if opinion.chars().count() > OPINION_CHARS_MAX {
        return Err(Refusal::bad(format!("意见超过 {OPINION_CHARS_MAX} 字")));
    }
    let label = take_step(&viewer, &mut loaded, &step, &opinion)?;
    let of_section = matches!(step.name, DraftStep::SignSection | DraftStep::Urge);
    let section = step.section.clone().filter(|_| of_section);
    let note = match (&section, opinion.as_str()) {
        (Some(section), _) => format!("{label}：{section}"),
        (None, "") => label.to_owned(),
        (None, opinion) => format!("{label}：{opinion}"),
    };
    loaded.head.opinions.push(Opinion {
        who: viewer.name.clone(),
        office: viewer.office.clone(),
        at: moment(now()),
        step: label.to_owned(),
        section,
        text: opinion,
    });
    save(&viewer, &mut loaded, Saved::Head, &note).await?;
    Ok(told(&viewer, &loaded))
}

/// Makes the step on the head; gives what it is called.
fn take_step(
    viewer: &Viewer,
    loaded: &mut Loaded,
    step: &Step,
    opinion: &str,
) -> Reply<&'static str> {
    let (head, draft) = (&mut loaded.head, &loaded.draft);
    let stage = head.stage;
    let wrong = || Refusal::bad(format!("这份稿{}，不能这样办", stage.label()));
    match (step.name, stage) {
        (DraftStep::Submit, Stage::Drafting) => {
            viewer.need_power("draft", "起草报告")?;
            let gaps = gaps(draft);
            if !gaps.is_empty() {
                return Err(Refusal::findings(gaps));
            }
            head.stage = Stage::Reviewing;
            Ok("送审")
        }
        (DraftStep::SignSection, Stage::Reviewing) => {
            let wanted = step.section.as_deref().unwrap_or_default();
            let all = sections(&viewer.catalog, draft);
            let section = all.iter().find(|it| it.id == wanted);
            let section = section.ok_or_else(|| Refusal::not_found("没有这一部分"))?;
            if !may_sign(viewer, head, section) {
                let text = format!("这一部分由{}会签", viewer.office_title(&section.office));
                return Err(Refusal::forbidden(text));
            }
            head.sign(draft, &section.id, viewer);
            Ok("会签")
        }
        (DraftStep::Urge, Stage::Reviewing) => {
            viewer.need_power("draft", "起草报告")?;
            let wanted = step.section.as_deref().unwrap_or_default();
            let all = sections(&viewer.catalog, draft);
            let section = all.iter().find(|it| it.id == wanted);
            let section = section.ok_or_else(|| Refusal::not_found("没有这一部分"))?;
            if head.signature(draft, &section.id).is_some() {
                return Err(Refusal::bad("这一部分已经签认，不用再催"));
            }
            if !may_urge(viewer, head, &section.id) {
                return Err(Refusal::bad("今天已经催过，明天再催"));
            }
            Ok(URGED)
        }
        (DraftStep::Sign, Stage::Reviewing) => {
            viewer.need_power("sign", "审签")?;
            if !viewer.sees_all() {
                return Err(Refusal::forbidden("整份报告由看得到全局的领导审签"));
            }
            let all = sections(&viewer.catalog, draft);
            let open: Vec<&str> = all
                .iter()
                .filter(|it| head.signature(draft, &it.id).is_none())
                .map(|it| it.heading.as_str())
                .collect();
            if !open.is_empty() && opinion.is_empty() {
                let text = format!(
                    "还有{}部分没有会签：{}；确要审签请写意见",
                    open.len(),
                    open.join("、")
                );
                return Err(Refusal::bad(text));
            }
            head.stage = Stage::Signed;
            Ok("审签")
        }
        (DraftStep::Return, Stage::Reviewing | Stage::Signed) => {
            viewer.need_power("sign", "审签")?;
            if opinion.is_empty() {
                return Err(Refusal::bad("退回要写意见，写明改什么"));
            }
            head.stage = Stage::Drafting;
            Ok("退回修改")
        }
        (DraftStep::Issue, Stage::Signed) => {
            viewer.need_power("draft", "起草报告")?;
            head.stage = Stage::Issued;
            Ok("印发")
        }
        (
            DraftStep::Submit
            | DraftStep::SignSection
            | DraftStep::Urge
            | DraftStep::Sign
            | DraftStep::Return
            | DraftStep::Issue,
            _,
        ) => Err(wrong()),
    }
}

/// Gaps that must be filled before anybody is asked to sign.
fn gaps(draft: &Draft) -> Vec<Finding> {
    let marks = ["〔待补", TO_SETTLE];
    let with = draft.blocks.iter().filter(|it| {
        let text = it.text();
        marks.iter().any(|mark| text.contains(mark)) || it.slots().any(|it| it.is_gap())
    });
    with.map(|it| {
        let head: String = it.text().chars().take(40).collect();
        let place = Place::Field {
            ledger: "报告".to_owned(),
            record: it.id.clone(),
            field: "正文".to_owned(),
        };
        let what = format!("还有没补的内容：“{head}”");
        Finding::must("gap", place, what, "在台账补齐后刷新，或删去这一段")
    })
    .collect()
}
