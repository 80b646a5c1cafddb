package dev.slipway.testkit.registry;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.image.Digest;
import dev.slipway.oci.MediaType;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Blobs, manifests and tags of each kind that the specification's conformance suite pushes. Documents are written by hand. */
final class ConformanceData {
  static final String EXAMPLE = "application/vnd.example.config.v1+json";
  static final String OTHER = "application/vnd.example.other.v1";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Digest.Algorithm algorithm;
  private final Map<Digest, byte[]> blobs = new LinkedHashMap<>();
  private final List<Entry> manifests = new ArrayList<>();
  private long seed;

  /** A document, and a tag for it; the digest is that of the bytes. */
  record Entry(Digest digest, String mediaType, byte[] bytes, Optional<String> tag) {
    ObjectNode descriptor() {
      return ConformanceData.descriptor(mediaType, digest, bytes.length);
    }
  }

  private ConformanceData(Digest.Algorithm algorithm) {
    this.algorithm = algorithm;
  }

  Map<Digest, byte[]> blobs() {
    return blobs;
  }

  List<Entry> manifests() {
    return manifests;
  }

  void push(Wire wire, String repository) throws IOException, InterruptedException {
    for (Map.Entry<Digest, byte[]> blob : blobs.entrySet()) {
      wire.pushBlob(repository, blob.getKey(), blob.getValue());
    }
    for (Entry entry : manifests) {
      push(wire, repository, entry, entry.digest().toString());
      if (entry.tag().isPresent()) {
        push(wire, repository, entry, entry.tag().get());
      }
    }
  }

  private static void push(Wire wire, String repository, Entry entry, String reference) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = wire.put("/v2/" + repository + "/manifests/" + reference, entry.bytes(), "Content-Type",
        entry.mediaType());
    if (response.statusCode() != 201) {
      throw new IOException(response.statusCode() + ": " + new String(response.body(), StandardCharsets.UTF_8));
    }
  }

  private static ObjectNode descriptor(String mediaType, Digest digest, long size) {
    return JSON.createObjectNode().put("mediaType", mediaType).put("digest", digest.toString()).put("size", size);
  }

  private ObjectNode blob(String mediaType, byte[] bytes) {
    Digest digest = Digests.of(algorithm, bytes);
    blobs.put(digest, bytes);
    return descriptor(mediaType, digest, bytes.length);
  }

  private ObjectNode layer() {
    seed++;
    return blob(MediaType.OCI_LAYER.text(), Wire.bytes(500, seed));
  }

  private ObjectNode config() {
    seed++;
    return blob(MediaType.OCI_CONFIG.text(),
        ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"n\":" + seed + "}").getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode manifest(ObjectNode config, ObjectNode... layers) {
    ObjectNode manifest = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", MediaType.OCI_MANIFEST.text());
    manifest.set("config", config);
    ArrayNode array = manifest.putArray("layers");
    List.of(layers).forEach(array::add);
    return manifest;
  }

  private static ObjectNode index(Entry... entries) {
    ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", MediaType.OCI_INDEX.text());
    ArrayNode array = index.putArray("manifests");
    for (Entry entry : entries) {
      array.add(entry.descriptor());
    }
    return index;
  }

  private Entry entry(ObjectNode document, Optional<String> tag) {
    byte[] bytes = document.toString().getBytes(StandardCharsets.UTF_8);
    Entry entry = new Entry(Digests.of(algorithm, bytes), document.get("mediaType").textValue(), bytes, tag);
    manifests.add(entry);
    return entry;
  }

  private Entry untagged(ObjectNode document) {
    return entry(document, Optional.empty());
  }

  private static ConformanceData of(Consumer<ConformanceData> filling) {
    ConformanceData data = new ConformanceData(Digest.Algorithm.SHA256);
    filling.accept(data);
    return data;
  }

  private void tagged(String tag, ObjectNode document) {
    var unused = entry(document, Optional.of(tag));
  }

  private ObjectNode plainImage() {
    return manifest(config(), layer(), layer());
  }

  private ObjectNode artifact(String type) {
    return manifest(blob(MediaType.OCI_EMPTY.text(), "{}".getBytes(StandardCharsets.UTF_8)), layer().put("mediaType", type))
        .put("artifactType", type);
  }

  static ConformanceData image() {
    return of(data -> data.tagged("image", data.plainImage()));
  }

  /** Every kind by its name. */
  static Map<String, ConformanceData> all() {
    Map<String, ConformanceData> all = new LinkedHashMap<>();
    all.put("image", image());
    all.put("large manifest", of(data -> data.tagged("large", withAnnotation(data.plainImage(), "x".repeat(2 << 20)))));
    all.put("index", of(data -> data.tagged("index", index(data.untagged(data.plainImage()), data.untagged(data.plainImage())))));
    all.put("nested index", of(data -> data.tagged("nested", index(data.untagged(index(data.untagged(data.plainImage())))))));
    all.put("empty index", of(data -> data.tagged("empty", index())));
    all.put("artifact", of(data -> data.tagged("artifact", data.artifact(EXAMPLE))));
    all.put("artifact index",
        of(data -> data.tagged("artifacts", index(data.untagged(data.artifact(EXAMPLE))).put("artifactType", EXAMPLE))));
    all.put("artifact without layers", of(data -> data.tagged("nothing", data.withoutContent())));
    all.put("artifacts with subject", withSubject());
    all.put("index with subject", of(data -> {
      Entry subject = data.untagged(index(data.untagged(data.plainImage())));
      data.tagged("signed", subject(data.artifact(EXAMPLE), subject));
    }));
    all.put("missing subject", missingSubject());
    all.put("data field", of(data -> data.tagged("data", data.withData())));
    all.put("non-distributable layers", of(data -> data.tagged("foreign", data.withForeignLayer())));
    all.put("custom fields", of(data -> data.tagged("custom", data.plainImage().put("org.example", "value"))));
    all.put("no layers", of(data -> data.tagged("bare", manifest(data.config()))));
    ConformanceData sha512 = new ConformanceData(Digest.Algorithm.SHA512);
    sha512.untagged(index(sha512.untagged(sha512.plainImage())));
    all.put("sha512", sha512);
    return all;
  }

  static ConformanceData withSubject() {
    return of(data -> {
      Entry subject = data.entry(data.plainImage(), Optional.of("image"));
      var untyped = data.untagged(subject(data.plainImage(), subject));
      data.tagged("first", subject(withAnnotation(data.artifact(EXAMPLE), "one"), subject));
      data.tagged("second", subject(withAnnotation(data.artifact(OTHER), "two"), subject));
      var untypedIndex = data.untagged(subject(index(untyped), subject));
      var typedIndex = data.untagged(subject(index(untypedIndex), subject).put("artifactType", OTHER));
    });
  }

  /** The subject is the first manifest of {@link #image()}, which is not part of this. */
  static ConformanceData missingSubject() {
    return of(data -> data.tagged("orphan", subject(data.artifact(EXAMPLE), image().manifests().getFirst())));
  }

  private static ObjectNode withAnnotation(ObjectNode document, String text) {
    document.putObject("annotations").put("org.example.note", text);
    return document;
  }

  private static ObjectNode subject(ObjectNode document, Entry subject) {
    document.set("subject", subject.descriptor());
    return document;
  }

  private ObjectNode withoutContent() {
    ObjectNode empty = blob(MediaType.OCI_EMPTY.text(), "{}".getBytes(StandardCharsets.UTF_8));
    return manifest(empty, empty.deepCopy()).put("artifactType", EXAMPLE);
  }

  private ObjectNode withData() {
    ObjectNode config = config();
    byte[] bytes = blobs.get(Digest.parse(config.get("digest").textValue()));
    return manifest(config.put("data", Base64.getEncoder().encodeToString(bytes)), layer());
  }

  private ObjectNode withForeignLayer() {
    ObjectNode foreign = descriptor(MediaType.OCI_FOREIGN_LAYER.text(), Digest.sha256(Wire.bytes(100, 99)), 100);
    foreign.putArray("urls").add("https://layers.example/layer.tar");
    return manifest(config(), layer(), foreign);
  }
}
