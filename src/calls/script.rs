//! The calls of the table as a POSIX shell script of `aws` commands, for people
//! who may not run egret where the credentials are. Its output folder opens
//! with `egret open`; the names of its files are those that `import` reads.
//!
//! What the script does with an answer stands in `script.sh`; here is which
//! commands there are.

use super::{ROWS, Row, Times};
use crate::snapshot::LogOptions;

/// What the script is made of, before and behind the commands.
const HEAD: &str = include_str!("script.sh");

const TAIL: &str = r#"
# dump: everything of one Region, or of the AWS CLI's own where none is named.
dump() {
    mkdir -p "$to" || exit 2
    ask_region
}

if [ $# -eq 0 ]; then
    dump
elif [ "$1" = all ]; then
    for region in $(field RegionName "$folder/ec2-describe-regions.json"); do
        to=$folder/$region
        dump
    done
else
    for region in "$@"; do
        to=$folder/$region
        dump
    done
fi
printf '%s\n' "The answers are in $folder: egret open $folder" >&2
"#;

/// The script.
pub fn script() -> String {
    let mut script = String::from(HEAD);
    let of = |times: Times| ROWS.iter().filter(move |row| row.times == times);
    of(Times::Once).for_each(|row| script.push_str(&command(row, "")));
    script.push_str("\n# ask_region: every question about a Region, those first that others need.\nask_region() {\n");
    of(Times::Region).for_each(|row| script.push_str(&command(row, "    ")));
    script.push_str("}\n");
    script.push_str(TAIL);
    script
}

/// Where the answers of a call are: `"$to"/ecs-list-tasks.*.json`.
fn answers(row: &Row) -> String {
    let one = matches!(row.about, "region");
    format!("\"$to\"/{}{}", file(row), if one { ".json" } else { ".*.json" })
}

/// `ec2-describe-vpcs`: the beginning of a file's name.
fn file(row: &Row) -> String {
    format!("{}-{}", row.service.command(), row.operation())
}

/// Where the answers are that a call is about.
fn needed(row: &Row) -> String {
    let needed = row.needs.iter().filter_map(|need| ROWS.iter().find(|other| other.name == *need));
    needed.map(answers).collect::<Vec<_>>().join(" ")
}

/// The lines that make one call.
fn command(row: &Row, indent: &str) -> String {
    let (file, call, needed) = (file(row), format!("{} {}", row.service.command(), row.operation()), needed(row));
    let lines: Vec<String> = match row.about {
        "region" => vec![whole(row, &file, &call)],
        // One question for each id that a field of an earlier answer holds.
        "vpcs" => each("VpcId", &needed, &format!(r#"ask "{file}.$id" {call} --vpc-id "$id""#)),
        "prefix_lists" => each("PrefixListId", &needed, &format!(r#"ask "{file}.$id" {call} --prefix-list-id "$id""#)),
        "transit_tables" => each("TransitGatewayRouteTableId", &needed, &transit_table(row, &file, &call)),
        "vpc_attributes" => {
            let ask = |attribute: &str| format!(r#"ask "{file}.$id.{attribute}" {call} --vpc-id "$id" --attribute {attribute}"#);
            each("VpcId", &needed, &format!("{}\n{}", ask("enableDnsSupport"), ask("enableDnsHostnames")))
        }
        "load_balancers" => {
            each("LoadBalancerArn", &needed, &format!(r#"ask "{file}.$(file_name "$id")" {call} --load-balancer-arn "$id""#))
        }
        "target_groups" => each("TargetGroupArn", &needed, &format!(r#"ask "{file}.$(file_name "$id")" {call} --target-group-arn "$id""#)),
        // Only application load balancers' listeners have rules.
        "listeners" => each_of(
            &format!(r#"$(field ListenerArn {needed} | grep ':listener/app/')"#),
            &format!(r#"ask "{file}.$(file_name "$id")" {call} --listener-arn "$id""#),
        ),
        "task_definitions" => each_of(
            &format!("$({{ field taskDefinition {needed}; field taskDefinitionArn {needed}; }} | sort -u)"),
            &format!("ask \"{file}.$(file_name \"$(last \"$id\")\")\" {call} --task-definition \"$id\" \\\n    --query '{}'", definition()),
        ),
        // The ARN of a task set names cluster and service.
        "services_with_task_sets" => task_sets(&file, &call, &needed),
        "clusters" => each_of(&format!("$(arns {needed})"), &format!(r#"ask "{file}.$(last "$id")" {call} --cluster "$id""#)),
        "clusters_by_state" => {
            let ask = |state: &str| format!(r#"ask "{file}.$(last "$id").{state}" {call} --cluster "$id" --desired-status {state}"#);
            each_of(&format!("$(arns {needed})"), &format!("{}\n{}", ask("RUNNING"), ask("STOPPED")))
        }
        // Several in one question.
        "clusters_described" => {
            groups(100, &needed, "", &format!("ask \"{file}.$number\" {call} --include SETTINGS CONFIGURATIONS TAGS --clusters $group"))
        }
        "services" => {
            by_cluster(10, row, &format!("ask \"{file}.$name.$number\" {call} --cluster \"$cluster\" --include TAGS --services $group"))
        }
        "tasks" => by_cluster(
            100,
            row,
            &format!("ask \"{file}.$name.$number\" {call} --cluster \"$cluster\" --include TAGS --tasks $group \\\n    --query '{TASKS}'"),
        ),
        "container_instances" => {
            by_cluster(100, row, &format!("ask \"{file}.$name.$number\" {call} --cluster \"$cluster\" --container-instances $group"))
        }
        // A test holds that every way of asking is known here.
        other => vec![format!("# not asked: {} ({other})", row.name)],
    };
    lines.iter().flat_map(|line| line.lines()).map(|line| format!("{indent}{line}\n")).collect()
}

/// A question about a whole Region.
fn whole(row: &Row, file: &str, call: &str) -> String {
    match row.name {
        // What a service manages may be hidden by an account setting; it carries tasks all the same.
        "ec2:DescribeNetworkInterfaces" | "ec2:DescribeInstances" => format!("ask_with --include-managed-resources {file} {call}"),
        "ecs:ListAccountSettings" => format!("ask {file} {call} --effective-settings"),
        _ => format!("ask {file} {call}"),
    }
}

fn transit_table(row: &Row, file: &str, call: &str) -> String {
    // AWS wants a filter for routes; these two states are all that forward or drop.
    let more =
        if row.name == "ec2:SearchTransitGatewayRoutes" { " --filters Name=state,Values=active,blackhole --max-results 1000" } else { "" };
    format!(r#"ask "{file}.$id" {call} --transit-gateway-route-table-id "$id"{more}"#)
}

/// The ARN of a task set names cluster and service. That no service has any is
/// an answer, too, where all services were told.
fn task_sets(file: &str, call: &str, needed: &str) -> Vec<String> {
    let asked = each_of(
        &format!("$(field taskSetArn {needed} | sed 's/.*:task-set\\///; s/\\/[^/]*$//' | sort -u)"),
        &format!(r#"ask "{file}.$(file_name "$id")" {call} --cluster "${{id%%/*}}" --service "$(last "$id")""#),
    );
    let none = [
        format!(
            "if ! grep -q -e 'An error occurred' -e '\"taskSetArn\"' {needed} 2>/dev/null && grep -q '\"services\"' {needed} 2>/dev/null; then"
        ),
        format!("    printf '%s\\n' '{{\"taskSets\": []}}' >\"$to/{file}.json\""),
        String::from("fi"),
    ];
    [asked, none.to_vec()].concat()
}

fn each(field: &str, needed: &str, ask: &str) -> Vec<String> {
    each_of(&format!("$(field {field} {needed})"), ask)
}

fn each_of(ids: &str, ask: &str) -> Vec<String> {
    let ask: Vec<String> = ask.lines().map(|line| format!("    {line}")).collect();
    [vec![format!("for id in {ids}; do")], ask, vec![String::from("done")]].concat()
}

/// Questions about several ARNs each.
fn groups(most: usize, needed: &str, indent: &str, ask: &str) -> Vec<String> {
    let ask: Vec<String> = ask.lines().map(|line| format!("{indent}    {line}")).collect();
    let head = [
        format!("{indent}number=0"),
        format!("{indent}arns {needed} | some {most} | while read -r group; do"),
        format!("{indent}    [ -n \"$group\" ] || continue"),
        format!("{indent}    number=$((number + 1))"),
        format!("{indent}    # shellcheck disable=SC2086"),
    ];
    [head.to_vec(), ask, vec![format!("{indent}done")]].concat()
}

/// The same for each cluster, never mixing clusters.
fn by_cluster(most: usize, row: &Row, ask: &str) -> Vec<String> {
    let lists: Vec<&Row> = row.needs.iter().filter_map(|need| ROWS.iter().find(|other| other.name == *need)).collect();
    let of_cluster: Vec<String> =
        lists.iter().map(|list| format!("\"$to\"/{0}.\"$name\".json \"$to\"/{0}.\"$name\".*.json", file(list))).collect();
    let clusters = ROWS.iter().filter(|other| lists.iter().any(|list| list.needs.contains(&other.name)));
    let clusters: Vec<String> = clusters.map(answers).collect();
    let head = [format!("for cluster in $(arns {}); do", clusters.join(" ")), String::from("    name=$(last \"$cluster\")")];
    [head.to_vec(), groups(most, &of_cluster.join(" "), "    ", ask), vec![String::from("done")]].concat()
}

/// What is kept of a task: all that egret reads. What was overridden in it may
/// hold secrets.
const TASKS: &str = "{tasks: tasks[].{taskArn: taskArn, taskDefinitionArn: taskDefinitionArn, clusterArn: clusterArn, \
    containerInstanceArn: containerInstanceArn, group: group, startedBy: startedBy, launchType: launchType, \
    capacityProviderName: capacityProviderName, platformVersion: platformVersion, platformFamily: platformFamily, \
    availabilityZone: availabilityZone, lastStatus: lastStatus, desiredStatus: desiredStatus, connectivity: connectivity, \
    stopCode: stopCode, stoppedReason: stoppedReason, enableExecuteCommand: enableExecuteCommand, createdAt: createdAt, \
    startedAt: startedAt, stoppedAt: stoppedAt, stoppingAt: stoppingAt, attachments: attachments, tags: tags, \
    containers: containers[].{containerArn: containerArn, name: name, image: image, lastStatus: lastStatus, reason: reason, \
    exitCode: exitCode, networkBindings: networkBindings, networkInterfaces: networkInterfaces}}, failures: failures}";

/// What is kept of a task definition: all that egret reads. Environment
/// variables, commands and most options of log drivers may hold secrets.
fn definition() -> String {
    let options: Vec<String> = LogOptions::names().map(|name| format!("\"{name}\": \"{name}\"")).collect();
    let options = options.join(", ");
    format!(
        "{{taskDefinition: taskDefinition.{{taskDefinitionArn: taskDefinitionArn, family: family, revision: revision, \
        networkMode: networkMode, requiresCompatibilities: requiresCompatibilities, compatibilities: compatibilities, \
        runtimePlatform: runtimePlatform, status: status, \
        proxyConfiguration: proxyConfiguration.{{type: type, containerName: containerName}}, \
        volumes: volumes[].{{name: name, efsVolumeConfiguration: efsVolumeConfiguration, \
        fsxWindowsFileServerVolumeConfiguration: fsxWindowsFileServerVolumeConfiguration}}, \
        containerDefinitions: containerDefinitions[].{{name: name, image: image, essential: essential, portMappings: portMappings, \
        disableNetworking: disableNetworking, privileged: privileged, dnsServers: dnsServers, \
        repositoryCredentials: repositoryCredentials, secrets: secrets, environmentFiles: environmentFiles, \
        logConfiguration: logConfiguration.{{logDriver: logDriver, secretOptions: secretOptions, options: options.{{{options}}}}}, \
        firelensConfiguration: firelensConfiguration.{{type: type, options: options.{{{options}}}}}}}}}}}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_of_the_table_is_asked() {
        let script = script();
        assert!(!script.contains("not asked"), "{script}");
        for row in ROWS {
            assert!(script.contains(&format!(" {} {}", row.service.command(), row.operation())), "{}", row.name);
        }
    }

    #[test]
    fn a_cluster_whose_name_begins_like_another_keeps_its_own() {
        // `prod` must not take what `prod-2` lists.
        assert!(!script().contains("\"$name\"*"));
    }

    #[test]
    fn what_is_kept_of_tasks_and_definitions_is_all_that_is_read() {
        let sample: serde_json::Value = serde_json::from_str(include_str!("../../assets/sample-account.json")).expect("the sample account");
        let place = &sample["places"][0];
        let kept = format!("{TASKS}{}", definition());
        let names = |rows: &serde_json::Value| -> Vec<String> {
            let rows = rows.as_array().into_iter().flatten();
            rows.filter_map(serde_json::Value::as_object).flat_map(|row| row.keys().cloned()).collect()
        };
        let mut wanted = [names(&place["tasks"]), names(&place["taskDefinitions"])].concat();
        for row in place["tasks"].as_array().into_iter().flatten() {
            wanted.extend(names(&row["containers"]));
        }
        for row in place["taskDefinitions"].as_array().into_iter().flatten() {
            wanted.extend(names(&row["containerDefinitions"]));
            wanted.extend(names(&row["volumes"]));
        }
        assert!(wanted.len() > 100);
        for name in wanted {
            assert!(kept.contains(&format!("{name}: ")), "{name}");
        }
        assert!(!kept.contains("environment:") && !kept.contains("command:") && !kept.contains("token"));
    }
}
