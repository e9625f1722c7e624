//! What the manual says besides the arguments: files, environment, what can be
//! set for the screen. The README has the same in more words.

use crate::tui::keymap;
use crate::tui::theme::Choice;

/// Sections for the end of the manual page.
pub fn rest() -> String {
    let names = keymap::names().join(", ");
    let themes = Choice::NAMES.join(", ");
    format!(
        r#".SH CONFIGURATION
The screen reads \fIegret/config.toml\fR in the configuration directory ($XDG_CONFIG_HOME, else ~/.config). Everything in it may be left out:
.PP
.nf
theme = "auto"   # {themes}
mouse = true     # false leaves the mouse to the terminal
ascii = false    # true draws in ASCII only; unset, the terminal decides
[keys]
describe = ["X", "ctrl\-x"]
.fi
.PP
A key is a letter, digit or sign, ctrl\-a to ctrl\-z, enter, esc, tab, backtab, backspace, space, down, up, left, right, pgdn, pgup, home or end. An empty list leaves a command without a key. Keys that are heard while a text is typed, Ctrl\-C and Ctrl\-Z stay as they are. The commands are: {names}.
.SH FILES
.TP
\fI~/.config/egret/config.toml\fR
the screen: theme, mouse, ASCII, keys
.TP
\fI~/.config/egret/settings.json\fR
prices and sensitive tags for the findings
.TP
\fI~/.config/egret/accepted.json\fR
findings that are accepted, with a reason and a last day
.TP
\fI~/.cache/egret\fR
the last saved snapshot of each account
.TP
\fI~/.local/state/egret\fR
how the lists of the screen are arranged, and that the screen was shown
.SH ENVIRONMENT
.TP
NO_COLOR
no colours, when set to anything
.TP
TERM, COLORTERM
how many colours the terminal knows: 256 where one of them says so, else sixteen
.TP
COLORFGBG
whether the terminal is dark or light, until it has told itself (OSC 11)
.TP
LC_ALL, LC_CTYPE, LANG
the screen is drawn in ASCII where the first that is set names no UTF\-8
.TP
RUST_LOG
how much goes into \-\-log\-file; usually egret=info, in which nothing of the account stands
.TP
AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL
what the AWS SDK reads as everywhere
"#
    )
}
