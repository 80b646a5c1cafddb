package dev.slipway.layer;

import com.google.common.collect.ImmutableMap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Inputs of many kinds, each a function of a seed, and what tests do with them. */
final class CompressionSamples {
  private CompressionSamples() {}

  /** Words, noise, runs, repetitions and skewed bytes in changing order: every path of an encoder. */
  static byte[] mixed(long seed, int length) {
    Random random = new Random(seed);
    byte[] bytes = new byte[length];
    int at = 0;
    while (at < length) {
      int size = Math.min(length - at, 1 + random.nextInt(1 << 3 + random.nextInt(12)));
      byte[] part = part(random, size, bytes, at);
      System.arraycopy(part, 0, bytes, at, size);
      at += size;
    }
    return bytes;
  }

  private static byte[] part(Random random, int size, byte[] before, int at) {
    byte[] part = new byte[size];
    switch (random.nextInt(5)) {
      case 0 -> random.nextBytes(part);
      case 1 -> {
        byte[] words = text(random.nextLong(), size);
        System.arraycopy(words, 0, part, 0, size);
      }
      case 2 -> java.util.Arrays.fill(part, (byte) random.nextInt());
      case 3 -> {
        int distance = Math.min(at, 1 + random.nextInt(40_000));
        for (int i = 0; i < size && distance > 0; i++) {
          part[i] = i < distance ? before[at - distance + i] : part[i - distance];
        }
      }
      default -> {
        for (int i = 0; i < size; i++) {
          part[i] = (byte) Math.min(255, Math.abs(random.nextGaussian() * 20));
        }
      }
    }
    return part;
  }

  static byte[] text(long seed, int length) {
    Random random = new Random(seed);
    String[] words = new String[400];
    for (int i = 0; i < words.length; i++) {
      words[i] = random.ints(2 + random.nextInt(9), 'a', 'z' + 1).collect(StringBuilder::new, StringBuilder::appendCodePoint,
          StringBuilder::append).toString();
    }
    StringBuilder text = new StringBuilder(length + 16);
    while (text.length() < length) {
      text.append(words[(int) (words.length * random.nextDouble() * random.nextDouble())]).append(random.nextInt(12) == 0 ? '\n' : ' ');
    }
    return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] noise(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** 4 KiB of noise and 4 KiB of text in turn: half of it compresses. */
  static byte[] halfNoise(long seed, int length) {
    byte[] bytes = noise(seed, length);
    byte[] words = text(seed, length);
    for (int at = 4096; at < length; at += 8192) {
      System.arraycopy(words, at, bytes, at, Math.min(4096, length - at));
    }
    return bytes;
  }

  /** Inputs whose size or content is at some edge. */
  static ImmutableMap<String, byte[]> edges() {
    ImmutableMap.Builder<String, byte[]> edges = ImmutableMap.builder();
    for (int size : new int[]{0, 1, 2, 3, 4, 5, 511, 512, 513, 1024, 1537, 32767, 32768, 32769, 65535, 65536, (1 << 20) - 1, 1 << 20,
        (1 << 20) + 1,
        (2 << 20) - 1, 2 << 20, (2 << 20) + 1, (3 << 20) + 77}) {
      edges.put("noise " + size, noise(size, size));
      edges.put("text " + size, text(size, size));
      edges.put("zeros " + size, new byte[size]);
    }
    byte[] repeatedNoise = noise(1, 3 << 20);
    for (int at = 30_000; at < repeatedNoise.length; at++) {
      repeatedNoise[at] = repeatedNoise[at - 30_000];
    }
    edges.put("repeated noise", repeatedNoise);
    edges.put("half noise", halfNoise(7, (4 << 20) + 1234));
    edges.put("mixed", mixed(8, (5 << 20) + 1));
    return edges.buildOrThrow();
  }

  static byte[] compress(Compression compression, byte[] input, int parallelism) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Compressed compressed = compression.compress(new ByteArrayInputStream(input), Channels.newChannel(out), parallelism);
    if (compressed.size() != out.size() || !compressed.digest().equals(dev.slipway.image.Digest.sha256(out.toByteArray()))) {
      throw new AssertionError("what was reported is not what was written");
    }
    return out.toByteArray();
  }

  static byte[] decompress(byte[] compressed) throws IOException {
    try (InputStream in = Compression.decompress(new ByteArrayInputStream(compressed), CompressionLimits.DEFAULT)) {
      return in.readAllBytes();
    }
  }
}
