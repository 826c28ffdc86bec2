package io.minitidb.tidb.sql;

import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.users.Credential;
import io.minitidb.tidb.users.NativePassword;
import java.util.Locale;
import java.util.Optional;

/// Reads `IDENTIFIED [WITH plugin] [BY 'password' | AS 'hash']` and the password of SET PASSWORD.
final class CredentialReader {
  private CredentialReader() {}

  /// Takes what stands behind an account's name, or nothing.
  ///
  /// @throws SqlException 1524 for a plugin that is not there, 1827 for a hash that is none
  static Optional<Credential> accept(TokenReader tokens) {
    if (!tokens.accept("identified")) {
      return Optional.empty();
    }
    if (tokens.accept("with")) {
      String plugin = text(tokens, tokens.peek().isName());
      if (!plugin.toLowerCase(Locale.ROOT).equals(NativePassword.PLUGIN)) {
        throw new SqlException(SqlError.UNKNOWN_PLUGIN, "Plugin '" + plugin + "' is not loaded");
      }
      if (tokens.accept("as")) {
        return Optional.of(hash(tokens));
      }
      if (!tokens.peek().is("by")) {
        return Optional.of(Credential.NO_PASSWORD);
      }
    }
    tokens.expect("by");
    return Optional.of(
        tokens.accept("password") ? hash(tokens) : Credential.of(text(tokens, false)));
  }

  /// Takes `= 'password'` or `= PASSWORD('password')`.
  static Credential assigned(TokenReader tokens) {
    if (!tokens.accept("=", ":=")) {
      throw Syntax.error(tokens.sql(), tokens.peek().start(), "expected =");
    }
    boolean called = tokens.accept("password");
    if (called) {
      tokens.expect("(");
    }
    Credential credential = Credential.of(text(tokens, false));
    if (called) {
      tokens.expect(")");
    }
    return credential;
  }

  private static Credential hash(TokenReader tokens) {
    String hash = text(tokens, false).toUpperCase(Locale.ROOT);
    if (!NativePassword.isHash(hash)) {
      throw new SqlException(
          SqlError.PASSWORD_FORMAT, "The password hash doesn't have the expected format.");
    }
    return new Credential(NativePassword.PLUGIN, hash);
  }

  private static String text(TokenReader tokens, boolean orName) {
    Token token = tokens.next();
    if (token.kind() != Token.Kind.STRING && !orName) {
      throw Syntax.error(tokens.sql(), token.start(), "expected a text in quotes");
    }
    return token.text();
  }
}
