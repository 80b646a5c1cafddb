package dev.slipway.testkit.benchmark;

import java.nio.file.Path;

/**
 * A program that carries one finished image between this machine and a registry. It is ready when it is made: what its
 * user has done already when a push begins is done.
 */
interface Carrier extends AutoCloseable {
  /** How the table calls it. */
  String name();

  /** Sends the image to a repository, {@code host:port/path}, as tag {@code 1}. */
  Cost push(String repository) throws Exception;

  /** Brings the image of a repository into a new directory, layers as they are, verified. */
  Cost pull(String repository, Path target) throws Exception;

  @Override
  void close() throws Exception;
}
