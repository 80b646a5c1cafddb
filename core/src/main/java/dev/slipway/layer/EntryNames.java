package dev.slipway.layer;

import dev.slipway.ErrorCode;
import dev.slipway.image.ImagePath;

/** The rules for names in tars that are not trusted. */
final class EntryNames {
  static final int MAX_PATH = 4096;
  static final int MAX_COMPONENT = 255;

  /** What is wrong with a name. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final ErrorCode code;

    Refused(ErrorCode code, String why) {
      super(why);
      this.code = code;
    }

    ErrorCode code() {
      return code;
    }
  }

  private EntryNames() {}

  /** The place that a name stands for: relative to the root even with a leading slash, never upwards. */
  static ImagePath path(byte[] name) throws Refused {
    if (name.length == 0) {
      throw new Refused(ErrorCode.MALFORMED_ARCHIVE, "its name is empty");
    }
    if (name.length > MAX_PATH) {
      throw new Refused(ErrorCode.LIMIT_EXCEEDED, "its name has " + name.length + " bytes, more than " + MAX_PATH);
    }
    int start = 0;
    for (int i = 0; i <= name.length; i++) {
      if (i == name.length || name[i] == '/') {
        if (i - start == 2 && name[start] == '.' && name[start + 1] == '.') {
          throw new Refused(ErrorCode.PATH_ESCAPES, "its name goes upwards with '..'");
        }
        if (i - start > MAX_COMPONENT) {
          throw new Refused(ErrorCode.LIMIT_EXCEEDED, "a component of its name has more than " + MAX_COMPONENT + " bytes");
        }
        start = i + 1;
      }
    }
    return ImagePath.ofBytes(name);
  }

  /** Whether a name, or a directory in it, has the form that whiteouts have. */
  static boolean isMarker(ImagePath path) {
    return path.toString().contains("/" + Whiteouts.PREFIX);
  }

  /** The path that a whiteout removes. */
  static ImagePath removed(ImagePath marker) throws Refused {
    ImagePath directory = marker.parent().orElse(ImagePath.ROOT);
    String name = marker.name().startsWith(Whiteouts.PREFIX) ? marker.name().substring(Whiteouts.PREFIX.length()) : "";
    if (isMarker(directory) || name.isEmpty() || name.equals(".") || name.equals("..") || name.startsWith(Whiteouts.PREFIX)) {
      throw new Refused(ErrorCode.MALFORMED_ARCHIVE, "its name is not that of a whiteout, but starts like one");
    }
    return directory.child(name);
  }

  /** Refuses what could not be read back. */
  static void requireWritable(ImagePath path) throws Refused {
    byte[] bytes = path.toBytes();
    if (isMarker(path)) {
      throw new Refused(ErrorCode.INVALID_VALUE, "names starting with '.wh.' are whiteouts in a layer: rename the file, or use whiteout()");
    }
    if (bytes.length > MAX_COMPONENT) {
      ImagePath unused = path(bytes);
    }
  }
}
