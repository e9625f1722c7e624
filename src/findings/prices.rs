//! Unit prices, from `assets/prices.json`: a few list prices with their Region
//! and date. They give an order of size, not a bill.

use std::sync::LazyLock;

use serde::Deserialize;

/// The table.
#[derive(Debug, Deserialize)]
pub(super) struct Prices {
    pub region: String,
    pub as_of: String,
    hours_per_month: f64,
    nat_gateway_hour: f64,
    pub nat_gateway_gigabyte: f64,
    public_ipv4_hour: f64,
    pub cross_zone_gigabyte_each_way: f64,
}

/// The prices that egret was built with. A test reads the file, so a table
/// that does not parse never ships.
pub(super) static PRICES: LazyLock<Option<Prices>> = LazyLock::new(|| serde_json::from_str(include_str!("../../assets/prices.json")).ok());

impl Prices {
    /// A NAT gateway for a month, its traffic left out.
    pub fn nat_gateway_month(&self) -> f64 {
        self.nat_gateway_hour * self.hours_per_month
    }

    /// A public IPv4 address for a month.
    pub fn public_ipv4_month(&self) -> f64 {
        self.public_ipv4_hour * self.hours_per_month
    }

    /// `list prices of us-east-1, 2026-08`.
    pub fn label(&self) -> String {
        format!("list prices of {}, {}; other Regions differ", self.region, self.as_of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads() {
        let prices = PRICES.as_ref().expect("assets/prices.json");
        assert_eq!(format!("{:.2}", prices.nat_gateway_month()), "32.85");
        assert_eq!(format!("{:.2}", prices.public_ipv4_month()), "3.65");
    }
}
