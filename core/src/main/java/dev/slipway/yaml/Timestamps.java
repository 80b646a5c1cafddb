package dev.slipway.yaml;

import java.time.YearMonth;

/** The grammars of dates. */
final class Timestamps {
  private Timestamps() {}

  /**
   * Whether go-yaml takes a scalar for a date: one that exists, perhaps with a time, which has a zone if a {@code T} stands
   * before it and none if a blank does.
   */
  static boolean isGo(String text) {
    ScalarScan scan = new ScalarScan(text);
    if (text.length() < 8 || scan.digits() != 4 || !isDay(Integer.parseInt(text, 0, 4, 10), scan)) {
      return false;
    }
    if (scan.atEnd()) {
      return true;
    }
    if (scan.one("Tt")) {
      return isTime(scan) && isZone(scan) && scan.atEnd();
    }
    return scan.many(" ") > 0 && isTime(scan) && scan.atEnd();
  }

  private static boolean isDay(int year, ScalarScan scan) {
    int month = scan.one("-") ? scan.shortNumber() : -1;
    int day = scan.one("-") ? scan.shortNumber() : -1;
    return month >= 1 && month <= 12 && day >= 1 && day <= YearMonth.of(year, month).lengthOfMonth();
  }

  private static boolean isTime(ScalarScan scan) {
    int hour = scan.shortNumber();
    int minute = scan.one(":") ? scan.shortNumber() : -1;
    int second = scan.one(":") ? scan.shortNumber() : -1;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
      return false;
    }
    return !scan.one(".,") || scan.digits() > 0;
  }

  private static boolean isZone(ScalarScan scan) {
    if (scan.one("Z")) {
      return true;
    }
    if (!scan.one("+-")) {
      return false;
    }
    int before = scan.position();
    int hours = scan.shortNumber();
    boolean colon = scan.position() == before + 2 && scan.one(":");
    int minutes = scan.shortNumber();
    return colon && hours <= 24 && minutes >= 0 && minutes <= 60 && scan.position() == before + 5;
  }

  /** Whether YAML 1.1 takes a scalar for a date, whether it exists or not. */
  static boolean isOld(String text) {
    ScalarScan scan = new ScalarScan(text);
    if (scan.digits() != 4 || !scan.one("-")) {
      return false;
    }
    int month = scan.many("0123456789", 2);
    int day = scan.one("-") ? scan.many("0123456789", 2) : 0;
    if (month == 0 || day == 0) {
      return false;
    }
    if (scan.atEnd()) {
      return month == 2 && day == 2;
    }
    return (scan.one("Tt") || scan.many(" \t") > 0) && isOldTime(scan);
  }

  private static boolean isOldTime(ScalarScan scan) {
    String digits = "0123456789";
    if (scan.many(digits, 2) == 0 || !scan.one(":") || scan.many(digits, 2) != 2 || !scan.one(":") || scan.many(digits, 2) != 2) {
      return false;
    }
    scan.many(scan.one(".") ? digits : "");
    int before = scan.position();
    scan.many(" \t");
    if (scan.one("Z")) {
      return scan.atEnd();
    }
    if (scan.one("+-")) {
      return scan.many(digits, 2) > 0 && (scan.atEnd() || scan.one(":") && scan.many(digits, 2) == 2 && scan.atEnd());
    }
    return scan.position() == before && scan.atEnd();
  }
}
