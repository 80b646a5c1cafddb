package dev.slipway.yaml;

/**
 * Characters that come in the place of others.
 *
 * @param start the index of the first that goes
 * @param end the index behind the last that goes
 * @param text what comes
 */
record Splice(int start, int end, String text) {
  String in(String whole) {
    return whole.substring(0, start) + text + whole.substring(end);
  }
}
