package io.minitidb.pd.model;

import java.util.List;

/// A member of the placement driver as `/members` and `GetMembers` show it.
///
/// @param id of the member in etcd, unsigned; 0 is nobody
/// @param clientUrls empty while the member has never started
public record PdMember(
    String name,
    long id,
    List<String> peerUrls,
    List<String> clientUrls,
    int leaderPriority,
    String deployPath,
    String binaryVersion,
    String gitHash) {

  public PdMember {
    peerUrls = List.copyOf(peerUrls);
    clientUrls = List.copyOf(clientUrls);
  }

  /// Returns the part of a member that never changes while it runs; only this goes into the leader
  /// key, whose bytes are the fence.
  public static PdMember of(String name, long id, List<String> peerUrls, List<String> clientUrls) {
    return new PdMember(name, id, peerUrls, clientUrls, 0, "", "", "");
  }
}
