//! What is missing is a gap, never an empty list.

use egret::snapshot::{GapReason, Kind};

use crate::world::{ACCOUNT, gaps_of, import, only, subnet, task_arn, tasks, warned, why};

const DENIED: &str = "\nAn error occurred (UnauthorizedOperation) when calling the DescribeNatGateways operation: You are not authorized to perform this operation.\n";

#[test]
fn a_kind_that_no_file_holds_is_a_gap() {
    let imported = import(&[("vpcs.json", &format!(r#"{{"Vpcs":[{{"VpcId":"vpc-1","OwnerId":"{ACCOUNT}"}}]}}"#))]);
    for kind in Kind::ALL.iter().filter(|kind| kind.is_expected() && **kind != Kind::Vpcs) {
        assert_eq!(why(&imported, *kind), [(GapReason::NotCollected, "")], "{kind:?}");
        assert_eq!(gaps_of(&imported, *kind)[0].account, ACCOUNT);
    }
    assert_eq!(why(&imported, Kind::Vpcs), []);
}

#[test]
fn an_empty_list_says_that_there_are_none() {
    let imported = import(&[("nat.json", r#"{"NatGateways":[]}"#), ("ecs.json", r#"{"tasks":[],"failures":[]}"#)]);
    assert_eq!(why(&imported, Kind::NatGateways), []);
    assert_eq!(why(&imported, Kind::Tasks), []);
    assert_eq!(why(&imported, Kind::Subnets), [(GapReason::NotCollected, "")]);
}

#[test]
fn what_most_accounts_have_nothing_of_is_no_gap_but_whether_anybody_asked_is_kept() {
    let vpcs = ("vpcs.json", r#"{"Vpcs":[{"VpcId":"vpc-1","OwnerId":"111122223333"}]}"#);
    let unasked = import(&[vpcs]);
    assert_eq!(why(&unasked, Kind::FirewallRuleGroupAssociations), []);
    assert!(!only(&unasked).resources.also_read.contains(&Kind::FirewallRuleGroupAssociations));
    let asked = import(&[vpcs, ("dns.json", r#"{"FirewallRuleGroupAssociations":[]}"#)]);
    assert!(only(&asked).resources.also_read.contains(&Kind::FirewallRuleGroupAssociations));
    let denied = "An error occurred (AccessDeniedException) when calling the ListFirewallRuleGroupAssociations operation: no";
    let refused = import(&[vpcs, ("route53resolver.json", denied)]);
    assert_eq!(why(&refused, Kind::FirewallRuleGroupAssociations), [(GapReason::Denied, "")]);
}

#[test]
fn an_empty_prefix_list_answer_counts_for_the_call_in_its_name_or_for_both() {
    let both = import(&[("x.json", r#"{"PrefixLists":[]}"#)]);
    assert_eq!((why(&both, Kind::ManagedPrefixLists), why(&both, Kind::AwsPrefixLists)), (vec![], vec![]));
    let managed = import(&[("ec2-describe-managed-prefix-lists.json", r#"{"PrefixLists":[]}"#)]);
    assert_eq!(why(&managed, Kind::ManagedPrefixLists), []);
    assert_eq!(why(&managed, Kind::AwsPrefixLists), [(GapReason::NotCollected, "")]);
    let aws = import(&[("ec2-describe-prefix-lists.json", r#"{"PrefixLists":[]}"#)]);
    assert_eq!(why(&aws, Kind::ManagedPrefixLists), [(GapReason::NotCollected, "")]);
}

#[test]
fn the_error_text_of_the_aws_cli_is_a_gap_of_its_call() {
    let imported = import(&[("anything.json", DENIED), ("vpcs.json", r#"{"Vpcs":[]}"#)]);
    let gaps = gaps_of(&imported, Kind::NatGateways);
    assert_eq!(gaps.len(), 1);
    assert_eq!(gaps[0].reason, GapReason::Denied);
    assert!(gaps[0].detail.contains("You are not authorized"));
    assert!(warned(&imported, &["anything.json", "UnauthorizedOperation"]));
}

#[test]
fn errors_that_are_no_refusals_are_failures() {
    let throttled =
        "An error occurred (RequestLimitExceeded) when calling the DescribeSubnets operation (reached max retries: 2): slow down";
    let imported = import(&[
        ("a.json", throttled),
        ("ec2-describe-vpcs.json", "Unable to locate credentials. You can configure credentials by running \"aws configure\".\n"),
        ("ec2-describe-addresses.json", "\nCould not connect to the endpoint URL: \"https://ec2.us-east-2.amazonaws.com/\"\n"),
        ("ec2-describe-network-acls.json", r#"{"Code":"AccessDenied","Message":"no"}"#),
    ]);
    for kind in [Kind::Subnets, Kind::Vpcs, Kind::Addresses] {
        assert_eq!(why(&imported, kind), [(GapReason::Failed, "")], "{kind:?}");
    }
    assert_eq!(why(&imported, Kind::NetworkAcls), [(GapReason::Denied, "")]);
}

#[test]
fn a_denied_list_is_a_gap_of_what_is_described_from_it() {
    let error = |operation: &str| {
        format!("An error occurred (AccessDeniedException) when calling the {operation} operation: User: x is not authorized")
    };
    let cases: [(&str, &[Kind]); 4] = [
        ("ListClusters", &[Kind::Clusters, Kind::Services, Kind::Tasks, Kind::ContainerInstances]),
        ("ListTasks", &[Kind::Tasks]),
        ("ListServices", &[Kind::Services]),
        ("ListContainerInstances", &[Kind::ContainerInstances]),
    ];
    for (operation, kinds) in cases {
        let imported = import(&[("e.json", &error(operation)), ("vpcs.json", r#"{"Vpcs":[]}"#)]);
        for kind in kinds {
            assert_eq!(why(&imported, *kind), [(GapReason::Denied, "")], "{operation} {kind:?}");
        }
    }
}

#[test]
fn an_operation_of_two_services_is_told_by_the_name() {
    let error = "An error occurred (AccessDenied) when calling the DescribeLoadBalancers operation: no";
    let ours = import(&[("elbv2-describe-load-balancers.json", error)]);
    assert_eq!(why(&ours, Kind::LoadBalancers), [(GapReason::Denied, "")]);
    let classic = import(&[("elb-describe-load-balancers.json", error), ("v2.json", r#"{"LoadBalancers":[]}"#)]);
    assert_eq!(why(&classic, Kind::LoadBalancers), []);
}

#[test]
fn a_refusal_for_one_owner_names_it() {
    let group = "arn:aws:elasticloadbalancing:us-east-2:111122223333:targetgroup/web/0123";
    let imported = import(&[
        ("groups.json", &format!(r#"{{"TargetGroups":[{{"TargetGroupArn":"{group}"}}]}}"#)),
        ("elbv2-describe-target-health.web.json", "An error occurred (AccessDenied) when calling the DescribeTargetHealth operation: no"),
    ]);
    assert!(why(&imported, Kind::TargetHealths).contains(&(GapReason::Denied, group)), "{:?}", why(&imported, Kind::TargetHealths));
}

#[test]
fn a_token_left_in_a_file_means_more_pages() {
    let imported = import(&[
        ("subnets.json", r#"{"Subnets":[{"SubnetId":"subnet-1"}],"NextToken":"abc"}"#),
        ("vpcs.json", r#"{"Vpcs":[],"NextToken":""}"#),
        ("acls.json", r#"{"NetworkAcls":[],"NextToken":null}"#),
        ("tasks.json", r#"{"taskArns":["arn:aws:ecs:us-east-2:111122223333:task/web/1"],"nextToken":"abc"}"#),
        ("d.json", &tasks(ACCOUNT, "us-east-2", "1")),
        ("lb.json", r#"{"LoadBalancers":[],"NextMarker":"abc"}"#),
        ("get-managed-prefix-list-entries.pl-1.json", r#"{"Entries":[],"NextToken":"abc"}"#),
    ]);
    assert_eq!(why(&imported, Kind::Subnets), [(GapReason::Partly, "more pages")]);
    assert!(gaps_of(&imported, Kind::Subnets)[0].detail.contains("NextToken"));
    assert!(warned(&imported, &["subnets.json", "NextToken"]));
    assert_eq!(why(&imported, Kind::Tasks), [(GapReason::Partly, "more pages")]);
    assert_eq!(why(&imported, Kind::LoadBalancers), [(GapReason::Partly, "more pages")]);
    assert_eq!(why(&imported, Kind::PrefixListEntries), [(GapReason::Partly, "pl-1")]);
    assert_eq!((why(&imported, Kind::Vpcs), why(&imported, Kind::NetworkAcls)), (vec![], vec![]));
}

#[test]
fn tasks_that_are_listed_and_not_described_are_missing() {
    let [one, two, gone] = ["1", "2", "3"].map(|id| task_arn(ACCOUNT, "us-east-2", id));
    let imported = import(&[
        ("list.json", &format!(r#"{{"taskArns":["{one}","{two}","{gone}"]}}"#)),
        ("tasks.json", &format!(r#"{{"tasks":[{{"taskArn":"{one}"}}],"failures":[{{"arn":"{gone}","reason":"MISSING"}}]}}"#)),
    ]);
    assert_eq!(why(&imported, Kind::Tasks), [(GapReason::Partly, two.as_str())]);
}

#[test]
fn empty_lists_of_arns_leave_nothing_to_describe() {
    let cluster = r#"{"clusters":[{"clusterArn":"arn:aws:ecs:us-east-2:111122223333:cluster/web"},{"clusterArn":"arn:aws:ecs:us-east-2:111122223333:cluster/api"}]}"#;
    let none = r#"{"taskArns":[]}"#;
    let all = import(&[("c.json", cluster), ("list-tasks.web.json", none), ("list-tasks.api.json", none)]);
    assert_eq!(why(&all, Kind::Tasks), []);
    // One of two clusters was not asked; stopped tasks say nothing of running ones.
    let one = import(&[("c.json", cluster), ("list-tasks.web.json", none), ("list-tasks.api.STOPPED.json", none)]);
    assert_eq!(why(&one, Kind::Tasks), [(GapReason::NotCollected, "")]);
    let no_clusters = import(&[("c.json", r#"{"clusterArns":[]}"#)]);
    assert_eq!((why(&no_clusters, Kind::Tasks), why(&no_clusters, Kind::Services)), (vec![], vec![]));
}

#[test]
fn an_owner_without_its_answer_is_a_gap() {
    let imported = import(&[
        ("v.json", r#"{"Vpcs":[{"VpcId":"vpc-1"},{"VpcId":"vpc-2"}]}"#),
        ("1.json", r#"{"VpcId":"vpc-1","EnableDnsSupport":{"Value":true}}{"VpcId":"vpc-1","EnableDnsHostnames":{"Value":true}}"#),
        ("2.json", r#"{"VpcId":"vpc-2","EnableDnsSupport":{"Value":true}}"#),
        ("g.json", r#"{"TargetGroups":[]}"#),
    ]);
    assert_eq!(why(&imported, Kind::VpcAttributes), [(GapReason::Partly, "vpc-2")]);
    // Without target groups there is no health to ask for.
    assert_eq!(why(&imported, Kind::TargetHealths), []);
}

#[test]
fn a_refusal_among_good_answers_is_still_a_gap() {
    let row = subnet("subnet-1", "vpc-1", ACCOUNT, "us-east-2a");
    let imported = import(&[("all.json", &format!("{{\"Subnets\":[{row}]}}{DENIED}{{\"Vpcs\":[]}}"))]);
    assert_eq!(why(&imported, Kind::NatGateways), [(GapReason::Denied, "")]);
    assert_eq!((why(&imported, Kind::Subnets), why(&imported, Kind::Vpcs)), (vec![], vec![]));
}

#[test]
fn a_file_of_one_kind_can_be_taken_away() {
    let files: [(&str, &str); 3] = [("a.json", r#"{"Vpcs":[]}"#), ("b.json", r#"{"Subnets":[]}"#), ("c.json", r#"{"RouteTables":[]}"#)];
    let kinds = [Kind::Vpcs, Kind::Subnets, Kind::RouteTables];
    for (gone, kind) in kinds.into_iter().enumerate() {
        let rest: Vec<_> = files.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, file)| *file).collect();
        assert_eq!(why(&import(&rest), kind), [(GapReason::NotCollected, "")]);
    }
}
