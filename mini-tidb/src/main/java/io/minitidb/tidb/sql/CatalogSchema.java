package io.minitidb.tidb.sql;

import io.minitidb.memtable.BoundTable;
import io.minitidb.memtable.MemTables;
import io.minitidb.memtable.TableInfo;
import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.impl.AbstractTable;

/// The catalog as Calcite sees it: one schema per database, one table per name of a memtable.
final class CatalogSchema {
  private CatalogSchema() {}

  static CalciteSchema of(MemTables tables) {
    Map<String, Map<String, Table>> databases = new HashMap<>();
    for (BoundTable table : tables.all()) {
      databases
          .computeIfAbsent(table.info().schema(), name -> new HashMap<>())
          .put(table.info().name(), new InfoTable(table.info()));
    }
    CalciteSchema root = CalciteSchema.createRootSchema(false, false);
    databases.forEach((name, map) -> root.add(name, new Database(map)));
    return root;
  }

  private static final class Database extends AbstractSchema {
    private final Map<String, Table> tables;

    Database(Map<String, Table> tables) {
      this.tables = tables;
    }

    @Override
    protected Map<String, Table> getTableMap() {
      return tables;
    }
  }

  /// A table that carries our own description through the planner.
  static final class InfoTable extends AbstractTable {
    private final TableInfo info;

    InfoTable(TableInfo info) {
      this.info = info;
    }

    TableInfo info() {
      return info;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
      RelDataTypeFactory.Builder row = factory.builder();
      for (TableInfo.ColumnInfo column : info.columns()) {
        row.add(column.name(), MysqlTypes.toCalcite(column.type(), column.nullable(), factory));
      }
      return row.build();
    }
  }
}
