package dev.slipway.run;

import com.google.common.collect.ImmutableList;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Sandboxes of Linux namespaces: one tree of processes for each call, supervised by a pipe. */
final class NamespaceSandbox implements Sandbox {
  private final Host host;

  NamespaceSandbox(Host host) {
    this.host = host;
  }

  @Override
  public Ownership ownership() {
    return host.ownership();
  }

  @Override
  public void unpack(Path directory, TarStream tar) {
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new BuildException(ErrorCode.IO, "could not unpack to '" + directory + "', which exists already");
    }
    Complaints complaints = new Complaints();
    boolean done = false;
    try (Supervised process = start(Script.unpack(host, directory.getFileName()), parent(directory), complaints)) {
      IdMapping.apply(host, process);
      try {
        OutputStream input = new Interruptible(process.input());
        tar.writeTo(input);
        input.flush();
      } catch (InterruptedIOException e) {
        throw new InterruptedException();
      } catch (IOException e) {
        throw unpackFailure(directory, process, complaints, e);
      }
      process.endInput();
      if (process.awaitEnd() != 0) {
        process.awaitErrors();
        throw Faults.failed("could not unpack to '" + directory + "'", complaints.text());
      }
      done = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Faults.cancelled();
    } finally {
      if (!done) {
        remove(directory);
      }
    }
  }

  /** A program that ended early breaks our pipe: what it said comes first. */
  private static BuildException unpackFailure(Path directory, Supervised process, Complaints complaints, IOException e)
      throws InterruptedException {
    process.endInput();
    int code = process.awaitEnd();
    process.awaitErrors();
    String said = code == 0 || complaints.text().isEmpty() ? String.valueOf(e.getMessage()) : complaints.text();
    return new BuildException(ErrorCode.IO, "could not unpack to '" + directory + "': " + said, e);
  }

  @Override
  public void pack(Path directory, TarReader reader) {
    Complaints complaints = new Complaints();
    try (Supervised process = start(Script.pack(host), directory, complaints)) {
      IdMapping.apply(host, process);
      reader.read(process.feed());
      process.feed().transferTo(OutputStream.nullOutputStream());
      if (process.awaitEnd() != 0) {
        process.awaitErrors();
        throw Faults.failed("could not read all of '" + directory + "'", complaints.text());
      }
    } catch (IOException e) {
      throw interruptedOr("could not read '" + directory + "'", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Faults.cancelled();
    }
  }

  @Override
  public void remove(Path directory) {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Complaints complaints = new Complaints();
    boolean interrupted = Thread.interrupted();
    try (Supervised process = start(Script.remove(host, directory.getFileName()), parent(directory), complaints)) {
      IdMapping.apply(host, process);
      if (process.awaitEnd() != 0) {
        process.awaitErrors();
        throw Faults.failed("could not remove '" + directory + "'", complaints.text());
      }
    } catch (InterruptedException e) {
      interrupted = true;
      throw Faults.cancelled();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public Session session() {
    return new NamespaceSession(host);
  }

  private static Path parent(Path directory) {
    Path parent = directory.getParent();
    if (parent == null || !directory.isAbsolute()) {
      throw new InvalidValueException("'" + directory + "' is not the absolute path of a directory that can be made or removed");
    }
    return parent;
  }

  private Supervised start(ImmutableList<String> command, Path directory, Complaints complaints) {
    return Supervised.start(command, Script.environment(host.tools()), directory, complaints);
  }

  /** A failure to read or write, or what it is when somebody wanted it to end. */
  static BuildException interruptedOr(String what, IOException e) {
    return Thread.currentThread().isInterrupted() ? Faults.cancelled() : new BuildException(ErrorCode.IO, what + ": " + e.getMessage(), e);
  }

  /** A pipe that is written to no more once the writer was interrupted. */
  private static final class Interruptible extends FilterOutputStream {
    Interruptible(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted while a tree was unpacked");
      }
      out.write(bytes, offset, length);
    }
  }
}
