package io.minitidb.cop.exec;

import io.minitidb.cop.data.Type;
import io.minitidb.cop.expr.EvalContext;
import io.minitidb.cop.expr.Expr;
import java.util.ArrayList;
import java.util.List;

/// The part of a plan that runs on a node: a chain of operators that begins with a scan.
public record Dag(List<Operator> operators) {
  public Dag {
    operators = List.copyOf(operators);
    if (operators.isEmpty() || !(operators.getFirst() instanceof Operator.MemTableScan)) {
      throw new IllegalArgumentException("a plan for a node must begin with a MemTableScan");
    }
  }

  public static Dag scan(Operator.MemTableScan scan) {
    return new Dag(List.of(scan));
  }

  public Operator.MemTableScan scan() {
    return (Operator.MemTableScan) operators.getFirst();
  }

  /// Returns this plan with one more step at its end.
  public Dag then(Operator operator) {
    List<Operator> longer = new ArrayList<>(operators);
    longer.add(operator);
    return new Dag(longer);
  }

  /// Returns this plan with the values of the statement in the place of the calls that ask for
  /// them; itself when there are none.
  public Dag bind(EvalContext context) {
    List<Operator> bound = operators.stream().map(operator -> operator.bind(context)).toList();
    return bound.equals(operators) ? this : new Dag(bound);
  }

  /// Returns whether binding depends on more than the parameters, see [Expr#isOfTheMoment()].
  public boolean isOfTheMoment() {
    return operators.stream().flatMap(Operator::expressions).anyMatch(Expr::isOfTheMoment);
  }

  /// Returns the types of the rows that the node answers.
  public List<Type> output() {
    List<Type> types = List.of();
    for (Operator operator : operators) {
      types = operator.output(types);
    }
    return types;
  }
}
