//! Made-up values for the tests of this room.

use crate::analysis::{CarriedBy, Dns, Report, ServiceAnswer, Start, TaskReport};
use crate::net::answer::{Answer, Assumption, Direction, EndpointFacts, Explanation, Hop, HopKind, Open, Query, Via};
use crate::net::{Code, Family, Inbound, Outbound, Verdict};
use crate::snapshot::{Gap, GapReason};

/// A text that would do harm on a terminal, in a table and in Markdown.
pub const EVIL: &str = "a\u{1b}]0;x\u{7}\u{9b}2J\u{202e}|<b>`\nb";

pub fn blocked() -> Answer {
    Answer {
        query: Query {
            source: String::from("eni-1"),
            destination: String::from("internet"),
            direction: Direction::Egress,
            protocol: String::from("tcp"),
            port: Some(443),
            family: Family::Ipv4,
        },
        verdict: Verdict::No,
        via: None,
        source: EndpointFacts { network_interface: Some(String::from("eni-1")), ..EndpointFacts::default() },
        seen_as: Vec::new(),
        hops: vec![Hop {
            kind: HopKind::RouteTable,
            id: String::from("rtb-1"),
            verdict: Verdict::No,
            beyond_break: false,
            detail: String::from("no route to 0.0.0.0/0"),
            codes: vec![Code::NoRouteToDestination],
            subnet: None,
            route: None,
            replies: None,
        }],
        explanations: vec![Explanation {
            code: Code::NoRouteToDestination,
            component: String::from("rtb-1"),
            message: String::from("No route of rtb-1 covers the internet."),
            fix: String::from("Add a route 0.0.0.0/0 to a NAT gateway."),
            command: None,
        }],
        assumptions: Vec::new(),
        reachable: Vec::new(),
        open: None,
        inbound_load_balancer: None,
        stopped: None,
        start: None,
        tasks: Vec::new(),
    }
}

pub fn partial() -> Answer {
    let block = |text: &str| text.parse().unwrap();
    Answer {
        verdict: Verdict::Partial,
        via: Some(Via::NatGateway),
        seen_as: vec!["203.0.113.7".parse().unwrap()],
        explanations: Vec::new(),
        assumptions: vec![Assumption { code: Code::BpaNotRead, message: String::from("Block Public Access is off.") }],
        reachable: (0..20).map(|n| block(&format!("{n}.0.0.0/8"))).collect(),
        ..blocked()
    }
}

pub fn inbound() -> Answer {
    let mut answer = blocked();
    answer.query.direction = Direction::Ingress;
    answer.query.port = None;
    answer.open =
        Some(vec![Open { protocol: String::from("tcp"), ports: String::from("22"), sources: vec!["0.0.0.0/0".parse().unwrap()] }]);
    answer
}

pub fn evil() -> Answer {
    let mut answer = blocked();
    let text = || String::from(EVIL);
    answer.query.source = text();
    answer.source.task = Some(text());
    answer.hops[0].id = text();
    answer.hops[0].detail = text();
    answer.explanations[0].component = text();
    answer.explanations[0].message = text();
    answer.explanations[0].fix = text();
    answer.explanations[0].command = Some(text());
    answer.assumptions = vec![Assumption { code: Code::BpaNotRead, message: text() }];
    answer.tasks = vec![answer.clone()];
    answer
}

pub fn task(name: &str) -> TaskReport {
    let out = |verdict, via, codes| Outbound { verdict, via, seen_as: Vec::new(), codes };
    let closed = || Inbound::direct(Verdict::No, Vec::new(), vec![Code::NoPublicAddress]);
    TaskReport {
        task: format!("arn:aws:ecs:us-east-2:123456789012:task/prod/{name}"),
        cluster: String::from("prod"),
        service: None,
        launch_type: String::from("FARGATE"),
        network_mode: String::from("awsvpc"),
        status: String::from("RUNNING"),
        subnet: Some(String::from("subnet-1")),
        network_interface: Some(String::from("eni-1")),
        outbound_ipv4: Outbound {
            seen_as: vec!["203.0.113.7".parse().unwrap()],
            ..out(Verdict::YesIf, Some(Via::NatGateway), vec![Code::BpaNotRead])
        },
        outbound_ipv6: out(Verdict::No, None, vec![Code::NoIpv6Address]),
        nat64: out(Verdict::No, None, vec![Code::Dns64Off]),
        inbound_ipv4: closed(),
        inbound_ipv6: closed(),
        inbound_load_balancer: Inbound::direct(
            Verdict::Yes,
            vec![Open { protocol: String::from("tcp"), ports: String::from("443"), sources: vec!["0.0.0.0/0".parse().unwrap()] }],
            Vec::new(),
        ),
        start: Start {
            verdict: Verdict::Yes,
            services: vec![ServiceAnswer {
                service: String::from("ecr.api"),
                verdict: Verdict::Yes,
                via: Some(Via::NatGateway),
                codes: Vec::new(),
                because: vec![String::from("image of app")],
                carried_by: CarriedBy::Task,
                essential: true,
            }],
            codes: Vec::new(),
        },
        dns: Dns { verdict: Verdict::Yes, codes: Vec::new() },
        findings: vec!["EGR-001"],
        stopped: None,
        vpc: None,
        availability_zone: None,
        instance: None,
        private_address: None,
        task_definition: String::new(),
    }
}

pub fn report() -> Report {
    let mut second = task("00000000000000000000000000000002");
    second.outbound_ipv4 = Outbound { verdict: Verdict::No, via: None, seen_as: Vec::new(), codes: vec![Code::NoRouteToDestination] };
    second.service = Some(String::from("web"));
    Report {
        taken_at: String::from("2026-01-02T03:04:05Z"),
        regions: vec![String::from("us-east-2")],
        accounts: vec![String::from("123456789012")],
        gaps: vec![Gap {
            call: String::from("ec2:DescribeNatGateways"),
            account: String::new(),
            region: String::from("us-east-2"),
            reason: GapReason::Denied,
            part: String::new(),
            detail: String::new(),
        }],
        tasks: vec![task("00000000000000000000000000000001"), second],
        findings: Vec::new(),
        accepted: Vec::new(),
        outage: None,
    }
}
