package dev.slipway.registry;

import dev.slipway.ErrorCode;
import dev.slipway.RegistryException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.layout.BlobSource;
import dev.slipway.layout.Turns;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.MediaType;
import dev.slipway.registry.TransferEvent.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The documents and layers of one image of a repository. Documents come from the store if they lie there; layers are only
 * ever asked for if they do not.
 */
final class RepositoryBlobs implements BlobSource {
  private final ImagePuller puller;
  private final ImageReference reference;
  private final Set<Digest> used = ConcurrentHashMap.newKeySet();

  RepositoryBlobs(ImagePuller puller, ImageReference reference) {
    this.puller = puller;
    this.reference = reference;
  }

  @Override
  public String name() {
    return "'" + reference.familiar() + "'";
  }

  @Override
  public Optional<ImageReference> repository() {
    return Optional.of(ImagePuller.withoutTag(reference));
  }

  @Override
  public int attempts() {
    return puller.images().settings().patience().attempts();
  }

  /** The documents that were read. */
  Set<Digest> used() {
    return used;
  }

  @Override
  public InputStream open(Descriptor blob) {
    return blob.mediaType().isLayer() ? layer(blob) : new ByteArrayInputStream(document(blob));
  }

  private byte[] document(Descriptor document) {
    byte[] bytes = puller.documents().get(document.digest());
    if (bytes == null) {
      bytes = puller.stored(document).orElseGet(() -> fetch(document));
      puller.documents().put(document.digest(), bytes);
    }
    used.add(document.digest());
    return bytes;
  }

  /** What arrives with other bytes is asked for again, as long as patience lasts. */
  private byte[] fetch(Descriptor document) {
    refuseOffline("the document '" + document.digest() + "'");
    for (int attempt = 1; attempt <= attempts(); attempt++) {
      byte[] bytes = bytes(document);
      if (bytes.length == document.size() && Digests.of(document.digest().algorithm(), bytes).equals(document.digest())) {
        return bytes;
      }
    }
    throw new RegistryException(ErrorCode.DIGEST_MISMATCH, name() + ": the document '" + document.digest()
        + "' arrived with other bytes, " + attempts() + " times: it was damaged or replaced");
  }

  private byte[] bytes(Descriptor document) {
    MediaType type = document.mediaType();
    Repository repository = puller.images().repository(reference);
    if (type.isManifest() || type.isIndex() || type.isSchema1()) {
      return repository.manifest(reference.withDigest(document.digest())).bytes();
    }
    try (InputStream in = repository.open(document, 0)) {
      return in.readNBytes((int) document.size() + 1);
    } catch (IOException e) {
      throw brokenOff(document, e);
    }
  }

  private InputStream layer(Descriptor layer) {
    refuseOffline("the layer '" + layer.digest() + "'");
    Turns.Turn turn = puller.images().transfers().take();
    try {
      return new Transfer(puller.images().repository(reference).open(layer, 0), layer, turn);
    } catch (RegistryException e) {
      turn.close();
      boolean elsewhere = e.code() == ErrorCode.NOT_FOUND && (layer.mediaType().isForeignLayer() || !layer.urls().isEmpty());
      throw elsewhere ? foreign(layer, e) : e;
    } catch (IOException e) {
      turn.close();
      throw brokenOff(layer, e);
    } catch (RuntimeException | Error e) {
      turn.close();
      throw e;
    }
  }

  /** Addresses in a manifest are whatever its author wrote: nothing is fetched from there, with or without credentials. */
  private RegistryException foreign(Descriptor layer, RegistryException cause) {
    return new RegistryException(ErrorCode.NOT_FOUND, name() + ": the layer '" + layer.digest()
        + "' may not be distributed by registries and is not in this one; it is not fetched from the addresses that the manifest names: "
        + "push the image to a registry of yours with that layer, and use it from there", cause);
  }

  private void refuseOffline(String what) {
    if (puller.policy() instanceof BasePolicy.Offline) {
      throw new RegistryException(ErrorCode.NOT_FOUND, name() + ": " + what
          + " is not in the store, and the policy for bases is offline: build once with BasePolicy.always()");
    }
  }

  private RegistryException brokenOff(Descriptor blob, IOException cause) {
    return new RegistryException(ErrorCode.UNAVAILABLE,
        name() + ": the transfer of '" + blob.digest() + "' broke off: " + Reasons.of(cause), cause);
  }

  /** The bytes of a layer on their way, one of so many at once until it is closed. */
  private final class Transfer extends CountedInput {
    private final Descriptor layer;
    private final Turns.Turn turn;
    private boolean closed;

    Transfer(InputStream in, Descriptor layer, Turns.Turn turn) {
      super(in, bytes -> tell(Kind.PULLING, layer, bytes));
      this.layer = layer;
      this.turn = turn;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      try {
        return super.read(bytes, offset, length);
      } catch (IOException e) {
        throw brokenOff(layer, e);
      }
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      try {
        super.close();
      } finally {
        turn.close();
        tell(count() == layer.size() ? Kind.PULLED : Kind.BROKEN_OFF, layer, count());
      }
    }
  }

  private void tell(Kind kind, Descriptor layer, long bytes) {
    puller.listener().on(new TransferEvent(kind, ImagePuller.withoutTag(reference), layer.digest(), bytes, layer.size()));
  }
}
