package dev.slipway.run;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.image.ImagePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the mounts of a run need: links, directories and files in the workspace, secrets in memory, mounts made by the script
 * before the runtime starts. Filled by {@link MountPlan}, put on disk by {@link Workspace}.
 */
final class WorkspaceFiles {
  /** The kernel stacks no more than these. */
  static final int MOST_LAYERS = 500;

  /** A small file of root's in the workspace. */
  record Small(String content, int mode) {}

  /** A file that is only ever in memory. Not a record: nothing prints it. */
  static final class InMemory {
    final String name;
    final byte[] content;
    final int mode;
    final long uid;
    final long gid;

    private InMemory(String name, byte[] content, int mode, long uid, long gid) {
      this.name = name;
      this.content = content;
      this.mode = mode;
      this.uid = uid;
      this.gid = gid;
    }
  }

  /** A socket that this process serves in the workspace. */
  record Served(String name, Path agent) {}

  private final Map<Path, String> links = new LinkedHashMap<>();
  private final List<String> directories = new ArrayList<>();
  private final List<String> mounts = new ArrayList<>();
  private final Map<String, Small> files = new LinkedHashMap<>();
  private final List<InMemory> secrets = new ArrayList<>();
  private final List<Served> sockets = new ArrayList<>();
  private final List<String> commands = new ArrayList<>();

  /** A name in the workspace for a path of the host: short, and of characters that mean nothing in mount options. */
  String link(Path target) {
    return links.computeIfAbsent(target, path -> "L" + Integer.toString(links.size(), Character.MAX_RADIX));
  }

  /**
   * The option for a stack of directories. Of one that occurs twice, the upper one counts: overlayfs refuses to see a
   * directory twice, and whatever the lower one shows, hides or replaces, the upper one does too.
   */
  String lowerOption(List<Path> lowestFirst) {
    Set<Path> topFirst = new LinkedHashSet<>();
    for (int i = lowestFirst.size() - 1; i >= 0; i--) {
      topFirst.add(lowestFirst.get(i));
    }
    if (topFirst.size() > MOST_LAYERS) {
      throw Faults.tooManyLayers(topFirst.size());
    }
    List<String> names = topFirst.stream().map(this::link).toList();
    return "lowerdir=" + (names.isEmpty() ? Layout.EMPTY : String.join(":", names));
  }

  /** A variable of the script's; both texts are ours. */
  void variable(String name, String value) {
    commands.add(0, name + "='" + value + "'");
  }

  void directory(String name) {
    directories.add(name);
  }

  /** A line of the table that {@code mount} works through in order. */
  void mount(String source, String target, String type, String options) {
    mounts.add(source + " " + target + " " + type + " X-mount.mkdir," + options + " 0 0");
  }

  /** Adds a file and gives its path in the namespace. */
  String file(String content, int mode) {
    String name = "f" + files.size();
    files.put(name, new Small(content, mode));
    return Layout.SHARED + "/" + name;
  }

  /** Adds a file in memory and gives its path in the namespace. */
  String secret(byte[] content, int mode, long uid, long gid) {
    String name = "s" + secrets.size();
    secrets.add(new InMemory(name, content, mode, uid, gid));
    return Layout.SECRETS + "/" + name;
  }

  /** Adds a file in memory under a name of its own. */
  void secretNamed(String name, byte[] content) {
    secrets.add(new InMemory(name, content, 0600, 0, 0));
  }

  /** Adds a socket and gives its path in the namespace. */
  String socket(Path agent, int mode, long uid, long gid) {
    String name = "a" + sockets.size();
    sockets.add(new Served(name, agent));
    commands.add("own " + uid + ":" + gid + " " + Integer.toOctalString(mode) + " " + Layout.FILES + "/" + name);
    return Layout.SHARED + "/" + name;
  }

  /** Has each part of a path looked at by the script: one that is a link ends the run before it starts. */
  void refuseLinks(String root, ImagePath path) {
    StringBuilder whole = new StringBuilder(root);
    for (String part : path.parts()) {
      whole.append('/').append(part);
      commands.add("real " + ShellWord.quoted(whole.toString()));
    }
  }

  /** Has the directories of a path that are missing made by the script, as a user's; links on the way are refused. */
  void makeDirectories(String root, ImagePath path, long uid, long gid) {
    String whole = root;
    for (String part : path.parts()) {
      whole += "/" + part;
      String word = ShellWord.quoted(whole);
      commands.add("real " + word);
      commands.add(
          "[ -n \"$bad\" ] || [ -d " + word + " ] || { \"$mkdir\" " + word + " && \"$chown\" " + uid + ":" + gid + " " + word
              + "; } >>e 2>&1 || bad=directory");
    }
  }

  ImmutableMap<Path, String> links() {
    return ImmutableMap.copyOf(links);
  }

  ImmutableList<String> directories() {
    return ImmutableList.copyOf(directories);
  }

  ImmutableList<String> mounts() {
    return ImmutableList.copyOf(mounts);
  }

  ImmutableMap<String, Small> files() {
    return ImmutableMap.copyOf(files);
  }

  ImmutableList<InMemory> secrets() {
    return ImmutableList.copyOf(secrets);
  }

  ImmutableList<Served> sockets() {
    return ImmutableList.copyOf(sockets);
  }

  ImmutableList<String> commands() {
    return ImmutableList.copyOf(commands);
  }
}
