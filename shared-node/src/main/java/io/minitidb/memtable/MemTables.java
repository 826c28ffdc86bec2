package io.minitidb.memtable;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/// All tables that this process knows, under every one of their names. Names and columns are
/// checked when it is built.
public final class MemTables {
  private final Map<String, BoundTable> tables = new TreeMap<>();
  private final Map<String, KeptTable> kept = new TreeMap<>();

  private MemTables() {}

  /// Finds every table on the class path.
  ///
  /// @throws IllegalStateException when two tables share a name or a table has a column twice
  public static MemTables load() {
    MemTables all = new MemTables();
    ServiceLoader.load(MemTable.class).forEach(table -> all.add(table.definition()));
    ServiceLoader.load(MemTableGroup.class).forEach(group -> group.definitions().forEach(all::add));
    return all;
  }

  private <R> void add(Definition<R> definition) {
    if (definition.single()) {
      add(BoundTable.single(definition));
    }
    definition.twins().forEach(twin -> add(BoundTable.twin(definition, twin)));
    definition
        .history()
        .ifPresent(name -> {
          KeptTable table = KeptTable.of(name, definition);
          kept.put(name, table);
          add(HistoryTable.of(table, definition));
        });
  }

  private void add(BoundTable table) {
    Set<String> names = new HashSet<>();
    for (TableInfo.ColumnInfo column : table.info().columns()) {
      if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
        throw new IllegalStateException(table.info().name() + " has two columns " + column.name());
      }
    }
    if (tables.put(table.info().key(), table) != null) {
      throw new IllegalStateException("two tables are called " + table.info().key());
    }
  }

  /// Returns the table with this [TableInfo#key()], in any case. The bare name of a table of
  /// another schema finds it too, where only one has it: the prototype sends no schemas.
  public Optional<BoundTable> find(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return Optional.ofNullable(tables.get(lower)).or(() -> onlyOne(lower));
  }

  private Optional<BoundTable> onlyOne(String name) {
    List<BoundTable> found =
        tables.values().stream().filter(table -> table.info().name().equals(name)).toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /// Returns what stores keep over time, by the names of the histories.
  public Map<String, KeptTable> kept() {
    return Collections.unmodifiableMap(kept);
  }

  /// Returns all tables in the order of their names.
  public Collection<BoundTable> all() {
    return tables.values();
  }
}
