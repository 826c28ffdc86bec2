package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.TypeCode;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.node.NodeKind;
import java.util.List;

/// `keywords`: the words that MySQL 8 reserves, so that clients know which names they must quote.
@AutoService(MemTable.class)
public final class Keywords implements MemTable {
  private static final List<String> RESERVED =
      List.of(TextResource.read("reserved-words.txt").strip().split("\\s+"));

  @Override
  public Definition<?> definition() {
    return Definition.named("keywords", NodeKind.TIDB)
        .ignoringCase(
            List.of(
                Column.<String>text("WORD", 128, word -> word),
                Column.<String>bigint("RESERVED", new Type(TypeCode.INT, false, 11, 0), word -> 1)
                    .orNull()),
            context -> RESERVED);
  }
}
