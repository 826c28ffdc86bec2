package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.node.NodeKind;
import java.util.List;

/// `engines`: the one engine that clients know. Nothing is stored by SQL, so it has none of their
/// features.
@AutoService(MemTable.class)
public final class Engines implements MemTable {

  @Override
  public Definition<?> definition() {
    return Definition.named("engines", NodeKind.TIDB)
        .ignoringCase(
            List.of(
                Column.<String>text("ENGINE", 64, engine -> engine).notNull(),
                Column.<String>text("SUPPORT", 8, engine -> "DEFAULT").notNull(),
                Column.<String>text("COMMENT", 80, engine -> "System tables of the mini cluster")
                    .notNull(),
                Column.text("TRANSACTIONS", 3, engine -> "NO"),
                Column.text("XA", 3, engine -> "NO"),
                Column.text("SAVEPOINTS", 3, engine -> "NO")),
            context -> List.of("InnoDB"));
  }
}
