package io.minitidb.tidb.users;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What an account's password is checked by. The password itself is nowhere.
///
/// @param plugin the way of checking
/// @param hash in the plugin's own form, empty for no password
/// @param digest SHA256(SHA256(password)) beside a hash by [NativePassword], which says no more of
///   the password than that hash does: by it clients get in that know only [Sha2Password]; empty
///   when it is not known
public record Credential(String plugin, String hash, String digest) {
  /// The plugins that there are, the first one for who does not choose.
  public static final List<String> PLUGINS = List.of(NativePassword.PLUGIN, Sha2Password.PLUGIN);

  public static final Credential NO_PASSWORD = new Credential(NativePassword.PLUGIN, "");

  public Credential(String plugin, String hash) {
    this(plugin, hash, "");
  }

  /// Returns the credential of a password in the clear.
  public static Credential of(String password) {
    return of(NativePassword.PLUGIN, password);
  }

  /// @param plugin one of [#PLUGINS]
  public static Credential of(String plugin, String password) {
    if (plugin.equals(Sha2Password.PLUGIN) || password.isEmpty()) {
      return new Credential(plugin, Sha2Password.hash(password));
    }
    return new Credential(
        plugin,
        NativePassword.hash(password),
        Sha2Password.digest(password.getBytes(StandardCharsets.UTF_8)));
  }

  public boolean isEmpty() {
    return hash.isEmpty();
  }

  /// Keeps the hashes out of logs.
  @Override
  public String toString() {
    return plugin + (isEmpty() ? " without password" : " with password");
  }
}
