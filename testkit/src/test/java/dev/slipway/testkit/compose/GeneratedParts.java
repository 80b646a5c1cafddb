package dev.slipway.testkit.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSetMultimap;
import dev.slipway.compose.Attribute;
import dev.slipway.compose.Deploy;
import dev.slipway.compose.Device;
import dev.slipway.compose.Healthcheck;
import dev.slipway.compose.Logging;
import dev.slipway.compose.Mount;
import dev.slipway.compose.PublishedPort;
import dev.slipway.compose.PullPolicy;
import dev.slipway.compose.ResourceLimits;
import dev.slipway.compose.Restart;
import dev.slipway.compose.RestartPolicy;
import dev.slipway.compose.Service;
import dev.slipway.compose.ServiceAttributes;
import dev.slipway.compose.Text;
import dev.slipway.compose.TmpfsOptions;
import dev.slipway.compose.Ulimit;
import dev.slipway.compose.format.ByteCount;
import dev.slipway.image.Port.Protocol;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * What random services get in addition, one attribute at a time. No port is published at an address of IPv6: the tool prints it without
 * the brackets that it must have.
 */
final class GeneratedParts {
  private final Random random;
  private final List<UnaryOperator<Service>> parts;
  private int mounts;
  private int ports;

  GeneratedParts(Random random) {
    this.random = random;
    this.parts = List.of(
        service -> service.command("sh", "-c", word()), service -> service.entrypoint(),
        service -> service.entrypoint("tini", "--", word()),
        service -> service.user("1000:1000"), service -> service.workdir("/srv"), service -> service.restart(Restart.UNLESS_STOPPED),
        service -> service.restart(Restart.onFailure(3)), service -> service.profiles("one", "two"), service -> service.scale(number(4)),
        service -> service.port(8000 + ports++, 80), service -> service.port(PublishedPort.of(1 + ports++)),
        service -> service.port(PublishedPort.of(9000 + ports++, 53).protocol(Protocol.UDP).on("127.0.0.1")),
        service -> service.bind("/host/" + number(9), "/bound/" + mounts++),
        service -> service.mount(Mount.anonymous("/anonymous" + mounts++)),
        service -> service.mount(Mount.bind("./here", "/here" + mounts++).readOnly()),
        service -> service
            .mount(Mount.tmpfs("/t" + mounts++).with(Mount.TMPFS, TmpfsOptions.empty().with(TmpfsOptions.SIZE, ByteCount.of(1 << 20)))),
        service -> service.memory(ByteCount.of(number(1 << 30))),
        service -> set(service, ServiceAttributes.SHM_SIZE, ByteCount.of(64 << 20)),
        service -> set(service, ServiceAttributes.MEM_RESERVATION, ByteCount.of(6 << 20)),
        service -> set(service, ServiceAttributes.CPUS, 0.5),
        service -> set(service, ServiceAttributes.CPU_SHARES, 512L), service -> set(service, ServiceAttributes.PIDS_LIMIT, 100L),
        service -> set(service, ServiceAttributes.INIT, true), service -> set(service, ServiceAttributes.TTY, random.nextBoolean()),
        service -> set(service, ServiceAttributes.STDIN_OPEN, true), service -> set(service, ServiceAttributes.PRIVILEGED, true),
        service -> set(service, ServiceAttributes.READ_ONLY, true), service -> set(service, ServiceAttributes.HOSTNAME, Text.of("host-1")),
        service -> set(service, ServiceAttributes.DOMAINNAME, Text.of("example.com")),
        service -> set(service, ServiceAttributes.PULL_POLICY, PullPolicy.ALWAYS),
        service -> set(service, ServiceAttributes.PLATFORM, Text.of("linux/amd64")),
        service -> set(service, ServiceAttributes.STOP_SIGNAL, Text.of("SIGUSR1")),
        service -> set(service, ServiceAttributes.STOP_GRACE_PERIOD, Duration.ofSeconds(number(5000))),
        service -> set(service, ServiceAttributes.CAP_ADD, texts("NET_ADMIN")),
        service -> set(service, ServiceAttributes.CAP_DROP, texts("ALL", "KILL")),
        service -> set(service, ServiceAttributes.DNS, texts("1.1.1.1")),
        service -> set(service, ServiceAttributes.DNS, texts("1.1.1.1", "8.8.8.8")),
        service -> set(service, ServiceAttributes.DNS_SEARCH, texts("example.com")),
        service -> set(service, ServiceAttributes.DNS_OPT, texts("rotate")),
        service -> set(service, ServiceAttributes.EXPOSE, texts("80", "90-95/udp")),
        service -> set(service, ServiceAttributes.TMPFS, texts("/run:size=64m")),
        service -> set(service, ServiceAttributes.SECURITY_OPT, texts("label=user:USER")),
        service -> set(service, ServiceAttributes.GROUP_ADD, texts("mail")),
        service -> set(service, ServiceAttributes.IPC, Text.of("host")), service -> set(service, ServiceAttributes.PID, Text.of("host")),
        service -> set(service, ServiceAttributes.USERNS_MODE, Text.of("host")),
        service -> set(service, ServiceAttributes.OOM_SCORE_ADJ, -500L),
        service -> set(service, ServiceAttributes.SYSCTLS, ImmutableMap.of("net.core.somaxconn", Text.of("1024"))),
        service -> set(service, ServiceAttributes.ULIMITS, ImmutableMap.of("nofile", Ulimit.of(10, 20), "nproc", Ulimit.of(65_535))),
        service -> set(service, ServiceAttributes.EXTRA_HOSTS,
            ImmutableSetMultimap.of("one", Text.of("10.0.0.1"), "two", Text.of("host-gateway"))),
        service -> set(service, ServiceAttributes.DEVICES, ImmutableList.of(Device.of("/dev/null", "/dev/none"))),
        service -> set(service, ServiceAttributes.LOGGING, Logging.driver("json-file").option("max-size", "10m").option("tag", word())),
        service -> set(service, ServiceAttributes.DEPLOY, deploy()), this::checked);
  }

  /** The service with one more attribute, or another value for one. */
  Service more(Service service) {
    return parts.get(random.nextInt(parts.size())).apply(service);
  }

  private static <T> Service set(Service service, Attribute<Service, T> attribute, T value) {
    return service.with(attribute, value);
  }

  private Service checked(Service service) {
    Healthcheck check = random.nextBoolean() ? Healthcheck.shell("test " + word()) : Healthcheck.command("test", word());
    return service.healthcheck(random.nextInt(4) == 0
        ? Healthcheck.none()
        : check.every(Duration.ofSeconds(number(4000) + 1)).within(Duration.ofMillis(1500)).retries(3).startingIn(Duration.ofMinutes(90)));
  }

  private Deploy deploy() {
    Deploy deploy = Deploy.empty().replicas(number(4)).limits(ResourceLimits.empty().cpus(0.25).memory(ByteCount.of(50 << 20)));
    return deploy.with(Deploy.LABELS, ImmutableMap.of("l", Text.of(word()))).with(Deploy.RESTART_POLICY,
        RestartPolicy.empty().with(RestartPolicy.CONDITION, Text.of("on-failure")).with(RestartPolicy.DELAY, Duration.ofSeconds(5)));
  }

  private int number(int bound) {
    return random.nextInt(bound);
  }

  private String word() {
    return GeneratedProjects.WORDS.get(random.nextInt(GeneratedProjects.WORDS.size()));
  }

  private static ImmutableList<Text> texts(String... values) {
    return Arrays.stream(values).map(Text::of).collect(ImmutableList.toImmutableList());
  }
}
