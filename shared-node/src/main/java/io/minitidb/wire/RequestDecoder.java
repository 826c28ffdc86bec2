package io.minitidb.wire;

import com.google.protobuf.ByteString;
import io.minitidb.proto.coprocessor.Request;
import io.minitidb.proto.tipb.DAGRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Decodes requests and remembers what the last plans decoded to: a statement that is repeated
/// sends the same bytes each time. Thread-safe. Holds at most 256 plans of at most 16 KiB.
public final class RequestDecoder {
  private static final int PLANS = 256;
  private static final int LARGEST = 16 << 10;

  private final Map<ByteString, CopRequest> known =
      Collections.synchronizedMap(
          new LinkedHashMap<>(PLANS, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<ByteString, CopRequest> eldest) {
              return size() > PLANS;
            }
          });

  /// @throws WireException for anything but a memtable plan or a command
  public NodeRequest decode(Request message) {
    ByteString plan = message.getData();
    // What is beside the plan must be looked at each time; decode() does so for a plan not yet
    // known.
    CopRequest seen =
        message.getContext().getRegionId() == 0 && message.getTp() == CopRequest.DAG
            ? known.get(plan)
            : null;
    if (seen != null) {
      return seen.as(message);
    }
    DAGRequest dag = CopRequest.parse(message);
    Optional<Command> command = CommandCodec.decode(dag.getExecutorsList());
    if (command.isPresent()) {
      return new CommandRequest(command.get(), CopRequest.user(dag), CopRequest.deadline(message));
    }
    CopRequest request = CopRequest.decode(message, dag);
    if (plan.size() <= LARGEST) {
      known.put(plan, request);
    }
    return request;
  }
}
