package io.minitidb.pd.etcd;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The cluster's metadata: keys, transactions, leases, watches and membership, as the member's own
/// etcd sees them. Every call blocks, but never longer than the deadline of this view; failures are
/// a [MetaException]. Safe for use by several threads.
public interface MetaStore extends AutoCloseable {

  /// A key as it was read.
  record Entry(String key, ByteString value, long modRevision) {}

  /// A condition of a transaction.
  sealed interface Guard {
    record Absent(String key) implements Guard {}

    record ValueIs(String key, ByteString value) implements Guard {}

    record RevisionIs(String key, long modRevision) implements Guard {}
  }

  /// A change within a transaction.
  sealed interface Write {
    /// @param lease id of the lease that the key dies with, 0 for none
    record Put(String key, ByteString value, long lease) implements Write {
      public Put(String key, ByteString value) {
        this(key, value, 0);
      }
    }

    record Delete(String key) implements Write {}
  }

  /// A lease as granted; etcd may raise the time that was asked for.
  record Grant(long id, Duration ttl) {}

  /// A member of etcd; `name` is empty and `clientUrls` has no entry until it has started.
  record EtcdMember(long id, String name, List<String> peerUrls, List<String> clientUrls) {
    public EtcdMember {
      peerUrls = List.copyOf(peerUrls);
      clientUrls = List.copyOf(clientUrls);
    }
  }

  /// What the local etcd says of itself.
  ///
  /// @param leader id of etcd's leader, 0 when it knows none
  record EtcdStatus(
      long memberId,
      long leader,
      long raftTerm,
      long raftIndex,
      long appliedIndex,
      String version) {}

  /// Told of what happens to a watched key, on a thread that must not block.
  interface WatchListener {
    /// The key was put or deleted.
    void onChange(boolean deleted);

    /// The watch ended: its etcd has no leader, the revision is compacted, or the connection broke.
    void onEnd(Throwable cause);
  }

  /// Returns the same store with another deadline.
  MetaStore within(Duration deadline);

  /// Reads the newest value; needs a quorum.
  Optional<Entry> get(String key);

  /// Reads what the local etcd has, which may be old; works without a quorum.
  Optional<Entry> localGet(String key);

  /// Returns the keys that start with `prefix`, in key order; needs a quorum.
  List<Entry> list(String prefix);

  /// As [#list(String)], of what the local etcd has.
  List<Entry> localList(String prefix);

  void put(String key, ByteString value);

  /// Applies all of `writes` if all of `guards` hold, and says whether they did.
  boolean commit(List<Guard> guards, List<Write> writes);

  Grant grant(Duration ttl);

  /// Renews the lease and returns how long it lives from the moment of the call.
  ///
  /// @throws MetaException also when the lease is gone
  Duration keepAlive(long lease);

  void revoke(long lease);

  /// Watches one key from a revision on. etcd ends the watch when it loses its leader.
  AutoCloseable watch(String key, long fromRevision, WatchListener listener);

  /// Asks the local etcd, which answers without a quorum.
  EtcdStatus status();

  /// Returns the members as the local etcd knows them, without a quorum.
  List<EtcdMember> members();

  /// Makes another member etcd's leader; only the leader's own etcd accepts it.
  void moveLeader(long to);

  /// Takes a member out of the cluster.
  void removeMember(long id);

  /// Speaks to the etcd behind another member's client URL.
  ///
  /// @param limit for each call
  EtcdEndpoint endpoint(String clientUrl, Duration limit);

  @Override
  void close();
}
