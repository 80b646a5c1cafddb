package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code RUN}: a command whose changes to the file system become a layer.
 *
 * @param command what runs
 * @param mounts what it sees besides the image's files
 * @param network which network it has; absent means the builder's default
 * @param security how it is confined; absent means the sandbox
 * @param devices what it may use of the machine
 * @param reuse when an earlier result may be used again
 */
public record Run(Command command, ImmutableList<Mount> mounts, Optional<Network> network, Optional<Security> security,
    ImmutableList<Device> devices, Reuse reuse)
    implements
      Instruction {

  /** Which network a command has: {@code --network}. */
  public enum Network {
    /** The builder's default. */
    DEFAULT,
    /** None at all. */
    NONE,
    /** The machine's own; the build must allow it. */
    HOST;

    /** The word in a Dockerfile, such as {@code none}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How a command is confined: {@code --security}. */
  public enum Security {
    /** As containers are. */
    SANDBOX,
    /** Not at all; the build must allow it. */
    INSECURE;

    /** The word in a Dockerfile, such as {@code sandbox}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A device by its Container Device Interface name: {@code --device}.
   *
   * @param name such as {@code vendor.example/class=gpu0}
   * @param required whether the build fails without it
   */
  public record Device(String name, boolean required) {
    /** Checks the name. */
    public Device {
      if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == ',')) {
        throw new InvalidValueException("'" + name + "' is not the name of a device, such as 'vendor.example/class=gpu0'");
      }
    }
  }

  @Override
  public ImmutableList<Base> bases() {
    return mounts.stream().flatMap(mount -> mount.base().stream()).collect(ImmutableList.toImmutableList());
  }

  /** Checks that there is something to run. */
  public Run {
    if (command instanceof Command.ExecForm exec && exec.arguments().isEmpty()) {
      throw new InvalidValueException("RUN needs a program, such as Command.exec(\"make\", \"install\")");
    }
  }

  /** A command with nothing but the image's files. */
  public static Run of(Command command, Mount... mounts) {
    return new Run(command, ImmutableList.copyOf(mounts), Optional.empty(), Optional.empty(), ImmutableList.of(), Reuse.BY_CONTENT);
  }

  /** A line in the image's shell. */
  public static Run shell(String line, Mount... mounts) {
    return of(Command.shell(line), mounts);
  }

  /** The same command with one more mount. */
  public Run mount(Mount mount) {
    return new Run(command, ImmutableList.<Mount>builder().addAll(mounts).add(mount).build(), network, security, devices, reuse);
  }

  /** The same command in another network. */
  public Run network(Network newNetwork) {
    return new Run(command, mounts, Optional.of(newNetwork), security, devices, reuse);
  }

  /** The same command, confined otherwise. */
  public Run security(Security newSecurity) {
    return new Run(command, mounts, network, Optional.of(newSecurity), devices, reuse);
  }

  /** The same command with one more device. */
  public Run device(Device device) {
    return new Run(command, mounts, network, security, ImmutableList.<Device>builder().addAll(devices).add(device).build(),
        reuse);
  }

  /** The same command with another rule for when an earlier result may be used again. */
  public Run reuse(Reuse newReuse) {
    return new Run(command, mounts, network, security, devices, newReuse);
  }
}
