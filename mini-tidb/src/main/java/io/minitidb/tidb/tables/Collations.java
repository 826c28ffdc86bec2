package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.cop.data.Collation;
import io.minitidb.cop.data.Type;
import io.minitidb.memtable.Column;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTable;
import io.minitidb.node.NodeKind;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// `collations`: those by which texts can be compared, with MySQL's numbers.
@AutoService(MemTable.class)
public final class Collations implements MemTable {
  /// In the order of their names.
  static final List<Collation> ALL =
      Stream.of(Collation.values()).sorted(Comparator.comparing(Collation::sqlName)).toList();

  @Override
  public Definition<?> definition() {
    return Definition.named("collations", NodeKind.TIDB)
        .ignoringCase(
            List.of(
                Column.<Collation>text("COLLATION_NAME", 64, Collation::sqlName).notNull(),
                Column.<Collation>text(
                        "CHARACTER_SET_NAME", 64, collation -> Charset.of(collation).sqlName())
                    .notNull(),
                Column.<Collation>bigint("ID", Type.bigint(20).asUnsigned(), Collation::id),
                Column.<Collation>text(
                        "IS_DEFAULT",
                        3,
                        collation -> Charset.of(collation).standard() == collation ? "Yes" : "")
                    .notNull(),
                Column.<Collation>text("IS_COMPILED", 3, collation -> "Yes").notNull(),
                Column.<Collation>bigint("SORTLEN", Type.bigint(3).asUnsigned(), collation -> 1),
                Column.<Collation>text(
                        "PAD_ATTRIBUTE",
                        9,
                        collation -> collation.padsSpace() ? "PAD SPACE" : "NO PAD")
                    .notNull()),
            context -> ALL);
  }
}
