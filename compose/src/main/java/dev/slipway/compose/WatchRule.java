package dev.slipway.compose;

import com.google.common.collect.ImmutableList;

/** What is done when files change. */
public final class WatchRule extends Element<WatchRule> {
  private static final ElementType.Declaring<WatchRule> DECLARING = ElementType.declare("watch rule", WatchRule::new);

  /** The file or directory that is watched. */
  public static final Attribute<WatchRule, Text> PATH = DECLARING.attribute("path", Forms.TEXT);
  /** What is done. */
  public static final Attribute<WatchRule, Action> ACTION = DECLARING.attribute("action", Forms.constant(Action.class));
  /** Where changed files are copied to. */
  public static final Attribute<WatchRule, Text> TARGET = DECLARING.attribute("target", Forms.TEXT);
  /** Files that are not watched. */
  public static final Attribute<WatchRule, ImmutableList<Text>> IGNORE = DECLARING.attribute("ignore", Forms.TEXTS_OR_ONE);
  /** The only files that are watched. */
  public static final Attribute<WatchRule, ImmutableList<Text>> INCLUDE = DECLARING.attribute("include", Forms.TEXTS_OR_ONE);
  /** What is run after files are copied. */
  public static final Attribute<WatchRule, Hook> EXEC = DECLARING.attribute("exec", Forms.element(Hook.ELEMENT));
  /** Whether files are copied at the start, too. */
  public static final Attribute<WatchRule, Boolean> INITIAL_SYNC = DECLARING.attribute("initial_sync", Forms.TRUTH);

  static final ElementType<WatchRule> ELEMENT = DECLARING.close();

  private WatchRule(Content<WatchRule> content) {
    super(content);
  }

  /** What is done. */
  public enum Action {
    /** The image is built and the service replaced. */
    REBUILD("rebuild"),
    /** The files are copied into the containers. */
    SYNC("sync"),
    /** The containers are restarted. */
    RESTART("restart"),
    /** The files are copied and the containers restarted. */
    SYNC_RESTART("sync+restart"),
    /** The files are copied and a command is run. */
    SYNC_EXEC("sync+exec");

    private final String id;

    Action(String id) {
      this.id = id;
    }

    /** The action as files write it. */
    @Override
    public String toString() {
      return id;
    }
  }

  /** Builds the image when a path changes. */
  public static WatchRule rebuild(String path) {
    return ELEMENT.empty().with(PATH, Text.of(path)).with(ACTION, Action.REBUILD);
  }

  /** Restarts the containers when a path changes. */
  public static WatchRule restart(String path) {
    return ELEMENT.empty().with(PATH, Text.of(path)).with(ACTION, Action.RESTART);
  }

  /** Copies what changes below a path. */
  public static WatchRule sync(String path, String target) {
    return ELEMENT.empty().with(PATH, Text.of(path)).with(ACTION, Action.SYNC).with(TARGET, Text.of(target));
  }

  /** Copies what changes below a path and restarts the containers. */
  public static WatchRule syncAndRestart(String path, String target) {
    return sync(path, target).with(ACTION, Action.SYNC_RESTART);
  }

  /** Copies what changes below a path and runs a command. */
  public static WatchRule syncAndRun(String path, String target, Hook command) {
    return sync(path, target).with(ACTION, Action.SYNC_EXEC).with(EXEC, command);
  }

  /** The same without these files. */
  public WatchRule ignoring(String... patterns) {
    return with(IGNORE, Collected.texts(patterns));
  }
}
