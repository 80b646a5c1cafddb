package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Stage;
import java.util.Random;

/** File names, sizes and depths that are unusual. */
final class NameCases {
  private NameCases() {}

  static ImmutableList<Case> all() {
    byte[] big = new byte[5 << 20];
    new Random(1).nextBytes(big);
    String notText = ImagePath.textOfBytes(new byte[]{'l', (byte) 0xE9, '-', (byte) 0xFF});
    FileSet odd = FileSet.empty().directory("n").file("n/Grüße-日本-😀", "u").file("n/a b", "s").file("n/new\nline", "n").file("n/tab\t", "t")
        .file("n/" + "x".repeat(255), "255").file("n/" + "é".repeat(127), "254").file("n/back\\slash", "b").file("n/quote\"'", "q")
        .file("n/*", "star").file("n/[a]", "class").file("n/$HOME", "d").file("n/-dash", "-").file("n/#hash", "#").file("n/%41", "%")
        .file("n/ lead", "l").file("n/trail ", "t").file("n/...", "dots").file("n/\1", "control").symlink("n/link\n", "new\nline");
    FileSet deep = FileSet.empty();
    StringBuilder path = new StringBuilder("deep");
    for (int i = 0; i < 60; i++) {
      path.append("/directory-").append(i);
    }
    return ImmutableList.of(
        whole("name/unusual characters", odd, "n"),
        whole("name/not UTF-8", FileSet.empty().directory("n").file("n/" + notText, "x").symlink("n/link", notText), "n"),
        whole("name/long link target", FileSet.empty().directory("n").symlink("n/l", "y/".repeat(150) + "end").file("n/f", "x"), "n"),
        whole("name/deep path", deep.file(path + "/leaf", "leaf"), "deep"),
        whole("name/like a whiteout", FileSet.empty().directory("n").file("n/.wh.x", "w").file("n/y", "y"), "n"),
        whole("name/like an opaque marker", FileSet.empty().directory("n").file("n/.wh..wh..opq", "w").file("n/y", "y"), "n"),
        whole("size/empty files and directories", FileSet.empty().directory("n").file("n/empty", "").directory("n/d").directory("n/d/d"),
            "n"),
        whole("size/five mebibytes", FileSet.empty().directory("n").file("n/big", big, 0644), "n"),
        whole("size/around a block",
            FileSet.empty().directory("n").file("n/511", "x".repeat(511)).file("n/512", "x".repeat(512)).file("n/513",
                "x".repeat(513)),
            "n"),
        whole("size/many files", many(), "n"),
        Case.named("name/blanks in JSON form").context(odd).dockerfile("FROM scratch", "COPY [\"n/a b\", \"/to here/\"]")
            .stage(() -> Stage.scratch().copy("n/a b", "/to here/")),
        Case.named("name/unicode source").context(odd).dockerfile("FROM scratch", "COPY n/Grüße-日本-😀 /o/")
            .stage(() -> Stage.scratch().copy("n/Grüße-日本-😀", "/o/")),
        Case.named("name/question mark is one character").context(odd).dockerfile("FROM scratch", "COPY n/Gr???-??-? /o/")
            .stage(() -> Stage.scratch().copy("n/Gr???-??-?", "/o/")),
        Case.named("name/escaped star").context(odd).dockerfile("FROM scratch", "COPY [\"n/\\\\\\\\*\", \"/o/\"]")
            .stage(() -> Stage.scratch().copy("n/\\*", "/o/")),
        Case.named("name/case matters").context(FileSet.empty().file("A", "1").file("a", "2"))
            .dockerfile("FROM scratch", "COPY A /o/", "COPY a /o/")
            .stage(() -> Stage.scratch().copy("A", "/o/").copy("a", "/o/")));
  }

  private static FileSet many() {
    ImmutableList.Builder<FileSet.Item> items = ImmutableList.builder();
    items.addAll(FileSet.empty().directory("n").items());
    for (int i = 0; i < 1000; i++) {
      items.addAll(FileSet.empty().file("n/" + i, "" + i % 7).items());
    }
    return new FileSet(items.build());
  }

  private static Case whole(String name, FileSet files, String source) {
    return Case.named(name).context(files).dockerfile("FROM scratch", "COPY " + source + " /" + source)
        .stage(() -> Stage.scratch().copy(source, "/" + source));
  }
}
