//! The guard (门卫): who asks, in which post, and what they reach. Every handler that is not open to all takes a [`Viewer`];
//! without one there is no way to the base.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use catalog::{Catalog, Condition, LedgerDef, RoleDef};
use ledger::{Act, Base, Record};
use uuid::Uuid;

use crate::api::account;
use crate::api::event::Event;
use crate::api::refusal::{Refusal, Reply};
use crate::api::session::COOKIE;
use crate::api::signed_in::{self, Session};
use crate::api::state::{Shared, World};
use crate::context::{Context, now};
use crate::flow::words::Reader;

/// Who asks: a signed-in person in one of their posts.
#[derive(Clone)]
pub(crate) struct Viewer {
    pub(crate) login: String,
    /// Name of the person, as entries keep it.
    pub(crate) name: String,
    pub(crate) office: String,
    /// Names of the roles of the post.
    pub(crate) roles: Vec<String>,
    pub(crate) session: Session,
    pub(crate) token: String,
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) base: Base,
    pub(crate) world: Arc<World>,
    state: Shared,
}

/// Whether one of the roles decides or administers, and so signs in with a second factor.
pub(crate) fn needs_second(roles: &[&RoleDef]) -> bool {
    roles.iter().any(|it| it.second_factor)
}

/// Nobody is signed in.
pub(crate) fn signed_out() -> Refusal {
    Refusal::new(StatusCode::UNAUTHORIZED, "signed_out", "没有登录，或登录已过期，请重新登录")
}

fn token_of(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|it| it.to_str().ok());
    let mut pairs = cookies.flat_map(|it| it.split(';')).filter_map(|it| it.trim().split_once('='));
    pairs.find(|it| it.0 == COOKIE).map(|it| it.1.to_owned())
}

impl FromRequestParts<Shared> for Viewer {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Reply<Viewer> {
        let token = token_of(&parts.headers).ok_or_else(signed_out)?;
        let (session, note) = state.sessions.seen(&token, now()).ok_or_else(signed_out)?;
        let safe = [Method::GET, Method::HEAD, Method::OPTIONS].contains(&parts.method);
        let csrf = parts.headers.get("x-csrf").map(|it| it.as_bytes());
        if !safe && csrf != Some(session.csrf.as_bytes()) {
            let text = "页面太旧，请刷新后重试";
            return Err(Refusal::new(StatusCode::FORBIDDEN, "csrf", text));
        }
        let world = state.world();
        let account = account::of_session(&world.base, &session.login).await?;
        let account = account.filter(|it| it.active && it.hold.is_none()).ok_or_else(signed_out)?;
        let post = account::post(&world.base, &session.post).await?;
        let post = post
            .filter(|it| !it.closed && account.posts.contains(&it.id))
            .ok_or_else(signed_out)?;
        if note {
            signed_in::note_seen(state, &token, &session).await?;
        }
        let roles: Vec<&RoleDef> =
            post.roles.iter().filter_map(|it| world.catalog.role(it)).collect();
        let enrol = state.demands_second() && account.second.is_none() && needs_second(&roles);
        // Who still has to change the password or to enrol may do that and nothing else.
        // Inside the nested router the path has lost its head.
        let path = parts.uri.path();
        let own = path.strip_prefix("/api/v1").unwrap_or(path).starts_with("/session");
        if (account.must_change || enrol) && !own {
            let text =
                if account.must_change { "请先改密码" } else { "请先绑定动态口令" };
            return Err(Refusal::new(StatusCode::FORBIDDEN, "first_things_first", text));
        }
        Ok(Viewer {
            login: session.login.clone(),
            name: account.name,
            office: post.office,
            roles: post.roles,
            session,
            token,
            catalog: Arc::clone(&world.catalog),
            base: world.base.clone(),
            world,
            state: Arc::clone(state),
        })
    }
}

impl Viewer {
    /// Who acts, now.
    pub(crate) fn act(&self) -> Act {
        Act {
            who: self.name.clone(),
            office: self.office.clone(),
            roles: self.roles.clone(),
            at: now(),
        }
    }

    /// The context in which the flows run for this person.
    pub(crate) fn context(&self) -> Context {
        self.world.context(&self.state.place, &self.name, &self.office, &self.roles)
    }

    /// Tells open pages that something happened.
    pub(crate) fn tell(&self, event: Event) {
        self.state.tell(event);
    }

    /// Whether a role of the post has a power.
    pub(crate) fn has_power(&self, power: &str) -> bool {
        self.roles.iter().filter_map(|it| self.catalog.role(it)).any(|it| it.has_power(power))
    }

    /// What an office is called now; records carry the name that it once had.
    pub(crate) fn office_title(&self, name: &str) -> String {
        self.catalog.offices.title(name).to_owned()
    }

    /// Whether an office is the viewer's, or was merged into it; what all offices share is nobody's own.
    pub(crate) fn is_own_office(&self, office: &str) -> bool {
        let offices = &self.catalog.offices;
        office == self.office
            || offices.own(&self.office).contains(office) && !offices.shared().contains(office)
    }

    /// Whether a step of a workflow that names a role is for one of the post's roles.
    pub(crate) fn stands_for(&self, role: &str) -> bool {
        self.roles.iter().filter_map(|it| self.catalog.role(it)).any(|it| it.stands_for(role))
    }

    /// Refuses who has not the power.
    pub(crate) fn need_power(&self, power: &str, what: &str) -> Reply<()> {
        if self.has_power(power) {
            return Ok(());
        }
        Err(Refusal::forbidden(format!("您的岗位没有{what}的权限")))
    }

    /// The conditions that every query of a ledger must carry for an act; `None` where the person may not.
    pub(crate) fn sight(&self, def: &LedgerDef, word: &str) -> Option<Vec<Condition>> {
        ledger::sight(&self.catalog, &self.act(), def, word)
    }

    /// A ledger by domain and name, when the person may see it; otherwise it reads as if there were none.
    pub(crate) fn ledger(&self, domain: &str, name: &str) -> Reply<&LedgerDef> {
        self.ledger_by_id(&format!("{domain}/{name}"))
    }

    /// As [`Viewer::ledger`], by id.
    pub(crate) fn ledger_by_id(&self, id: &str) -> Reply<&LedgerDef> {
        let found = self.catalog.ledgers.get(id).filter(|it| self.sight(it, "see").is_some());
        found.ok_or_else(|| Refusal::not_found("没有这本台账，或您的岗位看不到"))
    }

    /// Whether the person's sight of a ledger takes in records of an office.
    pub(crate) fn reaches_office(&self, def: &LedgerDef, office: &str) -> bool {
        ledger::office_in_sight(&self.catalog, &self.act(), def, office, "see")
    }

    /// A record that the person may see; one out of sight reads as if there were none.
    pub(crate) async fn record(&self, def: &LedgerDef, id: &str) -> Reply<Record> {
        let missing = || Refusal::not_found("没有这条记录，或您的岗位看不到");
        let id = Uuid::parse_str(id).map_err(|_| missing())?;
        let found = self.base.record(&def.id, id).await?;
        found
            .filter(|it| ledger::in_sight(&self.catalog, &self.act(), it, "see"))
            .ok_or_else(missing)
    }

    /// Whether one of the person's roles may do an act with a ledger at all.
    pub(crate) fn may(&self, def: &LedgerDef, word: &str) -> bool {
        self.sight(def, word).is_some()
    }

    /// Whether the person sees every record of every ledger: only then may keys of any of them be named together.
    pub(crate) fn sees_all(&self) -> bool {
        self.catalog
            .ledgers
            .values()
            .all(|it| self.sight(it, "see").is_some_and(|it| it.is_empty()))
    }

    /// The person as a reader of a ledger's records.
    pub(crate) fn reader<'c>(&'c self, def: &'c LedgerDef) -> Reader<'c> {
        Reader { catalog: &self.catalog, def, private: self.may_private(def) }
    }

    /// Whether personal data of a ledger may be read.
    pub(crate) fn may_private(&self, def: &LedgerDef) -> bool {
        self.may(def, "private")
    }
}
