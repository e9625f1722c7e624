//! The lists that are made when they are opened: what they show on the sample
//! account, that they count what the tasks' answers say, and the ways between
//! them.

use super::App;
use super::find::sample;
use crate::tui::data::relations;
use crate::tui::msg::{Effect, Msg};
use crate::tui::state::Pane;
use crate::tui::views::{self, Rows, Thing, VIEWS, View};

fn check(name: &str, app: &App) {
    insta::with_settings!({snapshot_path => "../../../tests/screens", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!(name, app.screen());
    });
}

fn made() -> impl Iterator<Item = &'static View> {
    VIEWS.iter().filter(|view| matches!(view.rows, Rows::Made(_)))
}

fn count(app: &App, pane: Pane) -> usize {
    app.state.lists[pane as usize].count()
}

fn chosen(app: &App) -> String {
    crate::tui::copy::id(&app.state).unwrap_or_default()
}

#[test]
fn every_list_on_the_sample_account() {
    for view in made() {
        for (columns, rows) in [(80, 24), (200, 50)] {
            let mut app = sample(columns, rows);
            check(&format!("list-{}-{columns}x{rows}", view.word), app.press(&format!(":{}<enter>", view.word)));
        }
    }
    check("list-gateways-60x15", sample(60, 15).press(":gateways<enter>"));
}

#[test]
fn no_list_is_made_before_it_is_opened() {
    let mut app = sample(200, 50);
    app.press("jjj1j2jj3j4/web<enter><esc>f6j5").send(Msg::Resize(80, 24)).press("1234<tab>");
    let is_made = |app: &App, view: &View| app.state.data.as_ref().expect("data").is_made(view.pane);
    assert!(made().all(|view| !is_made(&app, view)));
    app.press(":gateways<enter>");
    assert!(made().all(|view| is_made(&app, view) == (view.pane == Pane::Gateways)));
}

#[test]
fn a_nat_gateway_counts_the_tasks_that_are_seen_as_its_addresses() {
    let mut app = sample(120, 40);
    app.press(":gateways<enter>");
    let data = app.state.data.as_ref().expect("data");
    let gateways = data.analysis.network.snapshot().places.iter().flat_map(|place| &place.resources.nat_gateways);
    let mut some = 0;
    for nat in gateways {
        let addresses: Vec<std::net::IpAddr> = nat.nat_gateway_addresses.iter().filter_map(|held| held.public_ip.parse().ok()).collect();
        let leaves = data.analysis.report.tasks.iter().filter(|task| {
            let ways = [&task.outbound_ipv4, &task.nat64];
            ways.iter().any(|way| way.seen_as.iter().any(|address| addresses.contains(address)))
        });
        let rows = data.made(views::of(Pane::Gateways).expect("a list"));
        let row = rows.iter().find(|row| row.thing.id() == nat.nat_gateway_id).expect("a row");
        let leaves = leaves.count();
        assert_eq!(row.tasks.len(), leaves, "{}", nat.nat_gateway_id);
        some += leaves;
    }
    assert!(some > 5, "the sample account has NAT gateways that are used: {some}");
}

#[test]
fn what_a_row_counts_is_what_opening_it_shows() {
    let mut opened = 0;
    for view in made().filter(|view| view.pane != Pane::Gaps) {
        let mut app = sample(120, 40);
        app.press(&format!(":{}<enter>", view.word));
        let rows = count(&app, view.pane);
        for at in 0..rows {
            app.press("<home>").press(&"j".repeat(at));
            let row = app.state.row(view.pane).expect("a row").clone();
            if row.opens.is_none() {
                continue;
            }
            opened += 1;
            app.press("<enter>");
            assert_eq!((app.state.focus, count(&app, Pane::Tasks)), (Pane::Tasks, row.tasks.len()), "{:?}", row.thing);
            app.press("<esc>");
            assert_eq!((app.state.focus, chosen(&app)), (view.pane, row.thing.id().to_owned()), "Esc comes back to it");
            assert!(app.state.trail.is_empty());
        }
    }
    assert!(opened > 20, "{opened}");
}

#[test]
fn an_address_leads_to_whoever_leaves_as_it() {
    let app = sample(120, 40);
    let data = app.state.data.as_ref().expect("data");
    let nats = data.analysis.network.snapshot().places.iter().flat_map(|place| &place.resources.nat_gateways);
    let seen = |address: &str| {
        let tasks = data.analysis.report.tasks.iter();
        tasks.filter(|task| task.outbound_ipv4.seen_as.iter().any(|seen| seen.to_string() == address)).count()
    };
    let addresses = nats.flat_map(|nat| &nat.nat_gateway_addresses).map(|held| held.public_ip.clone());
    let address = addresses.max_by_key(|address| seen(address)).expect("an address");
    let wanted = seen(&address);
    assert!(wanted > 1, "{address}");
    let mut app = sample(120, 40);
    app.press(&format!(":find {address}<enter>"));
    assert_eq!((app.state.focus, count(&app, Pane::Tasks)), (Pane::Tasks, wanted));
    assert!(app.screen().contains(&format!("Who leaves as {address}: it is ")), "{}", app.screen());
    // A task's own public address leads to that task.
    let data = app.state.data.as_ref().expect("data");
    let interfaces = data.analysis.network.snapshot().places.iter().flat_map(|place| &place.resources.network_interfaces);
    let own = |id: &str| data.analysis.report.tasks.iter().find(|task| task.network_interface.as_deref() == Some(id));
    let public =
        interfaces.filter_map(|interface| Some((interface.association.as_ref()?.public_ip.clone(), own(&interface.network_interface_id)?)));
    let (address, task) = public.map(|(address, task)| (address, task.task.clone())).next().expect("a task with an address");
    app.press(&format!(":find {address}<enter>"));
    assert_eq!(app.state.task().map(|row| row.arn.clone()), Some(task));
}

#[test]
fn ids_lead_to_the_lists_that_have_them() {
    for (pane, prefix) in [
        (Pane::Gateways, "nat-"),
        (Pane::Gateways, "igw-"),
        (Pane::SecurityGroups, "sg-"),
        (Pane::NetworkAcls, "acl-"),
        (Pane::Endpoints, "vpce-"),
        (Pane::LoadBalancers, "arn:aws:elasticloadbalancing:"),
        (Pane::Services, "arn:aws:ecs:"),
    ] {
        let mut app = sample(120, 40);
        let id = {
            let data = app.state.data.as_ref().expect("data");
            let rows = data.made(views::of(pane).expect("a list"));
            rows.iter().rev().map(|row| row.thing.id()).find(|id| id.starts_with(prefix)).expect("one in the sample").to_owned()
        };
        app.send(Msg::Paste(id.clone()));
        assert_eq!((app.state.focus, chosen(&app)), (pane, id));
        app.press("y");
        assert_eq!(app.effects.last(), Some(&Effect::Copy(chosen(&app))));
        app.press("Y");
        let Some(Effect::Copy(command)) = app.effects.last() else { panic!("{:?}", app.effects) };
        assert!(command.starts_with("aws ") && command.contains(&chosen(&app)), "{command}");
    }
}

#[test]
fn what_refers_to_a_thing_is_what_that_refers_to() {
    let app = sample(120, 40);
    let data = app.state.data.as_ref().expect("data");
    let mut both = 0;
    for view in made().filter(|view| view.pane != Pane::Gaps) {
        for row in data.made(view).iter().take(6) {
            for relation in relations::of(data, &row.thing).iter().filter(|relation| relation.named) {
                let Some(crate::tui::data::things::Goal::Row(pane, at)) = relation.goal else { continue };
                let there = views::of(pane).and_then(|view| view.thing(data, at)).expect("a thing");
                let back = relations::of(data, &there);
                let name = data.names.get(row.thing.id()).unwrap_or_else(|| row.thing.id());
                let listed = |one: &relations::Relation| {
                    let goal = crate::tui::data::things::goal_of(data, &row.thing);
                    one.goal == goal
                        || one.label.contains(name)
                        || matches!(one.goal, Some(crate::tui::data::things::Goal::Filter(..)) | None)
                };
                assert!(back.iter().any(listed), "{:?} names {there:?}, which does not know it: {back:?}", row.thing);
                both += 1;
            }
        }
    }
    assert!(both > 30, "{both}");
}

#[test]
fn related_things_are_one_key_away_and_esc_comes_back_along_the_way() {
    let mut app = sample(120, 40);
    app.press(":nat<enter>x");
    let first = app.state.row(Pane::Gateways).expect("a row").thing.id().to_owned();
    assert!(app.screen().contains("Related to ") && app.screen().contains("it refers to"), "{}", app.screen());
    check("related-80x24", sample(80, 24).press(":nat<enter>x"));
    let subnet = app.state.related.relations.iter().position(|one| one.what == "subnet").expect("its subnet");
    app.press(&"j".repeat(subnet)).press("<enter>");
    assert_eq!(app.state.focus, Pane::Subnets);
    app.press("x");
    let gateway = app.state.related.relations.iter().position(|one| one.label.contains(&first)).expect("and back");
    app.press(&"j".repeat(gateway)).press("<enter>");
    assert_eq!((app.state.focus, chosen(&app)), (Pane::Gateways, first.clone()));
    assert!(app.screen().contains("Gateways ") && app.screen().contains(" › Subnets "), "{}", app.screen());
    app.press("<esc>");
    assert_eq!(app.state.focus, Pane::Subnets);
    app.press("<esc>");
    assert_eq!((app.state.focus, chosen(&app)), (Pane::Gateways, first));
    assert!(app.state.trail.is_empty() && !app.screen().contains(" › "));
}

#[test]
fn a_task_knows_its_service_gateway_groups_and_the_other_way_round() {
    let mut app = sample(120, 40);
    app.press("/895732bd<enter>x");
    let what: Vec<&str> = app.state.related.relations.iter().map(|one| one.what.as_str()).collect();
    for wanted in ["service", "NAT gateway", "security group", "subnet", "VPC", "task definition"] {
        assert!(what.contains(&wanted), "{wanted}: {what:?}");
    }
    // What no list has is described. The task's interface is described with it.
    let definition = what.iter().position(|what| *what == "task definition").expect("one");
    app.press(&"j".repeat(definition)).press("<enter>");
    assert!(app.screen().contains("\"taskDefinitionArn\""), "{}", app.screen());
}

#[test]
fn a_description_is_json_or_yaml_and_can_be_searched() {
    let mut app = sample(100, 30);
    app.press(":sg<enter>d");
    assert!(app.screen().contains("\"GroupId\": \"sg-") && app.screen().contains(" JSON "), "{}", app.screen());
    app.press("d");
    assert!(app.screen().contains("GroupId: sg-") && app.screen().contains(" YAML "), "{}", app.screen());
    app.press("/IPPROTOCOL<enter>");
    let found = app.state.reading.found.clone();
    assert!(!found.is_empty(), "letters may be small or not");
    assert!(app.screen().contains(&format!("/IPPROTOCOL 1 of {}", found.len())), "{}", app.screen());
    app.press("N");
    assert_eq!(app.state.reading.at, found.len() - 1, "round the end");
    app.press("n");
    assert_eq!(app.state.reading.at, 0);
    app.press("/moon<enter>");
    assert!(app.screen().contains("/moon not here"));
    app.press("n");
    assert!(app.screen().contains("It is not in this text"));
    app.press("/moon<esc>");
    assert!(app.screen().contains("GroupId"), "the text stays: {}", app.screen());
    app.press("<esc>");
    assert!(app.state.layers.is_empty());
    // The next description comes as the last one was read.
    app.press("jd");
    assert!(app.screen().contains(" YAML ") && !app.screen().contains("/moon"));
}

#[test]
fn the_match_is_seen_and_marked() {
    let mut app = sample(100, 30);
    app.press("3jd/DestinationCidrBlock<enter>n");
    let (_, scroll) = app.state.reader().expect("a text");
    let line = app.state.reading.found[app.state.reading.at];
    assert!(line >= scroll && line < scroll + 28);
    let buffer = app.buffer();
    let row = app.screen().lines().position(|line| line.contains("\"DestinationCidrBlock\"")).expect("seen");
    let marked = (0..buffer.area.width).filter(|column| {
        let cell = &buffer[(*column, u16::try_from(row).expect("a row"))];
        cell.bg != ratatui::style::Color::Reset
    });
    assert_eq!(marked.count(), "DestinationCidrBlock".len());
}

#[test]
fn a_list_that_could_not_be_read_does_not_look_empty() {
    let mut app = App::with_data(80, 24);
    app.press(":endpoints<enter>");
    let screen = app.screen();
    assert!(screen.contains("Nothing here was read: g tells what is missing") && screen.contains("? not all read"), "{screen}");
    app.press(":acls<enter>");
    assert!(app.screen().contains("    Nothing here  "), "{}", app.screen());
}

#[test]
fn interfaces_that_were_not_read_are_no_proof_that_a_group_is_unused() {
    use crate::analysis::Analysis;
    use crate::snapshot::{Gap, GapReason, file};
    let (mut snapshot, _) =
        file::parse(std::path::Path::new("sample"), include_bytes!("../../../assets/sample-account.json")).expect("a snapshot");
    snapshot.places.iter_mut().for_each(|place| place.resources.network_interfaces.clear());
    snapshot.gaps.push(Gap {
        call: String::from("ec2:DescribeNetworkInterfaces"),
        account: String::new(),
        region: String::new(),
        reason: GapReason::Denied,
        part: String::new(),
        detail: String::new(),
    });
    let data = crate::tui::data::Data::of(Analysis::of(std::sync::Arc::new(snapshot)));
    let rows = data.made(views::of(Pane::SecurityGroups).expect("a list"));
    assert!(rows.iter().all(|row| row.cells[2] == views::Cell::Count(0, false)), "nothing is known, which is no zero");
    let mut app = App::with(Box::new(data), 120, 40);
    app.press(":sg<enter>");
    assert!(!app.screen().contains("no interface that was read carries it"));
}

#[test]
fn the_main_tables_implicit_subnets_are_told() {
    let mut app = App::with_data(120, 40);
    app.press("2/0lab<enter>j");
    assert!(app.screen().contains("implicit: the VPC's main"), "{}", app.screen());
    app.send(Msg::Paste(String::from("rtb-0lab"))).press(":tables<enter>/0lab<enter>");
    assert!(app.screen().contains("1 subnet without a table of their own"), "{}", app.screen());
    let mut app = App::with_data(120, 40);
    app.press(":tables<enter>/0pri<enter>");
    assert!(app.screen().contains("2 subnets: shop-private-a, shop-private-b"), "{}", app.screen());
}

#[test]
fn a_step_back_brings_back_filter_narrowing_and_row() {
    let mut app = sample(120, 40);
    app.press("1j<enter>4/out:no<enter>j");
    let before = (app.state.focus, chosen(&app), count(&app, Pane::Tasks), app.state.vpc().map(|row| row.id.clone()));
    app.send(Msg::Paste(String::from("nat-0000000000000000"))).press("x");
    let thing = app.state.related.relations.iter().position(|one| one.what == "VPC").expect("its VPC");
    app.press(&"j".repeat(thing)).press("<enter>");
    assert_eq!(app.state.focus, Pane::Vpcs);
    app.press("<esc>");
    let after = (app.state.focus, chosen(&app), count(&app, Pane::Tasks), app.state.vpc().map(|row| row.id.clone()));
    assert_eq!(after, before);
}

#[test]
fn new_data_keeps_what_is_chosen_in_an_open_list() {
    let mut app = sample(120, 40);
    app.press(":sg<enter>jjj");
    let before = chosen(&app);
    let Thing::Resource(..) = app.state.row(Pane::SecurityGroups).expect("a row").thing.clone() else { panic!("a resource") };
    app.press("r").send(Msg::Loaded(Ok(sample(120, 40).state.data.take().expect("data"))));
    assert_eq!((app.state.focus, chosen(&app)), (Pane::SecurityGroups, before));
}
