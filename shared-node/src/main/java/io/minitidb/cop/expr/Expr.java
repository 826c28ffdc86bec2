package io.minitidb.cop.expr;

import io.minitidb.cop.data.Batch;
import io.minitidb.cop.data.Type;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;
import java.math.BigDecimal;
import java.util.List;

/// An expression over the columns of a batch. It has a type before it has rows.
public sealed interface Expr {

  Type type();

  /// Evaluates for every row of `batch`; the answer may be a constant.
  Vector eval(Batch batch, EvalContext context);

  /// A column of the child, by position.
  record ColumnRef(int index, Type type) implements Expr {
    @Override
    public Vector eval(Batch batch, EvalContext context) {
      return batch.column(index);
    }
  }

  /// A value that is the same for every row.
  ///
  /// @param parameter which literal of the statement it is, if a plan is kept for other values of
  ///   it: [#bind(EvalContext)] puts the statement's own in its place. -1 for none
  record Constant(Vector value, int parameter) implements Expr {
    public Constant {
      if (!value.isConstant()) {
        throw new IllegalArgumentException("not a constant vector");
      }
    }

    public Constant(Vector value) {
      this(value, -1);
    }

    public boolean isParameter() {
      return parameter >= 0;
    }

    @Override
    public Type type() {
      return value.type();
    }

    @Override
    public Vector eval(Batch batch, EvalContext context) {
      return value;
    }

    public boolean isNull() {
      return value.isNull(0);
    }

    public static Constant of(long value, Type type) {
      VectorBuilder out = new VectorBuilder(type, 1);
      out.appendLong(value);
      return new Constant(out.buildConstant());
    }

    public static Constant of(double value) {
      VectorBuilder out = new VectorBuilder(Type.DOUBLE, 1);
      out.appendDouble(value);
      return new Constant(out.buildConstant());
    }

    public static Constant of(BigDecimal value) {
      VectorBuilder out =
          new VectorBuilder(Type.decimal(digits(value), Math.max(value.scale(), 0)), 1);
      out.appendDecimal(value);
      return new Constant(out.buildConstant());
    }

    /// All digits, those that a negative scale hides included, and at least as many as stand behind
    /// the point.
    private static int digits(BigDecimal value) {
      return Math.max(value.precision() - Math.min(value.scale(), 0), Math.max(value.scale(), 1));
    }

    public static Constant of(String value) {
      VectorBuilder out =
          new VectorBuilder(Type.varchar(value.codePointCount(0, value.length())), 1);
      out.appendString(value);
      return new Constant(out.buildConstant());
    }

    public static Constant ofNull(Type type) {
      VectorBuilder out = new VectorBuilder(type, 1);
      out.appendNull();
      return new Constant(out.buildConstant());
    }
  }

  /// A function of other expressions.
  record Call(Function function, List<Expr> args, Type type) implements Expr {
    public Call {
      args = List.copyOf(args);
    }

    @Override
    public Vector eval(Batch batch, EvalContext context) {
      Vector[] values = new Vector[args.size()];
      // What differs from row to row is computed for each, even of constants.
      boolean constant = function.stability() != Function.Stability.ROW;
      for (int i = 0; i < values.length; i++) {
        values[i] = args.get(i).eval(batch, context);
        constant &= values[i].isConstant();
      }
      // Over constants one row is enough; the rest of the batch is told the same answer.
      int rows = constant ? 1 : batch.rows();
      VectorBuilder out = new VectorBuilder(type, rows);
      function.body().eval(this, values, rows, out, context);
      return constant ? out.buildConstant() : out.build();
    }

    @Override
    public String toString() {
      return function.name() + args;
    }
  }

  /// Returns this expression with constants in the place of parameters and of calls whose value
  /// belongs to the statement, so that every node sees the same one; itself when there are none.
  default Expr bind(EvalContext context) {
    if (this instanceof Constant constant && constant.isParameter()) {
      return context.parameters().get(constant.parameter());
    }
    if (!(this instanceof Call call)) {
      return this;
    }
    List<Expr> bound = call.args().stream().map(arg -> arg.bind(context)).toList();
    Call same = bound.equals(call.args()) ? call : new Call(call.function(), bound, call.type());
    return call.function().isOfTheMoment() && bound.stream().allMatch(Constant.class::isInstance)
        ? new Constant(same.eval(new Batch(List.of(), 1), context))
        : same;
  }

  /// Returns this expression with `inputs` in the place of the columns, by their positions.
  default Expr over(List<Expr> inputs) {
    return switch (this) {
      case ColumnRef column -> inputs.get(column.index());
      case Constant constant -> constant;
      case Call call ->
          new Call(
              call.function(),
              call.args().stream().map(arg -> arg.over(inputs)).toList(),
              call.type());
    };
  }

  /// Returns `exprs` bound, see [#bind(EvalContext)].
  static List<Expr> bindAll(List<Expr> exprs, EvalContext context) {
    return exprs.stream().map(expr -> expr.bind(context)).toList();
  }

  /// Returns whether binding depends on more than the parameters.
  default boolean isOfTheMoment() {
    return this instanceof Call call
        && (call.function().isOfTheMoment() || call.args().stream().anyMatch(Expr::isOfTheMoment));
  }

  /// Returns whether a node may compute this, once it is bound: nothing in it differs from row to
  /// row by itself.
  default boolean isPushable() {
    return !(this instanceof Call call)
        || call.function().stability() != Function.Stability.ROW
            && call.args().stream().allMatch(Expr::isPushable);
  }
}
