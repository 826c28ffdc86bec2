package io.minitidb.tidb.error;

/// The errors that we raise, with the number and SQLSTATE that drivers decide by.
public enum SqlError {
  TOO_MANY_CONNECTIONS(1040, "08004"),
  HANDSHAKE(1043, "08S01"),
  ACCESS_DENIED(1045, "28000"),
  NO_DATABASE(1046, "3D000"),
  UNKNOWN_COMMAND(1047, "08S01"),
  BAD_DATABASE(1049, "42000"),
  AMBIGUOUS_COLUMN(1052, "23000"),
  BAD_COLUMN(1054, "42S22"),
  SYNTAX(1064, "42000"),
  EMPTY_QUERY(1065, "42000"),
  NOT_UNIQUE_TABLE(1066, "42000"),
  UNKNOWN(1105, "HY000"),
  NO_SUCH_THREAD(1094, "HY000"),
  COMMAND_DENIED(1142, "42000"),
  NO_SUCH_TABLE(1146, "42S02"),
  PACKET_TOO_LARGE(1153, "08S01"),
  UNKNOWN_VARIABLE(1193, "HY000"),
  NOT_SUPPORTED(1235, "42000"),
  BAD_REGEXP(1139, "42000"),
  WRONG_VALUE(1231, "42000"),
  SPECIFIC_ACCESS_DENIED(1227, "42000"),
  GLOBAL_VARIABLE(1229, "HY000"),
  WRONG_TYPE(1232, "42000"),
  READ_ONLY_VARIABLE(1238, "HY000"),
  TRUNCATED_VALUE(1292, "22007"),
  OPERAND_COLUMNS(1241, "21000"),
  SUBQUERY_ROWS(1242, "21000"),
  NO_SUCH_FUNCTION(1305, "42000"),
  INTERRUPTED(1317, "70100"),
  MIXED_COLLATIONS(1267, "HY000"),
  UNKNOWN_COLLATION(1273, "HY000"),
  BAD_TIME_ZONE(1298, "HY000"),
  TOO_BIG_SCALE(1425, "42000"),
  TOO_BIG_PRECISION(1426, "42000"),
  SCALE_ABOVE_PRECISION(1427, "42000"),
  PARAMETER_COUNT(1582, "42000"),
  OUT_OF_RANGE(1690, "22003"),
  TIMEOUT(3024, "HY000"),
  UNKNOWN_EXPLAIN_FORMAT(1791, "HY000"),
  WINDOW_FRAME(3586, "HY000"),
  BAD_JSON(3141, "22032"),
  BAD_JSON_PATH(3143, "42000"),
  WILD_JSON_PATH(3149, "42000"),
  EMPTY_JSON_PATH(3153, "42000"),
  ONE_OR_ALL(3154, "42000"),
  NULL_JSON_KEY(3158, "22032"),
  LOCAL_INFILE(3948, "42000"),
  PD_TIMEOUT(9001, "HY000"),
  NODE_TIMEOUT(9002, "HY000");

  private final int code;
  private final String state;

  SqlError(int code, String state) {
    this.code = code;
    this.state = state;
  }

  public int code() {
    return code;
  }

  public String state() {
    return state;
  }

  /// Returns the SQLSTATE of a code, `HY000` for one that is not listed.
  public static String stateOf(int code) {
    for (SqlError error : values()) {
      if (error.code == code) {
        return error.state;
      }
    }
    return UNKNOWN.state;
  }
}
