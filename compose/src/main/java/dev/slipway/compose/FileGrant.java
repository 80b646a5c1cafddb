package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** A secret or a config that a container, or a build, may read as a file. */
public final class FileGrant extends Element<FileGrant> {
  private static final ElementType.Declaring<FileGrant> DECLARING = ElementType.declare("grant", FileGrant::new);

  /** The key of the secret or config. */
  public static final Attribute<FileGrant, Text> SOURCE = DECLARING.attribute("source", Forms.TEXT);
  /** The file. */
  public static final Attribute<FileGrant, Text> TARGET = DECLARING.attribute("target", Forms.TEXT);
  /** The number of its owner. */
  public static final Attribute<FileGrant, Text> UID = DECLARING.attribute("uid", Forms.TEXT);
  /** The number of its group. */
  public static final Attribute<FileGrant, Text> GID = DECLARING.attribute("gid", Forms.TEXT);
  /** Who may read and write it. */
  public static final Attribute<FileGrant, FileMode> MODE = DECLARING.attribute("mode", FileMode.QUOTED);

  static final ElementType<FileGrant> ELEMENT = DECLARING.close();

  private static final String SECRETS_DIRECTORY = "/run/secrets/";

  /** Configs, and secrets of builds. */
  static final Form<ImmutableList<FileGrant>> PLAIN = Forms.list(ElementForm.of(ELEMENT, SOURCE));
  /** Secrets of containers, whose usual place need not be told. */
  static final Form<ImmutableList<FileGrant>> SECRETS = Forms.list(new ElementForm<>(ELEMENT, (grant, to) -> {
    FileGrant shorter = grant.withoutUsualTarget();
    return Optional.of(ElementForm.of(ELEMENT, SOURCE).encode(shorter, to));
  }));

  private FileGrant(Content<FileGrant> content) {
    super(content);
  }

  static FileGrant of(String source) {
    return ELEMENT.empty().with(SOURCE, Text.of(source));
  }

  /** The same under another path, or under another name in the directory of secrets. */
  public FileGrant target(String path) {
    return with(TARGET, Text.of(path));
  }

  /** The same with a mode, such as {@code 0440}. */
  public FileGrant mode(int mode) {
    return with(MODE, FileMode.of(mode));
  }

  /** The same with another owner and group. */
  public FileGrant owner(int uid, int gid) {
    return with(UID, Text.of(Integer.toString(uid))).with(GID, Text.of(Integer.toString(gid)));
  }

  private FileGrant withoutUsualTarget() {
    Optional<String> source = value(SOURCE).flatMap(Text::literal);
    Optional<String> target = value(TARGET).flatMap(Text::literal);
    return source.isPresent() && target.equals(source.map(key -> SECRETS_DIRECTORY + key)) ? without(TARGET) : this;
  }
}
