package dev.slipway.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.net.HttpHeaders;
import com.google.common.net.UrlEscapers;
import com.google.common.primitives.Longs;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.RegistryException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Index;
import dev.slipway.oci.ManifestDocument;
import dev.slipway.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A repository over HTTP. */
final class HttpRepository implements Repository {
  private static final String DOCKER_CONTENT_DIGEST = "Docker-Content-Digest";
  private static final int MAX_PAGES = 10_000;
  private static final int MAX_TAGS = 1_000_000;
  /** Every type that is understood, so that nothing is converted for us. Schema 1 is not among them. */
  private static final String ACCEPT = String.join(", ",
      List.of(MediaType.OCI_INDEX.text(), MediaType.OCI_MANIFEST.text(),
          MediaType.DOCKER_INDEX.text(), MediaType.DOCKER_MANIFEST.text()));

  private final ImageReference name;
  private final RegistryHost host;
  private final Scope pull;

  HttpRepository(ImageReference name, RegistryHost host) {
    this.name = name;
    this.host = host;
    this.pull = Scope.pull(name.path());
  }

  @Override
  public ImageReference name() {
    return name;
  }

  private URI address(String rest) {
    return URI.create(host.base() + "/v2/" + name.path() + "/" + rest);
  }

  private Call get(String rest) {
    return Call.of("GET", address(rest)).withHeader("Accept-Encoding", "identity");
  }

  private static String reference(ImageReference image) {
    return image.digest().map(Digest::toString).orElseGet(() -> image.tag().orElse("latest"));
  }

  @Override
  public Optional<Descriptor> resolve(ImageReference image) {
    check(image);
    Call head = Call.of("HEAD", address("manifests/" + reference(image))).withHeader(HttpHeaders.ACCEPT, ACCEPT);
    Head answer = host.ask(head, name, pull, host.effort(), reply -> {
      Optional<Descriptor> described = reply.status() == 200 ? described(reply, image) : Optional.empty();
      return new Head(described, described.isPresent() || reply.status() == 404);
    });
    // a registry may leave the digest out of a HEAD's answer, or not know HEAD at all
    return answer.isTelling() ? answer.descriptor() : document(image).map(ManifestDocument::descriptor);
  }

  /** What a HEAD said, if anything. */
  private record Head(Optional<Descriptor> descriptor, boolean isTelling) {}

  private static Optional<Descriptor> described(Reply reply, ImageReference image) {
    Optional<String> digest = reply.header(DOCKER_CONTENT_DIGEST);
    Optional<Long> size = reply.header(HttpHeaders.CONTENT_LENGTH).map(Longs::tryParse);
    Optional<MediaType> type = type(reply);
    if (digest.isEmpty() || size.isEmpty() || size.get() <= 0 || type.isEmpty()) {
      return Optional.empty();
    }
    try {
      Digest stated = Digest.parse(digest.get());
      return image.digest().isPresent() && !image.digest().get().equals(stated)
          ? Optional.empty()
          : Optional.of(Descriptor.of(type.get(), stated, size.get()));
    } catch (InvalidValueException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<MediaType> type(Reply reply) {
    return reply.header(HttpHeaders.CONTENT_TYPE).flatMap(text -> {
      try {
        return Optional.of(MediaType.of(com.google.common.net.MediaType.parse(text).withoutParameters().toString()));
      } catch (IllegalArgumentException | InvalidValueException malformed) {
        return Optional.empty();
      }
    });
  }

  @Override
  public ManifestDocument manifest(ImageReference image) {
    return document(image).orElseThrow(() -> new RegistryException(ErrorCode.NOT_FOUND,
        "'" + image + "' does not exist: the registry has no '" + reference(image) + "' in '" + name.path() + "'"));
  }

  private Optional<ManifestDocument> document(ImageReference image) {
    check(image);
    Call call = get("manifests/" + reference(image)).withHeader(HttpHeaders.ACCEPT, ACCEPT);
    return host.ask(call, name, pull, host.effort(), reply -> {
      if (reply.status() == 404) {
        return Optional.empty();
      }
      expect(reply, call, 200);
      byte[] bytes = Answers.bytes(reply, ManifestDocument.maxBytes()).orElseThrow(() -> new DocumentException(ErrorCode.LIMIT_EXCEEDED,
          "'" + image + "': the manifest has more than the " + ManifestDocument.maxBytes() + " bytes that are read"));
      verify(reply, image, bytes);
      Optional<MediaType> type = type(reply).filter(HttpRepository::isTelling);
      return Optional.of(type.isPresent() ? ManifestDocument.read(bytes, type.get()) : ManifestDocument.read(bytes));
    });
  }

  /** Some registries serve everything as plain JSON or bytes; the document says itself what it is. */
  private static boolean isTelling(MediaType type) {
    return !type.text().equals("application/json") && !type.text().equals("application/octet-stream") && !type.text().startsWith("text/");
  }

  private static void verify(Reply reply, ImageReference image, byte[] bytes) throws Again {
    Optional<String> stated = reply.header(DOCKER_CONTENT_DIGEST);
    Digest wanted;
    try {
      wanted = image.digest().isPresent() ? image.digest().get() : stated.map(Digest::parse).orElseGet(() -> Digest.sha256(bytes));
    } catch (InvalidValueException malformed) {
      throw new Again(
          new RegistryException(ErrorCode.PROTOCOL_VIOLATION, "'" + image + "': the registry states a malformed digest", malformed));
    }
    Digest delivered = Digests.of(wanted.algorithm(), bytes);
    if (!delivered.equals(wanted)) {
      throw new Again(new RegistryException(ErrorCode.DIGEST_MISMATCH,
          "'" + image + "': the registry delivers a manifest with the digest '" + delivered + "' for '" + wanted
              + "': it, or somebody on the way, exchanges content"));
    }
  }

  @Override
  public InputStream open(Descriptor blob, long from) throws IOException {
    return new BlobStream(host, name, get("blobs/" + blob.digest()).inBulk(), pull, blob, from);
  }

  @Override
  public boolean has(Digest blob) {
    return has(blob, pull, host.effort());
  }

  boolean has(Digest blob, Scope scope, Effort effort) {
    Call call = Call.of("HEAD", address("blobs/" + blob));
    return host.ask(call, name, scope, effort, reply -> {
      if (reply.status() == 404) {
        return false;
      }
      expect(reply, call, 200);
      return true;
    });
  }

  @Override
  public boolean mount(Digest blob, ImageReference from) {
    if (!from.domain().equals(name.domain()) || from.path().equals(name.path())) {
      return false;
    }
    return new Upload(host, this).mount(blob, from);
  }

  @Override
  public void push(Descriptor blob, Call.Body content) {
    if (content.length() != blob.size()) {
      throw new InvalidValueException("'" + blob + "' is to be sent as " + content.length() + " bytes");
    }
    new Upload(host, this).push(blob, content);
  }

  @Override
  public void push(ManifestDocument manifest, ImageReference as) {
    check(as);
    new Upload(host, this).push(manifest, reference(as));
  }

  @Override
  public ImmutableList<String> tags() {
    ImmutableList.Builder<String> tags = ImmutableList.builder();
    int count = 0;
    Optional<URI> page = Optional.of(address("tags/list"));
    for (int pages = 0; page.isPresent() && pages < MAX_PAGES; pages++) {
      Call call = Call.of("GET", page.get()).withHeader("Accept-Encoding", "identity");
      Page<String> read = host.ask(call, name, pull, host.effort(), reply -> {
        if (reply.status() == 404) {
          throw new RegistryException(ErrorCode.NOT_FOUND, "'" + name + "' does not exist");
        }
        expect(reply, call, 200);
        return Page.of(host, call, reply, json -> json.path("tags"), JsonNode::asText);
      });
      count += read.items().size();
      if (count > MAX_TAGS) {
        throw new RegistryException(ErrorCode.LIMIT_EXCEEDED, "'" + name + "' has more than " + MAX_TAGS + " tags");
      }
      tags.addAll(read.items());
      page = read.next();
    }
    return tags.build();
  }

  @Override
  public ImmutableList<Descriptor> referrers(Digest subject, Optional<MediaType> artifactType) {
    String filter = artifactType.map(type -> "?artifactType=" + UrlEscapers.urlFormParameterEscaper().escape(type.text()))
        .orElse("");
    ImmutableList.Builder<Descriptor> all = ImmutableList.builder();
    Optional<URI> page = Optional.of(address("referrers/" + subject + filter));
    for (int pages = 0; page.isPresent() && pages < MAX_PAGES; pages++) {
      Call call = Call.of("GET", page.get()).withHeader(HttpHeaders.ACCEPT, MediaType.OCI_INDEX.text())
          .withHeader("Accept-Encoding", "identity");
      Optional<Page<Descriptor>> read = host.ask(call, name, pull, host.effort(), reply -> {
        if (reply.status() == 404 || reply.status() == 405 || reply.status() == 400) {
          return Optional.empty();
        }
        expect(reply, call, 200);
        return Optional.of(Page.of(host, call, reply, bytes -> Index.read(bytes).manifests()));
      });
      if (read.isEmpty()) {
        all.addAll(fallback(subject));
        break;
      }
      all.addAll(read.get().items());
      page = read.get().next();
    }
    return all.build().stream().filter(each -> artifactType.isEmpty() || each.artifactType().equals(artifactType))
        .collect(ImmutableList.toImmutableList());
  }

  /** The referrers tag schema of the specification, for registries without the interface. */
  private ImmutableList<Descriptor> fallback(Digest subject) {
    String tag = subject.algorithm().id() + "-" + subject.hex().substring(0, Math.min(64, subject.hex().length()));
    return document(name.withTag(tag)).filter(Index.class::isInstance).map(index -> ((Index) index).manifests()).orElse(ImmutableList.of());
  }

  private void check(ImageReference image) {
    if (!image.domain().equals(name.domain()) || !image.path().equals(name.path())) {
      throw new InvalidValueException("'" + image + "' is not in the repository '" + name + "'");
    }
  }

  URI uploads() {
    return address("blobs/uploads/");
  }

  URI manifests(String reference) {
    return address("manifests/" + reference);
  }

  /** Anything but the expected status is a failure that the status names. */
  void expect(Reply reply, Call call, int... statuses) {
    for (int status : statuses) {
      if (reply.status() == status) {
        return;
      }
    }
    throw new RegistryException(reply.status() == 404 ? ErrorCode.NOT_FOUND : ErrorCode.PROTOCOL_VIOLATION,
        "'" + call + "' was answered with status " + reply.status() + host.problem(reply));
  }
}
