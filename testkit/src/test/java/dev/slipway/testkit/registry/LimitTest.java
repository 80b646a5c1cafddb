package dev.slipway.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.Manifest;
import dev.slipway.oci.MediaType;
import dev.slipway.registry.BasePolicy;
import dev.slipway.registry.Call;
import dev.slipway.registry.Registries;
import dev.slipway.registry.RegistryImages;
import dev.slipway.registry.RegistrySettings;
import dev.slipway.registry.Reply;
import dev.slipway.registry.Repository;
import dev.slipway.registry.TransferListener;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import dev.slipway.testkit.registry.Canary.Answered;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Documents of two gigabytes, made while they are read: what is read of them is bounded, and so is what is kept. */
class LimitTest {
  private static final long HUGE = 2L << 30;
  private static final long BEARABLE = 8L << 20;
  private static final ImageReference NAME = ImageReference.parse(Canary.REGISTRY + "/team/app:1");
  private static final Descriptor BLOB = Descriptor.of(MediaType.OCI_LAYER_GZIP, new byte[100]);

  @TempDir
  Path directory;

  private final AtomicLong served = new AtomicLong();

  /** Blanks without end, as they may stand in a document. */
  private final class Endless implements Reply {
    private final Answered head;

    Endless(Answered head) {
      this.head = head;
    }

    @Override
    public int status() {
      return head.status();
    }

    @Override
    public ImmutableList<String> headers(String name) {
      return head.headers(name);
    }

    @Override
    public InputStream body() {
      return new InputStream() {
        private long left = HUGE;

        @Override
        public int read() {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
          int count = (int) Math.min(length, left);
          Arrays.fill(bytes, offset, offset + count, (byte) ' ');
          left -= count;
          served.addAndGet(count);
          return count == 0 && length > 0 ? -1 : count;
        }
      };
    }

    @Override
    public void close() {
      // nothing is held
    }
  }

  /** What has no end. */
  enum What {
    MANIFEST, TOKEN, TAGS, REFERRERS, ERROR, REFUSAL, UPLOAD_ERROR, BLOB
  }

  @ParameterizedTest
  @EnumSource
  void whatHasNoEndIsNotReadToTheEnd(What what) {
    Canary network = new Canary(call -> answer(what, call));
    try (Registries registries = network.registries(RegistrySettings.defaults())) {
      Repository repository = registries.repository(NAME);
      SlipwayException failure = catchThrowableOfType(SlipwayException.class, () -> {
        switch (what) {
          case TAGS -> repository.tags();
          case REFERRERS -> repository.referrers(BLOB.digest(), Optional.empty());
          case UPLOAD_ERROR -> repository.push(BLOB, Canary.body(new byte[100]));
          case BLOB -> {
            try (InputStream in = repository.open(BLOB, 0)) {
              assertThat(in.readAllBytes()).hasSize(100);
            }
          }
          default -> repository.manifest(NAME);
        }
      });
      if (what == What.BLOB) {
        // no more than the descriptor says is ever taken
        assertThat(failure).isNull();
      } else {
        assertThat(failure.code()).isIn(ErrorCode.LIMIT_EXCEEDED, ErrorCode.PROTOCOL_VIOLATION, ErrorCode.UNAVAILABLE, ErrorCode.FORBIDDEN);
      }
    }
    assertThat(served.get()).isPositive().isLessThan(BEARABLE);
  }

  private Reply answer(What what, Call call) {
    boolean token = call.uri().getPath().equals("/token");
    if (!token && !Canary.isSigned(call)) {
      return Answered.of(401).with("WWW-Authenticate", "Bearer realm=\"https://" + Canary.REGISTRY + "/token\"");
    }
    if (token) {
      return what == What.TOKEN ? new Endless(Answered.of(200)) : Answered.of(200, "{\"token\":\"" + Canary.TOKEN + "\"}");
    }
    if (what == What.UPLOAD_ERROR && call.method().equals("POST")) {
      return Answered.of(202).with("Location", "/v2/team/app/blobs/uploads/1");
    }
    if (call.method().equals("HEAD")) {
      return Answered.of(404);
    }
    return new Endless(Answered.of(switch (what) {
      case ERROR -> 500;
      case REFUSAL -> 403;
      case UPLOAD_ERROR -> 400;
      default -> 200;
    }).with("Content-Type", MediaType.OCI_INDEX.text()));
  }

  @Test
  void aConfigurationThatIsSaidToBeHugeIsNotAskedForAndASmallOneIsNotReadFurther() {
    for (long size : new long[]{HUGE, 100}) {
      Manifest manifest = Manifest.of(Descriptor.of(MediaType.OCI_CONFIG, ImageConfig.of(Specimen.PLATFORM).digest(), size), List.of());
      Canary network = new Canary(call -> call.uri().getPath().contains("/manifests/")
          ? Answered.of(200, new String(manifest.bytes(), StandardCharsets.UTF_8)).with("Content-Type", MediaType.OCI_MANIFEST.text())
          : new Endless(Answered.of(200)));
      try (Store store = Store.open(directory);
          Lease lease = store.lease();
          Registries registries = network.registries(RegistrySettings.defaults())) {
        RegistryImages images = RegistryImages.in(store, RegistrySettings.defaults(), registries::repository);
        SlipwayException failure = catchThrowableOfType(SlipwayException.class,
            () -> images.puller(lease, BasePolicy.always(), TransferListener.NONE).pull(NAME, Specimen.PLATFORM));
        assertThat(failure.code()).isEqualTo(size == HUGE ? ErrorCode.LIMIT_EXCEEDED : ErrorCode.DIGEST_MISMATCH);
      }
      assertThat(served.get()).isLessThan(BEARABLE);
    }
  }

  @Test
  void aListThatNeverEndsIsGivenUp() {
    AtomicLong pages = new AtomicLong();
    Canary network = new Canary(call -> Answered.of(200, "{\"tags\":[]}").with("Link",
        "</v2/team/app/tags/list?last=" + pages.incrementAndGet() + ">; rel=\"next\""));
    try (Registries registries = network.registries(RegistrySettings.defaults())) {
      SlipwayException failure = catchThrowableOfType(SlipwayException.class, () -> registries.repository(NAME).tags());
      assertThat(failure.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }
    assertThat(pages.get()).isLessThanOrEqualTo(10_000);
  }

  @Test
  void aBlobOfAnEncodingThatWasNotAskedForIsRefused() {
    Canary network = new Canary(call -> new Answered(200, ImmutableListMultimap.of("content-encoding", "gzip"),
        new byte[100]));
    try (Registries registries = network.registries(RegistrySettings.defaults())) {
      SlipwayException failure = catchThrowableOfType(SlipwayException.class, () -> {
        InputStream unused = registries.repository(NAME).open(BLOB, 0);
      });
      assertThat(failure.code()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
    }
    assertThat(network.calls()).allMatch(call -> call.headers().get("Accept-Encoding").equals(List.of("identity")))
        .allMatch(call -> !call.uri().getPath().contains(Digest.sha256(new byte[0]).hex()));
  }
}
