//! The definitions (定义): how long it takes to read, load and check all of them.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::json;

use crate::office;
use crate::say::say;

/// Runs; the first one, which finds the files cold, is not counted.
const RUNS: usize = 25;

/// Reads all files from the disk, then loads and checks them.
pub(crate) fn definitions(folder: &Path) -> Result<()> {
    let (mut reading, mut loading, mut whole) = (Vec::new(), Vec::new(), Vec::new());
    let (mut files, mut findings, mut cpu) = (0, 0, Duration::ZERO);
    for run in 0..=RUNS {
        let (started, worked) = (Instant::now(), office::cpu()?);
        let sources = catalog::load_dir(folder)?;
        let read = started.elapsed();
        let (_, found) = catalog::load(&sources);
        let all = started.elapsed();
        (files, findings) = (sources.len(), found.len());
        if run > 0 {
            reading.push(read);
            loading.push(all - read);
            whole.push(all);
            cpu += office::cpu()? - worked;
        }
    }
    let cpu = cpu.as_secs_f64() / f64::from(u32::try_from(RUNS)?);
    say("defs.read", reading, json!({}));
    say("defs.load", loading, json!({}));
    say("defs.whole", whole, json!({ "files": files, "findings": findings, "cpu_s": cpu }));
    Ok(())
}
