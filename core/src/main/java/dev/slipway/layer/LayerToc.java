package dev.slipway.layer;

import dev.slipway.image.Digest;

/**
 * A layer as a tree sees it: what is in it, and which blob holds the bytes.
 *
 * @param blob the digest of the uncompressed tar
 * @param toc what the tar contains
 */
public record LayerToc(Digest blob, Toc toc) {}
