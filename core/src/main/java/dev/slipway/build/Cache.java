package dev.slipway.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Streams;
import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import dev.slipway.build.Step.Made;
import dev.slipway.image.Digest;
import dev.slipway.image.Reuse;
import dev.slipway.image.Structure;
import dev.slipway.layer.Layer;
import dev.slipway.store.BlobWriter;
import dev.slipway.store.Lease;
import dev.slipway.store.Records;
import dev.slipway.store.Store;
import dev.slipway.store.StoredRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What steps made earlier, by the content that decides it.
 *
 * <p>A record {@code step} holds the layer that a key stands for: on exactly the files that the step was done on, and on
 * any files in which the step finds what it found there. A record {@code latest} holds, for each place in a
 * build, the key that was used there last: it is never a reason to skip work, only to explain it.
 */
final class Cache {
  /** Part of every key: changes whenever the same inputs would give other bytes. */
  private static final String FORMAT = "2";
  private static final int MAX_LISTING = 1 << 30;
  private static final Logger LOG = LoggerFactory.getLogger(Cache.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final Store store;
  private final Lease lease;
  private final Records steps;
  private final Records latest;
  private final Records listings;

  Cache(Store store, Lease lease) {
    this.store = store;
    this.lease = lease;
    this.steps = store.records("step");
    this.latest = store.records("latest");
    this.listings = store.records("listing");
  }

  /**
   * What decides the result of a step.
   *
   * @param operation what is done, all variables replaced
   * @param lineage the layers it is done on
   * @param listing the digest of the listing of what it reads; absent where it reads nothing
   * @param arguments what the operation is made of, by name: no part of the key, but of explanations
   */
  record Key(String operation, Lineage lineage, Optional<Digest> listing, ImmutableMap<String, String> arguments) {
    Digest digest() {
      return Structure.digest(ImmutableMap.of("format", FORMAT, "operation", operation, "parent", lineage.chain(), "listing", listing));
    }

    /** The key of the same step wherever it is done. */
    Key anywhere() {
      return new Key(operation, new Lineage("anywhere", Optional.empty()), listing, arguments);
    }
  }

  /** The result of a step: a layer, or nothing where nothing changed. */
  record Result(Optional<Layer> layer) {}

  /** The result of a key, if it may be used again; empty if the step has to be done. */
  Optional<Result> find(Key key, Reuse reuse) {
    return reuse.never() ? Optional.empty() : read(steps, key.digest()).filter(known -> isFresh(known, reuse)).map(Cache::result);
  }

  /** A result of unknown age is as good as an expired one. */
  private static boolean isFresh(JsonNode known, Reuse reuse) {
    return reuse.expiry().map(time -> known.path("made").asLong() >= Instant.now().minus(time).toEpochMilli()).orElse(true);
  }

  /**
   * The result of the same step done on other files, if what it found there is found here too.
   *
   * @param finds whether that is so
   */
  Optional<Result> findAnywhere(Key key, Predicate<Facts> finds) {
    return read(steps, key.anywhere().digest()).filter(known -> finds.test(facts(known.path("facts")))).map(Cache::result);
  }

  /** Notes the result of a step for other files that it may be done on. */
  void putAnywhere(Key key, Made made) {
    if (made.facts().areMemorable()) {
      ObjectNode body = JSON.createObjectNode();
      ObjectNode facts = body.putObject("facts").put("owner", made.facts().owner());
      ObjectNode paths = facts.putObject("paths");
      made.facts().paths().forEach(paths::put);
      steps.put(lease, key.anywhere().digest(), record(body, new Result(made.layer())));
    }
  }

  /** The digest of the listing that was made of the same files before; see {@link #putListing}. */
  Optional<Digest> listing(Digest fingerprint) {
    return read(listings, fingerprint).map(body -> Digest.parse(body.path("listing").asText()));
  }

  /** Notes what a listing's digest is, by a digest of all that the listing is made of. */
  void putListing(Digest fingerprint, Digest listing) {
    listings.put(lease, fingerprint,
        new StoredRecord(JSON.createObjectNode().put("listing", listing.toString()).toString(), ImmutableSet.of()));
  }

  private static Facts facts(JsonNode body) {
    ImmutableSortedMap.Builder<String, String> paths = ImmutableSortedMap.naturalOrder();
    body.path("paths").properties().forEach(field -> paths.put(field.getKey(), field.getValue().asText()));
    return new Facts(paths.buildOrThrow(), body.path("owner").asText());
  }

  /** Notes the result of a key. */
  void put(Key key, Result result) {
    put(key, result, Reuse.BY_CONTENT);
  }

  /** Notes the result of a key, and when it was made where that matters. */
  void put(Key key, Result result, Reuse reuse) {
    ObjectNode body = JSON.createObjectNode();
    if (reuse.expiry().isPresent()) {
      body.put("made", Instant.now().toEpochMilli());
    }
    steps.put(lease, key.digest(), record(body, result));
  }

  private static StoredRecord record(ObjectNode body, Result result) {
    ImmutableSet.Builder<Digest> references = ImmutableSet.builder();
    result.layer().ifPresent(layer -> {
      references.add(layer.diffId(), layer.toc());
      body.putObject("layer").put("diffId", layer.diffId().toString()).put("size", layer.size()).put("toc", layer.toc().toString());
    });
    return new StoredRecord(body.toString(), references.build());
  }

  /**
   * Notes that a key was used in a place, unless that is known. The listing is stored with it. As nothing but explanations
   * depends on it, a store that cannot be written is no failure.
   */
  void use(Digest place, Key key, Optional<SourceListing> listing, Optional<Earlier> known) {
    ObjectNode body = JSON.createObjectNode();
    body.put("key", key.digest().toString()).put("operation", key.operation()).put("parent", key.lineage().chain());
    key.lineage().base().ifPresent(base -> body.putObject("base").put("name", base.name()).put("digest", base.digest().toString())
        .put("chain", base.chain()));
    key.listing().ifPresent(digest -> body.put("listing", digest.toString()));
    // values of arguments may be nobody's business: their digests tell as well which one changed
    ObjectNode arguments = body.putObject("arguments");
    key.arguments().forEach((name, value) -> arguments.put(name, Structure.digest(value).shortHex()));
    if (known.isPresent() && known.get().body.equals(body)) {
      return;
    }
    try {
      listing.ifPresent(this::store);
      latest.put(lease, place, new StoredRecord(body.toString(), key.listing().map(ImmutableSet::of).orElse(ImmutableSet.of())));
    } catch (StoreException failure) {
      if (failure.code() == ErrorCode.CANCELLED) {
        throw failure;
      }
      LOG.info("a later build will not be able to say why it does a step again: {}", failure.getMessage());
    }
  }

  /** What was used in a place before; empty if nothing is known. */
  Optional<Earlier> earlier(Digest place) {
    return read(latest, place).map(Earlier::new);
  }

  /** A key that was used in a place before. */
  final class Earlier {
    private final JsonNode body;

    private Earlier(JsonNode body) {
      this.body = body;
    }

    /** The layer that it made, if it is still there. */
    Optional<Layer> layer() {
      return read(steps, Digest.parse(body.path("key").asText())).flatMap(known -> result(known).layer());
    }

    /** Why a key is not this one, by the first thing that differs. */
    String difference(Key key, Optional<SourceListing> listing, Step step) {
      if (body.path("key").asText().equals(key.digest().toString())) {
        return step.reuse().expiry().filter(time -> read(steps, key.digest()).isPresent()).map(time -> "its result is older than " + time)
            .orElse("its result is no longer in the store");
      }
      if (!body.path("operation").asText().equals(key.operation())) {
        return argumentDifference(key, step).orElse("the instruction changed");
      }
      String before = body.path("listing").asText();
      if (!before.isEmpty() && !before.equals(key.listing().map(Digest::toString).orElse(""))) {
        return step.source() + " " + listingDifference(Digest.parse(before), listing.map(SourceListing::text).orElse(new byte[0]));
      }
      if (!body.path("parent").asText().equals(key.lineage().chain())) {
        return baseDifference(key.lineage()).orElse("what it stands on changed");
      }
      return "a new version of the library builds it";
    }

    /** Records of older versions of the library know no base. */
    private Optional<String> baseDifference(Lineage lineage) {
      JsonNode base = body.path("base");
      return base.isMissingNode()
          ? Optional.empty()
          : lineage.base().flatMap(now -> now.difference(
              new Lineage.Bottom(base.path("name").asText(), Digest.parse(base.path("digest").asText()), base.path("chain").asText())));
    }

    private String listingDifference(Digest before, byte[] listing) {
      try {
        String difference = Listings.difference(store.readAll(before, MAX_LISTING), listing);
        return difference.isEmpty() ? "has the same files in another order" : difference;
      } catch (StoreException unreadable) {
        // whoever reads a damaged blob has put it aside, and an explanation is not worth another attempt
        LOG.info("what a step read before cannot be told: {}", unreadable.getMessage());
        return "changed";
      }
    }

    private Optional<String> argumentDifference(Key key, Step step) {
      JsonNode before = body.path("arguments");
      Optional<String> changed = key.arguments().entrySet().stream()
          .filter(argument -> before.has(argument.getKey()))
          .filter(argument -> !before.path(argument.getKey()).asText().equals(Structure.digest(argument.getValue()).shortHex()))
          .findFirst()
          .map(argument -> step.detail(argument.getKey()).orElseGet(() -> argument.getKey() + " changed"));
      return step.namesAll() ? changed.or(() -> newOrGone(key, before)) : changed;
    }

    private static Optional<String> newOrGone(Key key, JsonNode before) {
      Optional<String> added = key.arguments().keySet().stream().filter(name -> !before.has(name)).findFirst()
          .map(name -> name + " is new");
      return added.or(() -> Streams.stream(before.fieldNames()).filter(name -> !key.arguments().containsKey(name)).findFirst()
          .map(name -> name + " is gone"));
    }
  }

  private void store(SourceListing listing) {
    Digest digest = listing.digest();
    if (store.pin(lease, digest).isPresent()) {
      return;
    }
    byte[] bytes = listing.text();
    try (BlobWriter blob = store.newBlob(lease, digest, bytes.length)) {
      var unused = blob.write(ByteBuffer.wrap(bytes));
      var unusedBlob = blob.commit();
    } catch (IOException failure) {
      throw new StoreException(ErrorCode.IO, "a listing cannot be stored: " + failure.getMessage(), failure);
    }
  }

  private static Result result(JsonNode body) {
    JsonNode layer = body.path("layer");
    return new Result(layer.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new Layer(Digest.parse(layer.path("diffId").asText()), layer.path("size").asLong(), Digest.parse(layer.path("toc").asText()))));
  }

  /** A record's text; one that is no JSON, which only another program can have written, is dropped. */
  private Optional<JsonNode> read(Records records, Digest key) {
    Optional<StoredRecord> record = records.get(lease, key);
    try {
      return record.isEmpty() ? Optional.empty() : Optional.of(JSON.readTree(record.get().body()));
    } catch (JsonProcessingException damaged) {
      records.remove(key);
      return Optional.empty();
    }
  }
}
