//! The command line in Chinese (用法): clap's help and complaints, said as a colleague would.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _};

use crate::command::Cli;
use crate::say;

/// What clap prints in English, and what we say.
const WORDS: [(&str, &str); 12] = [
    ("Usage: ", "用法："),
    ("Arguments:", "参数："),
    ("Options:", "选项："),
    ("Commands:", "命令："),
    ("命令:", "命令："),
    ("通用选项:", "通用选项："),
    ("[OPTIONS]", "[选项]"),
    ("<COMMAND>", "<命令>"),
    ("Print help", "显示这页说明"),
    ("Print version", "显示版本"),
    ("[default: ", "[默认："),
    ("[env: ", "[环境变量："),
];

/// Reads the command line; help and complaints are said here, with their exit code.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "clap may add kinds; they are said in general words"
)]
pub(crate) fn read() -> Result<Cli, ExitCode> {
    parse().map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            say::line(chinese(&error.render().to_string()).trim_end());
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            say::aside(chinese(&error.render().to_string()).trim_end());
            ExitCode::from(2)
        }
        _ => {
            say::aside(&complaint(&error));
            ExitCode::from(2)
        }
    })
}

fn parse() -> Result<Cli, clap::Error> {
    let matches = Cli::command().try_get_matches()?;
    let mut cli = Cli::from_arg_matches(&matches)?;
    cli.place.base_given = is_base_given(&matches);
    Ok(cli)
}

/// Whether the base was named by the user; global options show up at the level where they were written.
fn is_base_given(matches: &ArgMatches) -> bool {
    let here = matches!(
        matches.value_source("base"),
        Some(ValueSource::CommandLine | ValueSource::EnvVariable)
    );
    here || matches.subcommand().is_some_and(|it| is_base_given(it.1))
}

fn chinese(text: &str) -> String {
    WORDS.iter().fold(text.to_owned(), |text, (english, ours)| text.replace(english, ours))
}

/// What is wrong with the command line, and where to look.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "clap may add kinds; they are said in general words"
)]
fn complaint(error: &clap::Error) -> String {
    let word = |kind: ContextKind| error.get(kind).map(plain).unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这条命令", word(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => {
            format!("没有“{}”这个选项，或多写了参数", word(ContextKind::InvalidArg))
        }
        ErrorKind::MissingRequiredArgument => format!("缺少 {}", word(ContextKind::InvalidArg)),
        ErrorKind::MissingSubcommand => "没有写命令".to_owned(),
        ErrorKind::ArgumentConflict => {
            format!("“{}”写了两次，或不能同用", word(ContextKind::InvalidArg))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = word(ContextKind::InvalidValue);
            let value = if value.is_empty() {
                "没有写值".to_owned()
            } else {
                format!("“{value}”不行")
            };
            format!("{} {value}", word(ContextKind::InvalidArg))
        }
        _ => "命令写错了".to_owned(),
    };
    let near =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let near = near.iter().find_map(|kind| error.get(*kind)).map(plain);
    let near = near.map_or_else(String::new, |it| format!("；是否想写 {it}？"));
    let usage =
        error.get(ContextKind::Usage).map(|it| chinese(&it.to_string())).unwrap_or_default();
    format!("{what}{near}\n{}\n看说明：tongtu --help", usage.trim())
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "clap may add kinds; they are said in general words"
)]
fn plain(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(words) => words.join("、"),
        ContextValue::String(word) => word.clone(),
        other => other.to_string(),
    }
}
