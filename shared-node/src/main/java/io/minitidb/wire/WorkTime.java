package io.minitidb.wire;

import io.minitidb.proto.coprocessor.Response;

/// How long a node worked for an answer, in nanoseconds: `process_wall_time_ns` of the answer's
/// `exec_details_v2`.
public final class WorkTime {
  private WorkTime() {}

  /// Returns the answer with the time in it.
  public static Response add(Response answer, long nanos) {
    Response.Builder timed = answer.toBuilder();
    timed.getExecDetailsV2Builder().getTimeDetailV2Builder().setProcessWallTimeNs(nanos);
    return timed.build();
  }

  /// Returns the time that the answer tells, 0 when it tells none.
  public static long of(Response answer) {
    return answer.getExecDetailsV2().getTimeDetailV2().getProcessWallTimeNs();
  }
}
