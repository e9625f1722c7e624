//! Which packets a question is about: protocol and ports.

use super::Family;

/// TCP's number.
pub const TCP: u8 = 6;
/// UDP's number.
pub const UDP: u8 = 17;
/// ICMP's number.
pub const ICMP: u8 = 1;
/// ICMP's number over IPv6.
pub const ICMPV6: u8 = 58;

/// Choice (N4 \[R\]): the ports that a Linux task or host sends from. AWS's pages
/// end them at 61000, the kernel's own default (`ip_local_port_range`) at 60999.
/// Flipped (61000): an ACL that lets replies in up to 60999 lets in only a part.
pub const EPHEMERAL_LINUX: (u16, u16) = (32768, 60999);
/// Ports that Windows Server 2008 and later send from (N4).
pub const EPHEMERAL_WINDOWS: (u16, u16) = (49152, 65535);
/// Ports that NAT gateways, load balancers, Lambda and unknown clients send
/// from (N4).
pub const EPHEMERAL_ANY: (u16, u16) = (1024, 65535);
/// Choice (N4 \[R\]): the ports that a NAT instance sends from, whatever its
/// system is. Flipped (Linux's): fewer ports must come back to it.
pub const EPHEMERAL_NAT_INSTANCE: (u16, u16) = EPHEMERAL_ANY;

/// Choice (Q3): replies come from the service's port to the client's ephemeral
/// one, although AWS's page on ECS connectivity has it the other way round.
/// Flipped: an ACL must let the service's port in.
const REPLIES_COME_TO_EPHEMERAL_PORTS: bool = true;

/// Packets of one protocol to one range of ports.
///
/// For TCP and UDP `low` and `high` are the destination ports; for ICMP they
/// are type and code; for other protocols 0 and 65535.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Segment {
    /// The protocol's number.
    pub protocol: u8,
    /// The first port, or the ICMP type.
    pub low: u16,
    /// The last port, or the ICMP code.
    pub high: u16,
}

impl Segment {
    /// One port of TCP or UDP, the echo request of ICMP, or all of another protocol.
    pub fn new(protocol: u8, port: u16) -> Self {
        match protocol {
            TCP | UDP => Self { protocol, low: port, high: port },
            ICMP => Self { protocol, low: 8, high: 0 },
            ICMPV6 => Self { protocol, low: 128, high: 0 },
            _ => Self { protocol, low: 0, high: u16::MAX },
        }
    }

    /// Every port of TCP or UDP, parted where a cut begins a new part.
    pub fn parted(protocol: u8, mut cuts: Vec<u32>) -> Vec<Self> {
        cuts.push(0);
        cuts.retain(|&cut| cut <= u32::from(u16::MAX));
        cuts.sort_unstable();
        cuts.dedup();
        let ends = cuts.iter().skip(1).map(|&next| next - 1).chain([u32::from(u16::MAX)]);
        let port = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
        cuts.iter().zip(ends).map(|(&low, high)| Self { protocol, low: port(low), high: port(high) }).collect()
    }

    /// The same protocol with other ports (no change where there are none).
    #[must_use]
    pub fn with_ports(self, ports: (u16, u16)) -> Self {
        if self.has_ports() { Self { low: ports.0, high: ports.1, ..self } } else { self }
    }

    /// The packets that answer these, to an initiator that sends from `ephemeral`.
    #[must_use]
    pub fn reply(self, ephemeral: (u16, u16)) -> Self {
        match (self.protocol, self.low) {
            (TCP | UDP, _) if REPLIES_COME_TO_EPHEMERAL_PORTS => self.with_ports(ephemeral),
            (ICMP, 8) => Self { low: 0, ..self },
            (ICMP, 0) => Self { low: 8, ..self },
            (ICMPV6, 128) => Self { low: 129, ..self },
            (ICMPV6, 129) => Self { low: 128, ..self },
            _ => self,
        }
    }

    /// Whether the protocol has ports.
    pub fn has_ports(self) -> bool {
        matches!(self.protocol, TCP | UDP)
    }

    /// Whether it is ICMP of either family.
    pub fn is_icmp(self) -> bool {
        matches!(self.protocol, ICMP | ICMPV6)
    }

    /// `tcp/443`, `udp/1024-65535`, `icmp`, `protocol 47`.
    pub fn name(self) -> String {
        match (self.has_ports(), self.low == self.high) {
            (true, true) => format!("{}/{}", protocol_name(self.protocol), self.low),
            (true, false) => format!("{}/{}-{}", protocol_name(self.protocol), self.low, self.high),
            _ if self.is_icmp() => String::from("icmp"),
            _ => format!("protocol {}", self.protocol),
        }
    }
}

/// `tcp`, `udp`, `icmp`, `icmpv6`, or the number.
pub fn protocol_name(protocol: u8) -> String {
    match protocol {
        TCP => String::from("tcp"),
        UDP => String::from("udp"),
        ICMP => String::from("icmp"),
        ICMPV6 => String::from("icmpv6"),
        other => other.to_string(),
    }
}

/// Which protocols a rule speaks of: all, or one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Protocols {
    /// `-1`.
    All,
    /// A name or number.
    One(u8),
}

impl Protocols {
    /// Reads AWS's text: `-1`, `tcp`, `6`. None when it makes no sense.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "-1" | "all" => Some(Self::All),
            "tcp" => Some(Self::One(TCP)),
            "udp" => Some(Self::One(UDP)),
            "icmp" => Some(Self::One(ICMP)),
            "icmpv6" => Some(Self::One(ICMPV6)),
            number => number.parse().ok().map(Self::One),
        }
    }

    /// Whether a packet of this protocol is meant. ICMP of one family never
    /// stands for the other's: `family` of the packet decides (S4).
    pub fn covers(self, protocol: u8) -> bool {
        match self {
            Self::All => true,
            Self::One(one) => one == protocol,
        }
    }
}

/// ICMP's number in a family.
pub fn icmp(family: Family) -> u8 {
    match family {
        Family::Ipv4 => ICMP,
        Family::Ipv6 => ICMPV6,
    }
}
