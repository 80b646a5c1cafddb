package dev.slipway.dockerfile.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for a secret. The values are made up, and put together so that no scanner takes this file for a leak. */
class SecretFormTest {
  private static final String MANY = "A1b2C3d4E5".repeat(10);

  private static String letters(int count) {
    return MANY.substring(0, count);
  }

  @ParameterizedTest
  @CsvSource({"ghp_, 36", "gho_, 36", "github_pat_, 50", "glpat-, 20", "xoxb-, 12", "sk_live_, 24", "rk_live_, 24", "npm_, 36",
      "pypi-AgE, 40", "sk-ant-, 24",
      "sk-proj-, 40", "sk-, 48", "AIza, 35", "hf_, 34", "dckr_pat_, 27", "hvs., 24"})
  void tokensAreKnownByTheirBeginning(String beginning, int length) {
    assertThat(SecretForm.kind("export X=" + beginning + letters(length) + " && a")).isPresent();
    assertThat(SecretForm.kind(beginning + letters(6))).isEmpty();
    assertThat(SecretForm.kind("part_of_a_word" + beginning + letters(length))).isEmpty();
  }

  @Test
  void otherFormsAreKnown() {
    assertThat(SecretForm.kind("AKIA" + "ABCDEFGHIJKLMNOP")).contains("an AWS access key");
    assertThat(SecretForm.kind("-----BEGIN OPENSSH " + "PRIVATE KEY-----")).contains("a private key");
    assertThat(SecretForm.kind("SG." + letters(22) + "." + letters(43))).contains("a SendGrid key");
    assertThat(SecretForm.kind("eyJ" + letters(20) + ".eyJ" + letters(20) + "." + letters(20))).contains("a JSON Web Token");
    assertThat(SecretForm.kind("redis://:x@host postgres://me:secret@host/db")).contains("an address with a password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://host:443/a@b", "https://$USER:$PASSWORD@host", "postgres://<user>:<password>@host", "http://a:b",
      "-----BEGIN PUBLIC KEY-----",
      "-----BEGIN CERTIFICATE-----", "sk-learn", "eyJhbGciOiJ", "AKIA",
      "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "task-scheduler"})
  void whatLooksALittleLikeThemIsNot(String text) {
    assertThat(SecretForm.kind(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"API_KEY, true", "DB_PASSWORD, true", "github_token, true", "AWS_SECRET_ACCESS_KEY, true", "PKARR_SECRET_KEY, true",
      "PASSWORD_FILE, false", "TOKEN_URL, false",
      "SECRET_NAME, false", "PUBLIC_KEY, false", "KEYBOARD, false", "MAX_TOKENS, false", "PATH, false", "MONKEY, false"})
  void namesOfVariables(String name, boolean secret) {
    assertThat(SecretForm.isName(name)).isEqualTo(secret);
  }

  @ParameterizedTest
  @CsvSource({"changeme, true", "<token>, true", "your-key, true", "'', true", "/run/secrets/key, true", "hunter2, false", "s3cr3t, false"})
  void valuesThatStandInForOthers(String value, boolean placeholder) {
    assertThat(SecretForm.isPlaceholder(value)).isEqualTo(placeholder);
  }

  @ParameterizedTest
  @CsvSource({".env, true", "a/.env.local, true", ".env.example, false", ".env.production.sample, false", "environment, false",
      "ID_RSA, true", "id_ed25519.pub, false",
      "server.key, true", "private.pem, true", "ca.pem, false", "rds-combined-ca-bundle.pem, false", "fullchain.pem, false",
      "app.p12, true", "truststore.jks, false",
      "keystore.jks, true", ".aws/credentials, true", "credentials.json, true", ".docker/config.json, true", "config.json, false",
      ".kube/config, true", "src/config, false",
      "service-account-prod.json, true", "id_rsa/, true", ".ssh/, true", "docker.gpg.key, false", "locales.key, false",
      "terraform.tfstate, true"})
  void namesOfFiles(String name, boolean secret) {
    assertThat(SecretForm.isFile(name)).isEqualTo(secret);
  }
}
