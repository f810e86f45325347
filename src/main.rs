//! Tongtu (通途): the working platform of a county transport bureau.
//!
//! The program wires the engines along the flow; what a command means is in `commands`, what it asks of the engines in
//! `flow`, and the world behind `context`.

mod api; // HTTP
mod command; // the command line
mod commands; // what each command does
mod context; // the one door to the world
mod flow; // the steps of the flow
mod say; // speaking Chinese
mod usage; // the command line in Chinese

use std::process::ExitCode;

use anyhow::Result;
use ledger::{SaveError, StoreError};

use crate::command::{Cli, Command, DefsCommand};
use crate::commands::{
    base, books, check, coverage, due, erase, exchange, figures, papers, returned, review, tasks,
    ties,
};
use crate::context::Context;
use crate::say::Findings;

fn main() -> ExitCode {
    let cli = match usage::read() {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            say::aside(&format!("启动不了：{error}"));
            return ExitCode::from(3);
        }
    };
    match runtime.block_on(dispatch(&cli)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => refuse(&error, cli.place.json),
    }
}

/// Gives whether nothing is left that a person must mend.
#[expect(clippy::wildcard_enum_match_arm, reason = "every other command needs a base")]
async fn dispatch(cli: &Cli) -> Result<bool> {
    let (place, json) = (&cli.place, cli.place.json);
    match &cli.command {
        Command::Run(args) => papers::run(place, args).await,
        Command::Init => base::init(place).await,
        Command::Defs(DefsCommand::Check) => base::defs_check(place),
        Command::Coverage(args) => coverage::coverage(place, args).await,
        Command::Audit => base::audit(place).await,
        Command::Migrate { dry_run } => base::migrate(place, *dry_run).await,
        Command::Backup { file } => base::backup(place, file).await,
        Command::Restore { file } => base::restore(place, file).await,
        Command::Check(args) => check::check(place, args).await,
        Command::Serve(args) => api::serve(place, args).await.map(|()| true),
        Command::Rules(args) => check::rules(args, json),
        others => {
            let context = Context::open(place).await?;
            let done = on_base(&context, others, json).await;
            // What was written is then in the one file that people copy, not in the log beside it.
            context.base.close().await;
            done
        }
    }
}

/// Commands that need a base which fits the definitions.
async fn on_base(context: &Context, command: &Command, json: bool) -> Result<bool> {
    match command {
        Command::Import(args) => books::import(context, args, json).await,
        Command::Export(args) => books::export(context, args, json).await,
        Command::Batches => books::batches(context, json).await,
        Command::Undo { batch, reason } => books::undo(context, batch, reason, json).await,
        Command::List(args) => books::list(context, args, json).await,
        Command::Show { ledger, key, known_at } => {
            books::show(context, ledger, key, known_at.as_deref(), json).await
        }
        Command::Set { ledger, key, changes, version } => {
            books::set(context, ledger, key, changes, *version, json).await
        }
        Command::Move { ledger, key, step, changes, reason, to } => {
            let why = (reason.as_str(), to.as_deref());
            books::make_move(context, ledger, key, step, changes, why, json).await
        }
        Command::Withdraw { ledger, key, reason } => {
            books::withdraw(context, ledger, key, reason, json).await
        }
        Command::Attach { ledger, key, file } => {
            books::attach(context, ledger, key, file, json).await
        }
        Command::Due(args) => due::due(context, args, json).await,
        Command::Erase(args) => erase::erase(context, args, json).await,
        Command::Figures(args) => figures::figures(context, args, json).await,
        Command::Open(args) => figures::open(context, args, json).await,
        Command::Diff(args) => figures::diff(context, args, json).await,
        Command::Seal { period, indicators, reason } => {
            figures::seal(context, period, indicators, reason.as_deref(), json).await
        }
        Command::Exchange(command) => exchange::exchange(context, command, json).await,
        Command::Reconcile(args) => exchange::reconcile(context, args, json).await,
        Command::Report(args) => papers::report(context, args, json).await,
        Command::Return(args) => returned::take_back(context, args, json).await,
        Command::Review { login, reason } => review::review(context, login, reason, json).await,
        Command::Tasks(args) => tasks::tasks(context, args, json).await,
        Command::Ties(args) => ties::ties(context, args, json).await,
        Command::Run(_)
        | Command::Serve(_)
        | Command::Init
        | Command::Defs(_)
        | Command::Coverage(_)
        | Command::Audit
        | Command::Check(_)
        | Command::Rules(_)
        | Command::Migrate { .. }
        | Command::Backup { .. }
        | Command::Restore { .. } => unreachable!("dispatched before a base is opened"),
    }
}

/// Says why a command was not done: findings give exit code 1, what the program could not do gives 3.
fn refuse(error: &anyhow::Error, json: bool) -> ExitCode {
    if let Some(Findings(findings)) = error.downcast_ref() {
        say::findings(findings, json);
        return ExitCode::from(1);
    }
    if let Some(save) = error.downcast_ref::<SaveError>() {
        return refuse_save(save, json);
    }
    if let Some(store) = error.downcast_ref::<StoreError>() {
        say::findings(&[ledger::explain(store)], json);
        return ExitCode::from(3);
    }
    say::refusal(&say::failure(error), json);
    // What was asked for wrongly is for a person to mend; what the system refused is not.
    let system = error.chain().any(|it| it.is::<std::io::Error>() || it.is::<sheet::WriteError>());
    ExitCode::from(if system { 3 } else { 1 })
}

fn refuse_save(error: &SaveError, json: bool) -> ExitCode {
    match error {
        SaveError::Findings(findings) => {
            say::findings(findings, json);
        }
        SaveError::Forbidden(finding) => {
            say::findings(std::slice::from_ref(finding), json);
        }
        SaveError::Stale { have, given, by, at } => {
            let at = context::local(*at).strftime("%Y-%m-%d %H:%M");
            let what = format!(
                "{by} 已在 {at} 先保存为第{have}版，你看到的是第{given}版；请重新打开，核对后再改"
            );
            say::refusal(&what, json);
        }
        SaveError::NotFound { ledger, .. } => {
            say::refusal(&format!("台账 {ledger} 里没有这条记录，或已撤销"), json)
        }
        SaveError::Store(store) => {
            say::findings(&[ledger::explain(store)], json);
            return ExitCode::from(3);
        }
    }
    ExitCode::from(1)
}
