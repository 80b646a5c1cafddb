package dev.slipway.compose.schema;

import static dev.slipway.compose.schema.Forms.ADDED_STRINGS;
import static dev.slipway.compose.schema.Forms.BYTES;
import static dev.slipway.compose.schema.Forms.COMMAND;
import static dev.slipway.compose.schema.Forms.DECIMAL;
import static dev.slipway.compose.schema.Forms.DURATION;
import static dev.slipway.compose.schema.Forms.ENVIRONMENT;
import static dev.slipway.compose.schema.Forms.FLAG;
import static dev.slipway.compose.schema.Forms.INTEGER;
import static dev.slipway.compose.schema.Forms.LABELS;
import static dev.slipway.compose.schema.Forms.NAMED_STRINGS;
import static dev.slipway.compose.schema.Forms.ROUND;
import static dev.slipway.compose.schema.Forms.STRING;
import static dev.slipway.compose.schema.Forms.STRINGS;
import static dev.slipway.compose.schema.Forms.STRING_OR_LIST;
import static dev.slipway.compose.schema.Forms.WHOLE_BYTES;
import static dev.slipway.compose.schema.ScalarKind.NUMBER;
import static dev.slipway.compose.schema.ScalarKind.TEXT;

/** Services: what is run, how, and what it needs. */
final class Services {
  static final Element SERVICE = Element.named("service")
      .with("develop", Form.of(Builds.DEVELOP).orNothing())
      .with("deploy", Form.of(Deployments.DEPLOY).orNothing())
      .with("annotations", LABELS)
      .with("attach", FLAG)
      .with("build", Builds.BUILDS)
      .with("blkio_config", Form.of(ServiceParts.BLKIO))
      .with("cap_add", NAMED_STRINGS)
      .with("cap_drop", NAMED_STRINGS)
      .with("cgroup", Form.oneOf("host", "private"))
      .with("cgroup_parent", STRING)
      .with("command", COMMAND)
      .with("configs", Mounts.CONFIGS)
      .with("container_name", STRING.where(ScalarRules.CONTAINER_NAME))
      .with("cpu_count", INTEGER.where(ScalarRules.atLeast(0)))
      .with("cpu_percent", INTEGER.where(ScalarRules.between(0, 100)).cast(Typing.NUMBER).lengthened(ScalarForms::number))
      .with("cpu_shares", ROUND)
      .with("cpu_quota", ROUND)
      .with("cpu_period", ROUND)
      .with("cpu_rt_period", ROUND)
      .with("cpu_rt_runtime", ROUND)
      .with("cpus", DECIMAL)
      .with("cpuset", STRING)
      .with("credential_spec", Form.of(ServiceParts.CREDENTIAL_SPEC))
      .with("depends_on", ServiceParts.DEPENDS_ON)
      .with("device_cgroup_rules", ADDED_STRINGS)
      .with("devices", Mounts.DEVICES)
      .with("dns", STRING_OR_LIST.oncePer(Identity.NAME).lengthened(ListForms::dns))
      .with("dns_opt", NAMED_STRINGS)
      .with("dns_search", STRING_OR_LIST.oncePer(Identity.NAME))
      .with("domainname", STRING)
      .with("entrypoint", COMMAND)
      .with("env_file", ServiceParts.ENV_FILE)
      .with("label_file", STRING.or(STRINGS).merged(Merging.LIST).lengthened(ListForms::list))
      .with("environment", ENVIRONMENT)
      .with("expose", Form.set(Form.scalar(TEXT, NUMBER).lengthened(ScalarForms::decimal)).oncePer(Identity.VALUE))
      .with("extends", ServiceParts.EXTENDS)
      .with("provider", Form.of(ServiceParts.PROVIDER))
      .with("external_links", ADDED_STRINGS)
      .with("extra_hosts", Forms.EXTRA_HOSTS)
      .with("gpus", Deployments.GPUS)
      .with("group_add", Form.set(Form.scalar(TEXT, NUMBER).lengthened(ScalarForms::text)).merged(Merging.NEW_ITEMS))
      .with("healthcheck", Form.of(ServiceParts.HEALTHCHECK))
      .with("hostname", STRING)
      .with("image", STRING)
      .with("init", FLAG)
      .with("ipc", STRING)
      .with("isolation", STRING)
      .with("labels", LABELS)
      .with("links", NAMED_STRINGS)
      .with("logging", ServiceParts.LOGGING)
      .with("mac_address", STRING)
      .with("mem_limit", BYTES)
      .with("mem_reservation", WHOLE_BYTES)
      .with("mem_swappiness", WHOLE_BYTES)
      .with("memswap_limit", BYTES)
      .with("network_mode", STRING)
      .with("models", ServiceParts.MODELS)
      .with("networks", ServiceParts.NETWORKS)
      .with("oom_kill_disable", FLAG)
      .with("oom_score_adj", INTEGER.where(ScalarRules.between(-1000, 1000)))
      .with("pid", STRING.orNothing())
      .with("pids_limit", ROUND)
      .with("platform", STRING)
      .with("ports", Mounts.PORTS)
      .with("pre_start", Form.list(Form.of(Builds.START_HOOK)))
      .with("post_start", Form.list(Form.of(Builds.HOOK)))
      .with("pre_stop", Form.list(Form.of(Builds.HOOK)))
      .with("privileged", FLAG)
      .with("profiles", NAMED_STRINGS)
      .with("pull_policy", STRING.where(ScalarRules.PULL_POLICY))
      .with("pull_refresh_after", STRING)
      .with("read_only", FLAG)
      .with("restart", STRING)
      .with("runtime", STRING)
      .with("scale", INTEGER)
      .with("security_opt", ADDED_STRINGS)
      .with("shm_size", BYTES)
      .with("secrets", Mounts.SECRETS)
      .with("sysctls", LABELS)
      .with("stdin_open", FLAG)
      .with("stop_grace_period", DURATION)
      .with("stop_signal", STRING)
      .with("storage_opt", Form.named(NameRule.ANY, Form.ANYTHING.lengthened(ScalarForms::text)))
      .with("tmpfs", STRING_OR_LIST.oncePer(Identity.NAME))
      .with("tty", FLAG)
      .with("ulimits", Builds.ULIMITS)
      .with("use_api_socket", Forms.STRICT_FLAG)
      .with("user", STRING)
      .with("uts", STRING)
      .with("userns_mode", STRING)
      .with("volumes", Mounts.MOUNTS)
      .with("volumes_from", ADDED_STRINGS)
      .with("working_dir", STRING);

  private Services() {}
}
