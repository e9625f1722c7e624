//! Tasks show before they are answered, and nothing shows a verdict that was
//! not worked out.

use std::sync::{Arc, LazyLock};

use super::App;
use crate::analysis::{Analysis, Settings, TaskReport};
use crate::net::{Network, Verdict};
use crate::snapshot::Snapshot;
use crate::tui::data::{Data, Stage};
use crate::tui::msg::Msg;
use crate::tui::palette::glyph;
use crate::tui::state::Pane;
use crate::tui::wanted::wanted;

static SAMPLE: LazyLock<Arc<Snapshot>> = LazyLock::new(|| {
    let bytes = include_bytes!("../../../assets/sample-account.json");
    Arc::new(crate::snapshot::file::parse(std::path::Path::new("sample"), bytes).expect("the sample account").0)
});

fn whole() -> Analysis {
    Analysis::with(Arc::clone(&SAMPLE), &Settings::default())
}

fn unanswered(stage: Stage) -> Box<Data> {
    Box::new(Data::unanswered(&Network::new(Arc::clone(&SAMPLE)), stage))
}

fn came(columns: u16, rows: u16, stage: Stage) -> App {
    let mut app = App::empty(columns, rows);
    app.send(Msg::Came(unanswered(stage)));
    app
}

/// The signs of verdicts on the screen, hints apart, and apart from routes of
/// which AWS itself says that they lead nowhere.
fn verdicts(screen: &str) -> Vec<char> {
    let all = [Verdict::Yes, Verdict::YesIf, Verdict::Partial, Verdict::Unknown, Verdict::No].map(glyph).concat();
    let body = screen.trim_end().rsplit_once('\n').map_or("", |(body, _)| body).replace("→ ✗", "→");
    body.chars().filter(|letter| all.contains(*letter)).collect()
}

#[test]
fn tasks_show_at_once_and_their_verdicts_are_left_open() {
    for (columns, rows) in [(80, 24), (200, 50)] {
        for pane in ["", "1", "2", "3", "f"] {
            let mut app = came(columns, rows, Stage::Reading);
            app.press(pane);
            let screen = app.screen();
            assert_eq!(verdicts(&screen), Vec::<char>::new(), "{pane} at {columns}x{rows}\n{screen}");
            assert!(screen.lines().next().is_some_and(|header| header.contains("… 44")), "{screen}");
            assert!(!screen.contains("Nothing here"), "{screen}");
        }
    }
    let app = came(80, 24, Stage::Reading);
    assert_eq!(app.state.lists[Pane::Tasks as usize].count(), SAMPLE.places[0].resources.tasks.len());
    assert!(app.state.answer().is_none(), "of a part no question is asked");
}

/// As soon as all is read the chosen task's own path is asked for; every other
/// verdict is still open.
#[test]
fn the_chosen_task_is_answered_before_all_others() {
    let app = came(80, 24, Stage::Answering);
    let answer = app.state.answer().expect("asked");
    let screen = app.screen();
    let first = app.state.task().expect("chosen").arn.clone();
    let known = whole().report.tasks.into_iter().find(|task| task.task == first).expect("the same task");
    assert_eq!(answer.verdict, known.outbound_ipv4.verdict);
    let list: String = screen.lines().take(12).collect::<Vec<_>>().join("\n");
    assert_eq!(verdicts(&list), Vec::<char>::new(), "{screen}");
}

#[test]
fn answers_fill_in_where_they_belong_and_nowhere_else() {
    let all = whole().report.tasks;
    let (some, later): (Vec<TaskReport>, Vec<TaskReport>) = all
        .iter()
        .enumerate()
        .map(|(at, task)| (at, TaskReport { findings: Vec::new(), ..task.clone() }))
        .fold((Vec::new(), Vec::new()), |(mut some, mut later), (at, task)| {
            if at % 3 == 0 {
                some.push(task)
            } else {
                later.push(task)
            }
            (some, later)
        });
    let mut app = came(80, 24, Stage::Answering);
    let order: Vec<String> = app.state.data.as_ref().expect("data").tasks.iter().map(|row| row.arn.clone()).collect();
    app.send(Msg::Answered(some.clone()));
    let end = Data::of(whole());
    let check = |app: &App, answered: &[TaskReport]| {
        let data = app.state.data.as_ref().expect("data");
        assert_eq!(data.tally.pending, all.len() - answered.len());
        for row in &data.tasks {
            let known = end.tasks.iter().find(|known| known.arn == row.arn).expect("the same tasks");
            if answered.iter().any(|task| task.task == row.arn) {
                assert_eq!((row.out, row.inbound, row.start, row.dns), (known.out, known.inbound, known.start, known.dns));
                assert_eq!(data.report(row).map(|report| &report.task), Some(&row.arn));
            } else {
                assert_eq!((row.out, row.inbound, row.start, row.dns), (None, None, None, None));
                assert!(data.report(row).is_none());
            }
        }
    };
    check(&app, &some);
    app.send(Msg::Answered(later.clone()));
    check(&app, &all);
    let data = app.state.data.as_ref().expect("data");
    // Nothing moved, and every place counts what it counts in the end.
    assert_eq!(data.tasks.iter().map(|row| row.arn.clone()).collect::<Vec<_>>(), order);
    assert_eq!(data.tally, end.tally);
    for vpc in &data.vpcs {
        assert_eq!(end.vpcs.iter().find(|known| known.id == vpc.id).map(|known| known.tally), Some(vpc.tally), "{}", vpc.label);
    }
    for subnet in &data.subnets {
        assert_eq!(end.subnets.iter().find(|known| known.id == subnet.id).map(|known| known.tally), Some(subnet.tally), "{}", subnet.label);
    }
    assert!(!data.is_whole(), "the rules were not asked yet");
}

#[test]
fn who_has_not_moved_sees_the_worst_first_and_who_has_keeps_the_task() {
    let done = || Msg::Loaded(Ok(Box::new(Data::of(whole()))));
    let mut app = came(80, 24, Stage::Answering);
    app.send(done());
    assert_eq!(app.state.lists[Pane::Tasks as usize].cursor, 0);
    assert_eq!(app.state.task().and_then(|task| task.out), Some(Verdict::No));
    let mut app = came(80, 24, Stage::Answering);
    let chosen = app.press("jjjj").state.task().expect("chosen").arn.clone();
    app.send(done());
    assert_eq!(app.state.task().map(|task| &task.arn), Some(&chosen));
}

#[test]
fn what_is_whole_stays_until_something_whole_comes() {
    let mut app = App::with(Box::new(Data::of(whole())), 80, 24);
    let before = app.screen();
    app.send(Msg::Came(unanswered(Stage::Answering)));
    app.send(Msg::Answered(whole().report.tasks));
    assert_eq!(app.screen(), before);
}

#[test]
fn what_comes_of_a_reading_that_was_given_up_is_too_late() {
    let mut app = App::empty(80, 24);
    let number = app.state.loading.as_ref().expect("it reads").number;
    app.send(Msg::Of(number + 1, Box::new(Msg::Came(unanswered(Stage::Reading)))));
    assert!(app.state.data.is_none());
    app.send(Msg::Of(number, Box::new(Msg::Came(unanswered(Stage::Reading)))));
    assert!(app.state.data.is_some());
}

#[test]
fn the_tasks_that_show_are_wanted_first_and_only_until_they_are_there() {
    let mut app = came(80, 24, Stage::Answering);
    app.press("jjjjjj");
    let rows = wanted(&app.state);
    let chosen = app.state.task().expect("chosen").arn.clone();
    assert_eq!(rows.first(), Some(&chosen));
    let screen = app.screen();
    let data = app.state.data.as_ref().expect("data");
    for row in &data.tasks {
        assert_eq!(rows.contains(&row.arn), screen.contains(&row.short), "{}\n{screen}", row.name);
    }
    app.send(Msg::Answered(whole().report.tasks.into_iter().filter(|task| task.task == chosen).collect()));
    assert!(!wanted(&app.state).contains(&chosen));
    app.send(Msg::Loaded(Ok(Box::new(Data::of(whole())))));
    assert!(wanted(&app.state).is_empty());
}
