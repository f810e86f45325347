//! One figure, one line of JSON (一个数): median, best and worst of several runs.
#![expect(clippy::print_stdout, reason = "the lines are what this program is for")]
#![expect(clippy::print_stderr, reason = "standard output holds the figures only")]

use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

/// Runs something several times, after one run that is not counted.
pub(crate) async fn times<T, E>(
    count: usize,
    mut act: impl AsyncFnMut() -> Result<T, E>,
) -> Result<Vec<Duration>, E> {
    act().await?;
    let mut times = Vec::with_capacity(count);
    for _ in 0..count {
        let started = Instant::now();
        act().await?;
        times.push(started.elapsed());
    }
    Ok(times)
}

/// Prints the figure of several runs in seconds, with more facts beside it.
pub(crate) fn say(figure: &str, mut times: Vec<Duration>, facts: Json) {
    times.sort();
    let at = |part: usize| {
        let place = (times.len() * part / 100).min(times.len().saturating_sub(1));
        times.get(place).map_or(0.0, Duration::as_secs_f64)
    };
    line(json!({
        "figure": figure, "unit": "s", "median": at(50), "p95": at(95), "low": at(0), "high": at(100),
        "runs": times.len(), "facts": facts,
    }));
}

/// Prints a figure that is no time.
pub(crate) fn say_number(figure: &str, unit: &str, number: f64, facts: Json) {
    line(json!({ "figure": figure, "unit": unit, "median": number, "runs": 1, "facts": facts }));
}

/// Says something to the person who waits.
pub(crate) fn tell(text: &str) {
    eprintln!("{text}");
}

fn line(value: Json) {
    println!("{value}");
}
