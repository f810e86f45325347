//! What every request finds (服务状态): the world of definitions and base, sessions, events, and the clock's settings.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, RwLock};

use catalog::Catalog;
use ledger::{Act, Base};
use tokio::sync::broadcast;

use crate::api::event::Event;
use crate::api::import::Imports;
use crate::api::session::Sessions;
use crate::command::{Place, ServeArgs};
use crate::context::{Context, now};

/// Shared by all requests.
pub(crate) type Shared = Arc<State>;

/// What the server holds.
pub(crate) struct State {
    world: RwLock<Arc<World>>,
    pub(crate) place: Place,
    pub(crate) sessions: Sessions,
    pub(crate) imports: Imports,
    pub(crate) events: broadcast::Sender<Event>,
    /// Cookies only over HTTPS (behind a proxy that ends TLS).
    pub(crate) secure: bool,
    /// A demo: nobody is asked for a second factor.
    demo: bool,
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
    /// Answers that depend on the definitions alone, by their name.
    pub(crate) cache: RwLock<BTreeMap<String, Arc<[u8]>>>,
}

impl State {
    pub(crate) fn new(world: World, place: Place, args: &ServeArgs, work: PathBuf) -> State {
        let (events, _) = broadcast::channel(256);
        State {
            world: RwLock::new(Arc::new(world)),
            place,
            sessions: Sessions::default(),
            imports: Imports::default(),
            events,
            secure: args.secure,
            demo: args.demo,
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

    /// Puts new definitions in force.
    pub(crate) fn replace(&self, world: World) {
        *self.world.write().unwrap_or_else(|it| it.into_inner()) = Arc::new(world);
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
