//! Events (事件): what open pages are told without asking, as server-sent events.
//!
//! A stream lives as long as the rights it was opened with: before anything is said, and now and then when there is nothing to
//! say, it looks whether its session still stands, in the same post, under the same definitions.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State as Held;
use axum::http::StatusCode;
use axum::response::sse::{Event as Line, KeepAlive, Sse};
use futures_util::{Stream, stream};
use serde_json::json;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::api::draft::Stage;
use crate::api::guard::Viewer;
use crate::api::import::Step;
use crate::api::refusal::{Refusal, Reply};
use crate::api::seat::Seat;
use crate::api::state::Shared;
use crate::api::{checks, draft};
use crate::context::now;

/// How often at least a stream on which nothing happens looks whether its session still stands.
const LOOK_EVERY: Duration = Duration::from_secs(20);
/// Streams of one session: a window each.
const OF_SESSION_MAX: usize = 8;
/// Streams of one login.
const OF_LOGIN_MAX: usize = 64;

/// Something happened.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// A record was entered, changed or moved.
    Record { ledger: String, id: String, office: String, version: i64 },
    /// An import went on; only its owner hears it.
    Import { owner: String, id: String, state: Step, done: u64, total: u64 },
    /// A draft of a report was changed or sent on; `done` is its note in the list of versions.
    Draft { id: String, version: i64, state: Stage, who: String, session: String, done: String },
    /// A document was checked, or what was found in it changed; `done` is one of `checked`, `changed`, `gone`.
    Check { id: String, owner: String, who: String, session: String, done: &'static str },
    /// Sessions were ended, or somebody's rights changed: every stream looks whether it still stands.
    Rights,
}

/// The stream of events that the viewer may know of.
#[utoipa::path(get, path = "/api/v1/events", tag = "events",
    responses((status = 200, body = String, content_type = "text/event-stream"), (status = 401), (status = 429)))]
pub(crate) async fn stream(
    Held(state): Held<Shared>,
    viewer: Viewer,
) -> Reply<Sse<impl Stream<Item = Result<Line, Infallible>>>> {
    let full = || {
        let text = "打开的窗口太多，这个窗口收不到新动静；请关掉一些";
        Refusal::new(StatusCode::TOO_MANY_REQUESTS, "too_many", text)
    };
    let window = state.windows.take(&viewer.session.id, OF_SESSION_MAX).ok_or_else(full)?;
    let seat = state.listeners.take(&viewer.login, OF_LOGIN_MAX).ok_or_else(full)?;
    let listener = Listener {
        heard: state.events.subscribe(),
        reach: Reach::default(),
        over: false,
        _seats: [window, seat],
        state,
        viewer,
    };
    let lines = stream::unfold(listener, |mut listener| async move {
        listener.next().await.map(|line| (Ok(line), listener))
    });
    Ok(Sse::new(lines).keep_alive(KeepAlive::new().interval(Duration::from_secs(25))))
}

/// An open stream.
struct Listener {
    state: Shared,
    viewer: Viewer,
    heard: Receiver<Event>,
    reach: Reach,
    /// The last line was said.
    over: bool,
    /// Free again when the stream is gone.
    _seats: [Seat; 2],
}

impl Listener {
    /// The next line; none when the stream ends.
    async fn next(&mut self) -> Option<Line> {
        if self.over {
            return None;
        }
        loop {
            let Some(left) = self.left() else { return self.last() };
            let heard = tokio::time::timeout(left, self.heard.recv()).await;
            if self.left().is_none() {
                return self.last();
            }
            let line = match heard {
                Err(_) => None,
                Ok(Ok(event)) => line(&self.viewer, &mut self.reach, &event),
                // A listener that fell behind has missed some: it asks anew.
                Ok(Err(RecvError::Lagged(_))) => Some(Line::default().event("todo").data("{}")),
                Ok(Err(RecvError::Closed)) => return None,
            };
            if line.is_some() {
                return line;
            }
        }
    }

    /// How long it may wait before it looks again; none when the rights it was opened with are gone.
    fn left(&self) -> Option<Duration> {
        let (state, at) = (&self.state, now());
        let until = state.sessions.until(&self.viewer.token, &self.viewer.session, at)?;
        let left = Duration::try_from(until.duration_since(at)).unwrap_or_default();
        Arc::ptr_eq(&self.viewer.world, &state.world()).then(|| left.min(LOOK_EVERY))
    }

    /// The last line: who is signed out is told so; whose rights changed opens a stream anew.
    fn last(&mut self) -> Option<Line> {
        self.over = true;
        let gone = !self.state.sessions.stands(&self.viewer.token, now());
        gone.then(|| Line::default().event("signed_out").data("{}"))
    }
}

/// Which offices of which ledgers a listener reaches: asked once, since hundreds may listen to every record that is saved.
#[derive(Default)]
struct Reach(BTreeMap<(String, String), bool>);

impl Reach {
    fn covers(&mut self, viewer: &Viewer, ledger: &str, office: &str) -> bool {
        const KNOWN_MAX: usize = 2_000;
        if self.0.len() >= KNOWN_MAX {
            self.0.clear();
        }
        let Some(def) = viewer.catalog.ledgers.get(ledger) else { return false };
        let key = (ledger.to_owned(), office.to_owned());
        *self.0.entry(key).or_insert_with(|| viewer.reaches_office(def, office))
    }
}

fn line(viewer: &Viewer, reach: &mut Reach, event: &Event) -> Option<Line> {
    let (name, data) = match event {
        Event::Record { ledger, id, office, version } => {
            if !reach.covers(viewer, ledger, office) {
                return None;
            }
            ("record", json!({ "ledger": ledger, "id": id, "version": version }))
        }
        Event::Import { owner, id, state, done, total } => {
            if *owner != viewer.login {
                return None;
            }
            ("import", json!({ "id": id, "state": state, "done": done, "total": total }))
        }
        Event::Draft { id, version, state, who, session, done } => {
            if !draft::may_see(viewer) {
                return None;
            }
            let own = *session == viewer.session.id;
            let data = json!({ "id": id, "version": version, "state": state, "who": who, "own": own, "done": done });
            ("draft", data)
        }
        Event::Check { id, owner, who, session, done } => {
            if !checks::may_see(viewer, owner) {
                return None;
            }
            let own = *session == viewer.session.id;
            ("check", json!({ "id": id, "who": who, "own": own, "done": done }))
        }
        Event::Rights => return None,
    };
    Some(Line::default().event(name).data(data.to_string()))
}
