//! Filters, the command line, pasted text and the clipboard, by keys.

use std::path::Path;
use std::sync::Arc;

use super::{App, fixture};
use crate::analysis::Analysis;
use crate::snapshot::file;
use crate::tui::data::Data;
use crate::tui::msg::{Effect, Exit, Msg};
use crate::tui::state::Pane;

/// The sample account, which has addresses.
pub(super) fn sample(columns: u16, rows: u16) -> App {
    let (snapshot, _) = file::parse(Path::new("sample"), include_bytes!("../../../assets/sample-account.json")).expect("a snapshot");
    App::with(Box::new(Data::of(Analysis::of(Arc::new(snapshot)))), columns, rows)
}

fn names(app: &App) -> Vec<&str> {
    let data = app.state.data.as_ref().expect("data");
    app.state.lists[Pane::Tasks as usize].shown.iter().flatten().map(|row| data.tasks[*row].name.as_str()).collect()
}

fn filtered(filter: &str) -> Vec<String> {
    let mut app = App::with_data(80, 24);
    names(app.press(&format!("/{filter}<enter>"))).into_iter().map(str::to_owned).collect()
}

#[test]
fn a_filter_asks_for_words_columns_patterns_and_what_must_not_be_there() {
    assert_eq!(filtered("web"), ["web", "web"]);
    assert_eq!(filtered("subnet:private-b"), ["web"]);
    assert_eq!(filtered("is:no"), ["night-export"]);
    assert_eq!(filtered("out:no !export"), [""; 0]);
    assert_eq!(filtered("!is:yes !web"), ["night-export", "partner"]);
    assert_eq!(filtered("~^(jump|partner)$"), ["partner", "jump"]);
    assert_eq!(filtered("vpc:vpc-0bbb"), ["night-export"]);
    // Letters left out of a name.
    assert_eq!(filtered("ntexp"), ["night-export"]);
}

#[test]
fn typing_on_narrows_and_erasing_widens() {
    let mut app = App::with_data(80, 24);
    app.press("/nig");
    assert_eq!(names(&app), ["night-export"]);
    app.press("<backspace><backspace><backspace>web");
    assert_eq!(names(&app), ["web", "web"]);
    app.press(" 0prb");
    assert_eq!(app.state.task().map(|task| task.short.as_str()), Some("b2c3d4e5"));
    app.press("<ctrl-u>");
    assert_eq!(names(&app).len(), 5);
}

#[test]
fn the_command_line_opens_views_finds_things_and_quits() {
    let mut app = App::with_data(80, 24);
    app.press(":vpcs<enter>");
    assert_eq!(app.state.focus, Pane::Vpcs);
    app.press(":ro<tab><enter>");
    assert_eq!(app.state.focus, Pane::Routes);
    app.press(":task web<enter>");
    assert_eq!((app.state.focus, names(&app)), (Pane::Tasks, vec!["web", "web"]));
    app.press(":help<enter>");
    assert!(app.screen().contains("Help"));
    app.press("<esc>:q<enter>");
    assert_eq!(app.effects.last(), Some(&Effect::Leave(Exit::Quit)));
}

#[test]
fn commands_come_back() {
    let mut app = App::with_data(80, 24);
    app.press(":vpcs<enter>:tasks<enter>:<up><up><enter>");
    assert_eq!(app.state.focus, Pane::Vpcs);
    app.press(":<up><down>ro<enter>");
    assert_eq!(app.state.focus, Pane::Routes);
    app.press(":<backspace>4");
    assert_eq!(app.state.focus, Pane::Tasks);
}

#[test]
fn whatever_is_pasted_is_gone_to() {
    let goes = |text: &str| {
        let mut app = App::with_data(80, 24);
        app.send(Msg::Paste(text.to_owned()));
        app
    };
    assert_eq!(goes(" vpc-0bbb\n").state.vpc().map(|row| row.id.as_str()), Some("vpc-0bbb"));
    assert_eq!(goes("subnet-0prb").state.subnet().map(|row| row.label.as_str()), Some("shop-private-b"));
    assert_eq!(goes("shop-private-b").state.subnet().map(|row| row.id.as_str()), Some("subnet-0prb"));
    assert_eq!(goes("rtb-0lab").state.focus, Pane::Routes);
    assert!(goes("nat-0gone").screen().contains("blackhole"));
    for task in [fixture::arn("e5f6a7b8c9d0").as_str(), "e5f6a7b8c9d0", "eni-0e5f6a7b8c9d0"] {
        assert_eq!(goes(task).state.task().map(|task| task.name.as_str()), Some("partner"), "{task}");
    }
    assert_eq!(names(&goes("arn:aws:ecs:us-east-2:111122223333:service/shop/jump")), ["jump"]);
    let nowhere = goes("i-0nothing\u{1b}[2J");
    assert_eq!(nowhere.state.focus, Pane::Tasks);
    assert!(nowhere.screen().contains("Nothing here is called i-0nothing[2J"), "{}", nowhere.screen());
}

#[test]
fn what_would_hide_the_thing_is_taken_away_and_esc_goes_back() {
    let mut app = App::with_data(80, 24);
    app.press("1j<enter>4/nothing<enter>").send(Msg::Paste(fixture::arn("d4e5f6a7b8c9")));
    assert_eq!(app.state.task().map(|task| task.name.as_str()), Some("night-export"));
    app.send(Msg::Paste(String::from("subnet-0pra")));
    assert_eq!(app.state.focus, Pane::Subnets);
    app.press("<esc>");
    assert_eq!(app.state.focus, Pane::Tasks);
}

#[test]
fn a_pasted_text_goes_where_text_is_typed() {
    let mut app = App::with_data(80, 24);
    app.press("/").send(Msg::Paste(String::from("web"))).press("<enter>");
    assert_eq!(names(&app), ["web", "web"]);
    app.press(":find ").send(Msg::Paste(String::from("vpc-0bbb\n"))).press("<enter>");
    assert_eq!(app.state.vpc().map(|row| row.id.as_str()), Some("vpc-0bbb"));
}

#[test]
fn ids_and_commands_are_copied() {
    let copied = |keys: &str| {
        let mut app = App::with_data(80, 24);
        app.press(keys);
        match app.effects.last() {
            Some(Effect::Copy(text)) => text.clone(),
            _ => app.state.said.clone().unwrap_or_default(),
        }
    };
    assert_eq!(copied("y"), fixture::arn("d4e5f6a7b8c9"));
    assert!(copied("Y").starts_with("aws ec2 replace-route --route-table-id rtb-0lab"));
    assert!(copied("/a1b2<enter>Y").starts_with("aws ecs describe-tasks --cluster "));
    assert_eq!(copied("1y"), "There is nothing to copy here");
    assert_eq!(copied("2/0prb<enter>jY"), "aws ec2 describe-subnets --subnet-ids subnet-0prb");
    assert_eq!(copied("3/0lab<enter>y"), "rtb-0lab");
}

#[test]
fn another_task_is_looked_at_from_the_way_out() {
    let mut app = App::with_data(130, 36);
    app.press("jji");
    assert!(app.screen().contains("way in"));
    app.press("j");
    assert!(app.screen().contains("way out"), "{}", app.screen());
}

#[test]
fn what_aws_told_of_a_thing_is_shown_in_full() {
    let shows = |keys: &str, wanted: &[&str]| {
        let mut app = sample(100, 40);
        app.press(keys);
        let screen = app.screen();
        assert!(wanted.iter().all(|text| screen.contains(text)), "{keys}\n{screen}");
    };
    shows("d", &["\"taskArn\": \"arn:aws:ecs:us-east-2:123456789012:task/", "\"lastStatus\": \"RUNNING\""]);
    shows("d<end>", &["\"NetworkInterfaceId\": \"eni-", "\"PrivateIpAddress\": \""]);
    shows("2jd", &["\"SubnetId\": \"subnet-", "\"CidrBlock\": \""]);
    shows("3jd", &["\"RouteTableId\": \"rtb-", "\"Associations\": ["]);
    shows("1j:describe<enter>", &["\"VpcId\": \"vpc-"]);
    shows("1d", &["Choose one to describe it"]);
}
