//! Somebody who has never seen egret, the sample account, and nothing to read
//! but the screen.

use super::App;
use super::find::sample;
use crate::tui::keys::typed;

/// What such a person presses: what the first line says.
const KEYS: &str = "<enter>";

#[test]
fn the_hint_goes_with_the_first_key() {
    let mut app = App::with_data(80, 24);
    app.state.newcomer = true;
    assert!(app.screen().contains("New here?") && app.screen().contains("? help  q quit"), "{}", app.screen());
    app.press("j");
    assert!(!app.screen().contains("New here?") && app.screen().contains("quit"), "{}", app.screen());
}

#[test]
fn a_task_without_egress_its_reason_and_the_fix_are_found_in_under_ten_keys() {
    for (columns, rows) in [(60, 15), (80, 24), (120, 40), (200, 50)] {
        let mut app = sample(columns, rows);
        app.state.newcomer = true;
        // The screen itself says which key leads on.
        let hint = app.screen().lines().last().expect("a footer").to_owned();
        assert!(hint.contains("Enter the path, why, the fix"), "{hint}");
        let task = app.state.task().expect("the worst task is chosen").name.clone();
        assert!(typed(KEYS).len() < 10);
        app.press(KEYS);
        let screen = app.screen().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(screen.contains(&format!("✗ {task} cannot reach the internet")), "{columns}x{rows}: {}", app.screen());
        let answer = app.state.answer().expect("an answer");
        let blocker = answer.explanations.first().expect("a reason");
        assert!(screen.contains(blocker.code.as_str()), "{columns}x{rows}: the reason\n{}", app.screen());
        assert!(screen.contains("fix "), "{columns}x{rows}: the fix\n{}", app.screen());
    }
}
