//! Unit prices, as a table that is built in and that people can replace. Every
//! sum says whose prices it was made with, and when they were read: it gives an
//! order of size, not a bill.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value};

/// The table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct Prices {
    region: String,
    as_of: String,
    source: String,
    hours_per_month: f64,
    nat_gateway_hour: f64,
    pub nat_gateway_gigabyte: f64,
    public_ipv4_hour: f64,
    pub cross_zone_gigabyte_each_way: f64,
    interface_endpoint_hour: f64,
    pub interface_endpoint_gigabyte: f64,
}

const BUILT_IN: &str = include_str!("../../assets/prices.json");

/// The prices that egret was built with. A test reads the file, so a table
/// that does not parse never ships.
static PRICES: LazyLock<Prices> = LazyLock::new(|| serde_json::from_str(BUILT_IN).expect("assets/prices.json is a table of prices"));

impl Default for Prices {
    fn default() -> Self {
        PRICES.clone()
    }
}

/// Nothing costs more than this by the hour or gigabyte; more is a slip of the key.
const MOST: f64 = 1_000_000.0;

impl Prices {
    /// The built-in prices with some replaced by the user's own. Then they are
    /// the user's, and say so: whoever names no source and date is one.
    ///
    /// # Errors
    ///
    /// When a field is none of the table's, or a price is no price.
    pub fn with(own: &Map<String, Value>) -> Result<Self, String> {
        let mut table: Map<String, Value> = serde_json::from_str(BUILT_IN).map_err(|error| error.to_string())?;
        for (field, value) in own {
            let Some(known) = table.get(field) else { return Err(format!("\"{field}\" is no price that egret knows")) };
            if known.is_number() && !value.as_f64().is_some_and(|price| (0.0..MOST).contains(&price)) {
                return Err(format!("\"{field}\" is no price: {value}"));
            }
        }
        if !own.is_empty() {
            table.insert(String::from("source"), Value::from("your settings"));
        }
        table.extend(own.clone());
        serde_json::from_value(Value::Object(table)).map_err(|error| error.to_string())
    }

    /// A NAT gateway for a month, its traffic left out.
    pub fn nat_gateway_month(&self) -> f64 {
        self.nat_gateway_hour * self.hours_per_month
    }

    /// A public IPv4 address for a month.
    pub fn public_ipv4_month(&self) -> f64 {
        self.public_ipv4_hour * self.hours_per_month
    }

    /// An interface endpoint in one zone for a month, its traffic left out.
    pub fn interface_endpoint_month(&self) -> f64 {
        self.interface_endpoint_hour * self.hours_per_month
    }

    /// Whose prices, and when they were read.
    pub fn label(&self) -> String {
        let Self { region, as_of, source, .. } = self;
        if *source == PRICES.source {
            format!("list prices of {region}, {as_of}, from price overviews; other Regions differ")
        } else {
            format!("prices of {region}, {as_of}, from {source}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(json: &str) -> Result<Prices, String> {
        Prices::with(&serde_json::from_str(json).expect("JSON"))
    }

    #[test]
    fn the_table_reads_and_says_where_it_is_from() {
        let prices = Prices::default();
        assert_eq!(format!("{:.2}", prices.nat_gateway_month()), "32.85");
        assert_eq!(format!("{:.2}", prices.public_ipv4_month()), "3.65");
        assert_eq!(format!("{:.2}", prices.interface_endpoint_month()), "7.30");
        assert!(prices.label().contains("us-east-1, 2026-08"), "{}", prices.label());
    }

    #[test]
    fn one_price_can_be_replaced_and_then_it_is_the_users() {
        let prices = own(r#"{"nat_gateway_hour": 0.1, "region": "eu-central-1", "as_of": "2026-10"}"#).expect("prices");
        assert_eq!(format!("{:.2}", prices.nat_gateway_month()), "73.00");
        assert_eq!(format!("{:.2}", prices.public_ipv4_month()), "3.65");
        assert_eq!(prices.label(), "prices of eu-central-1, 2026-10, from your settings");
        assert_eq!(own("{}"), Ok(Prices::default()));
    }

    #[test]
    fn what_is_no_price_is_refused() {
        assert!(own(r#"{"nat_gateway_day": 1}"#).is_err_and(|error| error.contains("nat_gateway_day")));
        assert!(own(r#"{"nat_gateway_hour": -1}"#).is_err_and(|error| error.contains("-1")));
        assert!(own(r#"{"nat_gateway_hour": "much"}"#).is_err());
        assert!(own(r#"{"region": 7}"#).is_err());
    }
}
