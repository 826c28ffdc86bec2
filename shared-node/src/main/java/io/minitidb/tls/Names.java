package io.minitidb.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Common names of which a certificate has to bear one.
///
/// @param allowed none: every certificate will do
record Names(Set<String> allowed) {
  static final Names ANY = new Names(Set.of());

  /// In a distinguished name as RFC 2253 writes it, which escapes a comma inside a value.
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=((?:[^,\\\\]|\\\\.)*)");

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
}
