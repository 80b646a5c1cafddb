package dev.slipway.compose.schema;

/**
 * An attribute of an {@linkplain Element element}.
 *
 * @param name its key
 * @param form what may stand behind the key
 * @param required whether the element makes no sense without it
 */
public record Field(String name, Form form, boolean required) {}
