package io.minitidb.wire;

import io.minitidb.cop.data.Type;
import java.util.List;

/// The columns of what commands answer.
public final class CommandRows {
  /// Key, old value, new value, and why the new value is refused; NULL when it is not.
  public static final List<Type> CHECKED =
      List.of(Type.LONGTEXT, Type.LONGTEXT, Type.LONGTEXT, Type.LONGTEXT);

  /// The revision that the node runs, and why it is not the wanted one; NULL when it is.
  public static final List<Type> APPLIED = List.of(Type.LONGTEXT, Type.LONGTEXT);

  private CommandRows() {}
}
