package dev.slipway.image;
/** x. */
public record Platform(String os, String architecture) {}
