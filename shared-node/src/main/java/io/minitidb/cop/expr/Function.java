package io.minitidb.cop.expr;

import io.minitidb.cop.data.Kind;
import io.minitidb.cop.data.Vector;
import io.minitidb.cop.data.VectorBuilder;

/// A scalar function for arguments of one kind.
///
/// @param sig tipb's ScalarFuncSig; our own begin at 100000
/// @param name the operation, shared by the signatures of all kinds: `lt`, `plus`, `concat`
/// @param kind the kind of its arguments, which together with the name selects the signature
public record Function(int sig, String name, Kind kind, Body body) {

  /// Computes `rows` results; appends exactly that many to `out`.
  @FunctionalInterface
  public interface Body {
    void eval(Expr.Call call, Vector[] args, int rows, VectorBuilder out, EvalContext context);
  }

  @Override
  public String toString() {
    return name + "/" + kind;
  }
}
