package dev.slipway.layout;

/** Docker's short names: what {@code app:1.0} means in full, and its parts. */
final class DockerNames {
  private DockerNames() {}

  /** The name with registry and namespace: {@code docker.io/library/app:1.0} for {@code app:1.0}. */
  static String full(String name) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean hasRegistry = first.contains(".") || first.contains(":") || first.equals("localhost");
    if (!hasRegistry) {
      return "docker.io/" + (slash < 0 ? "library/" : "") + name;
    }
    return first.equals("docker.io") && name.indexOf('/', slash + 1) < 0 ? "docker.io/library" + name.substring(slash) : name;
  }

  /** What follows the colon. */
  static String tag(String name) {
    return name.substring(name.lastIndexOf(':') + 1);
  }
}
