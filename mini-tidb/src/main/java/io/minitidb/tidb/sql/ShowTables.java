package io.minitidb.tidb.sql;

/// The SHOW statements about what is in a database or a table, once it is known which.
final class ShowTables {
  private ShowTables() {}

  static ShowQuery tables(String database, boolean full) {
    String name = "Tables_in_" + database + "=table_name";
    ShowQuery query =
        full
            ? ShowQuery.of("information_schema.tables", name, "Table_type")
            : ShowQuery.of("information_schema.tables", name);
    return in("table_schema", database, query).orderBy("table_name");
  }

  static ShowQuery tableStatus(String database) {
    return in(
            "table_schema",
            database,
            ShowQuery.of(
                "information_schema.tables",
                "Name=table_name",
                "Engine",
                "Version",
                "Row_format",
                "Rows=table_rows",
                "Avg_row_length",
                "Data_length",
                "Max_data_length",
                "Index_length",
                "Data_free",
                "Auto_increment",
                "Create_time",
                "Update_time",
                "Check_time",
                "Collation=table_collation",
                "Checksum",
                "Create_options",
                "Comment=table_comment"))
        .orderBy("table_name");
  }

  /// No table is ever open: rows are made when they are read.
  static ShowQuery openTables(String database) {
    return in(
            "table_schema",
            database,
            ShowQuery.of(
                "information_schema.tables",
                "Database=table_schema",
                "Table=table_name",
                "In_use=0",
                "Name_locked=0"))
        .where("1 = 0");
  }

  static ShowQuery triggers(String database) {
    return in(
        "trigger_schema",
        database,
        ShowQuery.of(
            "information_schema.triggers",
            "Trigger=trigger_name",
            "Event=event_manipulation",
            "Table=event_object_table",
            "Statement=action_statement",
            "Timing=action_timing",
            "Created",
            "sql_mode",
            "Definer",
            "character_set_client",
            "collation_connection",
            "Database Collation=database_collation"));
  }

  static ShowQuery events(String database) {
    return in(
        "event_schema",
        database,
        ShowQuery.of(
            "information_schema.events",
            "Db=event_schema",
            "Name=event_name",
            "Definer",
            "Time zone=time_zone",
            "Type=event_type",
            "Execute at=execute_at",
            "Interval value=interval_value",
            "Interval field=interval_field",
            "Starts",
            "Ends",
            "Status",
            "Originator",
            "character_set_client",
            "collation_connection",
            "Database Collation=database_collation"));
  }

  static ShowQuery columns(String database, String table, boolean full) {
    ShowQuery query =
        full
            ? ShowQuery.of(
                "information_schema.columns",
                "Field=column_name",
                "Type=column_type",
                "Collation=collation_name",
                "Null=is_nullable",
                "Key=column_key",
                "Default=column_default",
                "Extra",
                "Privileges",
                "Comment=column_comment")
            : ShowQuery.of(
                "information_schema.columns",
                "Field=column_name",
                "Type=column_type",
                "Null=is_nullable",
                "Key=column_key",
                "Default=column_default",
                "Extra");
    return of(database, table, query).orderBy("ordinal_position");
  }

  static ShowQuery indexes(String database, String table) {
    return of(
        database,
        table,
        ShowQuery.of(
            "information_schema.statistics",
            "Table=table_name",
            "Non_unique",
            "Key_name=index_name",
            "Seq_in_index",
            "Column_name",
            "Collation",
            "Cardinality",
            "Sub_part",
            "Packed",
            "Null=nullable",
            "Index_type",
            "Comment",
            "Index_comment",
            "Visible=is_visible",
            "Expression"));
  }

  private static ShowQuery of(String database, String table, ShowQuery query) {
    return in("table_schema", database, query).where("table_name = " + ShowQuery.text(table));
  }

  private static ShowQuery in(String column, String database, ShowQuery query) {
    return query.where(column + " = " + ShowQuery.text(database));
  }
}
