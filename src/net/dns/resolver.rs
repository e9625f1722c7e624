//! What the VPC's resolver makes of a name before anybody answers it: rules
//! that forward it elsewhere (D9), and DNS Firewall (D8, judged in `firewall`).

use super::firewall::Filtered;
use super::names::{Names, PrivateNames};
use crate::net::index::Network;
use crate::net::placement::Origin;
use crate::net::reason::Reason;
use crate::net::start::family_of;
use crate::net::{Code, Verdict};
use crate::snapshot::resolver::{ResolverRule, ResolverRuleType};
use crate::snapshot::{Kind, Place};

/// Choice (D8, D9): where nobody asked for Resolver rules and DNS Firewall, a
/// VPC is taken to have none, and the `dns` axis says so. Flipped: then nobody
/// knows whether any name resolves.
const UNASKED_IS_TAKEN_AS_NONE: bool = true;

/// Choice (D9 \[R\]): whether the private hosted zone of an endpoint is more
/// specific than a rule that covers its name is not known, so that either may
/// answer. Flipped: the endpoint's zone always wins.
const A_RULE_MAY_TAKE_AN_ENDPOINTS_NAME: bool = true;

/// The kinds that tell which rules hold in a VPC.
const BY_VPC: [Kind; 2] = [Kind::ResolverRuleAssociations, Kind::FirewallRuleGroupAssociations];

/// The rule that every VPC has without anybody's doing: ask the internet.
const AUTODEFINED: &str = "rslvr-autodefined-";

/// A name that only a rule for all names covers.
pub(super) const ANY_NAME: &str = "any-other-name.invalid";

/// What becomes of one name.
pub(super) struct Fate {
    /// What stands in the way, and what is assumed.
    pub reasons: Vec<Reason>,
    /// Why servers elsewhere may answer for it.
    pub forwarded: Option<Reason>,
}

impl Network {
    /// How names resolve for what sends from an interface and asks for a host:
    /// the platform, or containers that name no servers of their own.
    pub(crate) fn names(&self, origin: &Origin, host: &str) -> Names {
        let servers = self.servers_of(origin.vpc(), origin.place());
        let mut names = self.names_by(origin, &servers);
        if !servers.asks_the_resolver() {
            return names;
        }
        names.reasons.extend(self.rules_for_names_refused(origin));
        if !self.has_rules_for_names(origin.vpc()) {
            return names;
        }
        let fate = self.fate(origin, host);
        names.reasons.extend(fate.reasons);
        if let Some(doubt) = fate.forwarded.filter(|_| A_RULE_MAY_TAKE_AN_ENDPOINTS_NAME) {
            names.private = match names.private {
                PrivateNames::Work => PrivateNames::Doubtful(vec![doubt]),
                PrivateNames::Doubtful(known) => PrivateNames::Doubtful(known.into_iter().chain([doubt]).collect()),
                off @ PrivateNames::Off(_) => off,
            };
        }
        names
    }

    /// Whether anything in the data tells one name from another in a VPC.
    pub(crate) fn has_rules_for_names(&self, vpc: &str) -> bool {
        let plain = |id: &str| id.starts_with(AUTODEFINED);
        self.snapshot().places.iter().any(|place| {
            let seen = &place.resources;
            seen.resolver_rule_associations.iter().any(|row| row.vpc_id == vpc && !plain(&row.resolver_rule_id))
                || seen.firewall_rule_group_associations.iter().any(|row| row.vpc_id == vpc)
        })
    }

    /// What the resolver makes of the hosts that a task asks for and of any
    /// other name, as reasons of the `dns` axis.
    pub(super) fn rules_for_names(&self, origin: &Origin, hosts: &[String]) -> Vec<Reason> {
        let mut reasons = self.rules_for_names_unread(origin);
        if !self.has_rules_for_names(origin.vpc()) {
            return reasons;
        }
        let fates: Vec<Fate> = hosts.iter().map(String::as_str).chain([ANY_NAME]).map(|host| self.fate(origin, host)).collect();
        let blocked = |fate: &Fate| fate.reasons.iter().any(|reason| reason.verdict == Verdict::No);
        let all = fates.iter().all(blocked);
        for mut reason in fates.into_iter().flat_map(|fate| fate.reasons) {
            if reason.verdict == Verdict::No && !all {
                reason.verdict = Verdict::Partial;
            }
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        reasons
    }

    /// Who asked for the rules of a VPC and got no answer knows that there may
    /// be some: then nothing that goes by a name is certain.
    fn rules_for_names_refused(&self, origin: &Origin) -> Vec<Reason> {
        BY_VPC.iter().flat_map(|kind| self.unread(self.owner_of_names(origin), *kind)).collect()
    }

    /// What was read of the account that owns the VPC.
    fn owner_of_names(&self, origin: &Origin) -> &Place {
        let place = &self.snapshot().places[origin.place() as usize];
        let owner = self.vpc(origin.vpc()).map(|vpc| vpc.it.owner_id.clone()).unwrap_or_default();
        self.owners_place(place, &owner).unwrap_or(place)
    }

    /// Why there may be rules that are not in the data.
    fn rules_for_names_unread(&self, origin: &Origin) -> Vec<Reason> {
        let place = self.owner_of_names(origin);
        let mut reasons = self.rules_for_names_refused(origin);
        let unasked: Vec<&str> = BY_VPC.iter().filter(|kind| !was_asked(place, **kind)).map(|kind| kind.call()).collect();
        if !unasked.is_empty() && reasons.is_empty() {
            let calls = unasked.join(", ");
            let message =
                format!("No Resolver rule and no DNS Firewall of {} is taken to come between: nobody asked ({calls})", origin.vpc());
            let verdict = if UNASKED_IS_TAKEN_AS_NONE { Verdict::YesIf } else { Verdict::Unknown };
            reasons.push(
                Reason::new(verdict, Code::NotRead, calls, message).fix("Put the output of these calls into the folder that is read"),
            );
        }
        reasons
    }

    /// What becomes of one name, for a client that wants its own family's addresses.
    fn fate(&self, origin: &Origin, host: &str) -> Fate {
        let place = &self.snapshot().places[origin.place() as usize];
        let mut reasons = Vec::new();
        for name in asked(host) {
            let found = match self.filtered(origin.vpc(), place, name, family_of(origin)) {
                Filtered::Passes => Vec::new(),
                Filtered::Blocked(reason) => vec![reason],
                Filtered::Assumed(reason) => vec![reason],
                Filtered::Unclear(reasons) => reasons,
            };
            found.into_iter().for_each(|reason| {
                if !reasons.contains(&reason) {
                    reasons.push(reason)
                }
            });
        }
        let forwarded = match self.rule_for(origin.vpc(), place, host) {
            Ok(rule) => rule.filter(|rule| matches!(rule.rule_type, ResolverRuleType::Forward | ResolverRuleType::Delegate)).map(forwarded),
            Err(unread) => {
                reasons.extend(unread);
                None
            }
        };
        if let Some(rule) = &forwarded {
            // As with servers of one's own (D4): they are taken to answer.
            reasons.push(Reason { verdict: Verdict::YesIf, fix: String::new(), ..rule.clone() });
        }
        Fate { reasons, forwarded }
    }

    /// D9: the rule with the most specific domain.
    fn rule_for(&self, vpc: &str, place: &Place, host: &str) -> Result<Option<&ResolverRule>, Vec<Reason>> {
        let places = &self.snapshot().places;
        let associations = places.iter().flat_map(|place| &place.resources.resolver_rule_associations);
        let holds = |status: &str| !matches!(status, "FAILED" | "OVERRIDDEN");
        let ids = associations.filter(|row| row.vpc_id == vpc && holds(&row.status)).map(|row| row.resolver_rule_id.as_str());
        let mut best: Option<&ResolverRule> = None;
        for id in ids.filter(|id| !id.starts_with(AUTODEFINED)) {
            let rules = places.iter().flat_map(|place| &place.resources.resolver_rules);
            let Some(rule) = rules.into_iter().find(|rule| rule.id == id) else {
                return Err(self.missing_or_unasked(place, Kind::ResolverRules, id));
            };
            let deeper = best.is_none_or(|best| plain(&best.domain_name).len() < plain(&rule.domain_name).len());
            if deeper && is_below(&rule.domain_name, host) {
                best = Some(rule);
            }
        }
        Ok(best)
    }

    /// Why something that an association names is not in the data.
    pub(super) fn missing_or_unasked(&self, place: &Place, kind: Kind, id: &str) -> Vec<Reason> {
        if was_asked(place, kind) || !self.complete(place, kind) {
            return self.missing(place, kind, id, "");
        }
        let call = kind.call();
        let message = format!("{} {id} is missing: nobody made the call {call}", crate::net::missing::noun(kind));
        vec![Reason::unknown(Code::NotRead, call, message).fix(format!("Put the output of {call} into the folder that is read"))]
    }
}

/// Whether a kind that most accounts have nothing of was read in a place.
fn was_asked(place: &Place, kind: Kind) -> bool {
    place.resources.also_read.contains(&kind) || place.resources.count(kind) > 0
}

fn forwarded(rule: &ResolverRule) -> Reason {
    let servers: Vec<&str> =
        rule.target_ips.iter().map(|target| if target.ip.is_empty() { target.ipv6.as_str() } else { &target.ip }).collect();
    let domain = plain(&rule.domain_name);
    let names = if domain.is_empty() { String::from("all names") } else { format!("names below {domain}") };
    let message = format!("Resolver rule {} sends {names} to {}, whose answers are not in the data", rule.id, servers.join(", "));
    let fix = "Make a SYSTEM rule for amazonaws.com, which leaves AWS's names with the VPC's resolver (free)";
    Reason::unknown(Code::CustomDns, rule.id.clone(), message).fix(fix)
}

/// Docker Hub is one name to people and several hosts to a pull.
const DOCKER_HUB: [&str; 3] = ["registry-1.docker.io", "auth.docker.io", "production.cloudflare.docker.com"];

fn asked(host: &str) -> Vec<&str> {
    if host == "docker.io" { DOCKER_HUB.to_vec() } else { vec![host] }
}

/// A domain without the dot at its end.
pub(super) fn plain(domain: &str) -> String {
    domain.trim_end_matches('.').to_ascii_lowercase()
}

/// Whether a name is a domain's or lies below it; everything lies below `.`.
fn is_below(domain: &str, name: &str) -> bool {
    let (domain, name) = (plain(domain), plain(name));
    domain.is_empty() || name == domain || name.strip_suffix(&domain).is_some_and(|rest| rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::is_below;

    #[test]
    fn a_domain_covers_its_own_name_and_what_lies_below() {
        assert!(is_below(".", "ecr.example"));
        assert!(is_below("amazonaws.com.", "api.ecr.us-east-1.amazonaws.com"));
        assert!(is_below("Example.com", "example.com."));
        assert!(!is_below("example.com", "notexample.com"));
        assert!(!is_below("a.example.com", "example.com"));
    }
}
