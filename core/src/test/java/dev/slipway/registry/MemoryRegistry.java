package dev.slipway.registry;

import com.google.common.collect.ImmutableList;
import dev.slipway.ErrorCode;
import dev.slipway.RegistryException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Index;
import dev.slipway.oci.Manifest;
import dev.slipway.oci.ManifestDocument;
import dev.slipway.oci.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Registries in memory, which note what they are asked and deliver wrong bytes when told to. */
public final class MemoryRegistry implements Repositories {
  private final Map<String, Content> repositories = new ConcurrentHashMap<>();
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final Map<Digest, AtomicInteger> damaged = new ConcurrentHashMap<>();
  private final Map<Digest, byte[]> replaced = new ConcurrentHashMap<>();
  private final AtomicInteger transfers = new AtomicInteger();
  private final AtomicInteger mostTransfers = new AtomicInteger();
  private volatile boolean down;
  private volatile boolean mounting = true;
  private volatile long delayMillis;

  private record Content(Map<Digest, byte[]> blobs, Map<Digest, ManifestDocument> manifests, Map<String, Digest> tags) {}

  private Content content(ImageReference name) {
    return repositories.computeIfAbsent(name.repository(),
        missing -> new Content(new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new ConcurrentHashMap<>()));
  }

  /** What was asked since the last call, such as {@code HEAD manifest localhost:5000/app:1.0}. */
  public List<String> asked() {
    synchronized (log) {
      List<String> asked = List.copyOf(log);
      log.clear();
      return asked;
    }
  }

  /** The same, the kind of request only, in order, such as {@code HEAD manifest}. */
  public List<String> kinds() {
    return asked().stream().map(line -> line.substring(0, line.indexOf(' ', line.indexOf(' ') + 1))).sorted().toList();
  }

  /** Nothing answers any more. */
  public void down(boolean newDown) {
    down = newDown;
  }

  /** Whether blobs are taken over from other repositories. */
  public void mounting(boolean newMounting) {
    mounting = newMounting;
  }

  /** Each read of a blob takes that long. */
  public void delay(long millis) {
    delayMillis = millis;
  }

  /** The next deliveries of some bytes are damaged, that many times. */
  public void damage(Digest digest, int times) {
    damaged.put(digest, new AtomicInteger(times));
  }

  /** Delivers other bytes under a digest from now on. */
  public void replace(Digest digest, byte[] bytes) {
    replaced.put(digest, bytes);
  }

  /** The most blobs that were on their way at once since the last call. */
  public int mostTransfers() {
    return mostTransfers.getAndSet(0);
  }

  /** What a tag stands for. */
  public Digest digest(ImageReference image) {
    return content(image).tags().get(image.tag().orElse("latest"));
  }

  /** A manifest or index. */
  public ManifestDocument document(ImageReference repository, Digest digest) {
    return content(repository).manifests().get(digest);
  }

  /** Files a document without looking at what it names. */
  public void put(ImageReference as, ManifestDocument document) {
    content(as).manifests().put(document.digest(), document);
    as.tag().ifPresent(tag -> content(as).tags().put(tag, document.digest()));
  }

  /** Files a blob. */
  public Descriptor put(ImageReference repository, MediaType type, byte[] bytes) {
    Descriptor descriptor = Descriptor.of(type, bytes);
    content(repository).blobs().put(descriptor.digest(), bytes);
    return descriptor;
  }

  /** Loses a blob. */
  public void forget(ImageReference repository, Digest blob) {
    byte[] unused = content(repository).blobs().remove(blob);
  }

  /** The bytes of a blob. */
  public Optional<byte[]> blob(ImageReference repository, Digest blob) {
    return Optional.ofNullable(content(repository).blobs().get(blob));
  }

  @Override
  public Repository repository(ImageReference image) {
    return new InMemory(ImagePuller.withoutTag(image), content(image));
  }

  private final class InMemory implements Repository {
    private final ImageReference name;
    private final Content content;

    InMemory(ImageReference name, Content content) {
      this.name = name;
      this.content = content;
    }

    private void ask(String what, Object of) {
      log.add(what + " " + of);
      if (down) {
        throw new RegistryException(ErrorCode.UNAVAILABLE, "'" + name.domain() + "' does not answer");
      }
    }

    private byte[] delivered(Digest digest, byte[] bytes) {
      AtomicInteger times = damaged.get(digest);
      byte[] sent = replaced.getOrDefault(digest, bytes).clone();
      if (times != null && times.getAndDecrement() > 0) {
        sent[sent.length / 2] ^= 1;
      }
      return sent;
    }

    @Override
    public ImageReference name() {
      return name;
    }

    private Optional<ManifestDocument> find(ImageReference image) {
      Optional<Digest> digest = image.digest().or(() -> Optional.ofNullable(content.tags().get(image.tag().orElse("latest"))));
      return digest.flatMap(known -> Optional.ofNullable(content.manifests().get(known)));
    }

    @Override
    public Optional<Descriptor> resolve(ImageReference image) {
      ask("HEAD manifest", image);
      return find(image).map(ManifestDocument::descriptor);
    }

    @Override
    public ManifestDocument manifest(ImageReference image) {
      ask("GET manifest", image);
      ManifestDocument found = find(image).orElseThrow(() -> new RegistryException(ErrorCode.NOT_FOUND, "'" + image + "' does not exist"));
      return replaced.containsKey(found.digest()) ? ManifestDocument.read(replaced.get(found.digest())) : found;
    }

    @Override
    public InputStream open(Descriptor blob, long from) {
      ask("GET blob", name + " " + blob.digest());
      byte[] bytes = blob(name, blob.digest())
          .orElseThrow(() -> new RegistryException(ErrorCode.NOT_FOUND, "'" + name + "' has no blob '" + blob.digest() + "'"));
      mostTransfers.accumulateAndGet(transfers.incrementAndGet(), Math::max);
      return new ByteArrayInputStream(delivered(blob.digest(), bytes)) {
        @Override
        public synchronized int read(byte[] target, int offset, int length) {
          pause();
          return super.read(target, offset, length);
        }

        @Override
        public void close() {
          transfers.decrementAndGet();
        }
      };
    }

    private void pause() {
      try {
        Thread.sleep(delayMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RegistryException(ErrorCode.CANCELLED, "interrupted", e);
      }
    }

    @Override
    public boolean has(Digest blob) {
      ask("HEAD blob", name + " " + blob);
      return content.blobs().containsKey(blob);
    }

    @Override
    public boolean mount(Digest blob, ImageReference from) {
      ask("MOUNT blob", name + " " + blob + " " + from);
      byte[] bytes = mounting ? content(from).blobs().get(blob) : null;
      if (bytes != null) {
        content.blobs().put(blob, bytes);
      }
      return bytes != null;
    }

    @Override
    public void push(Descriptor blob, Call.Body body) {
      ask("PUT blob", name + " " + blob.digest());
      mostTransfers.accumulateAndGet(transfers.incrementAndGet(), Math::max);
      try (InputStream in = body.open()) {
        pause();
        byte[] bytes = in.readAllBytes();
        if (!Digests.of(blob.digest().algorithm(), bytes).equals(blob.digest()) || bytes.length != body.length()) {
          throw new RegistryException(ErrorCode.DIGEST_MISMATCH, "the blob '" + blob.digest() + "' was sent with other bytes");
        }
        content.blobs().put(blob.digest(), bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        transfers.decrementAndGet();
      }
    }

    @Override
    public void push(ManifestDocument manifest, ImageReference as) {
      ask("PUT manifest", as);
      List<Digest> missing = switch (manifest) {
        case Index index -> index.manifests().stream().map(Descriptor::digest).filter(each -> !content.manifests().containsKey(each))
            .toList();
        case Manifest image -> ImmutableList.<Descriptor>builder().addAll(image.layers()).add(image.config()).build().stream()
            .filter(each -> !each.mediaType().isForeignLayer()).map(Descriptor::digest)
            .filter(each -> !content.blobs().containsKey(each)).toList();
      };
      if (!missing.isEmpty()) {
        throw new RegistryException(ErrorCode.PROTOCOL_VIOLATION, "'" + as + "' names what is not here: " + missing);
      }
      put(as, manifest);
    }

    @Override
    public ImmutableList<String> tags() {
      ask("GET tags", name);
      return content.tags().keySet().stream().sorted().collect(ImmutableList.toImmutableList());
    }

    @Override
    public ImmutableList<Descriptor> referrers(Digest subject, Optional<MediaType> artifactType) {
      return ImmutableList.of();
    }
  }
}
