package dev.slipway.registry;

/** Is told which blobs travel. Called by several threads. */
@FunctionalInterface
public interface TransferListener {
  /** Hears nothing. */
  TransferListener NONE = event -> {};

  /** Something happened. */
  void on(TransferEvent event);
}
