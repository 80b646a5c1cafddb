package dev.slipway.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoundTripTest {
  @Property(tries = 200, seed = "1")
  void whatIsWrittenIsReadBackEqual(@ForAll("entries") List<Entry> entries) {
    InMemoryTar out = new InMemoryTar();
    entries.forEach(out::add);
    byte[] tar = out.end();
    Toc expected = out.contents.build();
    Toc read = HostileTarTest.read(new ByteArrayInputStream(tar), EntryPolicy.layer().withDevices());
    assertThat(read.entries().toList().equals(expected.entries().toList())).isTrue();
    assertThat(Toc.decode(read.encode()).entries().toList().equals(read.entries().toList())).isTrue();
    assertThat(read.equals(expected)).isTrue();
  }

  @Provide
  Arbitrary<List<Entry>> entries() {
    return entry().list().ofMaxSize(12).map(RoundTripTest::ordered);
  }

  /** Drops what could not be in one tree together. */
  private static List<Entry> ordered(List<Entry> entries) {
    TreeSet<ImagePath> seen = new TreeSet<>();
    List<Entry> kept = new ArrayList<>();
    entries.stream().sorted((a, b) -> a.path().compareTo(b.path())).forEach(entry -> {
      boolean fits = kept.stream().noneMatch(k -> k.type() != EntryType.DIRECTORY && entry.path().startsWith(k.path()));
      if (fits && seen.add(entry.path())) {
        kept.add(entry);
      }
    });
    return kept;
  }

  private static Arbitrary<Entry> entry() {
    Arbitrary<Byte> bytes = Arbitraries.bytes().filter(b -> b != 0 && b != '/');
    Arbitrary<String> odd = bytes.array(byte[].class).ofMinSize(1).ofMaxSize(255).map(ImagePath::textOfBytes);
    Arbitrary<String> name = Arbitraries.oneOf(Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(120), odd)
        .filter(n -> !n.equals(".") && !n.equals("..") && !n.startsWith(".wh."));
    Arbitrary<ImagePath> path = name.list().ofMinSize(1).ofMaxSize(4).map(parts -> {
      ImagePath result = ImagePath.ROOT;
      for (String part : parts) {
        result = result.child(part);
      }
      return result;
    });
    Arbitrary<Long> id = Arbitraries.oneOf(Arbitraries.longs().between(0, 3000), Arbitraries.longs().between(0, Entry.MAX_ID));
    Arbitrary<Long> seconds = Arbitraries.oneOf(Arbitraries.longs().between(0, 1L << 34),
        Arbitraries.longs().between(-(1L << 40), 1L << 40));
    Arbitrary<Integer> nanos = Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(0, 999_999_999));
    Arbitrary<Map<String, XattrValue>> xattrs = Arbitraries
        .maps(Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(200).map(k -> "user." + k),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(XattrValue::of))
        .ofMaxSize(2);
    Arbitrary<EntryType> type = Arbitraries.of(EntryType.class).filter(t -> t != EntryType.HARD_LINK);
    return Combinators.combine(path, type, Arbitraries.integers().between(0, 07777), id, id, seconds, nanos, xattrs)
        .as((p, t, mode, uid, gid, s, n, x) -> made(p, t).withMode(mode).withOwner(uid, gid).withMtime(s, n).withXattrs(x));
  }

  private static Entry made(ImagePath path, EntryType type) {
    return switch (type) {
      case FILE, HARD_LINK -> Entry.file(path).withContent(0, Optional.of(Digest.sha256(new byte[0])));
      case DIRECTORY -> Entry.directory(path);
      case SYMLINK -> Entry.symlink(path, path.relative());
      case CHARACTER_DEVICE, BLOCK_DEVICE -> Entry.node(path, type).withDevice(1, 2_000_000);
      case FIFO -> Entry.node(path, type);
    };
  }

  /** A tar and its table, written with the headers of the builder but without a store. */
  private static final class InMemoryTar {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final TocBuilder contents = new TocBuilder();

    void add(Entry entry) {
      byte[] name = TarHeader.name(entry);
      byte[] link = TarHeader.link(entry);
      byte[] extended = TarHeader.extended(entry, name, link);
      if (extended.length > 0) {
        byte[] block = new byte[512];
        TarHeader.writeExtended(block, 0, extended.length);
        out.writeBytes(block);
        out.writeBytes(extended);
        out.writeBytes(new byte[-extended.length & 511]);
      }
      byte[] block = new byte[512];
      TarHeader.write(block, 0, entry, name, link);
      out.writeBytes(block);
      boolean file = entry.type() == EntryType.FILE;
      contents.add(entry, file ? out.size() : 0, file ? Digests.raw(entry.content().orElseThrow()) : null);
    }

    byte[] end() {
      out.writeBytes(new byte[1024]);
      return out.toByteArray();
    }
  }
}
