package dev.slipway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Files of text that people write, read as UTF-8, strictly. */
public final class TextFile {
  private static final CharMatcher PLAIN = CharMatcher.inRange(' ', '~');

  private TextFile() {}

  /**
   * Reads a file.
   *
   * @param kind what the file is, for messages: {@code "Dockerfile"}
   * @throws ContextException {@link ErrorCode#NOT_FOUND} or {@link ErrorCode#CONTEXT_UNREADABLE}
   * @throws DocumentException {@link ErrorCode#LIMIT_EXCEEDED} if it has more bytes, or {@link ErrorCode#MALFORMED_DOCUMENT} if
   *     they are not UTF-8
   */
  public static SourceText read(Path file, String kind, int maxBytes) {
    byte[] bytes = bytes(file, kind, maxBytes);
    if (bytes.length > maxBytes) {
      throw new DocumentException(ErrorCode.LIMIT_EXCEEDED, file + " has more than " + maxBytes + " bytes, which is the most that is read");
    }
    return decode(file.toString(), bytes);
  }

  /**
   * The text of bytes that have been read from somewhere.
   *
   * @param name what the document is called
   * @throws DocumentException {@link ErrorCode#MALFORMED_DOCUMENT} if they are not UTF-8
   */
  public static SourceText decode(String name, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CharsetDecoder decoder = UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw malformed(name, bytes, in.position(), out.flip().toString());
    }
    return SourceText.of(name, out.flip().toString());
  }

  private static byte[] bytes(Path file, String kind, int maxBytes) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(maxBytes + 1);
    } catch (NoSuchFileException missing) {
      throw new ContextException(ErrorCode.NOT_FOUND, "there is no file '" + file + "'; give the path of a " + kind, missing);
    } catch (IOException unreadable) {
      String what = Files.isDirectory(file)
          ? "'" + file + "' is a directory; give the path of the " + kind + " in it"
          : "'" + file + "' cannot be read: " + unreadable.getMessage();
      throw new ContextException(ErrorCode.CONTEXT_UNREADABLE, what, unreadable);
    }
  }

  /** The characters before the mistake are kept, so that its line can be shown. */
  private static DocumentException malformed(String name, byte[] bytes, int at, String before) {
    int lineEnd = at;
    while (lineEnd < bytes.length && bytes[lineEnd] != '\n' && lineEnd - at < 200) {
      lineEnd++;
    }
    SourceText source = SourceText.of(name, before + PLAIN.negate().replaceFrom(new String(bytes, at, lineEnd - at, ISO_8859_1), '\uFFFD'));
    boolean wide = bytes.length >= 2
        && ((bytes[0] & 0xFF) == 0xFE && (bytes[1] & 0xFF) == 0xFF || (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xFF) == 0xFE);
    String message = wide
        ? "the file is UTF-16"
        : String.format(Locale.ROOT, "the byte 0x%02X (number %d of the file) is not UTF-8", bytes[at], at + 1);
    Problem problem = Problem.at(name, source.span(before.length(), before.length() + 1), message)
        .advise(wide ? "save the file as UTF-8" : "save the file as UTF-8; it may be Latin-1");
    return DocumentException.of(ErrorCode.MALFORMED_DOCUMENT, source, ImmutableList.of(problem));
  }
}
