package dev.slipway.testkit.registry;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.io.ByteStreams;
import dev.slipway.DocumentException;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Index;
import dev.slipway.oci.Manifest;
import dev.slipway.oci.ManifestDocument;
import dev.slipway.oci.MediaType;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/** Manifests and indexes (distribution specification, "Pulling manifests", "Pushing Manifests", "Deleting Manifests"). */
final class ManifestEndpoint {
  private final RegistryRules rules;
  private final RegistryContent content;
  private final Places places;

  ManifestEndpoint(RegistryRules rules, RegistryContent content) {
    this.rules = rules;
    this.content = content;
    places = new Places(rules);
  }

  Answer handle(Request request, Route.Manifests route) throws IOException {
    Reference reference = Reference.parse(route.reference());
    return switch (request.method()) {
      case "GET", "HEAD" -> read(route, reference);
      case "PUT" -> put(request, route.repository(), reference);
      case "DELETE" -> delete(route, reference);
      default -> throw RegistryBackend.methodNotAllowed(request);
    };
  }

  private Answer read(Route.Manifests route, Reference reference) {
    StoredManifest found = content.manifest(route.repository(), reference).orElseThrow(() -> unknown(route));
    return places.withDigest(Answer.of(200).withBody(found.mediaType(), found.source()), found.digest());
  }

  private static Refusal unknown(Route.Manifests route) {
    return new Refusal(ProtocolError.MANIFEST_UNKNOWN, "'" + route.reference() + "' is not in '" + route.repository() + "'");
  }

  private Answer put(Request request, String repository, Reference reference) throws IOException {
    byte[] bytes = ByteStreams.toByteArray(ByteStreams.limit(request.body(), ManifestDocument.maxBytes() + 1L));
    if (bytes.length > ManifestDocument.maxBytes()) {
      throw new Refusal(
          ProtocolError.SIZE_INVALID.answer(413, "manifests of at most " + ManifestDocument.maxBytes() + " bytes are accepted"));
    }
    Digest digest = reference instanceof Reference.ByDigest by ? by.digest() : Digest.sha256(bytes);
    Digest actual = Digests.of(digest.algorithm(), bytes);
    if (!digest.equals(actual)) {
      throw new Refusal(ProtocolError.DIGEST_INVALID, "the manifest has digest " + actual + ", not " + digest);
    }
    ManifestDocument document = read(request, bytes);
    checkParts(repository, document);
    ImmutableList<String> extra = extraTags(request, reference);
    ImmutableList<String> tags = reference instanceof Reference.Tag tag ? ImmutableList.of(tag.name()) : extra;
    content.put(repository, new StoredManifest(digest, document.mediaType().text(), bytes), tags);
    return answer(places.manifest(request, repository, digest), document, extra);
  }

  private Answer answer(Answer made, ManifestDocument document, ImmutableList<String> extra) {
    Answer answer = made;
    Optional<Descriptor> subject = subject(document);
    if (subject.isPresent() && rules.has(Feature.REFERRERS)) {
      answer = answer.withHeader("OCI-Subject", subject.get().digest().toString());
    }
    for (String tag : extra) {
      answer = new Answer(answer.status(), answer.headers().and("OCI-Tag", tag), answer.body());
    }
    return answer;
  }

  private ImmutableList<String> extraTags(Request request, Reference reference) {
    return rules.has(Feature.TAG_PARAMETERS) && reference instanceof Reference.ByDigest
        ? request.parameters("tag").stream().map(Reference::tag).distinct().collect(ImmutableList.toImmutableList())
        : ImmutableList.of();
  }

  private static ManifestDocument read(Request request, byte[] bytes) {
    Optional<String> type = request.headers().first("Content-Type").map(text -> Splitter.on(';').splitToList(text).getFirst().strip());
    try {
      return type.isEmpty() ? ManifestDocument.read(bytes) : ManifestDocument.read(bytes, MediaType.of(type.get()));
    } catch (DocumentException | InvalidValueException e) {
      throw new Refusal(ProtocolError.MANIFEST_INVALID, e);
    }
  }

  static Optional<Descriptor> subject(ManifestDocument document) {
    return switch (document) {
      case Manifest manifest -> manifest.subject();
      case Index index -> index.subject();
    };
  }

  private void checkParts(String repository, ManifestDocument document) {
    switch (document) {
      case Manifest manifest -> Stream.concat(Stream.of(manifest.config()), manifest.layers().stream())
          .filter(part -> !part.mediaType().isForeignLayer())
          .filter(part -> content.blob(repository, part.digest()).isEmpty())
          .forEach(part -> missing("blob", part));
      case Index index -> index.manifests().stream().filter(part -> !rules.has(Feature.SPARSE_INDEXES))
          .filter(part -> content.manifest(repository, new Reference.ByDigest(part.digest())).isEmpty())
          // caches of builds are indexes of blobs
          .filter(part -> content.blob(repository, part.digest()).isEmpty())
          .forEach(part -> missing("manifest", part));
    }
  }

  private static void missing(String kind, Descriptor part) {
    throw new Refusal(ProtocolError.MANIFEST_BLOB_UNKNOWN, kind + " " + part.digest() + " must be pushed first");
  }

  private Answer delete(Route.Manifests route, Reference reference) {
    if (reference instanceof Reference.Tag) {
      rules.require(Feature.TAG_DELETION, "deleting tags");
    } else {
      rules.require(Feature.MANIFEST_DELETION, "deleting manifests");
    }
    if (!content.remove(route.repository(), reference)) {
      throw unknown(route);
    }
    return Answer.of(202);
  }
}
