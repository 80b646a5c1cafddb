package dev.slipway.layer;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/** Finds nodes by path while they are in no order: a hash table of indices, four to eight bytes a node. */
final class PathIndex {
  private static final int FREE = -1;
  private static final HashFunction HASH = Hashing.sipHash24(ThreadLocalRandom.current().nextLong(),
      ThreadLocalRandom.current().nextLong());

  private final TocBuilder nodes;
  private int[] table = new int[64];

  /** Starts with the root, which every table has. */
  PathIndex(TocBuilder nodes) {
    this.nodes = nodes;
    Arrays.fill(table, FREE);
    insert(new byte[0], 0);
  }

  int find(byte[] path) {
    int slot = slot(path);
    while (table[slot] != FREE) {
      if (nodes.hasPath(table[slot], path)) {
        return table[slot];
      }
      slot = slot + 1 & table.length - 1;
    }
    return -1;
  }

  /** Adds a node at a path that has none. */
  int add(byte[] path, int kind) {
    int index = nodes.appendUnordered(path, kind);
    if (nodes.count > table.length / 2) {
      int[] old = table;
      table = new int[old.length * 2];
      Arrays.fill(table, FREE);
      for (int known : old) {
        if (known != FREE) {
          insert(nodes.pathAt(known), known);
        }
      }
    }
    insert(path, index);
    return index;
  }

  private void insert(byte[] path, int index) {
    int slot = slot(path);
    while (table[slot] != FREE) {
      slot = slot + 1 & table.length - 1;
    }
    table[slot] = index;
  }

  /** Not guessable in advance, so that a hostile layer cannot make all its names collide. */
  private int slot(byte[] path) {
    return HASH.hashBytes(path).asInt() & table.length - 1;
  }
}
