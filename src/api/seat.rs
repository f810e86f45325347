//! Seats (名额): so many of something at once for each of whom it is counted.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// How many are taken, by whom.
#[derive(Debug, Default)]
pub(crate) struct Seats(Mutex<BTreeMap<String, usize>>);

/// One of them; free again when it is dropped.
#[derive(Debug)]
pub(crate) struct Seat {
    seats: Arc<Seats>,
    whose: String,
}

impl Seats {
    /// A seat, unless `most` are taken.
    pub(crate) fn take(self: &Arc<Seats>, whose: &str, most: usize) -> Option<Seat> {
        let mut taken = self.0.lock().unwrap_or_else(|it| it.into_inner());
        let count = taken.entry(whose.to_owned()).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Seat { seats: Arc::clone(self), whose: whose.to_owned() })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.0.lock().unwrap_or_else(|it| it.into_inner());
        match taken.get_mut(&self.whose) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(taken.remove(&self.whose)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seat_is_free_again_when_it_is_dropped() {
        let seats = Arc::new(Seats::default());
        let one = seats.take("李", 2).unwrap();
        let other = seats.take("李", 2).unwrap();
        assert!(seats.take("李", 2).is_none());
        assert!(seats.take("王", 2).is_some(), "everybody has their own");
        drop(one);
        assert!(seats.take("李", 2).is_some());
        drop(other);
        assert!(seats.0.lock().unwrap().is_empty(), "nothing is kept of who has none");
    }
}
