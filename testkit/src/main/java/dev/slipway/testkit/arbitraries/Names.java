package dev.slipway.testkit.arbitraries;

import static dev.slipway.testkit.arbitraries.Generators.mostly;
import static dev.slipway.testkit.arbitraries.Generators.oneOf;
import static dev.slipway.testkit.arbitraries.Generators.ready;
import static dev.slipway.testkit.arbitraries.Generators.withExamples;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.image.DockerArchive;
import dev.slipway.image.ImageLocation;
import dev.slipway.image.ImageReference;
import dev.slipway.image.OciArchive;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Platform;
import dev.slipway.image.Port;
import dev.slipway.image.PortRange;
import dev.slipway.image.SecretValue;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What is named outside an image: references, places on disk, platforms, ports. */
final class Names {
  private static final int MAX_PORT = 65_535;

  private Names() {}

  static Arbitrary<ImageReference> references() {
    Arbitrary<String> domains = Arbitraries.of("docker.io", "index.docker.io", "localhost", "localhost:5000", "registry.example",
        "registry.example:443", "REGISTRY.example", "127.0.0.1:5000", "[::1]", "[2001:db8::1]:5000", "a-b.example");
    Arbitrary<String> components = oneOf(
        Arbitraries.of("library", "localhost", "debian", "a.b", "a__b", "a_b", "a---b", "0", "sha256"),
        Arbitraries.strings().withChars("abixyz019").ofMinLength(1).ofMaxLength(8));
    Arbitrary<String> paths = components.list().ofMinSize(1).ofMaxSize(3).map(list -> String.join("/", list));
    Arbitrary<ImageReference> references = Combinators
        .combine(domains, paths, ready(tags()).optional(0.3), ready(Texts.digests()).optional(0.5))
        .as(ImageReference::new);
    return withExamples(ready(references), ImageReference.parse("debian"), ImageReference.parse("debian:12"),
        ImageReference.parse("localhost:5000/me/app:1.0"), ImageReference.parse("a:" + "t".repeat(128)));
  }

  static Arbitrary<String> tags() {
    return Texts.named("aiIZ09_", "aiIZ09_.-", 6);
  }

  static Arbitrary<Platform> platforms() {
    Arbitrary<Platform> known = Arbitraries.of(List.of("linux/amd64", "linux/amd64/v3", "linux/arm64", "linux/arm/v7", "linux/arm/v6",
        "linux/386", "linux/ppc64le", "linux/s390x", "linux/riscv64", "windows/amd64", "darwin/arm64")).map(Platform::parse);
    Arbitrary<Platform> unknown = Combinators
        .combine(Texts.named("aixz", "aixz09_-.", 5), Texts.named("aixz", "aixz09_-.", 5), Texts.named("v", "0123456789", 2).optional(0.5))
        .as((os, architecture, variant) -> Platform.of(os, architecture).withVariant(variant.orElse("")));
    Arbitrary<Platform> windows = Arbitraries.of("10.0.17763.6659", "10.0.20348.2849")
        .map(version -> Platform.parse("windows/amd64").withOsVersion(version));
    return withExamples(mostly(3, known, oneOf(unknown, windows)), Platform.LINUX_AMD64, Platform.LINUX_ARM64);
  }

  static Arbitrary<Port> ports() {
    return Combinators.combine(Arbitraries.integers().between(1, MAX_PORT), Arbitraries.of(Port.Protocol.values())).as(Port::new);
  }

  static Arbitrary<PortRange> portRanges() {
    Arbitrary<Integer> numbers = Arbitraries.integers().between(1, MAX_PORT);
    Arbitrary<PortRange> ranges = Combinators
        .combine(numbers, Arbitraries.integers().between(0, 20), Arbitraries.of(Port.Protocol.values()))
        .as((first, more, protocol) -> new PortRange(first, Math.min(MAX_PORT, first + more), protocol));
    return withExamples(ranges, new PortRange(1, MAX_PORT, Port.Protocol.UDP));
  }

  static Arbitrary<SecretValue> secrets() {
    return Texts.texts().filter(text -> !text.isEmpty()).map(SecretValue::of);
  }

  static Arbitrary<OciLayout> ociLayouts() {
    return Combinators.combine(files(), sets(referenceNames())).as(OciLayout::new);
  }

  static Arbitrary<OciArchive> ociArchives() {
    return Combinators.combine(files(), sets(referenceNames())).as(OciArchive::new);
  }

  static Arbitrary<DockerArchive> dockerArchives() {
    Arbitrary<String> tagged = Combinators.combine(Arbitraries.of("app", "me/app", "localhost:5000/app"), ready(tags()).filter(
        tag -> tag.charAt(0) != '.' && tag.charAt(0) != '-').optional(0.3))
        .as((name, tag) -> name + tag.map(text -> ":" + text).orElse(""));
    return Combinators.combine(files(), sets(tagged)).as(DockerArchive::new);
  }

  static Arbitrary<ImageLocation> locations() {
    return withExamples(oneOf(ociLayouts(), ociArchives(), dockerArchives()), OciLayout.at(Path.of("layout")),
        DockerArchive.at(Path.of("image.tar")));
  }

  /** Names that annotations of layouts accept. */
  static Arbitrary<String> referenceNames() {
    Arbitrary<String> ends = Arbitraries.strings().withChars("aiIZ09").ofLength(1);
    Arbitrary<String> middles = Arbitraries.strings().withChars("aiIZ09-._:@/+").ofMaxLength(6);
    return Combinators.combine(ends, middles, ends).as((first, middle, last) -> first + middle + last);
  }

  private static Arbitrary<Path> files() {
    return Arbitraries.of("layout", "out/image.tar", "/var/lib/images/base", "a b", "\u0130mage").map(Path::of);
  }

  private static Arbitrary<ImmutableSet<String>> sets(Arbitrary<String> names) {
    return ready(names).list().ofMaxSize(2).map(ImmutableSet::copyOf);
  }

  static <T> Arbitrary<ImmutableList<T>> lists(Arbitrary<T> elements, int least, int most) {
    return elements.list().ofMinSize(least).ofMaxSize(most).map(ImmutableList::copyOf);
  }
}
