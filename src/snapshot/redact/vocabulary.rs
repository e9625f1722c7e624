//! The words that AWS makes its sentences of. They stay where AWS speaks; in
//! names nothing stays. Without them nobody could tell why a task was stopped.

/// Sorted, in lower case.
#[rustfmt::skip]
const KNOWN: &[&str] = &[
    "a", "accelerator", "access", "accessdenied", "accessdeniedexception", "action", "address", "again", "agent",
    "all", "allows", "already", "amazon", "amazonaws", "an", "and", "any", "args", "arm", "arn", "asm", "assignment",
    "assume", "assumed", "at", "attach", "attachment", "attempting", "attribute", "auth", "authorize", "authorized",
    "availability", "awaiting", "aws", "back", "balancer", "basic", "be", "because", "been", "between", "breaker",
    "broken", "bucket", "but", "by", "call", "can", "canceled", "cannot", "cannotcreatecontainererror", "cannotpull",
    "cannotpullcontainererror", "cannotstartcontainererror", "capacity", "cause", "caused", "check", "checks",
    "circuit", "client", "closest", "cloud", "cloudfront", "cloudwatch", "code", "collect", "collected", "command",
    "commands", "complete", "completed", "conf", "configuration", "conflict", "connect", "connected", "connection",
    "contain", "container", "context", "copy", "correct", "could", "cpu", "create", "created", "credentials",
    "credentialsendpointerror", "daemon", "data", "deadline", "definition", "delete", "deleted", "denied",
    "deployment", "deployments", "dereference", "deregistered", "deregistering", "describe", "describesubnets",
    "descriptor", "desired", "detail", "device", "dial", "different", "directory", "disconnected", "disk", "dns",
    "do", "docker", "docs", "does", "download", "draining", "driver", "due", "each", "ec2", "ecr", "efs", "elastic",
    "elasticache", "elb", "empty", "enabled", "encountered", "endpoint", "eni", "entries", "env", "environment",
    "eof", "error", "essential", "event", "events", "exceeded", "execution", "exist", "exists", "exit", "exited",
    "expired", "expiredtoken", "failed", "failing", "failure", "failures", "fetch", "file", "files", "find",
    "firehose", "firewall", "for", "forbidden", "found", "from", "fs", "full", "gateway", "get",
    "getauthorizationtoken", "getimageblob", "getparameters", "getsecretvalue", "given", "global", "group", "guide",
    "had", "handshake", "has", "have", "head", "headers", "health", "healthcheck", "healthy", "hold", "holds", "host",
    "http", "httpreaderseeker", "https", "i", "iam", "id", "ids", "image", "images", "in", "incident", "included",
    "increase", "index", "information", "initialize", "initiated", "inside", "instance", "instances", "instead",
    "insufficient", "insufficientfreeaddressesinsubnet", "interface", "internalerror", "interrupted", "invalid",
    "invalidparameterexception", "invoke", "io", "ip", "is", "issue", "its", "key", "killed", "kinesis", "known",
    "lambda", "later", "latest", "layer", "layers", "left", "limit", "list", "load", "log", "logger", "logging",
    "logs", "lookup", "managed", "manager", "manifest", "manifests", "many", "matching", "maximum", "memory",
    "message", "minimum", "misbehaving", "missing", "more", "mount", "mounting", "name", "nat", "need", "needs",
    "network", "networkinterfacelimitexceeded", "new", "nfs4", "nil", "no", "non", "nosuchbucket", "nosuchkey", "not",
    "nothing", "o", "oci", "of", "off", "on", "one", "only", "open", "or", "other", "out", "outofmemory",
    "outofmemoryerror", "page", "panic", "parameter", "parameternotfound", "parameters", "part", "partly", "peer",
    "perform", "permissions", "place", "placement", "platform", "please", "pointer", "policies", "policy", "port",
    "ports", "previous", "primary", "private", "provided", "provisioning", "public", "pull", "pulling", "rate", "rds",
    "reached", "reaches", "read", "reading", "reason", "ref", "refused", "region", "register", "registered",
    "registry", "removed", "repository", "repositorynotfoundexception", "request", "requestcanceled", "requested",
    "requesterror", "requests", "require", "required", "requirements", "reset", "resolution", "resolve", "resolved",
    "resource", "resourceinitializationerror", "resourcenotfoundexception", "response", "retried", "retrieval",
    "retrieve", "retrieved", "role", "rollback", "rolled", "route", "rule", "run", "running", "runtask", "runtime",
    "s", "s3", "scaling", "second", "secret", "secrets", "secretsmanager", "section", "security", "see", "send",
    "server", "service", "services", "set", "signal", "snapshot", "so", "some", "space", "spot", "ssm", "starport",
    "started", "starting", "state", "status", "stderr", "steady", "stop", "stopped", "store", "stream", "sts",
    "subnet", "such", "svc", "systems", "target", "targets", "task", "taskfailedtostart", "tcp", "temporary",
    "terminated", "terminating", "text", "than", "that", "the", "their", "them", "then", "there", "these", "they",
    "this", "those", "time", "timed", "timeout", "times", "tls", "to", "token", "too", "toomanyrequests", "transit",
    "troubleshooting", "trunk", "try", "twice", "type", "udp", "unable", "unauthorized", "unavailable", "unexpected",
    "unhealthy", "unit", "units", "unknown", "unreachable", "unrecognizedclientexception", "unsuccessful", "unused",
    "up", "us", "usage", "use", "used", "user", "using", "utils", "v", "validate", "value", "variable", "verified",
    "version", "volume", "volumes", "vpc", "waiting", "was", "were", "what", "when", "whether", "which", "while",
    "who", "will", "with", "within", "without", "would", "write", "x", "yet", "you", "your", "zone", "zones",
];

/// Whether a word is one that AWS's sentences are made of.
pub(crate) fn is_known(word: &str) -> bool {
    KNOWN.binary_search(&word.to_ascii_lowercase().as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{KNOWN, is_known};

    #[test]
    fn the_words_are_sorted_so_that_they_are_found() {
        assert!(KNOWN.is_sorted());
        assert!(is_known("Timeout") && is_known("cannotpullcontainererror") && !is_known("acme"));
    }
}
