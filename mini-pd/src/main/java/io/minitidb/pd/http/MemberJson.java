package io.minitidb.pd.http;

import io.minitidb.pd.cluster.Members;
import io.minitidb.pd.model.PdMember;

/// Members as JSON.
final class MemberJson {
  private MemberJson() {}

  static GoJson.Obj member(PdMember member) {
    return GoJson.object()
        .putNonZero("name", member.name())
        .putNonZero("member_id", GoJson.unsigned(member.id()))
        .putNonZero("peer_urls", member.peerUrls())
        .putNonZero("client_urls", member.clientUrls())
        .putNonZero("leader_priority", member.leaderPriority())
        .putNonZero("deploy_path", member.deployPath())
        .putNonZero("binary_version", member.binaryVersion())
        .putNonZero("git_hash", member.gitHash());
  }

  static GoJson.Obj members(long clusterId, Members.View view) {
    GoJson.Obj all =
        GoJson.object()
            .put("header", GoJson.object().putUnsigned("cluster_id", clusterId))
            .put("members", view.members().stream().map(MemberJson::member).toList());
    view.leader().ifPresent(leader -> all.put("leader", member(leader)));
    view.etcdLeader().ifPresent(leader -> all.put("etcd_leader", member(leader)));
    return all;
  }
}
