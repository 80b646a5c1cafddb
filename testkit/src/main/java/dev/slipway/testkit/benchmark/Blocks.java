package dev.slipway.testkit.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Endless content of which gzip leaves some six tenths: blocks of noise and of text by turns. */
final class Blocks {
  private static final int POOL = 1 << 24;
  private static final int WORDS = 5_000;
  private static final double PARETO = 0.9;

  private final byte[] text = text();
  private final byte[] noise = new byte[POOL];

  Blocks() {
    new Random(7).nextBytes(noise);
  }

  /** Fills the first bytes of an array, with blocks of a size taken from random places. */
  void fill(byte[] target, int length, int block, Random random) {
    boolean noisy = true;
    for (int at = 0; at < length; at += block) {
      System.arraycopy(noisy ? noise : text, random.nextInt(POOL - block), target, at, Math.min(block, length - at));
      noisy = !noisy;
    }
  }

  /** Words of which few are frequent and most are rare, as in a language. */
  private static byte[] text() {
    Random random = new Random(20240101);
    byte[][] words = new byte[WORDS][];
    for (int i = 0; i < WORDS; i++) {
      StringBuilder word = new StringBuilder();
      int letters = 2 + random.nextInt(10);
      for (int letter = 0; letter < letters; letter++) {
        word.append((char) ('a' + random.nextInt(26)));
      }
      words[i] = word.append(' ').toString().getBytes(StandardCharsets.US_ASCII);
    }
    byte[] pool = new byte[POOL];
    int at = 0;
    while (at < POOL) {
      byte[] word = words[(int) Math.min(WORDS - 1, Math.pow(1 - random.nextDouble(), -1 / PARETO))];
      int count = Math.min(word.length, POOL - at);
      System.arraycopy(word, 0, pool, at, count);
      at += count;
    }
    return pool;
  }
}
