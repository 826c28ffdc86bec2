package io.minitidb.tls;

import io.minitidb.config.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The secret that a mutating HTTP request to mini-pd has to show.
public final class BearerToken {
  /// What RFC 6750 allows.
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private static final String SCHEME = "Bearer ";

  private final Supplier<String> token;

  private BearerToken(Supplier<String> token) {
    this.token = token;
  }

  /// Returns the token, or empty when neither is set. A file is read again when it changes.
  ///
  /// @param value of the item `security.auth-token`, empty when it is not set
  /// @param file of the item `security.auth-token-path`, empty when it is not set
  /// @throws ConfigException when both are set, or it is no token
  public static Optional<BearerToken> of(String value, String file) {
    if (value.isBlank() && file.isBlank()) {
      return Optional.empty();
    }
    if (!value.isBlank() && !file.isBlank()) {
      throw new ConfigException("set security.auth-token or security.auth-token-path, not both");
    }
    if (file.isBlank()) {
      String given = checked(value, "security.auth-token");
      return Optional.of(new BearerToken(() -> given));
    }
    Path path = Path.of(file.strip()).toAbsolutePath().normalize();
    return Optional.of(new BearerToken(new Reloaded<>(List.of(path), () -> read(path))));
  }

  private static String read(Path file) {
    try {
      return checked(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new ConfigException(
          "cannot read the token of security.auth-token-path: " + e.getMessage(), e);
    }
  }

  private static String checked(String text, String where) {
    String token = text.strip();
    if (!FORM.matcher(token).matches()) {
      throw new ConfigException(where + " is no token: letters, digits and -._~+/ without a blank");
    }
    return token;
  }

  /// Returns the value of the header `Authorization`.
  public String header() {
    return SCHEME + token.get();
  }

  /// Says whether the header shows the token. How long that takes does not depend on how much of it
  /// is right.
  public boolean isShownBy(Optional<String> header) {
    String text = header.orElse("");
    return text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(
            text.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8),
            token.get().getBytes(StandardCharsets.UTF_8));
  }
}
