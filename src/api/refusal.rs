//! Refusals (拒绝): what a client reads when something could not be done, one shape for all; and what the log must know.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ledger::{SaveError, StoreError};
use serde::Serialize;
use terms::{Finding, Grade};

use crate::context::local;
use crate::say::{self, Findings, SaidFinding};

/// Why something was not done: a status, a stable code, a Chinese sentence, findings, and what else the code promises.
#[derive(Debug)]
pub(crate) struct Refusal(Box<Why>);

#[derive(Debug)]
struct Why {
    status: StatusCode,
    code: &'static str,
    text: String,
    findings: Vec<Finding>,
    stale: Option<Stale>,
    /// For the log only; never shown.
    internal: Option<String>,
    retry_after_s: Option<u64>,
}

/// Who saved what in between, beside a refusal for an old version.
#[derive(Debug)]
pub(crate) struct Stale {
    /// The version that stands.
    pub(crate) have: i64,
    pub(crate) by: String,
    pub(crate) at: String,
}

/// What a client reads of a refusal.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Refusal)]
pub(crate) struct RefusalBody {
    /// Stable, for programs.
    code: &'static str,
    /// For people.
    text: String,
    findings: Vec<SaidFinding>,
    /// After how many seconds another attempt is worth it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    retry_after_s: Option<u64>,
    /// Of code `stale`: the version that stands, who saved it, and when.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    have: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    at: Option<String>,
}

/// What a handler gives.
pub(crate) type Reply<T> = Result<T, Refusal>;

impl Refusal {
    pub(crate) fn new(status: StatusCode, code: &'static str, text: impl Into<String>) -> Refusal {
        Refusal(Box::new(Why {
            status,
            code,
            text: text.into(),
            findings: Vec::new(),
            stale: None,
            internal: None,
            retry_after_s: None,
        }))
    }

    /// What was asked cannot be understood.
    pub(crate) fn bad(text: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::BAD_REQUEST, "bad_request", text)
    }

    /// There is no such thing, or none that the person may know of: both read the same.
    pub(crate) fn not_found(text: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::NOT_FOUND, "not_found", text)
    }

    pub(crate) fn forbidden(text: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::FORBIDDEN, "forbidden", text)
    }

    /// Findings that must be mended first.
    pub(crate) fn findings(findings: Vec<Finding>) -> Refusal {
        let must = findings.iter().filter(|it| it.grade == Grade::Must).count();
        let text = match (must, findings.first()) {
            (1, Some(only)) if findings.len() == 1 => only.what.clone(),
            _ => format!("有{must}处要先改好"),
        };
        let mut refusal = Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "findings", text);
        refusal.0.findings = findings;
        refusal
    }

    /// Somebody else saved first; code `stale`.
    pub(crate) fn stale(text: String, stale: Stale) -> Refusal {
        let mut refusal = Refusal::new(StatusCode::CONFLICT, "stale", text);
        refusal.0.stale = Some(stale);
        refusal
    }

    pub(crate) fn retry_after(mut self, seconds: u64) -> Refusal {
        self.0.retry_after_s = Some(seconds);
        self
    }

    /// Whether it says that nobody is signed in.
    pub(crate) fn is_signed_out(&self) -> bool {
        self.0.status == StatusCode::UNAUTHORIZED
    }

    /// What is said to people: the sentence and the findings.
    pub(crate) fn said(&self) -> (String, Vec<SaidFinding>) {
        if let Some(internal) = &self.0.internal {
            tracing::error!(code = self.0.code, "request failed: {internal}");
        }
        (self.0.text.clone(), self.0.findings.iter().map(SaidFinding::from).collect())
    }

    fn broken(text: String, internal: String) -> Refusal {
        let mut refusal = Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "broken", text);
        refusal.0.internal = Some(internal);
        refusal
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}", self.0.text)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Refusal {
        if let StoreError::Unknown { what } = &error {
            return Refusal::not_found(format!("没有{what}"));
        }
        let finding = ledger::explain(&error);
        let text = [finding.what.as_str(), finding.mend.as_str()].join("；");
        Refusal::broken(text, format!("{error:?}"))
    }
}

impl From<SaveError> for Refusal {
    fn from(error: SaveError) -> Refusal {
        match error {
            SaveError::Findings(findings) => Refusal::findings(findings),
            SaveError::Stale { have, by, at, .. } => {
                let at = local(at).strftime("%Y-%m-%d %H:%M").to_string();
                let text = format!("{by}在{at}已先保存，请看过新内容再改");
                Refusal::stale(text, Stale { have, by, at })
            }
            SaveError::NotFound { .. } => Refusal::not_found("没有这条记录，或者已经撤销"),
            SaveError::Forbidden(finding) => {
                let mut refusal = Refusal::forbidden(finding.what.clone());
                refusal.0.findings.push(*finding);
                refusal
            }
            SaveError::Store(error) => error.into(),
        }
    }
}

impl From<anyhow::Error> for Refusal {
    fn from(error: anyhow::Error) -> Refusal {
        let error = match error.downcast::<Findings>() {
            Ok(findings) => return Refusal::findings(findings.0),
            Err(error) => error,
        };
        let error = match error.downcast::<SaveError>() {
            Ok(refused) => return refused.into(),
            Err(error) => error,
        };
        match error.downcast::<StoreError>() {
            Ok(refused) => refused.into(),
            // What a flow says in Chinese is about what was asked of it; anything else is ours.
            Err(error) => {
                let said = say::failure(&error);
                if said.starts_with("办不成：") {
                    Refusal::broken("服务器没有办成，已记入日志".to_owned(), format!("{error:?}"))
                } else {
                    Refusal::bad(said)
                }
            }
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let why = *self.0;
        if let Some(internal) = &why.internal {
            tracing::error!(code = why.code, "request failed: {internal}");
        }
        let (have, by, at) =
            why.stale.map_or((None, None, None), |it| (Some(it.have), Some(it.by), Some(it.at)));
        let body = RefusalBody {
            code: why.code,
            text: why.text,
            findings: why.findings.iter().map(SaidFinding::from).collect(),
            retry_after_s: why.retry_after_s,
            have,
            by,
            at,
        };
        let mut response = (why.status, Json(body)).into_response();
        if let Some(seconds) = why.retry_after_s {
            let value = HeaderValue::from(seconds);
            response.headers_mut().insert(header::RETRY_AFTER, value);
        }
        response
    }
}
