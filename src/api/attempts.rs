//! Failed attempts (试错): counted by login, whether there is such an account or not, so that the lock tells nobody which there
//! are. Whoever counts has the turn to hash a password (`password::turn`).

use std::collections::BTreeMap;
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};
use ledger::Act;

use crate::api::account::{self, Account};
use crate::api::refusal::Reply;
use crate::api::state::{Shared, system};

/// Failed attempts that are free of delay.
const FREE_ATTEMPTS: u32 = 5;
/// Logins that nobody has whose failures are kept in mind; then those that rest no more are forgotten, or all.
const STRANGERS_MAX: usize = 2_000;

/// Failures of logins that nobody has, and until when they rest.
#[derive(Debug, Default)]
pub(crate) struct Strangers(Mutex<BTreeMap<String, (u32, Option<Timestamp>)>>);

impl Strangers {
    fn until(&self, login: &str) -> Option<Timestamp> {
        let all = self.0.lock().unwrap_or_else(|it| it.into_inner());
        all.get(login).and_then(|it| it.1)
    }

    fn count(&self, login: &str, at: Timestamp) -> Option<u64> {
        let mut all = self.0.lock().unwrap_or_else(|it| it.into_inner());
        if all.len() >= STRANGERS_MAX && !all.contains_key(login) {
            all.retain(|_, it| it.1.is_some_and(|it| it > at));
            if all.len() >= STRANGERS_MAX {
                all.clear();
            }
        }
        let slot = all.entry(login.to_owned()).or_default();
        slot.0 = slot.0.saturating_add(1);
        let rest = rest_of(slot.0);
        slot.1 = rest.and_then(|it| until(at, it));
        rest
    }
}

/// For how many seconds a login rests after so many failures: from the fifth on, twice as long each time, at most half an hour.
fn rest_of(failed: u32) -> Option<u64> {
    let over = failed.checked_sub(FREE_ATTEMPTS)?;
    Some((60 << over.min(5)).min(1_800))
}

fn until(at: Timestamp, seconds: u64) -> Option<Timestamp> {
    let rest = SignedDuration::from_secs(i64::try_from(seconds).ok()?);
    at.saturating_add(rest).ok()
}

/// For how many seconds a login still rests; `found` is its account, where there is one.
pub(crate) fn rests(
    state: &Shared,
    login: &str,
    found: Option<&Account>,
    at: Timestamp,
) -> Option<u64> {
    let until = match found {
        Some(account) => account.locked_until,
        None => state.strangers.until(login),
    };
    let left = until.filter(|it| *it > at)?.duration_since(at);
    Some(u64::try_from(left.as_secs()).unwrap_or(0) + 1)
}

/// Counts a failure; gives for how many seconds the login rests now. Whoever loses against another save of the account counts
/// again.
pub(crate) async fn failed(state: &Shared, login: &str, at: Timestamp) -> Reply<Option<u64>> {
    let base = &state.world().base;
    for _ in 0..8 {
        let Some(mut account) = account::find(base, login).await? else {
            return Ok(state.strangers.count(login, at));
        };
        account.failed = account.failed.saturating_add(1);
        let rest = rest_of(account.failed);
        account.locked_until = rest.and_then(|it| until(at, it));
        let note = rest.map(|it| format!("连续试错{}次，停用{it}秒", account.failed));
        let act = Act { who: account.name.clone(), ..system() };
        if account::save(base, &act, &account, note.as_deref()).await.is_ok() {
            tracing::warn!(account.failed, "a sign-in failed");
            return Ok(rest);
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_rests_longer_with_every_failure_up_to_half_an_hour() {
        let minutes = |it| rest_of(it).unwrap_or(0) / 60;
        let rests: Vec<u64> = (3..13).map(minutes).collect();
        assert_eq!(rests, [0, 0, 1, 2, 4, 8, 16, 30, 30, 30]);
        assert_eq!(rest_of(u32::MAX), Some(1_800));
    }

    #[test]
    fn logins_that_nobody_has_fill_no_memory() {
        let strangers = Strangers::default();
        for number in 0..STRANGERS_MAX + 10 {
            assert_eq!(strangers.count(&format!("guess{number}"), Timestamp::UNIX_EPOCH), None);
        }
        assert!(strangers.0.lock().unwrap().len() <= STRANGERS_MAX);
    }
}
