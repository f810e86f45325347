//! Events (事件): what open pages are told without asking, as server-sent events.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State as Held;
use axum::response::sse::{Event as Line, KeepAlive, Sse};
use serde_json::json;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt as _};

use crate::api::guard::Viewer;
use crate::api::import::Step;
use crate::api::state::Shared;

/// Something happened.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// A record was entered, changed or moved.
    Record { ledger: String, id: String, office: String, version: i64 },
    /// An import went on; only its owner hears it.
    Import { owner: String, id: String, state: Step, done: u64, total: u64 },
    /// Somebody's session was ended elsewhere.
    SignedOut { login: String },
}

/// The stream of events that the viewer may know of.
#[utoipa::path(get, path = "/api/v1/events", tag = "events", responses((status = 200, body = String, content_type = "text/event-stream")))]
pub(crate) async fn stream(
    Held(state): Held<Shared>,
    viewer: Viewer,
) -> Sse<impl Stream<Item = Result<Line, Infallible>>> {
    let mut reach = Reach::default();
    let heard = BroadcastStream::new(state.events.subscribe()).filter_map(move |event| {
        // A listener that fell behind has missed some: it asks anew.
        let Ok(event) = event else { return Some(Ok(Line::default().event("todo").data("{}"))) };
        line(&viewer, &mut reach, &event).map(Ok)
    });
    Sse::new(heard).keep_alive(KeepAlive::new().interval(Duration::from_secs(25)))
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
    match event {
        Event::Record { ledger, id, office, version } => {
            if !reach.covers(viewer, ledger, office) {
                return None;
            }
            let data = json!({ "ledger": ledger, "id": id, "version": version });
            Some(Line::default().event("record").data(data.to_string()))
        }
        Event::Import { owner, id, state, done, total } => {
            if *owner != viewer.login {
                return None;
            }
            let data = json!({ "id": id, "state": state, "done": done, "total": total });
            Some(Line::default().event("import").data(data.to_string()))
        }
        Event::SignedOut { login } => {
            (*login == viewer.login).then(|| Line::default().event("signed_out").data("{}"))
        }
    }
}
