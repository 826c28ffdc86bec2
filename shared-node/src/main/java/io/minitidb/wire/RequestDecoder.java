package io.minitidb.wire;

import com.google.protobuf.ByteString;
import io.minitidb.proto.coprocessor.Request;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

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

  /// As [CopRequest#decode].
  ///
  /// @throws WireException for anything but a memtable plan in chunk encoding
  public CopRequest decode(Request message) {
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
    CopRequest request = CopRequest.decode(message);
    if (plan.size() <= LARGEST) {
      known.put(plan, request);
    }
    return request;
  }
}
