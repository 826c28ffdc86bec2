package io.minitidb.tidb.users;

/// What an account's password is checked by. The password itself is nowhere.
///
/// @param plugin the way of checking
/// @param hash in the plugin's own form, empty for no password
public record Credential(String plugin, String hash) {
  public static final Credential NO_PASSWORD = new Credential(NativePassword.PLUGIN, "");

  /// Returns the credential of a password in the clear.
  public static Credential of(String password) {
    return new Credential(NativePassword.PLUGIN, NativePassword.hash(password));
  }

  public boolean isEmpty() {
    return hash.isEmpty();
  }

  /// Keeps the hash out of logs.
  @Override
  public String toString() {
    return plugin + (isEmpty() ? " without password" : " with password");
  }
}
