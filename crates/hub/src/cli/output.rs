//! What commands print.

use std::io::Write as _;

/// One line of what was asked for. A reader that has gone away is no failure.
pub(super) fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// One line for whoever watches.
pub(super) fn complain(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
