package io.minitidb.tidb.sql;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.expr.Values;
import io.minitidb.desired.Edit;
import io.minitidb.desired.Scope;
import io.minitidb.node.NodeInfo;
import io.minitidb.node.NodeKind;
import io.minitidb.tidb.change.Requested;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `UPDATE [information_schema.]cluster_config SET value = expression [WHERE condition]`. Condition
/// and expression may use every column of the table: `value = value * 2 where type = 'tikv'`. Items
/// of nodes that do not answer are changed as well where the condition holds for their kind, node
/// and key; what it says of their present value is unknown, and so does not hold.
record UpdateConfig(Session session, Queries queries) {
  private static final String TABLE = "information_schema.cluster_config";

  /// @param rows how many rows get another value
  record Matched(Requested requested, long rows) {}

  private record Row(String kind, String instance, String key, Optional<String> value) {}

  /// Returns whether UPDATE is followed by this table.
  static boolean accepts(TokenReader tokens) {
    boolean qualified = tokens.peek(2).is(".");
    Token table = tokens.peek(qualified ? 3 : 1);
    return table.isName()
        && table.text().equalsIgnoreCase("cluster_config")
        && (!qualified || tokens.peek(1).text().equalsIgnoreCase("information_schema"));
  }

  /// Reads what follows the word UPDATE.
  Matched read(TokenReader tokens) {
    TableName name = TableName.read(tokens, session);
    if (!name.database().equals("information_schema")) {
      throw new SqlException(
          SqlError.NO_SUCH_TABLE, "Table '" + name.database() + ".cluster_config' doesn't exist");
    }
    tokens.accept("as");
    String alias = tokens.peek().is("set") ? "" : " AS " + ShowQuery.name(tokens.name());
    tokens.expect("set");
    String column = tokens.name();
    if (tokens.accept(".")) {
      column = tokens.name();
    }
    if (!column.equalsIgnoreCase("value")) {
      throw new SqlException(
          SqlError.PRIVILEGE_CHECK, "only the column VALUE of cluster_config can be changed");
    }
    tokens.expect("=");
    boolean reset = tokens.peek().is("default");
    String expression = tokens.expression();
    if (tokens.peek().is(",")) {
      throw new SqlException(
          SqlError.PRIVILEGE_CHECK, "only the column VALUE of cluster_config can be changed");
    }
    String condition = tokens.accept("where") ? tokens.condition() : "TRUE";
    tokens.end();
    String value = reset ? "NULL" : "CAST((" + expression + "\n) AS CHAR)";
    List<NodeInfo> silent = new ArrayList<>();
    List<Row> rows = new ArrayList<>(rows(TABLE + alias, value, condition, silent));
    for (NodeInfo node : silent) {
      String like = likeTheirPeers(node, alias.isEmpty() ? " AS cluster_config" : alias);
      List<NodeInfo> silentPeers = new ArrayList<>();
      List<Row> unknown = rows(like, value, condition, silentPeers);
      if (silentPeers.size() == queries.topology().of(Set.of(node.kind())).size()) {
        throw new SqlException(
            SqlError.NODE_TIMEOUT,
            "nothing is changed: no "
                + node.kind().text()
                + " answers, so nobody knows their items; leave them out: type <> '"
                + node.kind().text()
                + "'");
      }
      unknown.stream().filter(row -> reset || row.value().isPresent()).forEach(rows::add);
    }
    List<Edit> edits = new ArrayList<>();
    for (Row row : rows) {
      if (row.value().isEmpty() && !reset) {
        throw new SqlException(SqlError.UNKNOWN, "can't set config to null");
      }
      edits.add(
          new Edit(
              Scope.only(NodeKind.parse(row.kind()).orElseThrow(), row.instance()),
              row.key(),
              row.value()));
    }
    return new Matched(new Requested.Edits(edits), edits.size());
  }

  /// The items of a node that did not answer are those of another one of its kind; what it runs
  /// with is unknown.
  private static String likeTheirPeers(NodeInfo node, String alias) {
    return "(SELECT DISTINCT type, "
        + ShowQuery.text(node.instance())
        + " AS instance, `key`, CAST(NULL AS CHAR) AS value, default_value, value_type, value_range,"
        + " unit, online, CAST(NULL AS CHAR) AS source, CAST(NULL AS UNSIGNED) AS revision,"
        + " description FROM "
        + TABLE
        + " WHERE type = "
        + ShowQuery.text(node.kind().text())
        + ")"
        + alias;
  }

  private List<Row> rows(String table, String value, String condition, List<NodeInfo> silent) {
    String sql =
        "SELECT type, instance, `key`, " + value + " AS v FROM " + table + " WHERE " + condition;
    List<Row> rows = new ArrayList<>();
    for (Batch batch : queries.all(session, sql, silent)) {
      for (int i = 0; i < batch.rows(); i++) {
        rows.add(
            new Row(
                Values.text(batch.column(0), i),
                Values.text(batch.column(1), i),
                Values.text(batch.column(2), i),
                batch.column(3).isNull(i)
                    ? Optional.empty()
                    : Optional.of(Values.text(batch.column(3), i))));
      }
    }
    return rows;
  }
}
