//! How far a reading is with each service: its calls, told by their names.
//! Nothing is read here.

use std::collections::BTreeMap;

use crate::tui::Share;

/// The calls of each service.
#[derive(Debug, Default)]
pub struct Shares {
    in_each_region: BTreeMap<String, usize>,
    once: BTreeMap<String, usize>,
    done: BTreeMap<String, usize>,
}

impl Shares {
    /// From the names of the calls that are made in each Region.
    pub fn new<'a>(calls: impl Iterator<Item = &'a str>) -> Self {
        let mut shares = Self::default();
        calls.for_each(|call| *shares.in_each_region.entry(service(call)).or_default() += 1);
        shares
    }

    /// A call that is made once, not in each Region, was begun.
    pub fn begun_once(&mut self, call: &str) {
        *self.once.entry(service(call)).or_default() += 1;
    }

    /// A call is over, with or without success.
    pub fn over(&mut self, call: &str) {
        *self.done.entry(service(call)).or_default() += 1;
    }

    /// Every service of which calls are known, when this many calls are to be
    /// made in all.
    pub fn of(&self, total: usize) -> Vec<Share> {
        let (each, once): (usize, usize) = (self.in_each_region.values().sum(), self.once.values().sum());
        let regions = total.saturating_sub(once) / each.max(1);
        let names: std::collections::BTreeSet<&String> = self.in_each_region.keys().chain(self.once.keys()).collect();
        let count = |of: &BTreeMap<String, usize>, name: &str| of.get(name).copied().unwrap_or(0);
        let share = |name: &String| Share {
            name: name.clone(),
            done: count(&self.done, name),
            total: count(&self.in_each_region, name) * regions + count(&self.once, name),
        };
        names.into_iter().map(share).filter(|share| share.total > 0).collect()
    }
}

/// The service of a call, as the AWS CLI calls it.
fn service(call: &str) -> String {
    match call.split(':').next().unwrap_or(call) {
        "elasticloadbalancing" => String::from("elbv2"),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_count_for_their_service_in_every_region() {
        let table = ["ec2:DescribeVpcs", "ec2:DescribeSubnets", "ecs:ListClusters", "elasticloadbalancing:DescribeRules"];
        let mut shares = Shares::new(table.into_iter());
        shares.begun_once("sts:GetCallerIdentity");
        let told = |shares: &Shares, total| {
            let share = |share: Share| format!("{} {}/{}", share.name, share.done, share.total);
            shares.of(total).into_iter().map(share).collect::<Vec<_>>()
        };
        // Before the Regions are known.
        assert_eq!(told(&shares, 1), ["sts 0/1"]);
        shares.over("sts:GetCallerIdentity");
        shares.over("ec2:DescribeVpcs");
        shares.over("elasticloadbalancing:DescribeRules");
        assert_eq!(told(&shares, 1 + 2 * 4), ["ec2 1/4", "ecs 0/2", "elbv2 1/2", "sts 1/1"]);
    }
}
