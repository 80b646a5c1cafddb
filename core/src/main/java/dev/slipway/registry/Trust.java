package dev.slipway.registry;

import dev.slipway.ErrorCode;
import dev.slipway.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Which certificates of servers are believed. */
final class Trust {
  private Trust() {}

  /** The JVM's authorities and those of some files. */
  static SSLContext verifying(Set<Path> authorities) {
    try {
      if (authorities.isEmpty()) {
        return SSLContext.getDefault();
      }
      KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      int number = 0;
      for (TrustManager manager : managers(null)) {
        if (manager instanceof X509TrustManager usual) {
          for (X509Certificate certificate : usual.getAcceptedIssuers()) {
            all.setCertificateEntry("usual-" + number++, certificate);
          }
        }
      }
      for (Path file : authorities) {
        for (Certificate certificate : certificates(file)) {
          all.setCertificateEntry("given-" + number++, certificate);
        }
      }
      return context(managers(all));
    } catch (GeneralSecurityException | IOException e) {
      throw new RegistryException(ErrorCode.IO, "the trusted certificates cannot be set up: " + e.getMessage(), e);
    }
  }

  private static Collection<? extends Certificate> certificates(Path file) {
    try (InputStream bytes = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509").generateCertificates(bytes);
      if (certificates.isEmpty()) {
        throw new RegistryException(ErrorCode.INVALID_VALUE, "'" + file + "' holds no certificate; it must be a PEM file of some");
      }
      return certificates;
    } catch (IOException e) {
      throw new RegistryException(ErrorCode.IO, "the certificates of '" + file + "' cannot be read: " + e, e);
    } catch (GeneralSecurityException e) {
      throw new RegistryException(ErrorCode.INVALID_VALUE, "'" + file + "' is no PEM file of certificates: " + e.getMessage(), e);
    }
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static SSLContext context(TrustManager[] managers) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers, null);
    return context;
  }

  /** Any certificate, for registries that were named as insecure. */
  static SSLContext blind() {
    try {
      return context(new TrustManager[]{new Blind()});
    } catch (GeneralSecurityException e) {
      throw new RegistryException(ErrorCode.IO, "TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /** The extended kind, as only that is asked instead of a check of the host name too. */
  private static final class Blind extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
