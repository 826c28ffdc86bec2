/// Expressions with MySQL semantics, evaluated a batch at a time. Nodes and the root run these same
/// classes, so a pushed expression and an unpushed one cannot disagree. A function is known by its
/// tipb signature number.
@NullMarked
package io.minitidb.cop.expr;

import org.jspecify.annotations.NullMarked;
