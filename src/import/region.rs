//! What names say about place: Regions, Availability Zones, ARNs, account ids.

/// The words before a Region's number.
const DIRECTIONS: [&str; 9] = ["north", "south", "east", "west", "central", "northeast", "northwest", "southeast", "southwest"];

/// Whether a word is a Region's code: `us-east-2`, `us-gov-west-1`, `eusc-de-east-1`.
pub(super) fn is_region(word: &str) -> bool {
    let parts: Vec<&str> = word.split('-').collect();
    let [area @ .., direction, number] = parts.as_slice() else { return false };
    matches!(area.len(), 1 | 2)
        && area.iter().all(|part| part.len() >= 2 && part.bytes().all(|byte| byte.is_ascii_lowercase()))
        && DIRECTIONS.contains(direction)
        && matches!(number.len(), 1 | 2)
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// The Region of a zone or border group: `us-east-2a`, the Local Zone
/// `us-west-2-lax-1a`, the Wavelength Zone `us-east-1-wl1-bos-wlz-1`.
pub(super) fn region_of_zone(zone: &str) -> Option<&str> {
    zone.char_indices()
        .filter(|&(_, letter)| letter == '-')
        .map(|(at, _)| at)
        .chain([zone.len()])
        .map(|end| zone[..end].trim_end_matches(|letter: char| letter.is_ascii_lowercase()))
        .find(|start| is_region(start))
}

/// The first Region that a sentence names, in an ARN or an endpoint's address say.
pub(super) fn region_in(sentence: &str) -> Option<&str> {
    sentence.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-').find(|word| is_region(word))
}

/// Whether a text is an account's id: twelve digits.
pub(super) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The parts of an ARN that say where its resource is. Empty where the ARN is silent.
#[derive(Debug, PartialEq)]
pub(super) struct Arn<'a> {
    pub(super) service: &'a str,
    pub(super) region: &'a str,
    pub(super) account: &'a str,
}

/// Takes an ARN apart.
pub(super) fn arn(text: &str) -> Option<Arn<'_>> {
    let mut parts = text.splitn(6, ':');
    let (scheme, _partition) = (parts.next()?, parts.next()?);
    let (service, region, account) = (parts.next()?, parts.next()?, parts.next()?);
    parts.next()?;
    (scheme == "arn").then_some(Arn { service, region, account })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_told_from_other_words() {
        for region in ["us-east-2", "ap-southeast-5", "us-gov-west-1", "us-isob-east-1", "eusc-de-east-1", "il-central-1", "mx-central-1"] {
            assert!(is_region(region), "{region}");
        }
        for word in ["", "-", "my-app-1", "us-east", "us-east-2a", "east-1", "us-east-123", "US-EAST-1", "a-b-c-east-1", "db-east-x"] {
            assert!(!is_region(word), "{word}");
        }
    }

    #[test]
    fn zones_lie_in_regions() {
        assert_eq!(region_of_zone("us-east-2a"), Some("us-east-2"));
        assert_eq!(region_of_zone("us-west-2-lax-1a"), Some("us-west-2"));
        assert_eq!(region_of_zone("us-east-1-wl1-bos-wlz-1"), Some("us-east-1"));
        assert_eq!(region_of_zone("us-gov-west-1b"), Some("us-gov-west-1"));
        assert_eq!(region_of_zone("eu-central-1"), Some("eu-central-1"));
        assert_eq!(region_of_zone("use2-az1"), None);
        assert_eq!(region_of_zone(""), None);
    }

    #[test]
    fn sentences_name_regions() {
        assert_eq!(region_in("Could not connect to the endpoint URL: \"https://ec2.eu-west-3.amazonaws.com/\""), Some("eu-west-3"));
        assert_eq!(region_in("on resource: arn:aws:ecs:us-east-1:123456789012:cluster/web"), Some("us-east-1"));
        assert_eq!(region_in("no identity-based policy allows it"), None);
    }

    #[test]
    fn arns_are_taken_apart() {
        let found = arn("arn:aws-cn:ecs:cn-north-1:123456789012:task/web/0123").unwrap();
        assert_eq!(found, Arn { service: "ecs", region: "cn-north-1", account: "123456789012" });
        assert_eq!(arn("arn:aws:s3"), None);
        assert_eq!(arn("web"), None);
    }
}
