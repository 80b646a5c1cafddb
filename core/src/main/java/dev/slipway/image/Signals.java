package dev.slipway.image;

import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import java.util.Locale;

/** The names of Linux signals that {@code STOPSIGNAL} accepts. */
final class Signals {
  private static final ImmutableSet<String> NAMES = ImmutableSet.of("ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL",
      "INT", "IO", "IOT",
      "KILL", "PIPE", "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1",
      "USR2", "VTALRM",
      "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX");

  private Signals() {}

  /** Accepts {@code SIGTERM}, {@code TERM}, {@code RTMIN+3}, {@code RTMAX-1} and numbers from 1 to 64, in any case. */
  static void check(String signal) {
    String name = signal.toUpperCase(Locale.ROOT);
    if (name.startsWith("SIG")) {
      name = name.substring(3);
    }
    if (!NAMES.contains(name) && !isRealTime(name) && !isNumber(signal, 64)) {
      throw new InvalidValueException("'" + signal + "' is not a signal; write a name such as 'SIGTERM' or a number from 1 to 64");
    }
  }

  private static boolean isRealTime(String name) {
    return (name.startsWith("RTMIN+") && isNumber(name.substring(6), 15)) || (name.startsWith("RTMAX-") && isNumber(name.substring(6), 14));
  }

  private static boolean isNumber(String text, int highest) {
    boolean digits = !text.isEmpty() && text.length() <= 2 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= highest;
  }
}
