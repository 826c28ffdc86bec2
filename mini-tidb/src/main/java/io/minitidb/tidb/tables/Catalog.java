package io.minitidb.tidb.tables;

import io.minitidb.memtable.TableInfo;
import java.util.Collection;
import java.util.function.Supplier;

/// Gives every table that SQL knows. A source of facts for the tables about tables.
public interface Catalog extends Supplier<Collection<TableInfo>> {}
