package io.minitidb.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minitidb.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecurityTest {
  @TempDir private static Path shared;
  private static TlsFiles node;
  private static TlsFiles other;
  private static TlsFiles foreign;

  @TempDir private Path directory;

  @BeforeAll
  static void make() throws IOException {
    CertificateAuthority authority = CertificateAuthority.in(shared.resolve("ca"));
    node = authority.issue("node");
    other = authority.issue("other");
    foreign = CertificateAuthority.in(shared.resolve("foreign")).files("ca");
  }

  private static Security open(TlsFiles files) {
    return Security.of(Optional.of(files), List.of(), Optional.empty());
  }

  @Test
  void anAuthorityThatWasCutOffGoesOn() throws IOException {
    CertificateAuthority authority = CertificateAuthority.in(shared.resolve("ca"));
    byte[] certificate = Files.readAllBytes(other.cert());
    Files.delete(other.cert());
    assertThat(open(authority.issue("other")).tls()).isTrue();
    assertThat(Files.readAllBytes(other.cert())).isEqualTo(certificate);
  }

  private static TlsFiles.Item item(String name, String value) {
    return new TlsFiles.Item("security." + name, value);
  }

  @Test
  void filesThatFitMakeTls() {
    Security security = open(node);
    assertThat(security.tls()).isTrue();
    assertThat(security.scheme()).isEqualTo("https");
    assertThat(Security.NONE.scheme()).isEqualTo("http");
  }

  @Test
  void threeItemsAreSetOrNone() {
    assertThat(TlsFiles.of(item("ca", ""), item("cert", ""), item("key", ""))).isEmpty();
    assertThatThrownBy(() -> TlsFiles.of(item("ca", "a"), item("cert", ""), item("key", "")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("missing: security.cert, security.key");
  }

  @Test
  void aMissingFileIsNamed() {
    Path absent = directory.resolve("absent.pem");
    assertThatThrownBy(() -> open(new TlsFiles(node.ca(), absent, node.key())))
        .isInstanceOf(ConfigException.class)
        .hasMessage("there is no file " + absent);
  }

  @Test
  void theKeyMustFitTheCertificate() {
    assertThatThrownBy(() -> open(new TlsFiles(node.ca(), node.cert(), other.key())))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("does not fit the certificate in " + node.cert());
  }

  @Test
  void theAuthorityMustHaveSignedTheCertificate() {
    assertThatThrownBy(() -> open(new TlsFiles(foreign.ca(), node.cert(), node.key())))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("would believe the certificate in " + node.cert());
  }

  @Test
  void aFileOfAnotherKindIsSaidToBeOne() {
    assertThatThrownBy(() -> open(new TlsFiles(node.ca(), node.key(), node.key())))
        .hasMessageContaining(node.key() + " holds no certificate");
    assertThatThrownBy(() -> open(new TlsFiles(node.ca(), node.cert(), node.cert())))
        .hasMessageContaining(node.cert() + " holds no private key");
  }

  @Test
  void readsRsaKeysOfOlderTools() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    PrivateKey key = generator.generateKeyPair().getPrivate();
    // PKCS #8 puts 26 bytes before a key of this size.
    byte[] bare = Arrays.copyOfRange(key.getEncoded(), 26, key.getEncoded().length);
    Path file =
        Files.writeString(
            directory.resolve("rsa.pem"),
            "-----BEGIN RSA PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(bare)
                + "\n-----END RSA PRIVATE KEY-----\n");
    assertThat(Pem.privateKey(file, "RSA")).isEqualTo(key);
  }

  @Test
  void aKeyInAnUnreadFormSaysHowToConvertIt() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("ec.pem"),
            "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");
    assertThatThrownBy(() -> Pem.privateKey(file, "EC"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("openssl pkcs8");
  }

  @Test
  void schemesMustFit() {
    assertThatThrownBy(() -> open(node).checkScheme("client-urls", List.of("http://h:1")))
        .hasMessageContaining("client-urls: http://h:1 must begin with https://");
    assertThatThrownBy(() -> Security.NONE.checkScheme("path", List.of("https://h:1")))
        .hasMessageContaining("needs the section security");
    assertThatCode(() -> open(node).checkScheme("path", List.of("h:1", "https://h:1")))
        .doesNotThrowAnyException();
  }

  @Test
  void namesAreThoseOfTheCertificate() throws Exception {
    X509Certificate certificate = Pem.certificates(node.cert()).getFirst();
    new Names(Set.of("node", "someone")).checkCommonName(certificate);
    assertThatThrownBy(() -> new Names(Set.of("nod")).checkCommonName(certificate))
        .isInstanceOf(CertificateException.class);
  }

  @Test
  void aTokenComesFromTheItemOrAFile() throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "s3cret\n");
    for (BearerToken token :
        List.of(
            BearerToken.of("s3cret", "").orElseThrow(),
            BearerToken.of("", file.toString()).orElseThrow())) {
      assertThat(token.header()).isEqualTo("Bearer s3cret");
      assertThat(token.isShownBy(Optional.of("bearer s3cret"))).isTrue();
      assertThat(token.isShownBy(Optional.of("Bearer s3cre"))).isFalse();
      assertThat(token.isShownBy(Optional.of("Basic s3cret"))).isFalse();
      assertThat(token.isShownBy(Optional.empty())).isFalse();
    }
    assertThat(BearerToken.of("", "")).isEmpty();
    assertThatThrownBy(() -> BearerToken.of("a", file.toString())).hasMessageContaining("not both");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "new\nline", "umläut"})
  void whatCannotStandInAHeaderIsNoToken(String text) {
    assertThatThrownBy(() -> BearerToken.of(text, ""))
        .isInstanceOf(ConfigException.class)
        .hasMessageNotContaining(text);
  }
}
