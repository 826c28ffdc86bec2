package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.node.NodeKind;
import java.util.List;

/// `character_sets`: those that clients may ask for.
@AutoService(MemTable.class)
public final class CharacterSets implements MemTable {

  @Override
  public Definition<?> definition() {
    return Definition.named("character_sets", NodeKind.TIDB)
        .ignoringCase(
            List.of(
                Column.<Charset>text("CHARACTER_SET_NAME", 64, Charset::sqlName).notNull(),
                Column.<Charset>text(
                        "DEFAULT_COLLATE_NAME", 64, charset -> charset.standard().sqlName())
                    .notNull(),
                Column.<Charset>text("DESCRIPTION", 2048, Charset::description).notNull(),
                Column.<Charset>bigint("MAXLEN", Type.bigint(3).asUnsigned(), Charset::maxBytes)),
            context -> List.of(Charset.values()));
  }
}
