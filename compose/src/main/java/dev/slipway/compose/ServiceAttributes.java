package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSetMultimap;
import dev.slipway.compose.format.ByteCount;
import java.time.Duration;
import java.util.Locale;

/** The attributes of services, in the order in which people write them; canonical files have them by name. */
public final class ServiceAttributes {
  private static final ElementType.Declaring<Service> DECLARING = ElementType.keyed("service", Service::new);

  /** The service that this one takes what it does not say itself from; gone in resolved projects. */
  public static final Attribute<Service, Extends> EXTENDS = DECLARING.attribute("extends", Extends.FORM);
  /** In which profiles the service is part of the project; always, if there is none. */
  public static final Attribute<Service, ImmutableList<Text>> PROFILES = DECLARING.attribute("profiles", Forms.TEXTS);
  /** The image of its containers. */
  public static final Attribute<Service, Text> IMAGE = DECLARING.attribute("image", Forms.TEXT);
  /** How its image is built. */
  public static final Attribute<Service, Build> BUILD = DECLARING.attribute("build", Build.FORM);
  /** A program that provides what the service stands for, in place of containers. */
  public static final Attribute<Service, Provider> PROVIDER = DECLARING.attribute("provider", Forms.element(Provider.ELEMENT));
  /** When the image is looked up in its registry. */
  public static final Attribute<Service, PullPolicy> PULL_POLICY = DECLARING.attribute("pull_policy", PullPolicy.FORM);
  /** After which time an image counts as old. */
  public static final Attribute<Service, Text> PULL_REFRESH_AFTER = DECLARING.attribute("pull_refresh_after", Forms.TEXT);
  /** What its containers run on. */
  public static final Attribute<Service, Text> PLATFORM = DECLARING.attribute("platform", Forms.TEXT);
  /** The name of its container; there can then be only one. */
  public static final Attribute<Service, Text> CONTAINER_NAME = DECLARING.attribute("container_name", Forms.TEXT);
  /** The name that its containers give themselves. */
  public static final Attribute<Service, Text> HOSTNAME = DECLARING.attribute("hostname", Forms.TEXT);
  /** The domain that its containers give themselves. */
  public static final Attribute<Service, Text> DOMAINNAME = DECLARING.attribute("domainname", Forms.TEXT);
  /** What is run, in place of the command of the image. */
  public static final Attribute<Service, ImmutableList<Text>> COMMAND = DECLARING.attribute("command", ArgumentsForm.ARGUMENTS);
  /** What runs the command, in place of the entrypoint of the image; an empty one takes that away. */
  public static final Attribute<Service, ImmutableList<Text>> ENTRYPOINT = DECLARING.attribute("entrypoint", ArgumentsForm.ARGUMENTS);
  /** Whether a small first process collects the ended ones. */
  public static final Attribute<Service, Boolean> INIT = DECLARING.attribute("init", Forms.TRUTH);
  /** Who runs it. */
  public static final Attribute<Service, Text> USER = DECLARING.attribute("user", Forms.TEXT);
  /** Where it runs. */
  public static final Attribute<Service, Text> WORKING_DIR = DECLARING.attribute("working_dir", Forms.TEXT);
  /** Its variables; null takes the value from the surroundings. */
  public static final Attribute<Service, ImmutableMap<String, Setting<Text>>> ENVIRONMENT = DECLARING.attribute("environment",
      Forms.VARIABLES);
  /** Files with its variables; later ones go first, and the environment before them. */
  public static final Attribute<Service, ImmutableList<EnvFile>> ENV_FILE = DECLARING.attribute("env_file", EnvFile.LIST);
  /** The services that it waits for. */
  public static final Attribute<Service, ImmutableMap<String, Dependency>> DEPENDS_ON = DECLARING.attribute("depends_on",
      Dependency.BY_SERVICE);
  /** Services, with other names for them. */
  public static final Attribute<Service, ImmutableList<Text>> LINKS = DECLARING.attribute("links", Forms.TEXTS);
  /** Containers outside the project, with other names for them. */
  public static final Attribute<Service, ImmutableList<Text>> EXTERNAL_LINKS = DECLARING.attribute("external_links", Forms.TEXTS);
  /** Its ports that can be reached from outside the project. */
  public static final Attribute<Service, ImmutableList<PublishedPort>> PORTS = DECLARING.attribute("ports", PublishedPort.LIST);
  /** Its ports that other services reach. */
  public static final Attribute<Service, ImmutableList<Text>> EXPOSE = DECLARING.attribute("expose", Forms.TEXTS);
  /** The networks that it is in; null is as usual. */
  public static final Attribute<Service, ImmutableMap<String, Setting<NetworkAttachment>>> NETWORKS = DECLARING.attribute("networks",
      Forms.names(Forms.element(NetworkAttachment.ELEMENT)));
  /** Whose network its containers are in, instead of one of their own. */
  public static final Attribute<Service, Text> NETWORK_MODE = DECLARING.attribute("network_mode", Forms.TEXT);
  /** The address of its network interface. */
  public static final Attribute<Service, Text> MAC_ADDRESS = DECLARING.attribute("mac_address", Forms.TEXT);
  /** Who is asked for addresses. */
  public static final Attribute<Service, ImmutableList<Text>> DNS = DECLARING.attribute("dns", Forms.TEXTS_OR_ONE);
  /** How they are asked. */
  public static final Attribute<Service, ImmutableList<Text>> DNS_OPT = DECLARING.attribute("dns_opt", Forms.TEXTS);
  /** Domains in which names are looked for. */
  public static final Attribute<Service, ImmutableList<Text>> DNS_SEARCH = DECLARING.attribute("dns_search", Forms.TEXTS_OR_ONE);
  /** Addresses of hosts that nobody is asked for. */
  public static final Attribute<Service, ImmutableSetMultimap<String, Text>> EXTRA_HOSTS = DECLARING.attribute("extra_hosts",
      HostsForm.HOSTS);
  /** Files from elsewhere in the tree of its containers. */
  public static final Attribute<Service, ImmutableList<Mount>> VOLUMES = DECLARING.attribute("volumes", Mount.LIST);
  /** Services and containers whose mounts it has, too. */
  public static final Attribute<Service, ImmutableList<Text>> VOLUMES_FROM = DECLARING.attribute("volumes_from", Forms.TEXTS);
  /** Directories in memory. */
  public static final Attribute<Service, ImmutableList<Text>> TMPFS = DECLARING.attribute("tmpfs", Forms.TEXTS_OR_ONE);
  /** Configs that it may read. */
  public static final Attribute<Service, ImmutableList<FileGrant>> CONFIGS = DECLARING.attribute("configs", FileGrant.PLAIN);
  /** Secrets that it may read. */
  public static final Attribute<Service, ImmutableList<FileGrant>> SECRETS = DECLARING.attribute("secrets", FileGrant.SECRETS);
  /** Language models that it uses; null is as usual. */
  public static final Attribute<Service, ImmutableMap<String, Setting<ModelBinding>>> MODELS = DECLARING.attribute("models",
      Forms.names(Forms.element(ModelBinding.ELEMENT)));
  /** How its containers are asked whether they work. */
  public static final Attribute<Service, Healthcheck> HEALTHCHECK = DECLARING.attribute("healthcheck", Forms.element(Healthcheck.ELEMENT));
  /** When its containers are started again after they have ended. */
  public static final Attribute<Service, Restart> RESTART = DECLARING.attribute("restart", Restart.FORM);
  /** How long it may take to stop before it is killed. */
  public static final Attribute<Service, Duration> STOP_GRACE_PERIOD = DECLARING.attribute("stop_grace_period", Forms.DURATION);
  /** The signal that makes it stop. */
  public static final Attribute<Service, Text> STOP_SIGNAL = DECLARING.attribute("stop_signal", Forms.TEXT);
  /** Commands before it starts, in containers of their own. */
  public static final Attribute<Service, ImmutableList<StartHook>> PRE_START = DECLARING.attribute("pre_start",
      Forms.elements(StartHook.ELEMENT));
  /** Commands in its containers after they have started. */
  public static final Attribute<Service, ImmutableList<Hook>> POST_START = DECLARING.attribute("post_start", Forms.elements(Hook.ELEMENT));
  /** Commands in its containers before they stop. */
  public static final Attribute<Service, ImmutableList<Hook>> PRE_STOP = DECLARING.attribute("pre_stop", Forms.elements(Hook.ELEMENT));
  /** How many containers run. */
  public static final Attribute<Service, Long> SCALE = DECLARING.attribute("scale", Forms.INTEGER);
  /** How it is run on a platform. */
  public static final Attribute<Service, Deploy> DEPLOY = DECLARING.attribute("deploy", Forms.element(Deploy.ELEMENT));
  /** What happens while people work on its sources. */
  public static final Attribute<Service, Develop> DEVELOP = DECLARING.attribute("develop", Forms.element(Develop.ELEMENT));
  /** Where its output goes. */
  public static final Attribute<Service, Logging> LOGGING = DECLARING.attribute("logging", Forms.element(Logging.ELEMENT));
  /** Labels of its containers. */
  public static final Attribute<Service, ImmutableMap<String, Text>> LABELS = DECLARING.attribute("labels", Forms.LABELS);
  /** Files with labels. */
  public static final Attribute<Service, ImmutableList<Text>> LABEL_FILE = DECLARING.attribute("label_file", Forms.TEXTS_OR_ONE);
  /** Annotations of its containers. */
  public static final Attribute<Service, ImmutableMap<String, Text>> ANNOTATIONS = DECLARING.attribute("annotations", Forms.LABELS);
  /** Whether its output is shown. */
  public static final Attribute<Service, Boolean> ATTACH = DECLARING.attribute("attach", Forms.TRUTH);
  /** Whether it can be typed to. */
  public static final Attribute<Service, Boolean> STDIN_OPEN = DECLARING.attribute("stdin_open", Forms.TRUTH);
  /** Whether it has a terminal. */
  public static final Attribute<Service, Boolean> TTY = DECLARING.attribute("tty", Forms.TRUTH);
  /** The processors that it may use, parts of one too. */
  public static final Attribute<Service, Double> CPUS = DECLARING.attribute("cpus", Forms.DECIMAL);
  /** Which processors it may use. */
  public static final Attribute<Service, Text> CPUSET = DECLARING.attribute("cpuset", Forms.TEXT);
  /** How many processors it may use (Windows). */
  public static final Attribute<Service, Long> CPU_COUNT = DECLARING.attribute("cpu_count", Forms.INTEGER);
  /** Which part of all processors it may use (Windows). */
  public static final Attribute<Service, Double> CPU_PERCENT = DECLARING.attribute("cpu_percent", Forms.DECIMAL);
  /** Its share of processors against that of others. */
  public static final Attribute<Service, Long> CPU_SHARES = DECLARING.attribute("cpu_shares", Forms.INTEGER);
  /** Microseconds in which the quota counts. */
  public static final Attribute<Service, Long> CPU_PERIOD = DECLARING.attribute("cpu_period", Forms.INTEGER);
  /** Microseconds of processors in each period. */
  public static final Attribute<Service, Long> CPU_QUOTA = DECLARING.attribute("cpu_quota", Forms.INTEGER);
  /** Microseconds in which the real-time quota counts. */
  public static final Attribute<Service, Long> CPU_RT_PERIOD = DECLARING.attribute("cpu_rt_period", Forms.INTEGER);
  /** Microseconds of real time in each period. */
  public static final Attribute<Service, Long> CPU_RT_RUNTIME = DECLARING.attribute("cpu_rt_runtime", Forms.INTEGER);
  /** The most memory that it may use. */
  public static final Attribute<Service, ByteCount> MEM_LIMIT = DECLARING.attribute("mem_limit", Forms.BYTES);
  /** Memory that is kept for it. */
  public static final Attribute<Service, ByteCount> MEM_RESERVATION = DECLARING.attribute("mem_reservation", Forms.BYTES);
  /** The most memory and swap space together; -1 is no limit. */
  public static final Attribute<Service, ByteCount> MEMSWAP_LIMIT = DECLARING.attribute("memswap_limit", Forms.BYTES);
  /** How gladly its memory is swapped, from 0 to 100. */
  public static final Attribute<Service, ByteCount> MEM_SWAPPINESS = DECLARING.attribute("mem_swappiness", Forms.BYTES);
  /** Size of the shared memory. */
  public static final Attribute<Service, ByteCount> SHM_SIZE = DECLARING.attribute("shm_size", Forms.BYTES);
  /** The most processes; -1 is no limit. */
  public static final Attribute<Service, Long> PIDS_LIMIT = DECLARING.attribute("pids_limit", Forms.INTEGER);
  /** Limits of its processes. */
  public static final Attribute<Service, ImmutableMap<String, Ulimit>> ULIMITS = DECLARING.attribute("ulimits", Ulimit.FORM);
  /** Whether it is spared when memory runs out. */
  public static final Attribute<Service, Boolean> OOM_KILL_DISABLE = DECLARING.attribute("oom_kill_disable", Forms.TRUTH);
  /** How gladly it is killed when memory runs out, from -1000 to 1000. */
  public static final Attribute<Service, Long> OOM_SCORE_ADJ = DECLARING.attribute("oom_score_adj", Forms.INTEGER);
  /** How much it may read from and write to block devices. */
  public static final Attribute<Service, BlkioConfig> BLKIO_CONFIG = DECLARING.attribute("blkio_config",
      Forms.element(BlkioConfig.ELEMENT));
  /** Graphics processors that it uses. */
  public static final Attribute<Service, ImmutableList<DeviceRequest>> GPUS = DECLARING.attribute("gpus", new GpusForm());
  /** Devices of the host that it sees. */
  public static final Attribute<Service, ImmutableList<Device>> DEVICES = DECLARING.attribute("devices", Device.LIST);
  /** Which devices it may use. */
  public static final Attribute<Service, ImmutableList<Text>> DEVICE_CGROUP_RULES = DECLARING.attribute("device_cgroup_rules", Forms.TEXTS);
  /** Options of what keeps its files. */
  public static final Attribute<Service, ImmutableMap<String, Text>> STORAGE_OPT = DECLARING.attribute("storage_opt", Forms.LABELS);
  /** Settings of the kernel. */
  public static final Attribute<Service, ImmutableMap<String, Text>> SYSCTLS = DECLARING.attribute("sysctls", Forms.LABELS);
  /** Whether its files cannot be written. */
  public static final Attribute<Service, Boolean> READ_ONLY = DECLARING.attribute("read_only", Forms.TRUTH);
  /** Whether it has all privileges of the host. */
  public static final Attribute<Service, Boolean> PRIVILEGED = DECLARING.attribute("privileged", Forms.TRUTH);
  /** Capabilities of the kernel that it has in addition. */
  public static final Attribute<Service, ImmutableList<Text>> CAP_ADD = DECLARING.attribute("cap_add", Forms.TEXTS);
  /** Capabilities of the kernel that it does without. */
  public static final Attribute<Service, ImmutableList<Text>> CAP_DROP = DECLARING.attribute("cap_drop", Forms.TEXTS);
  /** Rules of security modules. */
  public static final Attribute<Service, ImmutableList<Text>> SECURITY_OPT = DECLARING.attribute("security_opt", Forms.TEXTS);
  /** More groups of its user. */
  public static final Attribute<Service, ImmutableList<Text>> GROUP_ADD = DECLARING.attribute("group_add", Forms.TEXTS);
  /** Where its service account is described (Windows). */
  public static final Attribute<Service, CredentialSpec> CREDENTIAL_SPEC = DECLARING.attribute("credential_spec",
      Forms.element(CredentialSpec.ELEMENT));
  /** Whether it may talk to the engine that runs it. */
  public static final Attribute<Service, Boolean> USE_API_SOCKET = DECLARING.attribute("use_api_socket", Forms.TRUTH);
  /** Whose control groups it sees. */
  public static final Attribute<Service, Cgroup> CGROUP = DECLARING.attribute("cgroup", Forms.constant(Cgroup.class));
  /** The control group above its own. */
  public static final Attribute<Service, Text> CGROUP_PARENT = DECLARING.attribute("cgroup_parent", Forms.TEXT);
  /** Whose shared memory it uses. */
  public static final Attribute<Service, Text> IPC = DECLARING.attribute("ipc", Forms.TEXT);
  /** Whose processes it sees. */
  public static final Attribute<Service, Text> PID = DECLARING.attribute("pid", Forms.TEXT);
  /** Whose host name it has. */
  public static final Attribute<Service, Text> UTS = DECLARING.attribute("uts", Forms.TEXT);
  /** Whose users it has. */
  public static final Attribute<Service, Text> USERNS_MODE = DECLARING.attribute("userns_mode", Forms.TEXT);
  /** How its containers are kept apart (Windows). */
  public static final Attribute<Service, Text> ISOLATION = DECLARING.attribute("isolation", Forms.TEXT);
  /** What runs its containers. */
  public static final Attribute<Service, Text> RUNTIME = DECLARING.attribute("runtime", Forms.TEXT);

  static final ElementType<Service> ELEMENT = DECLARING.close();

  private ServiceAttributes() {}

  /** Whose control groups a container sees. */
  public enum Cgroup {
    /** Those of the host. */
    HOST,
    /** Its own. */
    PRIVATE;

    /** The constant as files write it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
