//! What every request finds (服务状态): the world of definitions and base, sessions, events, and the clock's settings.

use std::path::PathBuf;
use std::sync::{Arc, RwLock};

use catalog::Catalog;
use jiff::Timestamp;
use ledger::{Act, Base};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::sync::{Mutex, MutexGuard, OwnedMutexGuard, broadcast};

use crate::api::attempts::Strangers;
use crate::api::audit::Verified;
use crate::api::event::Event;
use crate::api::fresh::Reports;
use crate::api::import::Imports;
use crate::api::seat::Seats;
use crate::api::signed_in::Sessions;
use crate::api::standing::Clocks;
use crate::api::totals::Totals;
use crate::command::{Place, ServeArgs};
use crate::context::{Context, now};

/// Shared by all requests.
pub(crate) type Shared = Arc<State>;

/// What the server holds.
pub(crate) struct State {
    world: RwLock<Arc<World>>,
    pub(crate) place: Place,
    pub(crate) sessions: Sessions,
    pub(crate) strangers: Strangers,
    pub(crate) imports: Imports,
    pub(crate) events: broadcast::Sender<Event>,
    /// Streams of them by session and by login.
    pub(crate) windows: Arc<Seats>,
    pub(crate) listeners: Arc<Seats>,
    /// Exports on their way, by login.
    pub(crate) exports: Arc<Seats>,
    /// Cookies only over HTTPS (behind a proxy that ends TLS).
    pub(crate) secure: bool,
    /// A demo: nobody is asked for a second factor.
    demo: bool,
    /// When the server started.
    pub(crate) started_at: Timestamp,
    /// Where the metrics are collected; none when another recorder of this process has them.
    pub(crate) metrics: Option<PrometheusHandle>,
    /// What the last verification of the chain saw.
    verified: RwLock<Option<Verified>>,
    /// One verification at a time.
    verifying: Arc<Mutex<()>>,
    /// One change of the definitions at a time.
    defining: Mutex<()>,
    /// One change of accounts and posts at a time: what may be is asked of all of them.
    keeping: Mutex<()>,
    /// Folder for uploads on their way, drafts of checks, backups.
    pub(crate) work: PathBuf,
}

/// Definitions and base as they stand; replaced as a whole when the definitions change.
pub(crate) struct World {
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) base: Base,
    /// Where the definitions came from and how many files they are, for the administrator.
    pub(crate) from: String,
    pub(crate) files: usize,
    /// Reports as the ledgers would draw them up.
    pub(crate) reports: Reports,
    /// How all clocks stand.
    pub(crate) clocks: Clocks,
    /// Totals of whole ledgers.
    pub(crate) totals: Totals,
}

impl State {
    pub(crate) fn new(world: World, place: Place, args: &ServeArgs, work: PathBuf) -> State {
        let (events, _) = broadcast::channel(256);
        State {
            world: RwLock::new(Arc::new(world)),
            place,
            sessions: Sessions::default(),
            strangers: Strangers::default(),
            imports: Imports::default(),
            events,
            windows: Arc::default(),
            listeners: Arc::default(),
            exports: Arc::default(),
            secure: args.secure,
            demo: args.demo,
            started_at: now(),
            metrics: PrometheusBuilder::new().install_recorder().ok(),
            verified: RwLock::default(),
            verifying: Arc::default(),
            defining: Mutex::default(),
            keeping: Mutex::default(),
            work,
        }
    }

    /// Whether roles that decide or administer must give a second factor.
    pub(crate) fn demands_second(&self) -> bool {
        !self.demo
    }

    /// The world as it stands now; a request keeps the one it began with.
    pub(crate) fn world(&self) -> Arc<World> {
        Arc::clone(&self.world.read().unwrap_or_else(|it| it.into_inner()))
    }

    /// Puts new definitions in force; who listens under the old ones, opens the stream anew.
    pub(crate) fn replace(&self, world: World) {
        *self.world.write().unwrap_or_else(|it| it.into_inner()) = Arc::new(world);
        self.tell(Event::Rights);
    }

    /// What the last verification of the chain saw; none before the first.
    pub(crate) fn verified(&self) -> Option<Verified> {
        self.verified.read().unwrap_or_else(|it| it.into_inner()).clone()
    }

    /// Keeps what a verification saw.
    pub(crate) fn note_verified(&self, result: Verified) {
        *self.verified.write().unwrap_or_else(|it| it.into_inner()) = Some(result);
    }

    /// The turn to verify; none while somebody has it.
    pub(crate) fn one_verification(&self) -> Option<OwnedMutexGuard<()>> {
        Arc::clone(&self.verifying).try_lock_owned().ok()
    }

    /// The turn to change the definitions.
    pub(crate) async fn one_definer(&self) -> MutexGuard<'_, ()> {
        self.defining.lock().await
    }

    /// The turn to change accounts and posts; whoever changes definitions along with them takes that turn first.
    pub(crate) async fn one_keeper(&self) -> MutexGuard<'_, ()> {
        self.keeping.lock().await
    }

    /// Tells whoever listens; nobody listening is no fault.
    pub(crate) fn tell(&self, event: Event) {
        let _ = self.events.send(event);
    }
}

impl World {
    /// The context in which somebody acts now: the flows ask it for definitions, base, person and clock.
    pub(crate) fn context(
        &self,
        place: &Place,
        who: &str,
        office: &str,
        roles: &[String],
    ) -> Context {
        let place = Place {
            who: who.to_owned(),
            office: office.to_owned(),
            role: roles.to_vec(),
            ..place.clone()
        };
        Context::of(Arc::clone(&self.catalog), self.base.clone(), place)
    }
}

/// The program itself as the acting party.
pub(crate) fn system() -> Act {
    Act { who: "系统".to_owned(), office: String::new(), roles: Vec::new(), at: now() }
}
