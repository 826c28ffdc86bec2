package io.minitidb.wire;

import io.minitidb.memtable.User;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.kvrpcpb.Context;
import io.minitidb.proto.tipb.ChunkMemoryLayout;
import io.minitidb.proto.tipb.DAGRequest;
import io.minitidb.proto.tipb.EncodeType;
import io.minitidb.proto.tipb.Endian;
import java.time.Duration;

/// A command for a node with the user who gives it; the node decides whether he may.
public record CommandRequest(Command command, User user, Duration deadline) implements NodeRequest {

  public Request encode() {
    DAGRequest plan =
        DAGRequest.newBuilder()
            .addExecutors(CommandCodec.encode(command))
            .setEncodeType(EncodeType.TypeChunk)
            .setChunkMemoryLayout(ChunkMemoryLayout.newBuilder().setEndian(Endian.LittleEndian))
            .setUser(CopRequest.identity(user))
            .build();
    return Request.newBuilder()
        .setTp(CopRequest.DAG)
        .setData(plan.toByteString())
        .setContext(
            Context.newBuilder().setMaxExecutionDurationMs(Math.max(1, deadline.toMillis())))
        .build();
  }
}
