package io.minitidb.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of which a certificate has to bear one.
///
/// @param allowed none: every certificate will do
record Names(Set<String> allowed) {
  static final Names ANY = new Names(Set.of());

  /// In a distinguished name as RFC 2253 writes it, which escapes a comma inside a value.
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=((?:[^,\\\\]|\\\\.)*)");

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  Names {
    allowed = Set.copyOf(allowed);
  }

  /// @throws CertificateException when the common name of the subject is none of the allowed
  void checkCommonName(X509Certificate certificate) throws CertificateException {
    if (allowed.isEmpty()) {
      return;
    }
    String subject = certificate.getSubjectX500Principal().getName();
    Optional<String> name =
        Optional.of(COMMON_NAME.matcher(subject)).filter(Matcher::find).map(m -> m.group(1));
    if (name.filter(allowed::contains).isEmpty()) {
      throw new CertificateException(
          "the certificate of '" + subject + "' has none of the allowed common names");
    }
  }

  /// @throws CertificateException when the certificate is for none of the allowed hosts
  void checkHost(X509Certificate certificate) throws CertificateException {
    if (allowed.isEmpty()) {
      return;
    }
    Optional<java.util.Collection<List<?>>> names =
        Optional.ofNullable(certificate.getSubjectAlternativeNames());
    for (List<?> name : names.orElse(List.of())) {
      int kind = (Integer) name.get(0);
      String text = String.valueOf(name.get(1)).toLowerCase(Locale.ROOT);
      if ((kind == IP_ADDRESS || kind == DNS_NAME) && allowed.stream().anyMatch(h -> is(h, text))) {
        return;
      }
    }
    throw new CertificateException(
        "the certificate of '"
            + certificate.getSubjectX500Principal().getName()
            + "' is for none of "
            + allowed);
  }

  private static boolean is(String host, String name) {
    String wanted = host.toLowerCase(Locale.ROOT);
    int dot = wanted.indexOf('.');
    return wanted.equals(name)
        || (name.startsWith("*.") && dot > 0 && wanted.substring(dot).equals(name.substring(1)));
  }
}
