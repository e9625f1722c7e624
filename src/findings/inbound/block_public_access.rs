//! EGR-INB-013: Block Public Access is off, or somebody is left out of it.

use crate::findings::context::{Context, lives};
use crate::findings::crowd::Crowd;
use crate::findings::door::Door;
use crate::findings::text::list;
use crate::findings::{Finding, Rule, Severity};
use crate::net::Verdict;
use crate::net::answer::Via;
use crate::snapshot::Place;
use crate::snapshot::vpc::{BlockMode, BlockPublicAccessExclusion, ExclusionMode, ExclusionState};

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-INB-013",
    title: "Block Public Access is off, or leaves something out",
    severity: Severity::Info,
    what: "VPC Block Public Access is off in a Region with tasks, or an exclusion from it covers something that the internet can open.",
    why: "It stops internet gateways for the whole account, whatever route tables and security groups say: the last line against a \
        mistake in either of them. An exclusion takes that line away again.",
    how: "Reads the Region's mode; off is told once for a Region, with the tasks that would need an exclusion because they use an internet \
        gateway directly. With a mode that blocks, tells each exclusion (allow-bidirectional, in force) in which the internet can open a \
        port of a task or its host; then it is low. Silent where the mode was not read.",
    fix: "Switch on block-ingress (aws ec2 modify-vpc-block-public-access-options) after excluding the subnets of load balancers and of \
        tasks that are public on purpose.",
    references: &["EC2.172", "Amazon VPC User Guide: Block public access to VPCs and subnets"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    context.network.snapshot().places.iter().flat_map(|place| of_place(context, place)).collect()
}

fn of_place(context: &Context<'_>, place: &Place) -> Vec<Finding> {
    let Some(options) = place.resources.block_public_access_options.first() else { return Vec::new() };
    match options.internet_gateway_block_mode {
        BlockMode::Off => switched_off(context, place).into_iter().collect(),
        BlockMode::BlockIngress | BlockMode::BlockBidirectional => {
            place.resources.block_public_access_exclusions.iter().filter_map(|exclusion| excluded(context, exclusion)).collect()
        }
        BlockMode::Absent | BlockMode::Other(_) => Vec::new(),
    }
}

/// One finding for the Region, when there is something in it to protect.
fn switched_off(context: &Context<'_>, place: &Place) -> Option<Finding> {
    let here = |arn: &str| place.resources.tasks.iter().any(|task| task.task_arn == *arn);
    let mut tasks = context.tasks.iter().filter(|axes| lives(axes) && here(&axes.task.arn)).peekable();
    tasks.peek()?;
    let gateway = Some(Via::InternetGateway);
    let direct: Crowd<'_> = tasks
        .filter(|axes| axes.inbound_ipv4.verdict.works() || axes.inbound_ipv6.verdict.works() || axes.outbound_ipv4.via == gateway)
        .filter(|axes| axes.outbound_ipv4.verdict != Verdict::No || axes.inbound_ipv4.verdict.works())
        .collect();
    let needed = match direct.len() {
        0 => String::from("No task here uses an internet gateway directly, so that block-ingress would change nothing for them"),
        _ => format!(
            "With block-ingress {} would need an exclusion, since {} an internet gateway directly",
            direct.who(),
            direct.verb("it uses", "they use")
        ),
    };
    Some(Finding {
        message: format!(
            "Block Public Access is off in {}. {needed}; internet-facing load balancers need one for their subnets.",
            place.region
        ),
        ..RULE.finding(format!("block-public-access/{}", place.region))
    })
}

/// An exclusion in which something is open.
fn excluded(context: &Context<'_>, exclusion: &BlockPublicAccessExclusion) -> Option<Finding> {
    let in_force = matches!(exclusion.state, ExclusionState::CreateComplete | ExclusionState::UpdateComplete);
    if !in_force || exclusion.internet_gateway_exclusion_mode != ExclusionMode::AllowBidirectional {
        return None;
    }
    let doors: Vec<&Door> = context.doors().iter().filter(|door| covers(context, exclusion, door)).collect();
    let mut tasks: Vec<String> = doors.iter().flat_map(|door| &door.behind).map(|behind| behind.task.clone()).collect();
    tasks.dedup();
    let open: Vec<String> = doors.iter().map(|door| door.component.clone()).collect();
    (!open.is_empty()).then(|| Finding {
        severity: Severity::Low,
        message: format!(
            "Exclusion {} takes {} out of Block Public Access, and the internet can open ports there: on {}.",
            exclusion.exclusion_id,
            exclusion.resource_arn.rsplit(':').next().unwrap_or_default(),
            list(&open, 4)
        ),
        fix: String::from(
            "If nothing there is meant to be public, delete the exclusion (aws ec2 delete-vpc-block-public-access-exclusion).",
        ),
        tasks,
        ..RULE.finding(&exclusion.exclusion_id)
    })
}

fn covers(context: &Context<'_>, exclusion: &BlockPublicAccessExclusion, door: &Door) -> bool {
    let interfaces = door.openings.iter().filter_map(|opening| context.network.interface(&opening.interface));
    let mut names = interfaces.flat_map(|found| [format!("subnet/{}", found.it.subnet_id), format!("vpc/{}", found.it.vpc_id)]);
    names.any(|name| exclusion.resource_arn.ends_with(&name))
}
