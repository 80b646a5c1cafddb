package dev.slipway.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DeflateTest {
  @Property(tries = 500, seed = "1")
  void aCodeIsCompleteAndAsShortAsHuffmans(@ForAll long seed, @ForAll @IntRange(min = 2, max = 286) int symbols) {
    Random random = new Random(seed);
    int bound = 1 + random.nextInt(random.nextBoolean() ? 30 : 1000);
    int[] frequencies = random.ints(symbols, 0, bound).toArray();
    frequencies[random.nextInt(symbols)]++;
    DeflateCode code = new DeflateCode(symbols, 15);
    code.build(frequencies);
    assertThat(kraftSum(code, 15)).isEqualTo(1 << 15);
    if (Arrays.stream(frequencies).filter(f -> f > 0).count() > 1) {
      long shortest = huffmanCost(frequencies);
      // rare symbols among many frequent ones would get more than 15 bits: the limit may cost a little
      assertThat(cost(code, frequencies)).isBetween(shortest, bound <= 30 ? shortest : shortest + shortest / 10_000);
    }
  }

  @Test
  void lengthsStayWithinTheLimitWhereHuffmansWouldNot() {
    for (int limit : new int[]{7, 15}) {
      int[] fibonacci = new int[limit + 6];
      fibonacci[0] = 1;
      fibonacci[1] = 1;
      for (int i = 2; i < fibonacci.length; i++) {
        fibonacci[i] = fibonacci[i - 1] + fibonacci[i - 2];
      }
      DeflateCode code = new DeflateCode(fibonacci.length, limit);
      code.build(fibonacci);
      assertThat(kraftSum(code, limit)).isEqualTo(1 << limit);
      assertThat(code.lengths[0]).isEqualTo((byte) limit);
      for (int i = 1; i < fibonacci.length; i++) {
        assertThat(code.lengths[i]).isLessThanOrEqualTo(code.lengths[i - 1]);
      }
      assertThat(cost(code, fibonacci)).isLessThan(huffmanCost(fibonacci) * 21 / 20);
    }
  }

  @Test
  void oneSymbolAndNoneStillGetTwoCodes() {
    int[] frequencies = new int[30];
    DeflateCode code = new DeflateCode(30, 15);
    code.build(frequencies);
    assertThat(kraftSum(code, 15)).isEqualTo(1 << 15);
    frequencies[29] = 5;
    code.build(frequencies);
    assertThat(kraftSum(code, 15)).isEqualTo(1 << 15);
    assertThat(code.lengths[29]).isEqualTo((byte) 1);
  }

  @Test
  void allEqualFrequenciesGiveAFlatCode() {
    int[] frequencies = new int[286];
    Arrays.fill(frequencies, 3);
    DeflateCode code = new DeflateCode(286, 15);
    code.build(frequencies);
    assertThat(code.lengths).containsOnly(8, 9);
  }

  @Property(tries = 40, seed = "1")
  void anySequenceOfLiteralsAndMatchesIsWrittenAsItWasMeant(@ForAll long seed, @ForAll @IntRange(max = 90_000) int size)
      throws DataFormatException {
    Random random = new Random(seed);
    byte[] meant = new byte[size + 300];
    int[] lengths = new int[size];
    int[] distances = new int[size];
    int tokens = 0;
    int end = 0;
    int matchShare = random.nextInt(10);
    while (end < size) {
      boolean match = end > 0 && random.nextInt(10) < matchShare;
      lengths[tokens] = match ? random.nextInt(6) == 0 ? 258 : 3 + random.nextInt(256) : 1;
      distances[tokens] = match ? 1 + random.nextInt(Math.min(end, 1 << random.nextInt(16))) : 0;
      for (int i = 0; i < lengths[tokens]; i++, end++) {
        meant[end] = match ? meant[end - distances[tokens]] : (byte) (random.nextGaussian() * 60);
      }
      tokens++;
    }
    byte[] output = new byte[DeflateBlocks.maxOutput(end)];
    DeflateBlocks blocks = new DeflateBlocks();
    blocks.begin(meant, 0, output);
    int at = 0;
    for (int i = 0; i < tokens; i++) {
      if (distances[i] == 0) {
        blocks.literal(meant[at] & 0xFF);
      } else {
        blocks.match(lengths[i], distances[i]);
      }
      at += lengths[i];
    }
    assertThat(inflate(output, blocks.end(), end)).isEqualTo(Arrays.copyOf(meant, end));
  }

  @Test
  void everyLengthAndDistanceCanBeWritten() throws DataFormatException {
    byte[] meant = new byte[3_000_000];
    System.arraycopy(CompressionSamples.noise(1, 32768), 0, meant, 0, 32768);
    byte[] output = new byte[3_000_000];
    DeflateBlocks blocks = new DeflateBlocks();
    blocks.begin(meant, 0, output);
    int end = 0;
    for (; end < 32768; end++) {
      blocks.literal(meant[end] & 0xFF);
    }
    for (int distance = 1; distance <= 32768; distance += distance < 600 ? 1 : 37) {
      int length = 3 + distance % 256;
      blocks.match(length, distance);
      for (int i = 0; i < length; i++, end++) {
        meant[end] = meant[end - distance];
      }
    }
    blocks.match(258, 32768);
    for (int i = 0; i < 258; i++, end++) {
      meant[end] = meant[end - 32768];
    }
    assertThat(inflate(output, blocks.end(), end)).isEqualTo(Arrays.copyOf(meant, end));
  }

  @Test
  void whatStandsBehindTheEndAndWhatWasEncodedBeforeDoNotMatter() {
    byte[] data = CompressionSamples.mixed(9, 200_000);
    byte[] clean = Arrays.copyOf(data, data.length + DeflateEncoder.PADDING);
    byte[] dirty = Arrays.copyOf(data, data.length + DeflateEncoder.PADDING);
    Arrays.fill(dirty, data.length, dirty.length, data[data.length - 1]);
    byte[] first = new byte[DeflateBlocks.maxOutput(data.length)];
    byte[] second = first.clone();
    int size = new DeflateEncoder().encode(clean, 0, 0, data.length, first);
    DeflateEncoder used = new DeflateEncoder();
    int before = used.encode(CompressionSamples.mixed(10, 300_008), 0, 1000, 300_000, new byte[400_000]);
    assertThat(before).isPositive();
    assertThat(used.encode(dirty, 0, 0, data.length, second)).isEqualTo(size);
    assertThat(Arrays.copyOf(second, size)).isEqualTo(Arrays.copyOf(first, size));
  }

  private static byte[] inflate(byte[] deflated, int length, int size) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    inflater.setInput(deflated, 0, length);
    byte[] inflated = new byte[size];
    int at = 0;
    while (at < size) {
      int read = inflater.inflate(inflated, at, size - at);
      assertThat(read).as("bytes after " + at).isPositive();
      at += read;
    }
    assertThat(inflater.inflate(new byte[1])).isZero();
    assertThat(inflater.getRemaining()).isZero();
    inflater.end();
    return inflated;
  }

  private static int kraftSum(DeflateCode code, int limit) {
    int sum = 0;
    for (byte length : code.lengths) {
      sum += length == 0 ? 0 : 1 << limit - length;
    }
    return sum;
  }

  private static long cost(DeflateCode code, int[] frequencies) {
    long sum = 0;
    for (int i = 0; i < frequencies.length; i++) {
      sum += (long) frequencies[i] * code.lengths[i];
    }
    return sum;
  }

  private static long huffmanCost(int[] frequencies) {
    PriorityQueue<Long> queue = new PriorityQueue<>();
    Arrays.stream(frequencies).filter(f -> f > 0).forEach(f -> queue.add((long) f));
    long cost = 0;
    while (queue.size() > 1) {
      long sum = queue.remove() + queue.remove();
      cost += sum;
      queue.add(sum);
    }
    return cost;
  }
}
