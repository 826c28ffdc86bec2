package io.minitidb.pd.change;

import java.util.Map;

/// Changes the configuration of all members, on the leader.
public interface ConfigChanges {

  /// Makes all members run with `items` over what they have. All of them hold afterwards, or none.
  ///
  /// @param items values as text, by dotted key
  /// @param who asks for it, `name@host`
  /// @param statement what was asked, for the history
  /// @throws Refused when a member does not take them; nothing has changed then
  void change(Map<String, String> items, String who, String statement) throws Refused;

  /// Why a change is not made, for people.
  final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    public Refused(String why) {
      super(why);
    }
  }
}
