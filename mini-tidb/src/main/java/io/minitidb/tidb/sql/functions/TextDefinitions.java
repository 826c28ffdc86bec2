package io.minitidb.tidb.sql.functions;

import java.util.List;

/// Functions of text.
final class TextDefinitions {
  static final List<MysqlFunction> ALL =
      Signature.all(
          """
          concat                            : text...            -> sum
          concat_ws                         : text text...       -> sum
          length octet_length               : text               -> int(10)
          char_length character_length      : text               -> int(10)
          lower lcase                       : text               -> same
          upper ucase                       : text               -> same
          ltrim                             : text               -> same
          rtrim                             : text               -> same
          replace                           : text text text     -> text
          substring substr mid              : text int int?      -> same
          left                              : text int           -> same
          right                             : text int           -> same
          substring_index                   : text text int      -> same
          instr                             : text text          -> int(10)
          locate position                   : text text int?     -> int(10)
          """);

  private TextDefinitions() {}
}
