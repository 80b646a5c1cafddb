package dev.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Range;
import dev.slipway.InvalidValueException;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Digests, ports, users, signals: small values with a text. */
class NumbersAndNamesTest {
  private static final String HEX = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @Provide
  Arbitrary<Digest> digests() {
    return Values.digests();
  }

  @Provide
  Arbitrary<Port> ports() {
    return Values.ports();
  }

  @Property(seed = "1")
  void aDigestIsReadFromItsText(@ForAll("digests") Digest digest, @ForAll("digests") Digest other) {
    assertThat(Digest.parse(digest.toString())).isEqualTo(digest).isEqualByComparingTo(digest);
    assertThat(digest.toString()).startsWith(digest.algorithm().id() + ":").contains(digest.shortHex());
    assertThat(digest.compareTo(other) == 0).isEqualTo(digest.equals(other));
    assertThat(Integer.signum(digest.compareTo(other))).isEqualTo(-Integer.signum(other.compareTo(digest)));
  }

  @Test
  void theDigestOfNothingIsKnown() {
    assertThat(Digest.sha256(new byte[0])).hasToString("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sha256", "sha256:", "sha256:abc", HEX, "SHA256:" + HEX, "sha256:" + HEX + "0", "sha512:" + HEX,
      "sha1:" + HEX, " sha256:" + HEX,
      "sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
      "sha256:../../0123456789abcdef0123456789abcdef0123456789abcdef0123456789ab",
      "sha256:\u06600123456789abcde0123456789abcdef0123456789abcdef0123456789abcde"})
  void whatIsNoDigestIsRefused(String text) {
    assertThatThrownBy(() -> Digest.parse(text)).isInstanceOf(InvalidValueException.class).hasMessageContaining("digest '");
  }

  @Property(seed = "1")
  void aPortIsARangeOfOne(@ForAll("ports") Port port) {
    PortRange range = PortRange.parse(port.toString());
    assertThat(range.ports()).containsExactly(port);
    assertThat(range).hasToString(port.toString());
  }

  @ParameterizedTest
  @CsvSource({"80,80/tcp,1", "00080,80/tcp,1", "53/udp,53/udp,1", "53/UDP,53/udp,1", "9/sctp,9/sctp,1", "7000-7010,7000-7010/tcp,11",
      "1-65535/udp,1-65535/udp,65535"})
  void rangesHaveOneText(String text, String canonical, int count) {
    PortRange range = PortRange.parse(text);
    assertThat(range).hasToString(canonical);
    assertThat(range.ports()).hasSize(count);
    assertThat(PortRange.parse(canonical)).isEqualTo(range);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "65536", "99999999999", "-80", "80-", "80-79", "1-2-3", "80/", "80/icmp", "/tcp", "80/tcp/udp",
      "127.0.0.1:80:80", "8080:80", "http", " 80",
      "8 0", "٨٠", "0-80", "80-65536", "0x50"})
  void whatIsNoPortIsRefused(String text) {
    assertThatThrownBy(() -> PortRange.parse(text)).isInstanceOf(InvalidValueException.class);
  }

  @Property(seed = "1")
  void portsLieBetween1And65535(@ForAll int number) {
    if (Range.closed(1, 65_535).contains(number)) {
      assertThat(Port.tcp(number)).hasToString(number + "/tcp");
      assertThat(Port.udp(number)).hasToString(number + "/udp");
    } else {
      assertThatThrownBy(() -> Port.tcp(number)).isInstanceOf(InvalidValueException.class).hasMessageContaining(String.valueOf(number));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "0", "1000", "1000:1000", "app:staff", "2147483647:2147483647", "0000000001", "www-data", "_apt", "dönüş",
      "user.name", "user@domain", "1and1",
      "user$"})
  void usersAreNamesOrNumbers(String text) {
    assertThat(UserSpec.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "app:", ":staff", "a:b:c", "2147483648", "4294967296", "18446744073709551616", "-1", "-0", "+0", "+5",
      "0x0", "0X10", "0b0", "0o17",
      "1:99999999999", "1:-1", "1:0x0", "a b", "a/b", "a\tb", "a\nb", "a\0", "99999999999999999999999999999999999999"})
  void whatMightBecomeAnotherUserIsRefused(String text) {
    assertThatThrownBy(() -> UserSpec.parse(text)).isInstanceOf(InvalidValueException.class).hasMessageContaining("'");
    assertThatThrownBy(() -> Stage.scratch().user(text)).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> Copy.of("a", "b").owner(text)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void theNumberOfAUserIsAskedFor() {
    assertThat(UserSpec.number("0")).contains(0);
    assertThat(UserSpec.number("2147483647")).contains(Integer.MAX_VALUE);
    assertThat(UserSpec.number("app")).isEmpty();
    assertThat(UserSpec.number("")).isEmpty();
    assertThatThrownBy(() -> UserSpec.number("2147483648")).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> UserSpec.number("99999999999999999999")).isInstanceOf(InvalidValueException.class);
    assertThat(UserSpec.parse("app").group()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"SIGTERM", "TERM", "sigterm", "sigint", "SIGKILL", "1", "64", "RTMIN", "SIGRTMIN+15", "RTMAX-14", "SIGWINCH",
      "$SIGNAL"})
  void signalsAreNamesOrNumbers(String signal) {
    assertThat(Stage.scratch().stopSignal(signal).instructions()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "0", "65", "-1", "SIG", "SIG9", "SIGFOO", "RTMIN+16", "RTMAX-15", "RTMIN+", "RTMIN-1", "TERM ", "٩"})
  void whatIsNoSignalIsRefused(String signal) {
    assertThatThrownBy(() -> Stage.scratch().stopSignal(signal)).isInstanceOf(InvalidValueException.class);
  }
}
