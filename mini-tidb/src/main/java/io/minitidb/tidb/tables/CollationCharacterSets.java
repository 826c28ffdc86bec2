package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Collation;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.node.NodeKind;
import java.util.List;

/// `collation_character_set_applicability`: which set each collation is for.
@AutoService(MemTable.class)
public final class CollationCharacterSets implements MemTable {

  @Override
  public Definition<?> definition() {
    return Definition.named("collation_character_set_applicability", NodeKind.TIDB)
        .ignoringCase(
            List.of(
                Column.<Collation>text("COLLATION_NAME", 64, Collation::sqlName).notNull(),
                Column.<Collation>text(
                        "CHARACTER_SET_NAME", 64, collation -> Charset.of(collation).sqlName())
                    .notNull()),
            context -> Collations.ALL);
  }
}
