package dev.slipway.testkit.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate for this machine's loopback names that signs itself, made by the {@code keytool} of the running JDK, as the
 * JDK has no public way to sign one. Made once per process; its file is deleted when the process ends.
 */
final class ServerCertificate {
  private static final String STORE_TYPE = "PKCS12";
  /** It protects nothing: the store lives as long as it takes to read it. */
  private static final String STORE_PASSWORD = "loopback";
  private static final String ALIAS = "registry";
  private static final long LIMIT_SECONDS = 60;
  private static final Object LOCK = new Object();
  private static Optional<ServerCertificate> shared = Optional.empty();

  private final SSLContext context;
  private final Path pem;

  private ServerCertificate(SSLContext context, Path pem) {
    this.context = context;
    this.pem = pem;
  }

  static ServerCertificate shared() throws IOException {
    synchronized (LOCK) {
      if (shared.isEmpty()) {
        shared = Optional.of(make());
      }
      return shared.get();
    }
  }

  SSLContext context() {
    return context;
  }

  Path pem() {
    return pem;
  }

  private static ServerCertificate make() throws IOException {
    Path directory = Files.createTempDirectory("slipway-certificate");
    Path store = directory.resolve("store.p12");
    try {
      runKeytool(store);
      KeyStore keys = KeyStore.getInstance(STORE_TYPE);
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, STORE_PASSWORD.toCharArray());
      }
      KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, STORE_PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return new ServerCertificate(context, writePem(directory, keys));
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate that keytool made cannot be used", e);
    } finally {
      Files.deleteIfExists(store);
    }
  }

  private static Path writePem(Path directory, KeyStore keys) throws IOException, GeneralSecurityException {
    String base64 = Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(keys.getCertificate(ALIAS).getEncoded());
    Path pem = Files.writeString(directory.resolve("ca.crt"),
        "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n", StandardCharsets.US_ASCII);
    // deleted in reverse order: the file first
    directory.toFile().deleteOnExit();
    pem.toFile().deleteOnExit();
    return pem;
  }

  private static void runKeytool(Path store) throws IOException {
    Path keytool = Path.of(System.getProperty("java.home", ""), "bin", "keytool");
    Path log = Files.createTempFile("slipway-keytool", ".log");
    Process process = new ProcessBuilder(keytool.toString(), "-J-Duser.language=en", "-J-XX:TieredStopAtLevel=1", "-genkeypair", "-alias",
        ALIAS,
        "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "3650", "-dname", "CN=localhost",
        "-ext", "san=ip:127.0.0.1,ip:::1,dns:localhost", "-ext", "bc:c=ca:true",
        "-storetype", STORE_TYPE, "-keystore", store.toString(), "-storepass", STORE_PASSWORD)
        .redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException("'" + keytool + "' failed: " + Files.readString(log, StandardCharsets.UTF_8).strip());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool ran", e);
    } finally {
      Files.deleteIfExists(log);
    }
  }
}
