//! Temporary.
use super::App;
use crate::analysis::*;
use crate::net::*;

#[test]
fn look() {
    let bytes = std::fs::read("assets/sample-account.json").unwrap();
    let (snap, _) = crate::snapshot::file::parse(std::path::Path::new("x"), &bytes).unwrap();
    let snap = std::sync::Arc::new(snap);
    for (n, w, h, keys) in [
        ("s0", 80, 24, ""),
        ("s1", 80, 24, "<enter>"),
        ("w0", 200, 50, ""),
        ("w1", 200, 50, "jjjjjjjjjjjjjjjjjjjjjjjj"),
        ("w2", 200, 50, "/tracking<enter>i"),
        ("m0", 130, 40, "/port<enter>"),
    ] {
        let mut a = Analysis::of(snap.clone());
        if a.report.tasks.is_empty() {
            a.report.accounts = vec!["123456789012".into()];
            a.report.regions = vec!["us-east-2".into()];
            for t in &snap.places[0].resources.tasks {
                let out = a.way_out(&t.task_arn);
                let inn = a.way_in(&t.task_arn);
                let o = |x: &Option<answer::Answer>| Outbound {
                    verdict: x.as_ref().map_or(Verdict::Unknown, |x| x.verdict),
                    via: x.as_ref().and_then(|x| x.via),
                    seen_as: vec![],
                    codes: vec![],
                };
                let i = |x: &Option<answer::Answer>| Inbound {
                    verdict: x.as_ref().map_or(Verdict::Unknown, |x| x.verdict),
                    open: x.as_ref().and_then(|x| x.open.clone()).unwrap_or_default(),
                    codes: vec![],
                };
                let src = out.as_ref().map(|o| o.source.clone()).unwrap_or_default();
                a.report.tasks.push(TaskReport {
                    task: t.task_arn.clone(),
                    cluster: t.cluster_arn.clone(),
                    service: t.group.strip_prefix("service:").map(str::to_owned),
                    launch_type: t.launch_type.as_str().into(),
                    network_mode: "awsvpc".into(),
                    status: t.last_status.clone(),
                    subnet: src.subnet,
                    network_interface: src.network_interface,
                    outbound_ipv4: o(&out),
                    outbound_ipv6: o(&None),
                    nat64: o(&None),
                    inbound_ipv4: i(&inn),
                    inbound_ipv6: Inbound { verdict: Verdict::No, open: vec![], codes: vec![] },
                    inbound_load_balancer: Inbound { verdict: Verdict::No, open: vec![], codes: vec![] },
                    start: Start { verdict: Verdict::Yes, services: vec![], codes: vec![] },
                    dns: Judged { verdict: Verdict::Yes, codes: vec![] },
                    findings: vec![],
                    vpc: src.vpc,
                    availability_zone: src.availability_zone,
                    instance: src.instance,
                    private_address: src.private_address,
                    task_definition: t.task_definition_arn.clone(),
                });
            }
        }
        let data = crate::tui::data::Data::of(a);
        let mut app = App::with(Box::new(data), w, h);
        println!("== {w}x{h} {keys}\n{}", app.press(keys).screen());
        std::fs::write(format!("/tmp/{n}.svg"), crate::tui::picture::svg(&app.buffer())).unwrap();
    }
}
