package io.minitidb.tidb.sql.functions;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import io.minitidb.tidb.plan.Exprs;
import java.util.ArrayList;
import java.util.List;

/// Functions of text, of digits and of bytes.
final class TextDefinitions {
  static final List<MysqlFunction> ALL = all();

  private TextDefinitions() {}

  private static List<MysqlFunction> all() {
    List<MysqlFunction> all =
        new ArrayList<>(
            Signature.all(
                """
                concat                        : text...                            -> sum
                concat_ws                     : text text...                       -> sum
                length octet_length           : text                               -> int(10)
                bit_length                    : text                               -> int(11)
                char_length character_length  : text                               -> int(10)
                lower lcase                   : text                               -> same
                upper ucase                   : text                               -> same
                ltrim                         : text                               -> same
                rtrim                         : text                               -> same
                reverse                       : text                               -> same
                replace                       : text text text                     -> text
                insert                        : text int int text                  -> text
                repeat                        : text int                           -> text
                space                         : int                                -> text
                lpad                          : text int text                      -> text
                rpad                          : text int text                      -> text
                substring substr mid          : text int int?                      -> same
                left                          : text int                           -> same
                right                         : text int                           -> same
                substring_index               : text text int                      -> same
                instr                         : text text                          -> int(10)
                locate position               : text text int?                     -> int(10)
                strcmp                        : text text                          -> int(2)
                ascii                         : text                               -> int(3)
                ord                           : text                               -> int(10)
                find_in_set                   : text text                          -> int(3)
                make_set                      : int text...                        -> text
                export_set                    : int text text text? int?           -> text
                quote                         : text                               -> text
                soundex                       : text                               -> text
                char                          : int...                             -> text
                unhex                         : text                               -> same
                conv                          : text int int                       -> varchar(66)
                format_bytes                  : real                               -> varchar(24)
                format_nano_time              : real                               -> varchar(24)
                to_base64                     : text                               -> text
                from_base64                   : text                               -> same
                md5                           : text                               -> varchar(32)
                sha1 sha                      : text                               -> varchar(40)
                sha2                          : text int                           -> varchar(128)
                crc32                         : text                               -> int(10)
                is_uuid                       : text                               -> bool
                uuid_to_bin                   : text int?                          -> varchar(16)
                bin_to_uuid                   : text int?                          -> varchar(36)
                regexp_like=regexp            : text text text?                    -> bool
                regexp_replace                : text text text int? int? text?     -> text
                regexp_substr                 : text text int? int? text?          -> same
                regexp_instr                  : text text int? int? int? text?     -> int(10)
                inet_aton                     : text                               -> int(10)
                inet_ntoa                     : int                                -> varchar(15)
                inet6_aton                    : text                               -> varchar(16)
                inet6_ntoa                    : text                               -> varchar(39)
                is_ipv4                       : text                               -> bool
                is_ipv6                       : text                               -> bool
                is_ipv4_compat                : text                               -> bool
                is_ipv4_mapped                : text                               -> bool
                """));
    all.add(new MysqlFunction("trim", 1, 3, TextDefinitions::trim));
    all.add(new MysqlFunction("hex", 1, 1, args -> hex(args.getFirst())));
    all.add(new MysqlFunction("bin", 1, 1, args -> base(args.getFirst(), 2)));
    all.add(new MysqlFunction("oct", 1, 1, args -> base(args.getFirst(), 8)));
    // The third argument is a locale; there is one, en_US.
    all.add(new MysqlFunction("format", 2, 3, TextDefinitions::format));
    all.add(constant("charset", "utf8mb4"));
    all.add(constant("collation", "utf8mb4_bin"));
    return all;
  }

  /// A function that says the same of every text.
  private static MysqlFunction constant(String name, String answer) {
    return new MysqlFunction(
        name,
        1,
        1,
        args ->
            Expr.Constant.of(
                args.getFirst().type().kind() == Kind.STRING
                        || args.getFirst().type().kind() == Kind.JSON
                    ? answer
                    : "binary"));
  }

  /// (text), (what, text), or (LEADING, TRAILING or BOTH, what, text).
  private static Expr trim(List<Expr> args) {
    Expr text = Typing.text(args.getLast());
    Type type = Type.varchar(Typing.width(text.type()));
    if (args.size() == 1) {
      return Exprs.call("trim", Kind.STRING, type, text);
    }
    Expr side = args.size() == 3 ? args.getFirst() : Expr.Constant.of("BOTH");
    Expr what = Typing.text(args.get(args.size() - 2));
    return Exprs.call("trim_text", Kind.STRING, type, side, what, text);
  }

  /// Of a number its value, of anything else its bytes.
  private static Expr hex(Expr arg) {
    return switch (arg.type().kind()) {
      case INT -> Exprs.call("hex", Kind.INT, Type.varchar(16), arg);
      case REAL, DECIMAL ->
          Exprs.call("hex", Kind.INT, Type.varchar(16), Exprs.cast(arg, Type.BIGINT));
      default -> {
        Expr text = Typing.text(arg);
        yield Exprs.call(
            "hex", Kind.STRING, Type.varchar(Math.min(65535, 2 * Typing.width(text.type()))), text);
      }
    };
  }

  private static Expr base(Expr arg, long base) {
    return Exprs.call(
        "conv",
        Kind.STRING,
        Type.varchar(66),
        Typing.text(arg),
        Expr.Constant.of(10L, Type.BIGINT),
        Expr.Constant.of(base, Type.BIGINT));
  }

  private static Expr format(List<Expr> args) {
    Expr number = Typing.number(args.getFirst());
    Expr value =
        number.type().kind() == Kind.INT ? Exprs.cast(number, Type.decimal(20, 0)) : number;
    return Exprs.call(
        "format",
        value.type().kind(),
        Type.varchar(128),
        value,
        Exprs.cast(args.get(1), Type.BIGINT));
  }
}
