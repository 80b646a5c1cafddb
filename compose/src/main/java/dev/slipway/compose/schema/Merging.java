package dev.slipway.compose.schema;

/** What becomes of a value and another one that a later file has at the same place. A null in the later file changes nothing. */
enum Merging {
  /** Scalars are replaced, mappings merged key by key, lists put one behind the other. */
  DEEP,
  /** The later one replaces the earlier one, even if it is a null. */
  REPLACE,
  /** A single value is a list of one; lists are put one behind the other. */
  LIST,
  /** Mappings and lists of {@code NAME=value} are made lists, which are put one behind the other. */
  PAIRS,
  /** As {@link #LIST}, without the items that stand there already. */
  NEW_ITEMS,
  /** As {@link #NEW_ITEMS} with hosts and their addresses, which may also be a mapping. */
  NEW_HOSTS,
  /** Lists of names are made mappings from them to null; mappings are merged. */
  NAMES,
  /** Lists of services are made mappings from them to what a dependency on them means; mappings are merged. */
  DEPENDENCIES,
  /** A string is the context of a build; builds are merged. */
  BUILD,
  /** Merged unless their drivers differ; then the later one replaces the earlier one. */
  LOGGING,
  /** Two limits with a soft and a hard part are merged; else the later one replaces the earlier one. */
  LIMIT,
  /** The string {@code all} is a list of one request; lists are put one behind the other. */
  GPUS,
  /** Address pools are merged with those of the same subnet; others are added. */
  SUBNETS,
  /** Resources: an outdated {@code external} with a name is made what it means, if that helps; then they are merged. */
  RESOURCE
}
