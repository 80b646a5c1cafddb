package dev.slipway.testkit.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import java.util.Locale;

/**
 * The history of an image in what both sides must agree on: which instructions there were, in which order, and which of
 * them made a layer. Builders word the rest as they like.
 */
final class HistoryLines {
  private static final String LAYER = " +layer";

  private HistoryLines() {}

  /** One line per entry of a configuration document, such as {@code COPY +layer}. */
  static ImmutableList<String> of(JsonNode config) {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    for (JsonNode entry : config.path("history")) {
      String text = entry.path("created_by").asText().strip();
      String word = text.isEmpty() ? "?" : text.split("\\s", 2)[0].toUpperCase(Locale.ROOT);
      lines.add(entry.path("empty_layer").asBoolean() ? word : word + LAYER);
    }
    return lines.build();
  }

  /** The differences between two histories: none or one. A layer in which nothing is, Docker makes and we do not. */
  static ImmutableList<String> differences(ImmutableList<String> docker, ImmutableList<String> ours) {
    boolean same = docker.size() == ours.size();
    for (int i = 0; same && i < ours.size(); i++) {
      same = docker.get(i).equals(ours.get(i)) || docker.get(i).equals(ours.get(i) + LAYER);
    }
    return same ? ImmutableList.of() : ImmutableList.of("history: Docker has " + docker + ", we have " + ours);
  }
}
