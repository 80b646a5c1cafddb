package dev.slipway.layer;

import static dev.slipway.layer.TarBytes.header;
import static dev.slipway.layer.TarBytes.record;

import com.google.common.io.ByteSource;
import dev.slipway.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tars that want to get out of their directory, to be read in two ways, or to take the machine's memory; and honest ones beside them. */
final class HostileTars {
  private static final ErrorCode BAD = ErrorCode.MALFORMED_ARCHIVE;
  private static final ErrorCode UP = ErrorCode.PATH_ESCAPES;
  private static final ErrorCode MUCH = ErrorCode.LIMIT_EXCEEDED;
  private static final ErrorCode NO = ErrorCode.ENTRY_REFUSED;

  private HostileTars() {}

  /** A tar, and either the error that it must give or what it must be read as. */
  record Case(String name, ByteSource tar, Optional<ErrorCode> error, String listing) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case refused(String name, ErrorCode code, byte[] tar) {
    return new Case(name, ByteSource.wrap(tar), Optional.of(code), "");
  }

  private static Case read(String name, String listing, byte[] tar) {
    return new Case(name, ByteSource.wrap(tar), Optional.empty(), listing);
  }

  private static TarBytes tar() {
    return new TarBytes();
  }

  static Stream<Case> cases() {
    return Stream.of(names(), links(), replacements(), whiteouts(), devices(), attributes(), metadata(), sizes(), ends(), headers())
        .flatMap(List::stream);
  }

  private static List<Case> names() {
    return List.of(
        refused("..", UP, tar().file("..").end()),
        refused("../x", UP, tar().file("../x").end()),
        refused("a/../../x", UP, tar().file("a/../../x").end()),
        refused("a/..", UP, tar().dir("a/..").end()),
        refused("a//../..//x", UP, tar().file("a//../..//x").end()),
        refused("/../x", UP, tar().file("/../x").end()),
        refused("a/../b stays inside, refused all the same", UP, tar().file("a/../b").end()),
        refused("an upward prefix", UP, tar().add(header("x", '0').prefix("../..")).end()),
        refused("an upward pax path", UP, tar().pax("path", "../../etc/passwd").file("x").end()),
        refused("an upward GNU name", UP, tar().meta('L', "../../etc/passwd\0").file("x").end()),
        refused("an empty name", BAD, tar().file("").end()),
        refused("an empty pax path", BAD, tar().pax("path", "").file("x").end()),
        refused("an empty GNU name", BAD, tar().meta('L', "\0").file("x").end()),
        refused("a file called .", BAD, tar().file(".").end()),
        refused("a file called /", BAD, tar().file("/").end()),
        refused("a link called ./", BAD, tar().symlink("./", "/canary").end()),
        refused("a link called .", BAD, tar().symlink(".", "/canary").end()),
        refused("a link called /.", BAD, tar().symlink("/.", "/canary").end()),
        refused("a file with a slash at its end", BAD, tar().file("a/").end()),
        refused("an old file with a slash at its end", BAD, tar().add(header("a/", '\0')).end()),
        refused("a NUL inside a name", BAD, tar().file("a\0b").end()),
        refused("a NUL inside a prefix", BAD, tar().add(header("x", '0').prefix("a\0b")).end()),
        refused("a NUL inside a pax path", BAD, tar().pax("path", "a\0b").file("x").end()),
        refused("a NUL inside a GNU name", BAD, tar().meta('L', "a\0b\0").file("x").end()),
        refused("a name of 1 MiB", MUCH, tar().pax("path", "a/".repeat(500_000) + "x").file("x").end()),
        refused("a path of 4097 bytes", MUCH, tar().pax("path", "a/".repeat(2048) + "x").file("x").end()),
        refused("a component of 256 bytes", MUCH, tar().pax("path", "a".repeat(256)).file("x").end()),
        read("a component of 255 bytes", "/" + "a".repeat(255), tar().pax("path", "a".repeat(255)).file("x").end()),
        read("/abs is stored as abs", "/abs", tar().file("/abs").end()),
        read("slashes and dots are cleaned", "/a/b", tar().file(".//a/./b").end()),
        read("the root may be listed", "/x", tar().dir("./").file("./x").end()),
        read("bytes that are not UTF-8", "/\uDCFF\uDCFE", tar().file("\u00FF\u00FE").end()),
        read("a newline in a name", "/a\nb", tar().file("a\nb").end()),
        read("upper and lower case are two", "/A /a", tar().file("A").file("a").end()),
        read("composed and decomposed are two", "/e\u0301 /\u00E9",
            tar().meta('L', "e\u00CC\u0081\0").file("x").meta('L', "\u00C3\u00A9\0").file("x").end()));
  }

  private static List<Case> links() {
    return List.of(
        refused("writing through a link out", UP, tar().symlink("d", "/canary").file("d/f").end()),
        refused("writing through a link up", UP, tar().symlink("d", "../..").file("d/f").end()),
        refused("writing through a link inside", UP, tar().dir("e").symlink("d", "e").file("d/f").end()),
        refused("writing through a chain of links", UP, chain().file("l39/f").end()),
        refused("writing through a file", UP, tar().file("d").file("d/f").end()),
        refused("writing deep through a link", UP, tar().symlink("d", "/x").file("d/a/b/c").end()),
        refused("a link in place of a directory in use", BAD, tar().file("d/f").symlink("d", "/canary").end()),
        refused("a link, a file below it, then a directory", UP, tar().symlink("d", "/x").file("d/f").dir("d").end()),
        read("a directory in place of a link", "/d /d/f", tar().symlink("d", "/canary").dir("d").file("d/f").end()),
        read("links may lead anywhere as text", "/d", tar().symlink("d", "../../../canary").end()),
        refused("a symbolic link to nothing", BAD, tar().symlink("d", "").end()),
        refused("a symbolic link of 4097 bytes", BAD, tar().pax("linkpath", "a".repeat(4097)).symlink("d", "x").end()),
        refused("a NUL in a link target", BAD, tar().symlink("d", "a\0b").end()),
        refused("a NUL in a pax link target", BAD, tar().pax("linkpath", "a\0b").symlink("d", "x").end()),
        refused("a hard link to an absolute file outside", BAD, tar().hardLink("x", "/etc/passwd").end()),
        refused("a hard link upwards", UP, tar().file("a").hardLink("x", "../a").end()),
        refused("a hard link to nothing", BAD, tar().hardLink("x", "").end()),
        refused("a hard link to itself", BAD, tar().hardLink("x", "x").end()),
        refused("a hard link to itself, there already", BAD, tar().file("x").hardLink("x", "x").end()),
        refused("a hard link to a later entry", BAD, tar().hardLink("x", "y").file("y").end()),
        refused("a hard link to a directory", BAD, tar().dir("d").hardLink("x", "d").end()),
        refused("a hard link to an implied directory", BAD, tar().file("d/f").hardLink("x", "d").end()),
        refused("a hard link through a symbolic link", BAD, tar().symlink("d", "/etc").hardLink("x", "d/passwd").end()),
        refused("a hard link with another mode", BAD, tar().file("a").add(header("x", '1').link("a").mode(04777)).end()),
        refused("a hard link with another owner", BAD, tar().file("a").add(header("x", '1').link("a").uid(7)).end()),
        refused("a hard link with bytes", BAD, tar().file("a", "1").add(header("x", '1').link("a").size(1), new byte[]{1}).end()),
        read("a hard link to an absolute name inside", "/a /x=/a", tar().file("a").hardLink("x", "/a").end()),
        read("a hard link to a symbolic link is that link", "/a /x", tar().symlink("a", "/canary")
            .add(header("x", '1').link("a").mode(0777)).end()),
        read("a hard link to a hard link", "/a /x=/a /y=/x", tar().file("a").hardLink("x", "a").hardLink("y", "x").end()));
  }

  private static TarBytes chain() {
    TarBytes tar = tar().symlink("l0", "/canary");
    for (int i = 1; i < 40; i++) {
      tar = tar.symlink("l" + i, "l" + (i - 1));
    }
    return tar;
  }

  private static List<Case> replacements() {
    return List.of(
        read("the last of two files", "/a:2", tar().file("a", "1").file("a", "22").end()),
        read("a directory twice", "/a /a/f", tar().dir("a").file("a/f").dir("a").end()),
        read("a file in place of an empty directory", "/a:1", tar().dir("a").file("a", "1").end()),
        read("a hard link keeps the bytes that its file had", "/a:2 /x=/a:1",
            tar().file("a", "1").hardLink("x", "a").file("a", "22").end()),
        refused("a file in place of a directory in use", BAD, tar().file("a/f").file("a", "1").end()));
  }

  private static List<Case> whiteouts() {
    List<Case> cases = new ArrayList<>();
    for (String name : List.of(".wh.", ".wh..", ".wh...", ".wh..wh.", ".wh..wh.plnk", ".wh..wh..opq/x", "a/.wh.x/b", ".wh.x/.wh.y",
        ".wh..wh.aufs", ".wh..wh..opq.x", ".wh.x/.wh..wh..opq", "a/.wh.")) {
      cases.add(refused("whiteout " + name, BAD, tar().file(name).end()));
    }
    cases.add(refused("a whiteout through a link", UP, tar().symlink("a", "/canary").file("a/.wh.x").end()));
    cases.add(refused("an opaque link", UP, tar().symlink("a", "/canary").file("a/.wh..wh..opq").end()));
    cases.add(refused("a whiteout that is a directory", BAD, tar().dir(".wh.x").end()));
    cases.add(refused("a whiteout that is a link", BAD, tar().symlink(".wh.x", "y").end()));
    cases.add(refused("a whiteout with bytes", BAD, tar().file(".wh.x", "1").end()));
    cases.add(refused("a whiteout with a slash", BAD, tar().file(".wh.x/").end()));
    cases.add(refused("a whiteout upwards", UP, tar().file("../.wh.x").end()));
    cases.add(refused("a whiteout of what the layer brings", BAD, tar().file("x").file(".wh.x").end()));
    cases.add(read("a whiteout", "-/x", tar().file(".wh.x").end()));
    cases.add(read("a whiteout, then the file anew", "/x", tar().file(".wh.x").file("x").end()));
    cases.add(read("a whiteout, then a directory anew", "/x! /x/y", tar().file(".wh.x").dir("x").file("x/y").end()));
    cases.add(read("an opaque directory", "/a/x !/a", tar().file("a/.wh..wh..opq").file("a/x").end()));
    cases.add(read("an opaque root", "!/", tar().file(".wh..wh..opq").end()));
    return cases;
  }

  private static List<Case> devices() {
    return List.of(
        refused("a character device", NO, tar().add(header("x", '3').device(1, 3)).end()),
        refused("a block device", NO, tar().add(header("x", '4').device(8, 0)).end()),
        refused("device 0:0", NO, tar().add(header("x", '3')).end()),
        read("a fifo", "/x", tar().add(header("x", '6')).end()),
        read("all mode bits are kept", "/x", tar().add(header("x", '0').mode(07777)).end()),
        refused("an old sparse file", NO, tar().add(header("x", 'S').gnu()).end()),
        refused("a contiguous file", NO, tar().add(header("x", '7')).end()),
        refused("a volume label", NO, tar().add(header("x", 'V').gnu()).end()),
        refused("a continued file", NO, tar().add(header("x", 'M').gnu()).end()),
        refused("a list of names", NO, tar().add(header("x", 'D').gnu()).end()),
        refused("an unknown type", NO, tar().add(header("x", 'Z')).end()));
  }

  private static List<Case> attributes() {
    String many = IntStream.range(0, 1000).mapToObj(i -> record("SCHILY.xattr.user.k" + i, "v")).collect(Collectors.joining());
    return List.of(
        read("overlayfs's own attributes vanish", "/x{}", tar().pax("SCHILY.xattr.trusted.overlay.opaque", "y",
            "SCHILY.xattr.user.overlay.redirect", "/canary", "SCHILY.xattr.trusted.overlay.metacopy", "").file("x").end()),
        read("a capability is kept", "/x{security.capability=010000ff}",
            tar().pax("SCHILY.xattr.security.capability", "\1\0\0\u00FF").file("x").end()),
        read("a value that is not text", "/x{user.a=ff00}", tar().pax("SCHILY.xattr.user.a", "\u00FF\0").file("x").end()),
        read("a value of 64 KiB", "/x", tar().pax("SCHILY.xattr.user.a", "v".repeat(65536)).file("x").end()),
        refused("a value above 64 KiB", MUCH, tar().pax("SCHILY.xattr.user.a", "v".repeat(65537)).file("x").end()),
        refused("a name above 255", MUCH, tar().pax("SCHILY.xattr." + "a".repeat(256), "v").file("x").end()),
        refused("an empty name", MUCH, tar().pax("SCHILY.xattr.", "v").file("x").end()),
        read("1000 attributes", "/x", tar().meta('x', many).file("x").end()));
  }

  private static List<Case> metadata() {
    return List.of(
        refused("a doubled pax key", BAD, tar().pax("path", "a", "path", "b").file("x").end()),
        refused("a doubled pax size", BAD, tar().pax("size", "1", "size", "0").file("x", "1").end()),
        refused("a doubled unknown key", BAD, tar().pax("VENDOR.x", "a", "VENDOR.x", "b").file("x").end()),
        refused("GNU and pax path together", BAD, tar().meta('L', "a\0").pax("path", "b").file("x").end()),
        refused("pax path and GNU name together", BAD, tar().pax("path", "b").meta('L', "a\0").file("x").end()),
        refused("GNU and pax link together", BAD, tar().meta('K', "a\0").pax("linkpath", "b").symlink("x", "y").end()),
        refused("two GNU names", BAD, tar().meta('L', "a\0").meta('L', "b\0").file("x").end()),
        refused("two pax headers", BAD, tar().pax("path", "a").pax("mtime", "1").file("x").end()),
        refused("pax without an entry", BAD, tar().pax("path", "a").end()),
        refused("a GNU name without an entry", BAD, tar().meta('L', "a\0").end()),
        refused("a pax record that is too long", BAD, tar().meta('x', "99 path=a\n").file("x").end()),
        refused("a pax record that is too short", BAD, tar().meta('x', "5 path=a\n").file("x").end()),
        refused("a pax record without newline", BAD, tar().meta('x', "9 path=ab").file("x").end()),
        refused("a pax record without =", BAD, tar().meta('x', "7 path\n").file("x").end()),
        refused("a pax record without key", BAD, tar().meta('x', "5 =a\n").file("x").end()),
        refused("a pax length with a leading zero", BAD, tar().meta('x', "09 path=a\n").file("x").end()),
        refused("a negative pax length", BAD, tar().meta('x', "-9 path=a\n").file("x").end()),
        refused("a pax length of 40 digits", BAD, tar().meta('x', "9".repeat(40) + " path=a\n").file("x").end()),
        refused("NULs after the pax records", BAD, tar().meta('x', "9 path=a\n\0\0").file("x").end()),
        refused("a pax header of 3 GiB", MUCH, tar().add(header("m", 'x').size(3L << 30)).end()),
        refused("a GNU name of 3 GiB", MUCH, tar().add(header("m", 'L').size(3L << 30)).end()),
        refused("a global path", BAD, tar().meta('g', record("path", "a")).file("x").end()),
        refused("a global size", BAD, tar().meta('g', record("size", "1")).file("x").end()),
        read("a global comment, as git writes it", "/x", tar().meta('g', record("comment", "0123456789abcdef")).file("x").end()),
        refused("sparse 0.0", BAD, tar().pax("GNU.sparse.size", "9", "GNU.sparse.numblocks", "0").file("x").end()),
        refused("sparse 0.1", BAD, tar().pax("GNU.sparse.map", "0,1", "GNU.sparse.size", "1152921504606846976").file("x").end()),
        refused("sparse 1.0", BAD, tar().pax("GNU.sparse.major", "1", "GNU.sparse.minor", "0", "GNU.sparse.name", "y").file("x").end()),
        refused("another program's sparse file", BAD, tar().pax("SCHILY.realsize", "9").file("x").end()),
        refused("a pax uid that is text", BAD, tar().pax("uid", "root").file("x").end()),
        refused("a negative pax uid", BAD, tar().pax("uid", "-1").file("x").end()),
        refused("a pax uid of 2^32 - 1", BAD, tar().pax("uid", "4294967295").file("x").end()),
        refused("a pax time with an exponent", BAD, tar().pax("mtime", "1e999999999").file("x").end()),
        refused("a pax time of 10^30", BAD, tar().pax("mtime", "1" + "0".repeat(30)).file("x").end()),
        refused("a pax time that is text", BAD, tar().pax("mtime", "now").file("x").end()),
        read("a time before 1970", "/x", tar().pax("mtime", "-0.5").file("x").end()),
        read("unknown keys of vendors", "/x", tar().pax("LIBARCHIVE.creationtime", "1", "SCHILY.dev", "7", "atime", "1").file("x").end()));
  }

  private static List<Case> sizes() {
    byte[] minusOne = new byte[12];
    Arrays.fill(minusOne, (byte) 0xFF);
    byte[] huge = {(byte) 0x80, 0, 0, 0, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0};
    byte[] exbibyte = {(byte) 0x80, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0, 0};
    byte[] three = {(byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3};
    return List.of(
        refused("size -1", BAD, tar().add(header("x", '0').bytes(124, 12, minusOne)).end()),
        refused("size 2^63", BAD, tar().add(header("x", '0').bytes(124, 12, huge)).end()),
        refused("size 2^60", MUCH, tar().add(header("x", '0').bytes(124, 12, exbibyte)).end()),
        read("size in base 256", "/x:3", tar().add(header("x", '0').gnu().bytes(124, 12, three), new byte[]{1, 2, 3}).end()),
        refused("pax size above the header's", BAD, tar().pax("size", "1024").file("x", "123").end()),
        refused("pax size below the header's", BAD, tar().pax("size", "0").file("x", "123").end()),
        refused("pax size 0 hides a second archive", BAD, tar().pax("size", "0")
            .add(header("x", '0').size(512), tar().file("hidden").bytes()).end()),
        refused("a negative pax size", BAD, tar().pax("size", "-1").file("x").end()),
        refused("a pax size of 2^63", BAD, tar().pax("size", "9223372036854775808").file("x").end()),
        read("pax size equal to the header's", "/x:3", tar().pax("size", "3").file("x", "123").end()),
        refused("a directory with a size", BAD, tar().add(header("x", '5').size(512), new byte[512]).end()),
        refused("a link with a size", BAD, tar().add(header("x", '2').link("y").size(1), new byte[1]).end()),
        refused("a size that is not octal", BAD, tar().add(header("x", '0').text(124, 12, "00000000009\0")).end()),
        refused("a size with a sign", BAD, tar().add(header("x", '0').text(124, 12, "-0000000001\0")).end()),
        refused("a size of blanks", BAD, tar().add(header("x", '0').text(124, 12, " ".repeat(12))).end()),
        refused("digits after a blank", BAD, tar().add(header("x", '0').text(124, 12, "0000 00001\0")).end()));
  }

  private static List<Case> ends() {
    byte[] good = tar().file("a", "1").end();
    return List.of(
        refused("nothing at all", BAD, new byte[0]),
        refused("one zero block", BAD, new byte[512]),
        read("two zero blocks", "", new byte[1024]),
        refused("no end", BAD, tar().file("a").bytes()),
        refused("one zero block at the end", BAD, tar().file("a").raw(new byte[512]).bytes()),
        refused("one zero block between entries", BAD, tar().file("a").raw(new byte[512]).file("b").end()),
        refused("an entry after the end", BAD, tar().file("a").raw(new byte[1024]).file("b").end()),
        refused("one byte after the end", BAD, tar().file("a").raw(new byte[1024]).raw(new byte[]{1}).bytes()),
        read("zeros after the end", "/a", tar().file("a").raw(new byte[10240]).bytes()),
        refused("cut in a header", BAD, Arrays.copyOf(good, 300)),
        refused("cut in the bytes", BAD, Arrays.copyOf(good, 512)),
        refused("cut in the padding", BAD, Arrays.copyOf(good, 700)),
        refused("cut in the end", BAD, Arrays.copyOf(good, good.length - 1)),
        refused("text", BAD, "#!/bin/sh\necho hello\n".repeat(100).getBytes(StandardCharsets.US_ASCII)));
  }

  private static List<Case> headers() {
    return List.of(
        refused("a bad checksum", BAD, tar().add(header("x", '0').badChecksum()).end()),
        refused("an unknown format", BAD, tar().add(header("x", '0').text(257, 8, "other\0000")).end()),
        refused("GNU format with a prefix", BAD, tar().add(header("x", '0').gnu().prefix("p")).end()),
        refused("oldest format with a prefix", BAD, tar().add(header("x", '0').v7().prefix("p")).end()),
        read("oldest format", "/x", tar().add(header("x", '0').v7()).end()),
        read("a prefix", "/p/q/x", tar().add(header("x", '0').prefix("p/q")).end()),
        refused("a mode that is no number", BAD, tar().add(header("x", '0').text(100, 8, "rw-r--r-")).end()),
        refused("an owner that is no number", BAD, tar().add(header("x", '0').text(108, 8, "root\0")).end()),
        refused("a time that is no number", BAD, tar().add(header("x", '0').text(136, 12, "yesterday")).end()),
        read("file type bits in the mode are dropped", "/x", tar().add(header("x", '0').mode(0100644)).end()));
  }
}
