package dev.slipway.registry;

import com.google.common.net.HttpHeaders;
import com.google.common.primitives.Longs;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.RegistryException;
import dev.slipway.SlipwayException;
import dev.slipway.image.ImageReference;
import dev.slipway.oci.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A blob's bytes from the registry; a transfer that breaks off is taken up again where it ended. For one thread. */
final class BlobStream extends InputStream {
  /** An answer of fewer bytes that breaks off was in vain: a registry must not keep us by sending a byte now and then. */
  private static final long PROGRESS = 64 << 10;

  private final RegistryHost host;
  private final ImageReference repository;
  private final Call call;
  private final Scope scope;
  private final Descriptor blob;
  private final Effort effort;
  private long position;
  /** How many bytes the present answer has delivered. */
  private long delivered;
  private @Nullable Reply reply;
  private boolean closed;

  BlobStream(RegistryHost host, ImageReference repository, Call call, Scope scope, Descriptor blob, long from) {
    if (from < 0 || from > blob.size()) {
      throw new InvalidValueException("'" + from + "' is not a position in '" + blob + "'");
    }
    this.host = host;
    this.repository = repository;
    this.call = call;
    this.scope = scope;
    this.blob = blob;
    this.effort = host.effort();
    this.position = from;
    if (from < blob.size()) {
      reply = connect();
    }
  }

  private Reply connect() {
    Call ranged = position == 0 ? call : call.withHeader(HttpHeaders.RANGE, "bytes=" + position + "-");
    while (true) {
      Reply answer = host.send(ranged, repository, scope, effort);
      try {
        check(answer);
        delivered = 0;
        return answer;
      } catch (IOException failure) {
        answer.close();
        host.failed(ranged, failure, effort);
      } catch (SlipwayException refused) {
        answer.close();
        throw host.clean(refused);
      }
    }
  }

  private void check(Reply answer) throws IOException {
    switch (answer.status()) {
      case 206 -> {
        long start = answer.header(HttpHeaders.CONTENT_RANGE).map(BlobStream::start).orElse(-1L);
        if (start != position) {
          throw violation("delivers another range than it was asked for");
        }
        checkLength(answer, blob.size() - position);
      }
      case 200 -> {
        checkLength(answer, blob.size());
        // the registry does not do ranges: what is known already is passed over
        answer.body().skipNBytes(position);
      }
      case 404 -> throw new RegistryException(ErrorCode.NOT_FOUND, "'" + repository + "' has no blob '" + blob.digest() + "'");
      default -> throw new RegistryException(ErrorCode.PROTOCOL_VIOLATION,
          "'" + call + "' was answered with status " + answer.status() + host.problem(answer));
    }
  }

  private void checkLength(Reply answer, long expected) throws Again {
    if (answer.header(HttpHeaders.CONTENT_ENCODING).filter(encoding -> !encoding.equals("identity")).isPresent()) {
      throw violation("encodes the blob, which it was not asked for");
    }
    Optional<Long> announced = answer.header(HttpHeaders.CONTENT_LENGTH).map(Longs::tryParse);
    if (announced.isPresent() && announced.get() != expected) {
      throw violation("announces " + announced.get() + " bytes where there are " + expected);
    }
  }

  private Again violation(String what) {
    return new Again(host.violation(what + ": blob '" + blob.digest() + "' of '" + repository + "'"));
  }

  /** The first position of {@code bytes 5-9/10}. */
  private static long start(String range) {
    int blank = range.indexOf(' ');
    int hyphen = range.indexOf('-');
    Long start = range.startsWith("bytes ") && hyphen > blank ? Longs.tryParse(range.substring(blank + 1, hyphen).trim()) : null;
    return start == null ? -1 : start;
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (closed) {
      throw new IOException("the stream is closed");
    }
    int wanted = (int) Math.min(length, blob.size() - position);
    if (wanted == 0) {
      return length == 0 ? 0 : -1;
    }
    while (true) {
      Reply current = reply == null ? connect() : reply;
      reply = current;
      try {
        int count = current.body().read(bytes, offset, wanted);
        if (count < 0) {
          throw new IOException("the transfer ended after " + position + " of " + blob.size() + " bytes");
        }
        position += count;
        delivered += count;
        if (delivered >= PROGRESS || position == blob.size()) {
          effort.succeeded();
        }
        return count;
      } catch (IOException broken) {
        reply = null;
        current.close();
        host.failed(call, broken, effort);
      }
    }
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, blob.size() - position);
  }

  @Override
  public void close() {
    closed = true;
    if (reply != null) {
      reply.close();
    }
  }
}
