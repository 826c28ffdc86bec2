package io.minitidb.tidb.sql.functions;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.Expr;
import io.minitidb.cop.expr.Functions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Reads the definitions of functions whose arguments have fixed kinds, one a line: names, then
/// parameters, then the result.
///
/// ```
/// substring substr mid : text int int? -> same
/// concat               : text...       -> text
/// ```
///
/// The body is registered under the first name (or what follows it, as in `sha=sha1`), for the kind
/// of the first parameter (of the result when there is none; STRING when it takes any). Arguments
/// are converted to their parameter; `?` marks what may be left out, `...` what may be repeated.
/// The result is a word of [Typing#type]; `same` is text as long as the first argument; a `*`
/// behind it takes the fraction of the first argument.
final class Signature {
  private Signature() {}

  static List<MysqlFunction> all(String lines) {
    return lines.lines().filter(line -> !line.isBlank()).flatMap(Signature::parse).toList();
  }

  private static Stream<MysqlFunction> parse(String line) {
    int colon = line.indexOf(':');
    int arrow = line.indexOf("->");
    String[] names = line.substring(0, colon).strip().split(" +");
    String middle = line.substring(colon + 1, arrow).strip();
    List<String> parameters = middle.isEmpty() ? List.of() : List.of(middle.split(" +"));
    String result = line.substring(arrow + 2).strip();
    int least = (int) parameters.stream().filter(p -> !p.contains("?")).count();
    boolean repeats = parameters.stream().anyMatch(p -> p.endsWith("..."));
    int most = repeats ? MysqlFunction.ANY : parameters.size();
    String body = names[0].substring(names[0].indexOf('=') + 1);
    return Stream.of(names)
        .map(name -> name.replaceFirst("=.*", ""))
        .map(name ->
            new MysqlFunction(name, least, most, args -> build(body, parameters, result, args)));
  }

  private static Expr build(String body, List<String> parameters, String result, List<Expr> args) {
    List<Expr> typed = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      String parameter = parameters.get(Math.min(i, parameters.size() - 1));
      typed.add(Typing.as(word(parameter), args.get(i)));
    }
    Type type = Typing.result(result, typed);
    Kind kind =
        parameters.isEmpty()
            ? type.kind()
            : word(parameters.getFirst()).equals("any")
                ? Kind.STRING
                : typed.isEmpty()
                    ? Typing.type(word(parameters.getFirst())).kind()
                    : typed.getFirst().type().kind();
    return new Expr.Call(Functions.get(body, kind), typed, type);
  }

  private static String word(String parameter) {
    return parameter.replace("?", "").replace("...", "");
  }
}
