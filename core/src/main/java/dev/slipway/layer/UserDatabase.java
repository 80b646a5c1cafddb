package dev.slipway.layer;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.slipway.image.ImagePath;
import dev.slipway.store.Store;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The users and groups that an image knows: its {@code /etc/passwd} and {@code /etc/group}, of at most 4 MiB each.
 *
 * <p>Links are followed inside the image only. A missing file, or one that is no regular file, has no users. Of several
 * lines with one name the first counts; lines without a usable number are skipped. Numbers are decimal digits up to
 * 2<sup>31</sup> − 1.
 */
public final class UserDatabase {
  /** The largest usable number of a user or group. */
  public static final long MAX_ID = Integer.MAX_VALUE;

  private static final int MAX_BYTES = 4 << 20;
  private static final ImagePath PASSWD = ImagePath.of("/etc/passwd");
  private static final ImagePath GROUP = ImagePath.of("/etc/group");

  /**
   * A user.
   *
   * @param name the login name
   * @param uid the user's number
   * @param gid the number of the user's primary group
   * @param home the home directory as it is written
   */
  public record User(String name, long uid, long gid, String home) {}

  private record Group(String name, long gid, ImmutableList<String> members) {}

  private final ImmutableMap<String, User> users;
  private final ImmutableMap<String, Group> groups;

  private UserDatabase(ImmutableMap<String, User> users, ImmutableMap<String, Group> groups) {
    this.users = users;
    this.groups = groups;
  }

  /**
   * Reads both files of a tree.
   *
   * @throws dev.slipway.BuildException if one is larger than 4 MiB or its links form a loop
   * @throws dev.slipway.StoreException if the store cannot be read or is damaged
   */
  public static UserDatabase of(Store store, FileTree tree) {
    return parse(text(store, tree, PASSWD), text(store, tree, GROUP));
  }

  /** Reads the text of a passwd and of a group file. */
  public static UserDatabase parse(String passwd, String group) {
    Map<String, User> users = new LinkedHashMap<>();
    for (List<String> fields : lines(passwd)) {
      if (fields.size() >= 4 && id(fields.get(2)).isPresent() && id(fields.get(3)).isPresent()) {
        User user = new User(fields.get(0), id(fields.get(2)).getAsLong(), id(fields.get(3)).getAsLong(),
            fields.size() > 5 ? fields.get(5) : "");
        users.putIfAbsent(user.name(), user);
      }
    }
    Map<String, Group> groups = new LinkedHashMap<>();
    for (List<String> fields : lines(group)) {
      if (fields.size() >= 3 && id(fields.get(2)).isPresent()) {
        List<String> members = fields.size() > 3 ? Splitter.on(',').trimResults().omitEmptyStrings().splitToList(fields.get(3)) : List.of();
        groups.putIfAbsent(fields.get(0), new Group(fields.get(0), id(fields.get(2)).getAsLong(), ImmutableList.copyOf(members)));
      }
    }
    return new UserDatabase(ImmutableMap.copyOf(users), ImmutableMap.copyOf(groups));
  }

  /** The user of a name. */
  public Optional<User> user(String name) {
    return Optional.ofNullable(users.get(name));
  }

  /** The first user with a number. */
  public Optional<User> user(long uid) {
    return users.values().stream().filter(user -> user.uid() == uid).findFirst();
  }

  /** The number of the group of a name. */
  public OptionalLong group(String name) {
    Group group = groups.get(name);
    return group == null ? OptionalLong.empty() : OptionalLong.of(group.gid());
  }

  /** The numbers of the groups that list a user as a member, in order. */
  public ImmutableSortedSet<Long> supplementaryGroups(String user) {
    return groups.values().stream().filter(group -> group.members().contains(user)).map(Group::gid)
        .collect(ImmutableSortedSet.toImmutableSortedSet(Long::compare));
  }

  /**
   * A user or group given by number: decimal digits up to {@link #MAX_ID}. Empty for everything else, such as names,
   * {@code -1}, {@code 0x0} and numbers that would wrap around.
   */
  public static OptionalLong id(String text) {
    boolean digits = !text.isEmpty() && text.length() <= 10;
    for (int i = 0; i < text.length() && digits; i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return digits && Long.parseLong(text) <= MAX_ID ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  private static List<List<String>> lines(String text) {
    return Splitter.on('\n').trimResults().omitEmptyStrings().splitToStream(text).filter(line -> !line.startsWith("#"))
        .map(line -> Splitter.on(':').splitToList(line)).filter(fields -> !fields.get(0).isEmpty()).toList();
  }

  private static String text(Store store, FileTree tree, ImagePath path) {
    boolean file = tree.resolve(path).map(TreeEntry::isFile).orElse(false);
    return file ? ImagePath.textOfBytes(tree.read(store, path, MAX_BYTES)) : "";
  }
}
