package dev.slipway.registry;

import com.google.common.collect.ImmutableSet;
import dev.slipway.ErrorCode;
import dev.slipway.RegistryException;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.layout.ImageDocuments;
import dev.slipway.layout.ImageLayer;
import dev.slipway.layout.Parallel;
import dev.slipway.layout.Turns;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.ManifestDocument;
import dev.slipway.registry.TransferEvent.Kind;
import dev.slipway.store.Lease;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;

/** One push: an image to all repositories in which it gets a name, one after the other. */
final class PushRun {
  private static final int MOST_MOUNTS = 3;
  /** What a registry may say to a mount that it does not want. The blob is sent then. */
  private static final ImmutableSet<ErrorCode> NOT_MOUNTED = ImmutableSet.of(ErrorCode.UNAUTHORIZED, ErrorCode.FORBIDDEN,
      ErrorCode.NOT_FOUND, ErrorCode.PROTOCOL_VIOLATION);

  /** A blob that the image consists of. */
  private sealed interface Part {
    Descriptor descriptor();

    record OfLayer(Descriptor descriptor, ImageLayer layer) implements Part {}

    record OfConfig(ImageConfig config) implements Part {
      @Override
      public Descriptor descriptor() {
        return config.descriptor();
      }
    }
  }

  private final RegistryImages images;
  private final Lease lease;
  private final TransferListener listener;
  private final ImageDocuments documents;
  private final PushOptions options;
  private final List<Part> parts;
  private final Set<ImageReference> written = new LinkedHashSet<>();
  private final Set<ImageReference> unchanged = new LinkedHashSet<>();
  private final Set<Digest> sent = new ConcurrentSkipListSet<>();
  private final Set<Digest> mounted = new ConcurrentSkipListSet<>();
  private final Set<Digest> existing = new ConcurrentSkipListSet<>();
  private final AtomicLong bytes = new AtomicLong();

  PushRun(RegistryImages images, Lease lease, TransferListener listener, ImageDocuments documents, Map<ImageLayer, Descriptor> forms,
      PushOptions options) {
    this.images = images;
    this.lease = lease;
    this.listener = listener;
    this.documents = documents;
    this.options = options;
    this.parts = parts(forms);
  }

  private List<Part> parts(Map<ImageLayer, Descriptor> forms) {
    Map<Digest, Part> distinct = new LinkedHashMap<>();
    forms.forEach((layer, form) -> {
      if (options.foreignLayers() || !form.mediaType().isForeignLayer()) {
        distinct.putIfAbsent(form.digest(), new Part.OfLayer(form, layer));
      }
    });
    for (ImageConfig config : documents.configs()) {
      distinct.putIfAbsent(config.digest(), new Part.OfConfig(config));
    }
    List<Part> all = new ArrayList<>(distinct.values());
    all.sort(Comparator.comparingLong((Part part) -> part.descriptor().size()).reversed());
    return all;
  }

  /** Makes names of one repository stand for the image. */
  void to(ImageReference name, ImmutableSet<ImageReference> names) {
    Repository repository = images.repository(name);
    ManifestDocument top = documents.top();
    List<ImageReference> open = open(repository, names, top.digest());
    if (open.isEmpty()) {
      return;
    }
    // a registry that has a manifest has its parts: it refuses manifests that lack some
    boolean there = open.size() < names.size() || repository.resolve(name.withDigest(top.digest())).isPresent();
    if (!there) {
      Parallel.each(images.settings().transfers(), parts, part -> bring(repository, part));
      if (documents.index().isPresent()) {
        Parallel.each(images.settings().transfers(), documents.manifests(),
            manifest -> repository.push(manifest, name.withDigest(manifest.digest())));
      }
    }
    for (ImageReference tag : open) {
      repository.push(top, tag);
      written.add(tag);
    }
  }

  /** The names that do not stand for the image yet. */
  private List<ImageReference> open(Repository repository, ImmutableSet<ImageReference> names, Digest digest) {
    List<Boolean> same = Parallel.map(images.settings().transfers(), names,
        tag -> repository.resolve(tag).map(Descriptor::digest).filter(digest::equals).isPresent());
    List<ImageReference> open = new ArrayList<>();
    for (int i = 0; i < same.size(); i++) {
      boolean unused = (same.get(i) ? unchanged : open).add(names.asList().get(i));
    }
    return open;
  }

  private void bring(Repository repository, Part part) {
    Digest digest = part.descriptor().digest();
    if (repository.has(digest)) {
      note(Kind.EXISTS, repository, part, existing);
    } else if (part instanceof Part.OfLayer layer && isMounted(repository, layer)) {
      note(Kind.MOUNTED, repository, part, mounted);
    } else {
      send(repository, part);
      bytes.addAndGet(part.descriptor().size());
      note(Kind.PUSHED, repository, part, sent);
    }
  }

  private void note(Kind kind, Repository repository, Part part, Set<Digest> blobs) {
    blobs.add(part.descriptor().digest());
    if (part instanceof Part.OfLayer) {
      images.places().add(lease, part.descriptor().digest(), ImagePuller.withoutTag(repository.name()));
    }
    tell(kind, repository, part, kind == Kind.PUSHED ? part.descriptor().size() : 0);
  }

  private boolean isMounted(Repository repository, Part.OfLayer part) {
    Digest digest = part.descriptor().digest();
    Set<ImageReference> places = new LinkedHashSet<>(part.layer().repository().stream().toList());
    places.addAll(images.places().of(lease, digest));
    return places.stream()
        .filter(place -> place.domain().equals(repository.name().domain()) && !place.path().equals(repository.name().path()))
        .limit(MOST_MOUNTS)
        .anyMatch(place -> mount(repository, digest, place));
  }

  private static boolean mount(Repository repository, Digest digest, ImageReference from) {
    try {
      return repository.mount(digest, from);
    } catch (RegistryException e) {
      if (NOT_MOUNTED.contains(e.code())) {
        return false;
      }
      throw e;
    }
  }

  private void send(Repository repository, Part part) {
    Outgoing body = switch (part) {
      case Part.OfConfig config -> new Outgoing(config.config().bytes(), count -> tell(Kind.PUSHING, repository, part, count));
      case Part.OfLayer layer -> new Outgoing(images.store(), stored(layer), count -> tell(Kind.PUSHING, repository, part, count));
    };
    Turns.Turn turn = images.transfers().take();
    try (turn) {
      repository.push(part.descriptor(), body);
    } catch (RegistryException e) {
      // whatever it says: a registry that gets damaged bytes may well just close the connection
      body.verify();
      throw e;
    }
  }

  /** The layer's bytes in the store, compressed or fetched if need be. */
  private Descriptor stored(Part.OfLayer part) {
    Descriptor form = part.layer().packed(lease, options.compression());
    boolean sound = images.store().pin(lease, form.digest()).filter(blob -> blob.size() == form.size()).isPresent();
    if (!sound) {
      images.store().quarantine(form.digest());
      throw new StoreException(ErrorCode.STORE_DAMAGED,
          "the blob '" + form.digest() + "' of the store is missing or has another size than its " + form.size() + " bytes");
    }
    return form;
  }

  private void tell(Kind kind, Repository repository, Part part, long count) {
    listener.on(new TransferEvent(kind, ImagePuller.withoutTag(repository.name()), part.descriptor().digest(), count,
        part.descriptor().size()));
  }

  Pushed done() {
    return new Pushed(documents.descriptor(), ImmutableSet.copyOf(written), ImmutableSet.copyOf(unchanged), ImmutableSet.copyOf(sent),
        ImmutableSet.copyOf(mounted), ImmutableSet.copyOf(existing), bytes.get());
  }
}
