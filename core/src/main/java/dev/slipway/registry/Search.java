package dev.slipway.registry;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The course of one search for a credential: where was looked, and what was wrong there. */
final class Search {
  private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);

  private final ImmutableList.Builder<String> places = ImmutableList.builder();

  /** There was nothing in a place, which is as it may be. */
  void nothing(String place, String why) {
    places.add(place + " (" + why + ")");
  }

  /** A place could not be looked at, which somebody should know even if another one has a credential. */
  void failed(String place, String why) {
    nothing(place, why);
    LOG.warn("no credentials from {}: {}", place, why);
  }

  /** The end of the search. */
  Credentials.Lookup found(String place, Credential credential) {
    return new Credentials.Lookup(Optional.of(credential), places.add(place).build());
  }

  /** What others found out elsewhere. */
  void add(Credentials.Lookup elsewhere) {
    places.addAll(elsewhere.places());
  }

  /** The search so far, which found nothing. */
  Credentials.Lookup empty() {
    return new Credentials.Lookup(Optional.empty(), places.build());
  }

  /** The search so far, with what the last place gave. */
  Credentials.Lookup with(Optional<Credential> credential) {
    return new Credentials.Lookup(credential, places.build());
  }
}
