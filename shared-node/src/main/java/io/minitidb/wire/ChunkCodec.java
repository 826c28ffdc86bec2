package io.minitidb.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import java.util.ArrayList;
import java.util.List;

/// A batch as the bytes of one tipb.Chunk in chunk encoding: its columns one after the other.
public final class ChunkCodec {
  private ChunkCodec() {}

  public static ByteString encode(Batch batch) {
    byte[] bytes = new byte[Math.toIntExact(batch.size())];
    int position = 0;
    for (Vector column : batch.columns()) {
      position = column.encode(bytes, position);
    }
    // Nobody else sees the array, so it need not be copied once more.
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  /// @throws WireException when the bytes do not hold columns of these types with equally many rows
  public static Batch decode(ByteString message, List<Type> types) {
    byte[] bytes = message.toByteArray();
    List<Vector> columns = new ArrayList<>(types.size());
    int position = 0;
    try {
      for (Type type : types) {
        Vector column = Vector.decode(type, bytes, position);
        columns.add(column);
        position = column.end();
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      throw new WireException("malformed chunk: " + e.getMessage(), e);
    }
    int rows = columns.isEmpty() ? 0 : columns.getFirst().rows();
    if (position != bytes.length || columns.stream().anyMatch(column -> column.rows() != rows)) {
      throw new WireException("malformed chunk: columns do not fit together");
    }
    return new Batch(columns, rows);
  }
}
