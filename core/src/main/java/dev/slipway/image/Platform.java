package dev.slipway.image;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.InvalidValueException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a container image runs on: operating system, processor architecture, and where it matters the architecture's
 * variant and the operating system's version, as in {@code linux/amd64} or {@code linux/arm/v7}.
 *
 * <p>Names are brought into Go's spelling, as containerd does: {@code x86_64} is {@code amd64}, {@code aarch64} and
 * {@code arm64/v8} are {@code arm64}, {@code armhf} and plain {@code arm} are {@code arm/v7}, {@code armel} is
 * {@code arm/v6}, {@code i386} is {@code 386}. Two platforms that mean the same are therefore equal.
 *
 * <p>What this machine is cannot be asked here: values read no environment.
 */
public final class Platform {
  /** Linux on 64-bit x86. */
  public static final Platform LINUX_AMD64 = of("linux", "amd64");
  /** Linux on 64-bit ARM. */
  public static final Platform LINUX_ARM64 = of("linux", "arm64");

  private static final int MAX_LENGTH = 128;

  private final String os;
  private final String architecture;
  private final String variant;
  private final String osVersion;

  private Platform(String os, String architecture, String variant, String osVersion) {
    this.os = checked("operating system", normalOs(os));
    String lower = architecture.toLowerCase(Locale.ROOT);
    this.architecture = checked("architecture", normalArchitecture(lower));
    this.variant = variant.isEmpty() && normalVariant(lower, "").isEmpty()
        ? ""
        : checkedOrEmpty("variant", normalVariant(lower, variant.toLowerCase(Locale.ROOT)));
    this.osVersion = checkedOrEmpty("operating system version", osVersion);
  }

  /** A platform by operating system and architecture, in any common spelling. */
  public static Platform of(String os, String architecture) {
    return new Platform(os, architecture, "", "");
  }

  /**
   * Reads {@code os/architecture} or {@code os/architecture/variant}.
   *
   * @throws InvalidValueException if the text has another form
   */
  public static Platform parse(String text) {
    List<String> parts = text.length() > MAX_LENGTH * 4 ? List.of() : Splitter.on('/').splitToList(text);
    if (parts.size() < 2 || parts.size() > 3) {
      throw new InvalidValueException(
          "platform '" + abbreviated(text)
              + "' is not of the form os/architecture[/variant]; write for example 'linux/amd64' or 'linux/arm/v7'");
    }
    if (parts.size() == 3 && parts.get(2).isEmpty()) {
      throw new InvalidValueException("platform '" + text + "' ends in an empty variant; leave the last '/' out");
    }
    return new Platform(parts.get(0), parts.get(1), parts.size() == 3 ? parts.get(2) : "", "");
  }

  /** The same platform with the given variant of its architecture, such as {@code v7}; empty text for none. */
  public Platform withVariant(String newVariant) {
    return new Platform(os, architecture, newVariant, osVersion);
  }

  /** The same platform with the given version of its operating system (Windows only); empty text for none. */
  public Platform withOsVersion(String newOsVersion) {
    return new Platform(os, architecture, variant, newOsVersion);
  }

  /** The operating system in Go's spelling, such as {@code linux}. */
  public String os() {
    return os;
  }

  /** The architecture in Go's spelling, such as {@code amd64}. */
  public String architecture() {
    return architecture;
  }

  /** The variant, such as {@code v7}; empty where the architecture's usual one is meant. */
  public Optional<String> variant() {
    return Optional.of(variant).filter(text -> !text.isEmpty());
  }

  /** The version of the operating system that is required (Windows only). */
  public Optional<String> osVersion() {
    return Optional.of(osVersion).filter(text -> !text.isEmpty());
  }

  /**
   * The platforms whose images run on this one, best first: itself, then the lower variants of the same architecture
   * ({@code arm/v7} runs {@code arm/v6} and {@code arm/v5}; {@code amd64/v3} runs {@code amd64/v2} and {@code amd64}).
   *
   * <p>Other architectures that the processor could execute ({@code 386} on {@code amd64}, {@code arm} on
   * {@code arm64}) are left out: who asks for {@code arm64} and gets a 32-bit image wants to be told.
   */
  public ImmutableList<Platform> runnable() {
    ImmutableList.Builder<Platform> choices = ImmutableList.<Platform>builder().add(this);
    int lowest = architecture.equals("arm") ? 5 : architecture.equals("arm64") ? 8 : 1;
    int own = variantNumber();
    for (int number = own - 1; number >= lowest; number--) {
      choices.add(withVariant("v" + number));
    }
    return choices.build();
  }

  /** Whether an image made for {@code offered} runs on this platform; a version of the operating system counts where both name one. */
  public boolean runs(Platform offered) {
    return preferenceFor(offered) >= 0;
  }

  /**
   * Where {@code offered} stands in {@link #runnable()}: 0 is the best choice, -1 means that it does not run here.
   */
  public int preferenceFor(Platform offered) {
    if (!osVersion.isEmpty() && !offered.osVersion.isEmpty() && !osVersion.equals(offered.osVersion)) {
      return -1;
    }
    return runnable().stream().map(choice -> choice.withOsVersion(offered.osVersion)).toList().indexOf(offered);
  }

  /** Variants are {@code v} and a number; unknown ones stand for themselves alone. */
  private int variantNumber() {
    if (variant.isEmpty()) {
      return architecture.equals("arm64") ? 8 : architecture.equals("amd64") ? 1 : 0;
    }
    boolean number = variant.length() == 2 && variant.charAt(0) == 'v' && variant.charAt(1) >= '1' && variant.charAt(1) <= '9';
    boolean ordered = architecture.equals("arm") || architecture.equals("arm64") || architecture.equals("amd64");
    return number && ordered ? variant.charAt(1) - '0' : 0;
  }

  private static String normalOs(String os) {
    String lower = os.toLowerCase(Locale.ROOT);
    return lower.equals("macos") ? "darwin" : lower;
  }

  private static String normalArchitecture(String architecture) {
    return switch (architecture) {
      case "x86_64", "x86-64" -> "amd64";
      case "aarch64" -> "arm64";
      case "armhf", "armel" -> "arm";
      case "i386" -> "386";
      default -> architecture;
    };
  }

  private static String normalVariant(String architecture, String variant) {
    return switch (architecture) {
      case "armhf" -> "v7";
      case "armel" -> "v6";
      case "i386" -> "";
      case "arm" -> variant.isEmpty() ? "v7" : variant.matches("[5-8]") ? "v" + variant : variant;
      case "arm64", "aarch64" -> switch (variant) {
        case "8", "v8", "8.0", "v8.0" -> "";
        case "9", "9.0", "v9.0" -> "v9";
        default -> variant;
      };
      case "amd64", "x86_64", "x86-64" -> variant.equals("v1") ? "" : variant;
      default -> variant;
    };
  }

  private static String checkedOrEmpty(String what, String text) {
    return text.isEmpty() ? text : checked(what, text);
  }

  private static String checked(String what, String text) {
    boolean wellFormed = !text.isEmpty() && text.length() <= MAX_LENGTH && text.chars().allMatch(Platform::isNameCharacter);
    if (!wellFormed) {
      throw new InvalidValueException(
          what + " '" + abbreviated(text)
              + "' of a platform is not made of letters, digits, '_', '-' and '.'; write for example 'linux/amd64'");
    }
    return text;
  }

  private static boolean isNameCharacter(int c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.';
  }

  private static String abbreviated(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Platform that
        && that.os.equals(os)
        && that.architecture.equals(architecture)
        && that.variant.equals(variant)
        && that.osVersion.equals(osVersion);
  }

  @Override
  public int hashCode() {
    return Objects.hash(os, architecture, variant, osVersion);
  }

  /**
   * The build arguments that tell of a platform.
   *
   * @param prefix {@code TARGET} or {@code BUILD}, for {@code TARGETPLATFORM} and so on
   */
  public ImmutableMap<String, String> arguments(String prefix) {
    return ImmutableMap.of(prefix + "PLATFORM", toString(), prefix + "OS", os, prefix + "OSVERSION", osVersion, prefix + "ARCH",
        architecture, prefix + "VARIANT", variant);
  }

  /** The platform as it is written in commands: {@code os/architecture[/variant]}, the version in parentheses after the system. */
  @Override
  public String toString() {
    return os + (osVersion.isEmpty() ? "" : "(" + osVersion + ")") + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
  }
}
