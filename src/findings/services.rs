//! Ports that nobody means to show to the internet, as data.
//!
//! Those that are also on the fixed list of Security Hub control EC2.19 are
//! marked; the rest is common knowledge of what scanners try.

use super::Severity::{self, Critical, High, Medium};

/// Which rule speaks of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Area {
    /// Shells and remote desktops.
    Administration,
    /// Databases, caches and search engines.
    Databases,
    /// What steers containers, clusters and proxies.
    ControlPlanes,
    /// Files, mail, directories, messages.
    NetworkServices,
    /// Development servers and consoles without a login worth the name.
    WebConsoles,
}

/// One row: a service and the ports that it usually has.
#[derive(Debug)]
pub(super) struct Service {
    pub name: &'static str,
    pub area: Area,
    pub severity: Severity,
    pub tcp: &'static [(u16, u16)],
    pub udp: &'static [(u16, u16)],
    /// On the fixed list of EC2.19.
    pub listed: bool,
    /// Only a container instance has it, never a task's own interface.
    pub host_only: bool,
}

const NONE: &[(u16, u16)] = &[];

/// A service on TCP.
const fn tcp(area: Area, severity: Severity, name: &'static str, ports: &'static [(u16, u16)]) -> Service {
    Service { name, area, severity, tcp: ports, udp: NONE, listed: false, host_only: false }
}

/// A service on UDP.
const fn udp(area: Area, severity: Severity, name: &'static str, ports: &'static [(u16, u16)]) -> Service {
    Service { tcp: NONE, udp: ports, ..tcp(area, severity, name, ports) }
}

/// A service on the same ports of both.
const fn both(area: Area, severity: Severity, name: &'static str, ports: &'static [(u16, u16)]) -> Service {
    Service { udp: ports, ..tcp(area, severity, name, ports) }
}

/// A TCP service on EC2.19's list.
const fn listed(area: Area, severity: Severity, name: &'static str, ports: &'static [(u16, u16)]) -> Service {
    Service { listed: true, ..tcp(area, severity, name, ports) }
}

use Area::{Administration, ControlPlanes, Databases, NetworkServices, WebConsoles};

/// The table. A port stands in one row only.
pub(super) static SERVICES: [Service; 53] = [
    listed(Administration, Critical, "SSH", &[(22, 22)]),
    listed(Administration, Critical, "Telnet", &[(23, 23)]),
    listed(Administration, Critical, "Microsoft RPC", &[(135, 135)]),
    tcp(Administration, Critical, "Java RMI and JMX", &[(1099, 1099)]),
    listed(Administration, Critical, "Remote Desktop", &[(3389, 3389)]),
    listed(Administration, Medium, "VNC in listening mode", &[(5500, 5500)]),
    tcp(Administration, Critical, "VNC", &[(5900, 5903)]),
    tcp(Administration, Critical, "Windows Remote Management", &[(5985, 5986)]),
    Service { udp: &[(1434, 1434)], ..listed(Databases, Critical, "SQL Server", &[(1433, 1434)]) },
    tcp(Databases, Critical, "Oracle", &[(1521, 1521)]),
    listed(Databases, Critical, "MySQL", &[(3306, 3306)]),
    listed(Databases, Medium, "mSQL", &[(4333, 4333)]),
    listed(Databases, Critical, "PostgreSQL", &[(5432, 5432)]),
    tcp(Databases, High, "Redshift", &[(5439, 5439)]),
    tcp(Databases, High, "CouchDB", &[(5984, 5984)]),
    tcp(Databases, Critical, "Redis", &[(6379, 6380), (16379, 16379)]),
    tcp(Databases, High, "Cassandra (7001 also WebLogic)", &[(7000, 7001), (9042, 9042)]),
    tcp(Databases, High, "Neo4j", &[(7474, 7474), (7687, 7687)]),
    tcp(Databases, High, "InfluxDB", &[(8086, 8086)]),
    listed(Databases, Critical, "Elasticsearch or OpenSearch", &[(9200, 9200), (9300, 9300)]),
    both(Databases, Critical, "memcached", &[(11211, 11211)]),
    tcp(Databases, Critical, "MongoDB", &[(27017, 27019)]),
    tcp(ControlPlanes, High, "ZooKeeper", &[(2181, 2181)]),
    tcp(ControlPlanes, Critical, "the Docker API", &[(2375, 2376), (4243, 4243)]),
    tcp(ControlPlanes, Critical, "etcd", &[(2379, 2380)]),
    tcp(ControlPlanes, Critical, "Kubernetes", &[(6443, 6443), (10250, 10250), (10255, 10255)]),
    tcp(ControlPlanes, High, "Hadoop HDFS", &[(8020, 8020), (9870, 9870), (50070, 50070)]),
    tcp(ControlPlanes, Critical, "Vault or Consul", &[(8200, 8200), (8300, 8300), (8500, 8500)]),
    tcp(ControlPlanes, Critical, "Envoy's administration", &[(9901, 9901), (15000, 15000)]),
    tcp(ControlPlanes, High, "a Jenkins agent or Db2", &[(50000, 50000)]),
    Service { host_only: true, ..tcp(ControlPlanes, Critical, "the ECS agent", &[(51678, 51680)]) },
    listed(NetworkServices, High, "FTP", &[(20, 21)]),
    listed(NetworkServices, Medium, "SMTP", &[(25, 25)]),
    both(NetworkServices, Medium, "DNS", &[(53, 53)]),
    udp(NetworkServices, High, "TFTP", &[(69, 69)]),
    listed(NetworkServices, Medium, "POP3", &[(110, 110)]),
    both(NetworkServices, High, "rpcbind and NFS", &[(111, 111), (2049, 2049)]),
    both(NetworkServices, Critical, "NetBIOS", &[(137, 139)]),
    listed(NetworkServices, Medium, "IMAP", &[(143, 143)]),
    udp(NetworkServices, High, "SNMP", &[(161, 161)]),
    tcp(NetworkServices, High, "LDAP", &[(389, 389), (636, 636)]),
    listed(NetworkServices, Critical, "SMB", &[(445, 445)]),
    tcp(NetworkServices, High, "rsync", &[(873, 873)]),
    tcp(NetworkServices, Medium, "MQTT", &[(1883, 1883)]),
    tcp(NetworkServices, High, "a Squid proxy", &[(3128, 3128)]),
    tcp(NetworkServices, High, "RabbitMQ", &[(5672, 5672), (15672, 15672)]),
    udp(NetworkServices, Medium, "StatsD", &[(8125, 8125)]),
    tcp(NetworkServices, High, "Kafka", &[(9092, 9092)]),
    listed(WebConsoles, Medium, "a development server", &[(3000, 3000), (5000, 5000)]),
    listed(WebConsoles, Critical, "Kibana or OpenSearch Dashboards", &[(5601, 5601)]),
    listed(WebConsoles, High, "a proxy, YARN or Jupyter", &[(8080, 8080), (8088, 8088), (8888, 8888)]),
    tcp(WebConsoles, High, "php-fpm, MinIO or Portainer", &[(9000, 9000)]),
    tcp(WebConsoles, Medium, "Prometheus or a node exporter", &[(9090, 9090), (9100, 9100)]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_port_stands_in_two_rows() {
        for protocol in [|service: &Service| service.tcp, |service: &Service| service.udp] {
            let mut ports: Vec<(u16, u16)> = SERVICES.iter().flat_map(protocol).copied().collect();
            ports.sort_unstable();
            assert!(ports.iter().all(|(low, high)| low <= high));
            assert!(ports.windows(2).all(|pair| pair[0].1 < pair[1].0), "{ports:?}");
        }
        assert!(SERVICES.iter().all(|service| !service.tcp.is_empty() || !service.udp.is_empty()));
    }
}
