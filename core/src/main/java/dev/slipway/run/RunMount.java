package dev.slipway.run;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.image.ImagePath;
import dev.slipway.image.SecretValue;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Something that a command sees at a path where its root has something else or nothing.
 *
 * <p>The caller has resolved the links in {@link #target()}. What is missing on the way there is made in the upper directory
 * (directories 0755, an empty file where a file is mounted) and shows up among the changes; see
 * {@link RunRequest#mountPoints()}.
 */
public sealed interface RunMount {
  /** Where the command sees it. */
  ImagePath target();

  /**
   * A file or directory of a stack of unpacked layers: of a stage, an image or a build context.
   *
   * @param layers the unpacked layers, lowest first
   * @param source what of them is seen, its links resolved by the caller
   * @param target where the command sees it
   * @param writable whether the command may write; what it writes is thrown away
   */
  record Tree(ImmutableList<Path> layers, ImagePath source, ImagePath target, boolean writable) implements RunMount {
    /** Checks layers and target. */
    public Tree {
      layers.forEach(layer -> MountChecks.absolute("layer", layer));
      MountChecks.target(target);
      if (layers.isEmpty()) {
        throw new InvalidValueException("the mount at '" + target + "' stands on no layer; it needs one, which may be an empty directory");
      }
    }
  }

  /**
   * A directory that outlives the command, such as a cache. Made by the same ownership as the sandbox.
   *
   * @param directory where it is
   * @param target where the command sees it
   * @param readOnly whether the command may only read
   */
  record Directory(Path directory, ImagePath target, boolean readOnly) implements RunMount {
    /** Checks directory and target. */
    public Directory {
      MountChecks.absolute("directory", directory);
      MountChecks.target(target);
    }
  }

  /**
   * A directory in memory.
   *
   * @param target where the command sees it
   * @param bytes the most it may hold; without, half of the machine's memory
   * @param mode permission bits, such as 01777
   * @param uid its owner
   * @param gid its group
   */
  record Memory(ImagePath target, OptionalLong bytes, int mode, long uid, long gid) implements RunMount {
    /** Checks size, mode, ids and target. */
    public Memory {
      MountChecks.target(target);
      MountChecks.permissions(target, mode, uid, gid);
      if (bytes.isPresent() && bytes.getAsLong() < 1) {
        throw new InvalidValueException("the memory at '" + target + "' must hold at least 1 byte, not " + bytes.getAsLong());
      }
    }
  }

  /**
   * A secret as a file, which is never on disk.
   *
   * @param value its content
   * @param target where the command sees it
   * @param mode permission bits, such as 0400
   * @param uid its owner
   * @param gid its group
   */
  record SecretFile(SecretValue value, ImagePath target, int mode, long uid, long gid) implements RunMount {
    /** Checks mode, ids and target. */
    public SecretFile {
      MountChecks.target(target);
      MountChecks.permissions(target, mode, uid, gid);
    }
  }

  /**
   * The socket of an SSH agent. The command's connections are passed on by this process; the agent itself stays out of reach.
   *
   * @param socket the agent's Unix socket
   * @param target where the command sees it
   * @param mode permission bits, such as 0600
   * @param uid its owner
   * @param gid its group
   */
  record AgentSocket(Path socket, ImagePath target, int mode, long uid, long gid) implements RunMount {
    /** Checks socket, mode, ids and target. */
    public AgentSocket {
      MountChecks.absolute("agent's socket", socket);
      MountChecks.target(target);
      MountChecks.permissions(target, mode, uid, gid);
    }
  }

  /**
   * A small file of root's that can only be read, such as the script of a heredoc.
   *
   * @param content its text, at most 1 MiB
   * @param target where the command sees it
   * @param mode permission bits, such as 0755
   */
  record Text(String content, ImagePath target, int mode) implements RunMount {
    private static final int LONGEST = 1 << 20;

    /** Checks length, mode and target. */
    public Text {
      MountChecks.target(target);
      MountChecks.permissions(target, mode, 0, 0);
      if (content.length() > LONGEST) {
        throw new InvalidValueException("the text at '" + target + "' has " + content.length() + " characters; the most is " + LONGEST);
      }
    }
  }
}
