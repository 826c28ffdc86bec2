package io.minitidb.tidb.users;

import io.minitidb.memtable.Privilege;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What an account may do. Immutable; sets are in the order of MySQL's lists, scopes in that of
/// [Scope#ORDER].
///
/// @param everywhere by grants on `*.*`
/// @param scoped by grants on less; no set is empty
public record Grants(Set<Privilege> everywhere, Map<Scope, Set<Privilege>> scoped) {
  public static final Grants NONE = new Grants(Set.of(), Map.of());

  public Grants {
    Map<Scope, Set<Privilege>> some = new TreeMap<>(Scope.ORDER);
    scoped.forEach((scope, privileges) -> {
      if (!privileges.isEmpty()) {
        some.put(scope, sorted(privileges));
      }
    });
    scoped = Collections.unmodifiableMap(some);
    everywhere = sorted(everywhere);
  }

  private static Set<Privilege> sorted(Collection<Privilege> privileges) {
    Set<Privilege> sorted = EnumSet.noneOf(Privilege.class);
    sorted.addAll(privileges);
    return Collections.unmodifiableSet(sorted);
  }

  /// Returns what is granted on exactly `scope`.
  public Set<Privilege> by(Scope scope) {
    return scoped.getOrDefault(scope, Set.of());
  }

  /// Returns what may be done on `scope`, by grants on it and on what it is a part of.
  public Set<Privilege> on(Scope scope) {
    Set<Privilege> all = EnumSet.noneOf(Privilege.class);
    all.addAll(everywhere);
    all.addAll(by(Scope.of(scope.database())));
    all.addAll(by(scope));
    return all;
  }

  public Grants plus(Collection<Privilege> more) {
    return new Grants(union(everywhere, more), scoped);
  }

  public Grants plus(Scope scope, Collection<Privilege> more) {
    return with(scope, union(by(scope), more));
  }

  public Grants minus(Collection<Privilege> less) {
    return new Grants(difference(everywhere, less), scoped);
  }

  public Grants minus(Scope scope, Collection<Privilege> less) {
    return with(scope, difference(by(scope), less));
  }

  private Grants with(Scope scope, Set<Privilege> privileges) {
    Map<Scope, Set<Privilege>> all = new HashMap<>(scoped);
    all.put(scope, privileges);
    return new Grants(everywhere, all);
  }

  private static Set<Privilege> union(Set<Privilege> privileges, Collection<Privilege> more) {
    Set<Privilege> all = EnumSet.noneOf(Privilege.class);
    all.addAll(privileges);
    all.addAll(more);
    return all;
  }

  private static Set<Privilege> difference(Set<Privilege> privileges, Collection<Privilege> less) {
    Set<Privilege> left = EnumSet.noneOf(Privilege.class);
    left.addAll(privileges);
    left.removeAll(less);
    return left;
  }
}
