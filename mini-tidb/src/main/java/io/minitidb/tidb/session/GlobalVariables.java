package io.minitidb.tidb.session;

import java.util.Map;

/// The values that sessions of one mini-tidb begin with: the defaults, and in their place what is
/// known of this server alone, such as its port.
public final class GlobalVariables {
  private final Map<String, String> facts;
  private final ServerVariables server = new ServerVariables();

  /// @param facts of this server, by the name of the variable
  public GlobalVariables(Map<String, String> facts) {
    this.facts = Map.copyOf(facts);
  }

  /// Returns the variables of a server of which nothing is known.
  public static GlobalVariables defaults() {
    return new GlobalVariables(Map.of());
  }

  /// Returns those that no session has a value of its own of.
  public ServerVariables server() {
    return server;
  }

  public String value(SystemVariables.Variable variable) {
    return ServerVariables.has(variable.name())
        ? Long.toString(server.number(variable.name()))
        : facts.getOrDefault(variable.name(), variable.initial());
  }
}
