package io.minitidb.tidb.tables;

import com.google.auto.service.AutoService;
import io.minitidb.memtable.Definition;
import io.minitidb.memtable.MemTableGroup;
import io.minitidb.node.NodeKind;
import java.util.ArrayList;
import java.util.List;

/// The tables of MySQL's system schemas that clients read and that hold nothing here: there are no
/// indexes, constraints, views, routines, plugins or privileges on single columns.
@AutoService(MemTableGroup.class)
public final class EmptyTables implements MemTableGroup {

  @Override
  public List<Definition<?>> definitions() {
    List<Definition<?>> all = new ArrayList<>();
    String lines =
        TextResource.read("empty-tables.txt").replaceAll("(?m)^#.*\n", "").replaceAll("\n ", " ");
    lines.lines().filter(line -> !line.isBlank()).forEach(line -> all.add(definition(line)));
    return all;
  }

  private static Definition<Void> definition(String line) {
    int colon = line.indexOf(':');
    String name = line.substring(0, colon);
    int dot = name.indexOf('.');
    Definition.Naming naming = Definition.named(name.substring(dot + 1), NodeKind.TIDB);
    return (dot < 0 ? naming : naming.in(name.substring(0, dot)))
        .ignoringCase(
            ColumnList.<Void>parse(line.substring(colon + 1).strip()), context -> List.of());
  }
}
