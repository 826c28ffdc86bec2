package io.minitidb.pd.http;

import io.minitidb.node.Version;
import io.minitidb.pd.cluster.LocalMember;

/// What a member says of its build, under both prefixes.
final class BuildJson {
  static final String VERSION = "v" + Version.RELEASE;

  private BuildJson() {}

  static GoJson.Obj version() {
    return GoJson.object()
        .put("version", VERSION)
        .put("build_time", "")
        .put("hash", "")
        .put("branch", "");
  }

  static GoJson.Obj status(LocalMember member) {
    return GoJson.object()
        .put("build_ts", "None")
        .put("version", VERSION)
        .put("git_hash", Version.GIT_HASH)
        .put("start_timestamp", member.startTime().getEpochSecond())
        .put("kernel_type", "Classic");
  }
}
