//! Measurements of the house (性能测量): one line of JSON per figure; `bench/run.sh` calls them in order and prints the table.
//!
//! Nothing here asserts a time: what a figure should be stands beside it in the table, not in the program.

mod beside; // the same questions for another database
mod check; // the checker of documents
mod commits; // single records, one transaction each
mod copy; // one record as the n-th copy has it
mod definitions; // loading and checking the definitions
mod figures; // all figures of the office, and the pages behind them
mod fill; // a base with many records
mod office; // definitions, base, and who acts
mod paper; // the half-year report
mod plain; // the same questions as plain SQL
mod say; // one figure, one line
mod workbook; // a workbook with many rows

#[path = "../../crates/report/tests/proof/mod.rs"]
mod proof; // clean documents and faults, shared with the tests of `report`

use std::path::Path;

use anyhow::{Result, bail};

const USAGE: &str = "\
bench workbook FILE ROWS            writes a workbook of case records, 20 columns
bench calamine FILE                 reads it with calamine alone
bench definitions FOLDER            reads, loads and checks all definitions
bench fill LABEL URL DEMO_URL ROWS  fills a base with copies of the demo's records; goes on where it was broken off
bench figures LABEL URL SCRIPT      all figures, beside plain SQL in the database's own shell; where the time goes;
                                    the questions for another database go to SCRIPT with the ending .json
bench pages LABEL URL               pages of fifty rows behind every figure
bench paper URL TEXT                the half-year report as .docx; its text goes to TEXT
bench check TEXT FAULTS             the checker: times, recall, false alarms; what is compared goes to both files
bench check-file FILE               checks one file once
bench megabytes FILE COUNT          writes so many megabytes of clean text
bench commits LABEL URL SCRIPT      single records, one transaction each, beside plain SQL
bench idle LABEL URL                memory of a process that has the base open";

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["workbook", file, rows] => return workbook::write(Path::new(file), rows.parse()?),
        ["calamine", file] => return workbook::calamine_alone(Path::new(file)),
        ["definitions", folder] => return definitions::definitions(Path::new(folder)),
        ["check", text, faults] => return check::check(Path::new(text), Path::new(faults)),
        ["check-file", file] => return check::check_file(Path::new(file)),
        ["megabytes", file, count] => {
            return check::write_megabytes(Path::new(file), count.parse()?);
        }
        _ => {}
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match words.as_slice() {
            ["fill", label, url, demo, rows] => fill::fill(label, url, demo, rows.parse()?).await,
            ["figures", label, url, script] => {
                figures::figures(label, url, Path::new(script)).await
            }
            ["pages", label, url] => figures::pages(label, url).await,
            ["paper", url, text] => paper::paper(url, Path::new(text)).await,
            ["commits", label, url, script] => {
                commits::commits(label, url, Path::new(script)).await
            }
            ["idle", label, url] => office::idle(label, url).await,
            _ => bail!("{USAGE}"),
        }
    })
}
