package dev.slipway.build;

/** Something that a {@code RUN} may only do if whoever starts the build allows it: the instruction alone never suffices. */
public enum Grant {
  /** {@code --network=host}: the machine's own network, services on loopback included. */
  HOST_NETWORK,
  /** {@code --security=insecure}: all capabilities, and nothing of the kernel's files hidden. */
  INSECURE,
  /** Device nodes in images: those that a command makes, and those of bases that a command runs on, {@code /dev} apart. */
  DEVICES
}
