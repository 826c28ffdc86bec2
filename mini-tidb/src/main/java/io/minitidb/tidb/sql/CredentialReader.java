package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.users.Credential;
import io.minitidb.tidb.users.NativePassword;
import io.minitidb.tidb.users.Sha2Password;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// Reads `IDENTIFIED [WITH plugin] [BY 'password' | AS 'hash']` and the password of SET PASSWORD.
final class CredentialReader {
  private CredentialReader() {}

  /// A password, or a hash of one, for an account.
  ///
  /// @param plugin empty when none was named
  record Assigned(Optional<String> plugin, String secret, boolean isHash) {

    /// Returns the credential.
    ///
    /// @param before the plugin in use when none was named
    Credential by(String before) {
      String used = plugin.orElse(before);
      return isHash ? new Credential(used, secret) : Credential.of(used, secret);
    }
  }

  /// Takes what stands behind an account's name, or nothing.
  ///
  /// @throws SqlException 1524 for a plugin that is not there, 1827 for a hash that is none
  static Optional<Assigned> accept(TokenReader tokens) {
    if (!tokens.accept("identified")) {
      return Optional.empty();
    }
    Optional<String> plugin = Optional.empty();
    if (tokens.accept("with")) {
      String name = text(tokens, tokens.peek().isName());
      String known = name.toLowerCase(Locale.ROOT);
      if (!Credential.PLUGINS.contains(known)) {
        throw new SqlException(SqlError.UNKNOWN_PLUGIN, "Plugin '" + name + "' is not loaded");
      }
      plugin = Optional.of(known);
      if (tokens.accept("as")) {
        return Optional.of(hash(tokens, known));
      }
      if (!tokens.peek().is("by")) {
        return Optional.of(new Assigned(plugin, "", false));
      }
    }
    tokens.expect("by");
    if (plugin.isEmpty() && tokens.accept("password")) {
      return Optional.of(hash(tokens, NativePassword.PLUGIN));
    }
    return Optional.of(new Assigned(plugin, text(tokens, false), false));
  }

  /// Takes `= 'password'` or `= PASSWORD('password')`.
  static Assigned assigned(TokenReader tokens) {
    if (!tokens.accept("=", ":=")) {
      throw Syntax.error(tokens.sql(), tokens.peek().start(), "expected =");
    }
    boolean called = tokens.accept("password");
    if (called) {
      tokens.expect("(");
    }
    Assigned assigned = new Assigned(Optional.empty(), text(tokens, false), false);
    if (called) {
      tokens.expect(")");
    }
    return assigned;
  }

  private static Assigned hash(TokenReader tokens, String plugin) {
    boolean isNative = plugin.equals(NativePassword.PLUGIN);
    String hash = tokens.peek().kind() == Token.Kind.BYTES ? bytes(tokens) : text(tokens, false);
    hash = isNative ? hash.toUpperCase(Locale.ROOT) : hash;
    if (!(isNative ? NativePassword.isHash(hash) : Sha2Password.isHash(hash))) {
      throw new SqlException(
          SqlError.PASSWORD_FORMAT, "The password hash doesn't have the expected format.");
    }
    return new Assigned(Optional.of(plugin), hash, true);
  }

  /// As MySQL's SHOW CREATE USER writes hashes that hold strange characters.
  private static String bytes(TokenReader tokens) {
    byte[] bytes = HexFormat.of().parseHex(tokens.next().text());
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String text(TokenReader tokens, boolean orName) {
    Token token = tokens.next();
    if (token.kind() != Token.Kind.STRING && !orName) {
      throw Syntax.error(tokens.sql(), token.start(), "expected a text in quotes");
    }
    return token.text();
  }
}
