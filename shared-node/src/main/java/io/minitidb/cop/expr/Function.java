package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;

/// A scalar function for arguments of one kind.
///
/// @param sig tipb's ScalarFuncSig; our own begin at 100000
/// @param name the operation, shared by the signatures of all kinds: `lt`, `plus`, `concat`
/// @param kind the kind of its arguments, which together with the name selects the signature
/// @param stability what else than its arguments its value depends on
public record Function(int sig, String name, Kind kind, Stability stability, Body body) {

  /// A function of its arguments alone.
  public Function(int sig, String name, Kind kind, Body body) {
    this(sig, name, kind, Stability.PURE, body);
  }

  /// What a value depends on beside the arguments.
  public enum Stability {
    /// Nothing but the session's time zone, which nodes are told.
    PURE,
    /// The statement: its instant, its session, the server it runs on. The root puts a constant in
    /// its place before a plan is sent, see [Expr#bind(EvalContext)].
    STATEMENT,
    /// Each row has its own value (`rand()`, `uuid()`), computed at the root only.
    ROW
  }

  /// Computes `rows` results; appends exactly that many to `out`.
  @FunctionalInterface
  public interface Body {
    void eval(Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context);
  }

  /// Returns whether the value belongs to one statement, so that only its root may compute it.
  public boolean isOfTheMoment() {
    return stability == Stability.STATEMENT;
  }

  @Override
  public String toString() {
    return name + "/" + kind;
  }
}
