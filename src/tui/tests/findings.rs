//! The findings pane: to what a finding is about and back, filters, accepting,
//! and the screen as if a zone were gone.

use super::{App, fixture};
use crate::analysis::Outage;
use crate::tui::msg::{Effect, Msg};
use crate::tui::state::Pane;

fn shown(app: &App) -> usize {
    app.state.lists[Pane::Findings as usize].count()
}

#[test]
fn a_finding_leads_to_what_it_is_about_and_back() {
    let mut app = App::with(fixture::not_modelled(), 80, 24);
    app.press("f");
    assert_eq!((app.state.focus, shown(&app)), (Pane::Findings, 2));
    // A security group has no row of its own: the task that it concerns has.
    app.press("<enter>");
    assert_eq!((app.state.focus, app.state.task().map(|task| task.name.as_str())), (Pane::Tasks, Some("jump")));
    app.press("<esc>");
    assert_eq!(app.state.focus, Pane::Findings);
    app.press("j<enter>");
    assert_eq!(app.state.focus, Pane::Routes);
    let data = app.state.data.as_ref().expect("data");
    let line = app.state.lists[Pane::Routes as usize].chosen().map(|row| data.tables[data.routes[row].table].id.as_str());
    assert_eq!(line, Some("rtb-0lab"));
    app.press("<esc>");
    assert_eq!(app.state.focus, Pane::Findings);
    assert_eq!(app.state.lists[Pane::Findings as usize].chosen(), Some(1), "where it was left");
}

#[test]
fn a_jump_shows_the_row_whatever_was_filtered_or_narrowed() {
    let mut app = App::with(fixture::not_modelled(), 80, 24);
    app.press("4/web<enter>f/jump<enter><enter>");
    assert_eq!(app.state.task().map(|task| task.name.as_str()), Some("jump"));
}

#[test]
fn findings_are_filtered_by_severity_rule_place_and_service() {
    let found = |filter: &str| shown(App::with(fixture::not_modelled(), 80, 24).press(&format!("f/{filter}<enter>")));
    assert_eq!(found("severity:high"), 1);
    assert_eq!(found("egr-inb"), 1);
    assert_eq!(found("vpc-0bbb"), 1);
    assert_eq!(found("night-export"), 1);
    assert_eq!(found("severity:low"), 0);
    let mut app = App::with(fixture::not_modelled(), 80, 24);
    let row = app.state.data.as_ref().expect("data").vpcs.iter().position(|row| row.id == "vpc-0bbb");
    let at = app.state.lists[0].shown.iter().position(|shown| *shown == row).expect("the VPC shows");
    app.press("1").press(&"j".repeat(at)).press("f");
    assert_eq!(shown(&app), 1, "a chosen VPC narrows the findings, too");
}

#[test]
fn details_tell_the_whole_finding() {
    let screen = App::with_data(120, 40).press("f").screen();
    for word in ["critical SSH is open to the whole internet", "sg-0jump", "use ECS", "1 task: jump", "EC2.13"] {
        assert!(screen.contains(word), "{word}\n{screen}");
    }
}

#[test]
fn an_accepted_finding_leaves_the_list_and_its_marks_with_it() {
    let mut app = App::with_data(200, 50);
    assert!(app.screen().contains('▲'));
    app.press("fa2026-12-31 the bastion is not ready<enter>");
    let Some(Effect::Keep(acceptance)) = app.effects.last() else { panic!("{:?}", app.effects) };
    assert_eq!((acceptance.rule.as_str(), acceptance.reason.as_str()), ("EGR-INB-003", "the bastion is not ready"));
    assert_eq!(acceptance.until.to_string(), "2026-12-31");
    assert_eq!(shown(&app), 0);
    let screen = app.screen();
    assert!(!screen.contains('▲') && screen.contains("until 2026-12-31"), "{screen}");
    assert_eq!(app.state.data.as_ref().map(|data| data.tasks.iter().map(|task| task.found).sum()), Some(0));
}

#[test]
fn without_a_day_an_acceptance_lasts_three_months() {
    let mut app = App::with_data(120, 40);
    app.press("fawe know<enter>");
    let Some(Effect::Keep(acceptance)) = app.effects.last() else { panic!("{:?}", app.effects) };
    assert_eq!(acceptance.until.to_string(), "2026-08-10");
}

#[test]
fn nothing_is_accepted_without_a_reason_or_for_a_day_that_is_over() {
    for typed in ["", " ", "2026-12-31", "2026-01-01 why"] {
        let mut app = App::with_data(120, 40);
        app.press(&format!("fa{typed}<enter>"));
        assert_eq!((shown(&app), app.state.notice.is_some()), (1, true), "{typed}");
        app.press("<esc>");
        assert!(app.state.layers.is_empty());
    }
    let mut app = App::with_data(120, 40);
    app.press("4a");
    assert!(app.state.layers.is_empty(), "only a finding is accepted");
}

#[test]
fn trouble_with_the_list_is_told() {
    let mut app = App::with_data(120, 40);
    app.press("fawhy<enter>").send(Msg::NotKept(String::from("accepted.json: no room")));
    assert!(app.screen().contains("no room"));
}

#[test]
fn zones_go_one_after_the_other_and_come_back() {
    let mut app = App::with_data(160, 40);
    let zones = crate::net::zones(&app.state.data.as_ref().expect("data").whole);
    assert!(!zones.is_empty());
    app.press("z");
    assert_eq!(app.effects.last(), Some(&Effect::WithoutZone(Some(zones[0].clone()))));
    let mut data = fixture::data();
    let gone = Outage { zones: vec![zones[zones.len() - 1].clone()], gone: vec![String::from("x")], lost: Vec::new() };
    data.analysis.report.outage = Some(gone);
    app.send(Msg::Switched(Ok(data)));
    let head = app.screen().lines().next().map(str::to_owned).unwrap_or_default();
    assert!(head.contains(&format!("without {}: 1 gone, 0 lose a way out", zones[zones.len() - 1])), "{head}");
    app.press("z");
    assert_eq!(app.effects.last(), Some(&Effect::WithoutZone(None)), "after the last zone the account is whole again");
}
