package io.minitidb.tidb.session;

import io.minitidb.config.ConfigItem;
import io.minitidb.tidb.session.VariableType.CharsetName;
import io.minitidb.tidb.session.VariableType.CollationName;
import io.minitidb.tidb.session.VariableType.Count;
import io.minitidb.tidb.session.VariableType.Modes;
import io.minitidb.tidb.session.VariableType.Switch;
import io.minitidb.tidb.session.VariableType.Text;
import io.minitidb.tidb.session.VariableType.Whole;
import io.minitidb.tidb.session.VariableType.Words;
import io.minitidb.tidb.session.VariableType.Zone;
import java.util.List;

/// One system variable. What SET GLOBAL can change is an item of the configuration as well, with
/// the same value in both.
///
/// @param name in lower case
/// @param initial the built-in default in its normal form
/// @param unit of a number, empty when it counts things
/// @param about what it does, in a sentence or two; empty for one that nothing here reads
public record Variable(
    String name, Scope scope, VariableType type, String initial, String unit, String about) {
  /// The section of the configuration in which variables stand.
  public static final String SECTION = "variables.";

  private static final String KEPT = "Kept for clients, which set it and read it back.";

  static Variable onOff(Scope scope, String name, boolean initial, String about) {
    return new Variable(name, scope, new Switch(), initial ? "ON" : "OFF", "", about);
  }

  static Variable whole(
      Scope scope, String name, long initial, long min, long max, String unit, String about) {
    return new Variable(name, scope, new Whole(min, max), Long.toString(initial), unit, about);
  }

  static Variable words(
      Scope scope, String name, String initial, List<String> words, String about) {
    return new Variable(name, scope, new Words(words), initial, "", about);
  }

  static Variable zone(Scope scope, String name, String initial, String about) {
    return new Variable(name, scope, new Zone(), initial, "", about);
  }

  static Variable text(Scope scope, String name, String initial, String about) {
    return new Variable(name, scope, new Text(), initial, "", about);
  }

  /// A fact about the server.
  static Variable fact(String name, String value) {
    return text(Scope.READ_ONLY, name, value, "");
  }

  /// Returns whether something here reads it; the others are only remembered.
  public boolean isRead() {
    return !about.isEmpty();
  }

  /// Returns whether a session can set it for itself, and SET GLOBAL for all.
  public boolean isInBothScopes() {
    return scope == Scope.BOTH;
  }

  /// Returns the key of its item in the configuration.
  public String key() {
    return SECTION + name;
  }

  ConfigItem item() {
    return type.item(key(), unit, initial, isRead() ? about : KEPT);
  }

  /// Returns the normal form of a value; as [VariableType#take(String, String)].
  public VariableType.Taken take(String value) {
    return type.take(name, value);
  }

  /// Returns a value as SELECT shows it: switches are numbers there.
  public Literal literal(String value) {
    return switch (type) {
      case Switch switched -> Literal.number(value.equals("ON") ? "1" : "0");
      case Whole whole -> Literal.number(value);
      case Words words -> Literal.string(value);
      case Zone zone -> Literal.string(value);
      case Modes modes -> Literal.string(value);
      case Count count -> Literal.number(value);
      case CollationName collation -> Literal.string(value);
      case CharsetName charset -> value.isEmpty() ? Literal.NULL : Literal.string(value);
      case Text text -> Literal.string(value);
    };
  }
}
