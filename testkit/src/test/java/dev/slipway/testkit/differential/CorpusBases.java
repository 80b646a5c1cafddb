package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.slipway.testkit.registry.EmbeddedRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * The images that Dockerfiles stand on, under the names that people use: the daemon has them, and a registry that Slipway
 * asks in place of the usual one. No image that the daemon has already gets another meaning.
 */
final class CorpusBases {
  private static final ImmutableSet<String> BUSYBOX = ImmutableSet.of("busybox", "busybox:stable", "busybox:musl", "busybox:stable-musl");
  private static final ImmutableSet<String> DEBIAN = ImmutableSet.of("debian", "debian:12", "debian:12-slim", "debian:bookworm",
      "debian:bookworm-slim", "debian:stable-slim");

  private final DockerDaemon daemon;
  private final EmbeddedRegistry registry;

  CorpusBases(DockerDaemon daemon, EmbeddedRegistry registry) {
    this.daemon = daemon;
    this.registry = registry;
  }

  /**
   * Makes what the cases of a corpus may name.
   *
   * @param corpus {@code bases/NAME} in it are built in the order of their names
   */
  void make(Path corpus, Iterable<Path> cases) throws IOException, InterruptedException {
    String text = text(cases) + text(DockerfileCase.findBases(corpus));
    RunBases.makeBusybox(daemon);
    publish(RunBases.BUSYBOX, RunBases.BUSYBOX);
    publishMentioned(RunBases.BUSYBOX, BUSYBOX, text);
    if (text.contains("debian")) {
      RunBases.makeDebian(daemon);
      publishMentioned(RunBases.DEBIAN, DEBIAN, text);
    }
    for (Path directory : DockerfileCase.findBases(corpus)) {
      build(directory, corpus.resolve("bases").relativize(directory).toString());
    }
  }

  /** All that is read of each case is searched: a name that is mentioned for no reason costs little. */
  private static String text(Iterable<Path> cases) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path directory : cases) {
      try (var files = Files.list(directory)) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
          String name = file.getFileName().toString();
          if (name.endsWith("ockerfile") || name.endsWith("ontainerfile") || name.endsWith(".json") || name.equals("arguments")) {
            text.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).append('\n');
          }
        }
      }
    }
    return text.toString();
  }

  private void publishMentioned(String image, Set<String> names, String text) throws IOException, InterruptedException {
    for (String name : new TreeSet<>(names)) {
      if (text.contains(name)) {
        if (!daemon.has(name)) {
          daemon.tag(image, name);
        }
        publish(name, name);
      }
    }
  }

  private void build(Path directory, String name) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("base");
    try {
      DockerfileCase base = DockerfileCase.read(directory.resolveSibling("."), directory);
      DockerfileCase.Laid laid = base.layInto(work);
      switch (daemon.build(laid.context(), laid.dockerfile(), ImmutableMap.of(), "--network=host")) {
        case DockerDaemon.Built.Image(String id) -> daemon.tag(id, name);
        case DockerDaemon.Built.Failure(String message) -> throw new IOException("the base " + name + " cannot be made: " + message);
      }
      publish(name, name);
    } finally {
      MoreFiles.deleteRecursively(work, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  /** Puts an image of the daemon into the registry. */
  private void publish(String image, String name) throws IOException, InterruptedException {
    String there = registry.address() + "/" + (name.contains("/") ? name : "library/" + name);
    daemon.tag(image, there);
    daemon.push(there);
    daemon.remove(there);
  }
}
