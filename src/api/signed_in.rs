//! Who is signed in (会话): sessions in memory and, so that a restart signs nobody out, on the desk of the base.
//!
//! A session is a random token in a strict cookie; the server keeps only its digest.

use std::collections::BTreeMap;
use std::sync::RwLock;

use jiff::{SignedDuration, Timestamp};
use ledger::{Act, Base, PaperInput};
use serde::{Deserialize, Serialize};

use crate::api::event::Event;
use crate::api::password;
use crate::api::refusal::Reply;
use crate::api::state::{Shared, system};

/// A session ends when nothing was asked for so long.
const IDLE: SignedDuration = SignedDuration::from_mins(120);
/// A session ends after so long in any case.
pub(crate) const LONGEST: SignedDuration = SignedDuration::from_hours(12);
/// How often the time of the last request is written down.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(5);
/// Characters of what a browser says of itself.
const AGENT_CHARS_MAX: usize = 200;
const KIND: &str = "session";

/// One sign-in (会话).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Session {
    /// Short public id, for the list of one's own sessions.
    pub(crate) id: String,
    pub(crate) login: String,
    /// The post that the person acts in now.
    pub(crate) post: String,
    pub(crate) csrf: String,
    #[serde(with = "crate::api::stamp")]
    pub(crate) created_at: Timestamp,
    #[serde(with = "crate::api::stamp")]
    pub(crate) seen_at: Timestamp,
    /// From where, and with which browser, as told.
    pub(crate) agent: String,
    #[serde(skip)]
    noted_at: Option<Timestamp>,
    /// Counts the changes of the person's rights since the server started: what was opened under others ends.
    #[serde(skip)]
    rights: u64,
}

/// All sessions, by the digest of their token.
#[derive(Debug, Default)]
pub(crate) struct Sessions(RwLock<BTreeMap<String, Session>>);

impl Sessions {
    /// Those of a base, when the server starts; what has ended meanwhile is cleared away.
    pub(crate) async fn load(&self, base: &Base, at: Timestamp) -> Reply<()> {
        let (mut read, mut ended) = (BTreeMap::new(), Vec::new());
        for kept in base.papers(KIND).await? {
            let session = serde_json::from_str::<Session>(&kept.body);
            match session.ok().filter(|it| it.stands(at)) {
                Some(session) => drop(read.insert(kept.id, session)),
                None => ended.push(paper(&kept.id, None)),
            }
        }
        if !ended.is_empty() {
            base.write_papers(&system(), &ended).await?;
        }
        *self.0.write().unwrap_or_else(|it| it.into_inner()) = read;
        Ok(())
    }

    /// The session of a token, when it stands; notes that it was seen. Gives whether that should be written down.
    pub(crate) fn seen(&self, token: &str, at: Timestamp) -> Option<(Session, bool)> {
        let mut all = self.0.write().unwrap_or_else(|it| it.into_inner());
        let session = all.get_mut(&digest(token))?;
        if !session.stands(at) {
            return None;
        }
        session.seen_at = at;
        let note = session.noted_at.is_none_or(|it| at.duration_since(it) > NOTED_EVERY);
        if note {
            session.noted_at = Some(at);
        }
        Some((session.clone(), note))
    }

    /// Whether the session of a token stands, as [`Sessions::seen`], without being a sign of life.
    pub(crate) fn stands(&self, token: &str, at: Timestamp) -> bool {
        let all = self.0.read().unwrap_or_else(|it| it.into_inner());
        all.get(&digest(token)).is_some_and(|it| it.stands(at))
    }

    /// When it ends, as long as it stands with the rights that it had: in the same post, which is what it was.
    pub(crate) fn until(&self, token: &str, had: &Session, at: Timestamp) -> Option<Timestamp> {
        let all = self.0.read().unwrap_or_else(|it| it.into_inner());
        let now = all.get(&digest(token)).filter(|it| it.stands(at))?;
        (now.post == had.post && now.rights == had.rights).then(|| now.ends_at())
    }

    /// The rights of a login are not what they were.
    pub(crate) fn renew(&self, login: &str) {
        let mut all = self.0.write().unwrap_or_else(|it| it.into_inner());
        for session in all.values_mut().filter(|it| it.login == login) {
            session.rights += 1;
        }
    }

    /// Another post from now on; not where the session was ended meanwhile.
    pub(crate) fn move_to(&self, key: &str, post: &str) {
        let mut all = self.0.write().unwrap_or_else(|it| it.into_inner());
        if let Some(session) = all.get_mut(key) {
            post.clone_into(&mut session.post);
        }
    }

    /// A new one; gives the keys of those that have ended by themselves, which are forgotten.
    pub(crate) fn put(&self, key: String, session: Session) -> Vec<String> {
        let mut all = self.0.write().unwrap_or_else(|it| it.into_inner());
        let at = session.seen_at;
        let ended: Vec<String> =
            all.iter().filter(|it| !it.1.stands(at)).map(|it| it.0.clone()).collect();
        all.retain(|_, it| it.stands(at));
        all.insert(key, session);
        ended
    }

    fn holds(&self, key: &str) -> bool {
        self.0.read().unwrap_or_else(|it| it.into_inner()).contains_key(key)
    }

    /// Those of a login, by their keys.
    pub(crate) fn of(&self, login: &str) -> Vec<(String, Session)> {
        let all = self.0.read().unwrap_or_else(|it| it.into_inner());
        let own = all.iter().filter(|it| it.1.login == login);
        own.map(|(key, session)| (key.clone(), session.clone())).collect()
    }

    /// Ends sessions in memory.
    pub(crate) fn drop(&self, keys: &[String]) {
        let mut all = self.0.write().unwrap_or_else(|it| it.into_inner());
        for key in keys {
            all.remove(key);
        }
    }

    /// Number of sessions that stand.
    pub(crate) fn count(&self, at: Timestamp) -> usize {
        let all = self.0.read().unwrap_or_else(|it| it.into_inner());
        all.values().filter(|it| it.stands(at)).count()
    }
}

impl Session {
    /// A new one, with its token.
    pub(crate) fn begin(
        login: &str,
        post: String,
        agent: &str,
        at: Timestamp,
    ) -> anyhow::Result<(String, Session)> {
        let session = Session {
            id: password::token()?.chars().take(12).collect(),
            login: login.to_owned(),
            post,
            csrf: password::token()?,
            created_at: at,
            seen_at: at,
            agent: agent.chars().take(AGENT_CHARS_MAX).collect(),
            noted_at: Some(at),
            rights: 0,
        };
        Ok((password::token()?, session))
    }

    fn stands(&self, at: Timestamp) -> bool {
        at.duration_since(self.seen_at) < IDLE && at.duration_since(self.created_at) < LONGEST
    }

    /// When it ends, unless something is asked for before.
    pub(crate) fn ends_at(&self) -> Timestamp {
        let idle = self.seen_at.saturating_add(IDLE).unwrap_or(self.seen_at);
        let longest = self.created_at.saturating_add(LONGEST).unwrap_or(self.seen_at);
        idle.min(longest)
    }
}

/// What a token is known by.
pub(crate) fn digest(token: &str) -> String {
    ledger::digest(token.as_bytes())
}

/// The paper of a session; none takes it away.
pub(crate) fn paper(key: &str, session: Option<&Session>) -> PaperInput {
    PaperInput {
        kind: KIND,
        id: key.to_owned(),
        version: None,
        body: session.and_then(|it| serde_json::to_string(it).ok()),
        note: None,
    }
}

/// Writes a session down with other papers, in its place; gives whether it still stands. What was ended while it was written is
/// not left on the desk, where a server that starts would find it.
pub(crate) async fn keep(
    state: &Shared,
    act: &Act,
    key: &str,
    papers: &[PaperInput],
) -> Reply<bool> {
    let base = &state.world().base;
    base.write_papers(act, papers).await?;
    let stands = state.sessions.holds(key);
    if !stands {
        base.write_papers(&system(), &[paper(key, None)]).await?;
    }
    Ok(stands)
}

/// Writes down that a session was seen.
pub(crate) async fn note_seen(state: &Shared, token: &str, session: &Session) -> Reply<()> {
    let key = digest(token);
    keep(state, &system(), &key, &[paper(&key, Some(session))]).await?;
    Ok(())
}

/// Ends sessions of a login: all of them, or all but one.
pub(crate) async fn end_all(state: &Shared, login: &str, but: Option<&str>) -> Reply<usize> {
    let own = state.sessions.of(login);
    let keys: Vec<String> =
        own.into_iter().filter(|it| but != Some(it.1.id.as_str())).map(|it| it.0).collect();
    state.sessions.drop(&keys);
    let papers: Vec<PaperInput> = keys.iter().map(|it| paper(it, None)).collect();
    if !papers.is_empty() {
        state.world().base.write_papers(&system(), &papers).await?;
        state.tell(Event::Rights);
    }
    Ok(keys.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two hours without a request, or twelve in any case: then it is neither counted nor kept.
    #[test]
    fn what_has_ended_is_forgotten() {
        let at = Timestamp::UNIX_EPOCH;
        let after = |minutes: i64| at.saturating_add(SignedDuration::from_mins(minutes)).unwrap();
        let begin = |minutes: i64| {
            Session::begin("limin", "clerk".to_owned(), "", after(minutes)).unwrap().1
        };
        let sessions = Sessions::default();
        assert_eq!(sessions.put("one".to_owned(), begin(0)), Vec::<String>::new());
        assert_eq!(sessions.put("other".to_owned(), begin(60)), Vec::<String>::new());
        assert_eq!((sessions.count(after(119)), sessions.count(after(120))), (2, 1));
        assert_eq!(sessions.put("third".to_owned(), begin(120)), ["one"]);
        assert!(!sessions.holds("one") && sessions.holds("other"));
    }
}
