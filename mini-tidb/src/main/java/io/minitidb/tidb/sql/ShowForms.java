package io.minitidb.tidb.sql;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The SHOW statements that need nothing but their words, by these words in lower case. Labels are
/// MySQL's.
final class ShowForms {
  private static final ShowQuery CHARSETS =
      ShowQuery.of(
              "information_schema.character_sets",
              "Charset=character_set_name",
              "Description",
              "Default collation=default_collate_name",
              "Maxlen")
          .orderBy("character_set_name");
  private static final ShowQuery ENGINES =
      ShowQuery.of(
          "information_schema.engines",
          "Engine",
          "Support",
          "Comment",
          "Transactions",
          "XA",
          "Savepoints");
  private static final ShowQuery DATABASES =
      ShowQuery.of("information_schema.schemata", "Database=schema_name").orderBy("schema_name");
  private static final ShowQuery BINARY_LOGS = none("Log_name", "File_size", "Encrypted");
  private static final ShowQuery BINARY_LOG_STATUS =
      none("File", "Position", "Binlog_Do_DB", "Binlog_Ignore_DB", "Executed_Gtid_Set");
  private static final ShowQuery BINARY_LOG_EVENTS =
      none("Log_name", "Pos", "Event_type", "Server_id", "End_log_pos", "Info");
  private static final ShowQuery PROFILE = none("Status", "Duration");
  private static final Set<ShowQuery> LOGS = Set.of(BINARY_LOG_EVENTS, PROFILE);
  private static final ShowQuery REPLICAS =
      none("Server_Id", "Host", "Port", "Source_Id", "Replica_UUID");

  static final ShowQuery ENGINE_STATUS = none("Type", "Name", "Status");

  private static final ShowQuery REPLICA_STATUS =
      none("Replica_IO_State", "Source_Host", "Source_User", "Source_Port");

  private static final Map<String, ShowQuery> ALL =
      Map.ofEntries(
          Map.entry("databases", DATABASES),
          Map.entry("schemas", DATABASES),
          Map.entry("engines", ENGINES),
          Map.entry("storage engines", ENGINES),
          Map.entry("charset", CHARSETS),
          Map.entry("character set", CHARSETS),
          Map.entry(
              "collation",
              ShowQuery.of(
                      "information_schema.collations",
                      "Collation=collation_name",
                      "Charset=character_set_name",
                      "Id",
                      "Default=is_default",
                      "Compiled=is_compiled",
                      "Sortlen",
                      "Pad_attribute")
                  .orderBy("collation_name")),
          Map.entry(
              "plugins",
              ShowQuery.of(
                  "information_schema.plugins",
                  "Name=plugin_name",
                  "Status=plugin_status",
                  "Type=plugin_type",
                  "Library=plugin_library",
                  "License=plugin_license")),
          Map.entry(
              "config",
              ShowQuery.of(
                      "information_schema.cluster_config",
                      "Type",
                      "Instance",
                      "Name=`key`",
                      "Value")
                  .orderBy("field(type, 'tidb', 'pd', 'tikv')", "instance", "`key`")),
          Map.entry(
              "cluster variables",
              ShowQuery.of(
                      "information_schema.cluster_global_variables",
                      "Variable_name",
                      "Instance",
                      "Value=variable_value")
                  .orderBy("variable_name", "instance")),
          Map.entry(
              "cluster status",
              ShowQuery.of(
                      "information_schema.cluster_global_status",
                      "Variable_name",
                      "Instance",
                      "Value=variable_value")
                  .orderBy("variable_name", "instance")),
          Map.entry("function status", routines("FUNCTION")),
          Map.entry("procedure status", routines("PROCEDURE")),
          Map.entry("binary logs", BINARY_LOGS),
          Map.entry("master logs", BINARY_LOGS),
          Map.entry("binary log status", BINARY_LOG_STATUS),
          Map.entry("master status", BINARY_LOG_STATUS),
          Map.entry("replica status", REPLICA_STATUS),
          Map.entry("slave status", REPLICA_STATUS),
          Map.entry("binlog events", BINARY_LOG_EVENTS),
          Map.entry("relaylog events", BINARY_LOG_EVENTS),
          Map.entry("replicas", REPLICAS),
          Map.entry("slave hosts", REPLICAS),
          Map.entry("profiles", none("Query_ID", "Duration", "Query")),
          Map.entry("profile", PROFILE),
          Map.entry("privileges", ShownPrivileges.QUERY));

  private ShowForms() {}

  private static ShowQuery routines(String type) {
    return ShowQuery.of(
            "information_schema.routines",
            "Db=routine_schema",
            "Name=routine_name",
            "Type=routine_type",
            "Definer",
            "Modified=last_altered",
            "Created",
            "Security_type",
            "Comment=routine_comment",
            "character_set_client",
            "collation_connection",
            "Database Collation=database_collation")
        .where("routine_type = '" + type + "'");
  }

  /// A form that never has rows here.
  private static ShowQuery none(String... labels) {
    String[] columns = new String[labels.length];
    for (int i = 0; i < labels.length; i++) {
      columns[i] = labels[i] + "=''";
    }
    return ShowQuery.of("information_schema.engines", columns).where("1 = 0");
  }

  /// Takes the words of a form, one to three of them, when they stand there, and behind one that
  /// never has rows where they would begin and how many there would be.
  static Optional<ShowQuery> accept(TokenReader tokens) {
    StringBuilder words = new StringBuilder();
    for (int count = 1; count <= 3; count++) {
      words.append(count == 1 ? "" : " ").append(tokens.peek(count - 1).lower());
      ShowQuery form = ALL.get(words.toString());
      if (form != null) {
        for (int i = 0; i < count; i++) {
          tokens.next();
        }
        if (LOGS.contains(form)) {
          skipPosition(tokens);
        }
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  /// Takes `IN 'log' FROM 4 LIMIT 0, 25`, `FOR CHANNEL 'name'`, or a part of it.
  private static void skipPosition(TokenReader tokens) {
    while (tokens.accept("in", "from", "limit", "offset", "for", ",")) {
      tokens.accept("query", "channel");
      Token value = tokens.next();
      if (value.kind() != Token.Kind.NUMBER && value.kind() != Token.Kind.STRING) {
        throw Syntax.error(tokens.sql(), value.start(), "expected a value");
      }
    }
  }
}
