package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import java.util.Locale;
import java.util.Optional;

/**
 * One path of an image as a container sees it. Times are left out: Docker keeps those of the context, Slipway sets them.
 *
 * @param type {@code f d l p c b}: file, directory, symbolic link, fifo, character or block device
 * @param mode all twelve bits; 0777 for symbolic links, whose bits mean nothing
 * @param target of a symbolic link
 * @param device major and minor number
 * @param content digest of a file's bytes
 * @param firstName the first of all names of the same file, if it has several
 * @param xattrs values in hexadecimal digits
 * @param sample the text of a small file, for people
 */
record Node(char type, int mode, long uid, long gid, String target, String device, long size, Optional<Digest> content,
    Optional<ImagePath> firstName, ImmutableSortedMap<String, String> xattrs, String sample) {

  Node {
    mode = type == 'l' ? 0777 : mode;
  }

  /** The same without what other names the file has, and without its text. */
  Node withoutNames() {
    return new Node(type, mode, uid, gid, target, device, size, content, Optional.empty(), xattrs, "");
  }

  @Override
  public String toString() {
    String text = String.format(Locale.ROOT, "%c %04o %d:%d", type, mode, uid, gid);
    return text
        + content.map(digest -> " size " + size + " sha256 " + digest.shortHex()).orElse("")
        + (sample.isEmpty() ? "" : " \"" + Differences.printable(sample) + "\"")
        + (type == 'l' ? " -> " + Differences.printable(target) : "")
        + (device.isEmpty() ? "" : " device " + device)
        + firstName.map(name -> " same file as " + name).orElse("")
        + (xattrs.isEmpty() ? "" : " " + xattrs);
  }
}
