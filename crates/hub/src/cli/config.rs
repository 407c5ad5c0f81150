//! The configuration file: what it says stands in for options that neither the command line nor the environment
//! gives, so its keys are the options of `hub serve` and its values are read as those are.

use std::{ffi::OsString, path::PathBuf};

use clap::{Arg, ArgMatches, Command, CommandFactory as _, builder::Resettable, error::ErrorKind};
use toml::de::{DeTable, DeValue};

use super::Cli;
use crate::taskbook::one_of;

/// Where the configuration file lies unless told.
const USUAL: &str = "/etc/taizhang/hub.toml";
/// The subcommand whose options may stand in the file.
const SERVE: &str = "serve";

/// One line of the file.
#[derive(Debug)]
struct Setting {
    key: String,
    value: String,
    line: usize,
}

/// Reads the command line, the environment and the configuration file, in this order of precedence.
///
/// # Errors
/// What is wrong with the file. What is wrong with the command line ends the process, as clap does.
pub(super) fn parse(arguments: &[OsString]) -> Result<ArgMatches, String> {
    let mut command = Cli::command();
    // Help must be had whatever the file says.
    let asks = ["-h", "--help", "help", "-V", "--version"];
    if !arguments.iter().any(|argument| asks.iter().any(|ask| argument == ask))
        && let Some((path, text)) = file(arguments)?
    {
        let settings = read(&text, &command).map_err(|why| format!("{}, {why}", path.display()))?;
        command = with_defaults(command, &settings);
    }
    Ok(command.get_matches_from(arguments))
}

/// The file that was named, or the usual one if there is one.
fn file(arguments: &[OsString]) -> Result<Option<(PathBuf, String)>, String> {
    let named = named(arguments).or_else(|| std::env::var_os("TAIZHANG_CONFIG").map(PathBuf::from));
    let path = named.clone().unwrap_or_else(|| PathBuf::from(USUAL));
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some((path, text))),
        Err(why) if named.is_none() => {
            if why.kind() != std::io::ErrorKind::NotFound {
                super::output::complain(&format!("hub: {USUAL} is left out: {why}"));
            }
            Ok(None)
        }
        Err(why) => Err(format!("cannot read the configuration file {}: {why}", path.display())),
    }
}

/// What follows `--config`, which must be known before the rest is read.
fn named(arguments: &[OsString]) -> Option<PathBuf> {
    let mut arguments = arguments.iter().take_while(|argument| *argument != "--");
    while let Some(argument) = arguments.next() {
        if argument == "--config" {
            return arguments.next().map(PathBuf::from);
        }
        if let Some(path) = argument.to_str().and_then(|argument| argument.strip_prefix("--config=")) {
            return Some(PathBuf::from(path));
        }
    }
    None
}

/// The settings in a file, every one of them an option of `hub serve` with a value that it takes.
///
/// # Errors
/// What is wrong, with its line.
fn read(text: &str, command: &Command) -> Result<Vec<Setting>, String> {
    let serve = command.find_subcommand(SERVE).ok_or("there is no such command")?;
    let table = DeTable::parse(text).map_err(|why| why.to_string())?;
    let mut settings = Vec::new();
    for (key, value) in table.get_ref() {
        let line = text.get(..key.span().start).unwrap_or_default().matches('\n').count() + 1;
        let key = key.get_ref().to_string();
        let value = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(number) => number.to_string(),
            DeValue::Boolean(said) => said.to_string(),
            _ => return Err(format!("line {line}: {key} wants a string, a number, true or false")),
        };
        let option = options(serve).find(|option| option.get_long() == Some(&key));
        let option = option.ok_or_else(|| unknown(&key, line, serve))?;
        check(option, &value).map_err(|why| format!("line {line}: {why}"))?;
        settings.push(Setting { key, value, line });
    }
    settings.sort_by_key(|setting| setting.line);
    Ok(settings)
}

/// The options that may stand in a file.
fn options(serve: &Command) -> impl Iterator<Item = &Arg> {
    serve.get_arguments().filter(|option| !matches!(option.get_long(), None | Some("config" | "help" | "version")))
}

fn unknown(key: &str, line: usize, serve: &Command) -> String {
    let known: Vec<_> = options(serve).filter_map(Arg::get_long).collect();
    format!("line {line}: there is no setting {key}; {}", one_of(key, &known))
}

/// Whether an option takes a value, as if it stood on the command line.
fn check(option: &Arg, value: &str) -> Result<(), String> {
    let option = option.clone().required(false).env(Resettable::Reset);
    let long = option.get_long().unwrap_or_default();
    let argument = format!("--{long}={value}");
    let alone = Command::new("hub.toml").no_binary_name(true).arg(option);
    match alone.try_get_matches_from([argument]) {
        Err(why) if why.kind() != ErrorKind::MissingRequiredArgument => {
            // Up to the first empty line: what is wrong, and what would do. How the command is used follows.
            let why = why.to_string();
            let said: Vec<&str> = why.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
            Err(said.join(" ").trim_start_matches("error: ").to_owned())
        }
        _ => Ok(()),
    }
}

/// The command with the file's settings as its defaults, wherever there is an option of that name.
fn with_defaults(command: Command, settings: &[Setting]) -> Command {
    command.mut_subcommands(|subcommand| {
        subcommand.mut_args(|option| {
            let said = settings.iter().find(|setting| option.get_long() == Some(&setting.key));
            match said {
                Some(Setting { value, .. }) => option.required(false).default_value(value.clone()),
                None => option,
            }
        })
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

    use super::*;

    const SAMPLE: &str = include_str!("../../../../deploy/hub.toml");

    fn keys(text: &str) -> Result<Vec<String>, String> {
        Ok(read(text, &Cli::command())?.into_iter().map(|setting| setting.key).collect())
    }

    #[test]
    fn the_sample_names_every_option() {
        keys(SAMPLE).unwrap();
        let is_setting = |line: &str| line.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '));
        let lines = SAMPLE.lines().map(|line| line.strip_prefix("# ").filter(|rest| is_setting(rest)).unwrap_or(line));
        // `listen` is shown twice.
        let mut said = std::collections::BTreeSet::new();
        let once = lines.filter(|line| !is_setting(line) || said.insert(line.split(' ').next().unwrap().to_owned()));
        let mut all = keys(&once.collect::<Vec<_>>().join("\n")).unwrap();
        all.sort();
        let command = Cli::command();
        let mut options: Vec<_> =
            options(command.find_subcommand(SERVE).unwrap()).map(|option| option.get_long().unwrap()).collect();
        options.sort_unstable();
        assert_eq!(all, options);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (text, line, hint) in [
            ("data = \"a\"\nlissten = \"127.0.0.1:1\"", "line 2", "write \"listen\""),
            ("\n\ncolour = 1", "line 3", "write one of: data, app"),
            ("listen = \"here\"", "line 1", "invalid value 'here'"),
            ("log-format = \"xml\"", "line 1", "'xml' for '--log-format <LOG_FORMAT>' [possible values: text, json]"),
            ("max-database-bytes = \"2 elephants\"", "line 1", "20GiB"),
            ("[listen]\nport = 1", "line 1", "wants a string"),
            ("data = \"a\"\ndata", "line 2", "key with no value"),
        ] {
            let why = keys(text).unwrap_err();
            assert!(why.contains(line) && why.contains(hint), "{text}: {why}");
        }
    }

    #[test]
    fn the_file_gives_way_to_options() {
        let settings =
            read("data = \"of-file\"\nlisten = \"127.0.0.1:7\"\nallow-remote = true", &Cli::command()).unwrap();
        let serve = |arguments: &[&str]| {
            let all = ["hub", "serve"].iter().chain(arguments);
            let matches = with_defaults(Cli::command(), &settings).try_get_matches_from(all).unwrap();
            let serve = matches.subcommand_matches("serve").unwrap().clone();
            let data = serve.get_one::<PathBuf>("data").unwrap().to_str().unwrap().to_owned();
            let listen = serve.get_one::<std::net::SocketAddr>("listen").unwrap().port();
            (data, listen, *serve.get_one::<bool>("allow_remote").unwrap())
        };
        assert_eq!(serve(&[]), ("of-file".into(), 7, true));
        assert_eq!(serve(&["--listen", "127.0.0.1:9"]), ("of-file".into(), 9, true));
        assert_eq!(serve(&["--data", "typed", "--allow-remote=false"]), ("typed".into(), 7, false));
        let orgs = with_defaults(Cli::command(), &settings).try_get_matches_from(["hub", "orgs"]).unwrap();
        let orgs = orgs.subcommand_matches("orgs").unwrap();
        assert_eq!(orgs.get_one::<PathBuf>("data").unwrap().to_str(), Some("of-file"));
    }

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
