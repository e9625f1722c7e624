//! Damaged files, hostile names, folders that are none.

use std::path::Path;

use egret::import::{ImportError, read_folder};
use egret::snapshot::{GapReason, Kind};

use crate::world::{World, count, import, only, warned, why};

const VPCS: (&str, &str) = ("vpcs.json", r#"{"Vpcs":[{"VpcId":"vpc-1"}]}"#);

#[test]
fn blank_files_and_other_kinds_are_passed_over_with_a_warning() {
    let imported =
        import(&[VPCS, ("blank.json", " \n"), ("empty.json", ""), ("notes.txt", "hello"), ("list.json", "[1]"), ("prose.json", "hello")]);
    for file in ["blank.json", "empty.json", "notes.txt", "list.json", "prose.json"] {
        assert!(warned(&imported, &[file, "passed over"]), "{file}: {:?}", imported.warnings);
    }
    assert_eq!(imported.warnings.len(), 5);
    assert_eq!(count(&imported, Kind::Vpcs), 1);
}

#[test]
fn a_truncated_file_is_a_warning_with_the_place_and_a_gap_where_the_name_says() {
    let whole = "{\"NatGateways\": [\n  {\"NatGatewayId\": \"nat-1\"},\n  {\"NatGatewayId\": \"nat-2\"}\n]}\n";
    for cut in 1..whole.trim_end().len() {
        let imported = import(&[VPCS, ("ec2-describe-nat-gateways.json", &whole[..cut])]);
        let lines = whole[..cut].lines().count();
        assert!(warned(&imported, &["ec2-describe-nat-gateways.json", "line ", "column "]), "{cut}: {:?}", imported.warnings);
        assert!(lines < 2 || !warned(&imported, &["line 1,"]), "{cut}");
        assert_eq!(why(&imported, Kind::NatGateways), [(GapReason::Failed, "")], "{cut}");
    }
    let unnamed = import(&[VPCS, ("x.json", &whole[..30])]);
    assert!(warned(&unnamed, &["x.json", "line 2, column"]), "{:?}", unnamed.warnings);
    assert_eq!(why(&unnamed, Kind::NatGateways), [(GapReason::Failed, "")]);
    let untold = import(&[VPCS, ("x.json", &whole[..3])]);
    assert!(warned(&untold, &["x.json", "line 1, column 3"]), "{:?}", untold.warnings);
    assert_eq!(why(&untold, Kind::NatGateways), [(GapReason::NotCollected, "")]);
}

#[test]
fn a_file_cut_among_several_documents_keeps_the_good_ones() {
    let imported = import(&[("ec2-describe-vpcs.json", "{\"Vpcs\":[{\"VpcId\":\"vpc-1\"}]}\n{\"Vpcs\":[{")]);
    assert_eq!(count(&imported, Kind::Vpcs), 1);
    assert_eq!(why(&imported, Kind::Vpcs), [(GapReason::Failed, "")]);
}

#[test]
fn a_file_that_is_no_text_is_a_gap_of_its_name() {
    let world = World::new(&[VPCS]);
    world.write("describe-subnets.json", b"{\"Subnets\":[\xff]}");
    let imported = world.read();
    assert!(warned(&imported, &["describe-subnets.json", "byte 13"]), "{:?}", imported.warnings);
    assert_eq!(why(&imported, Kind::Subnets), [(GapReason::Failed, "")]);
}

#[test]
fn rows_that_do_not_fit_are_warnings_and_gaps() {
    let imported = import(&[
        (
            "subnets.json",
            r#"{"Subnets":[{"SubnetId":"subnet-1"},{"SubnetId":"subnet-2","MapPublicIpOnLaunch":"maybe"},{"VpcId":"vpc-1"},null]}"#,
        ),
        ("vpcs.json", r#"{"Vpcs":{"VpcId":"vpc-1"}}"#),
    ]);
    assert_eq!(count(&imported, Kind::Subnets), 1);
    let parts: Vec<_> = why(&imported, Kind::Subnets);
    assert_eq!(parts, [(GapReason::Partly, "row 3"), (GapReason::Partly, "row 4"), (GapReason::Partly, "subnet-2")]);
    assert!(warned(&imported, &["subnets.json", "subnet-2", "maybe"]), "{:?}", imported.warnings);
    assert_eq!(why(&imported, Kind::Vpcs), [(GapReason::NotCollected, "")]);
}

#[test]
fn nulls_and_unknown_words_are_no_trouble() {
    let imported = import(&[(
        "nat.json",
        r#"{"NatGateways":[{"NatGatewayId":"nat-1","State":"dreaming","Tags":null,"NatGatewayAddresses":null,"New":{"Field":[]}}]}"#,
    )]);
    assert_eq!(count(&imported, Kind::NatGateways), 1);
    assert_eq!(imported.warnings, [""; 0]);
}

#[test]
fn a_snapshot_in_the_folder_is_passed_over() {
    let imported =
        import(&[VPCS, ("old.json", r#"{"egret":"snapshot/1","places":[{"account":"1","region":"r","Vpcs":[{"VpcId":"vpc-2"}]}]}"#)]);
    assert_eq!(only(&imported).resources.vpcs.len(), 1);
    assert!(warned(&imported, &["old.json", "snapshot"]));
}

#[test]
fn text_from_outside_is_shown_with_visible_escapes() {
    let imported = import(&[
        ("a\u{1b}]0;x\u{7}\u{202e}.json", "{\"b\u{1b}[2J\": 1}"),
        ("c.json", "An error occurred (Bad\u{9b}31m) when calling the DescribeVpcs operation: \u{1b}[31m\u{200b}"),
        ("d.json", "{\"Subnets\":[{\"SubnetId\":\"subnet-\\u001b[1m\",\"MapPublicIpOnLaunch\":\"\\u001b\\u202e\"}]}"),
    ]);
    assert!(imported.warnings.len() >= 3, "{:?}", imported.warnings);
    for warning in &imported.warnings {
        assert_eq!(egret::text::visible(warning), *warning);
    }
    assert!(warned(&imported, &[r"a\x1b]0;x\x07\u{202e}.json"]), "{:?}", imported.warnings);
}

#[test]
fn there_is_no_such_folder() {
    let message = |path: &Path| read_folder(path).unwrap_err().to_string();
    let world = World::new(&[("a.txt", "")]);
    let missing = message(&world.0.path().join("miss\u{1b}ing"));
    assert!(missing.contains(r"miss\x1bing") && !missing.contains('\n'), "{missing}");
    assert!(message(&world.0.path().join("a.txt")).contains("not a folder"));
}

#[test]
fn a_folder_with_nothing_of_aws_is_an_error() {
    let world = World::new(&[("package.json", r#"{"name":"web"}"#), ("b.json", "[]"), ("c.json", "hello")]);
    let error = read_folder(world.0.path()).unwrap_err();
    assert!(matches!(error, ImportError::NothingOfAws { looked_at: 3, .. }), "{error}");
    let message = error.to_string();
    assert!(message.contains("3 *.json files") && message.contains("describe-vpcs") && !message.contains('\n'), "{message}");
}

#[test]
fn a_folder_with_nothing_but_damaged_files_is_an_error_with_the_place() {
    let world = World::new(&[("vpcs.json", "{\"Vpcs\": [")]);
    let error = read_folder(world.0.path()).unwrap_err();
    assert!(matches!(error, ImportError::Damaged { .. }), "{error}");
    let message = error.to_string();
    assert!(message.contains("vpcs.json: line 1, column 10") && !message.contains('\n'), "{message}");
    // One file that can be read makes the other a gap.
    let world = World::new(&[("vpcs.json", "{\"Vpcs\": ["), ("subnets.json", "{\"Subnets\": []}")]);
    assert!(read_folder(world.0.path()).is_ok());
}

#[test]
fn the_same_folder_gives_the_same_snapshot() {
    let files = [VPCS, ("b.json", r#"{"Subnets":[{"SubnetId":"subnet-1","AvailabilityZone":"us-east-2a"}]}"#), ("c.json", "{")];
    let world = World::new(&files);
    let (one, two) = (world.read(), world.read());
    assert_eq!(one.snapshot, two.snapshot);
    assert_eq!(one.warnings, two.warnings);
}
