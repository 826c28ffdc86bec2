package io.minitidb.tidb.users;

/// Where accounts are kept.
public interface AccountStore {

  /// Accounts as they were read.
  ///
  /// @param revision of the last change of any of them
  record Version(Accounts accounts, long revision) {}

  /// Returns the accounts as they are now.
  ///
  /// @throws io.minitidb.etcd.EtcdException when the store does not answer
  Version read();

  /// Puts `after` in the place of `before`, all or nothing; returns false when others have changed
  /// something since `before` was read.
  ///
  /// @throws io.minitidb.etcd.EtcdException when it is not known whether it happened
  boolean replace(Version before, Accounts after);
}
