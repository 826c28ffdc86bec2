package io.minitidb.tidb.users;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// All accounts at one moment, immutable. Root is always among them, as it is in a new cluster when
/// nothing else is known of it.
public final class Accounts {
  private record Entry(HostPattern host, Account account) {}

  private static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::host, HostPattern.MOST_SPECIFIC_FIRST)
          .thenComparing(entry -> entry.account().name().user());

  /// What a cluster begins with.
  public static final Accounts INITIAL = new Accounts(Map.of());

  private final Map<AccountName, Account> byName;
  private final List<Entry> ordered;
  private final List<String> plugins;

  private Accounts(Map<AccountName, Account> accounts) {
    Map<AccountName, Account> all = new HashMap<>(accounts);
    all.putIfAbsent(AccountName.ROOT, Account.root());
    this.ordered =
        all.values().stream()
            .map(account -> new Entry(new HostPattern(account.name().host()), account))
            .sorted(ORDER)
            .toList();
    Map<AccountName, Account> sorted = new LinkedHashMap<>();
    ordered.forEach(entry -> sorted.put(entry.account().name(), entry.account()));
    this.byName = Collections.unmodifiableMap(sorted);
    this.plugins =
        Credential.PLUGINS.stream()
            .filter(plugin ->
                all.values().stream()
                    .anyMatch(account -> account.credential().plugin().equals(plugin)))
            .toList();
  }

  public static Accounts of(Collection<Account> accounts) {
    Map<AccountName, Account> byName = new HashMap<>();
    accounts.forEach(account -> byName.put(account.name(), account));
    return new Accounts(byName);
  }

  /// Returns all, in the order in which they are looked at when a client comes.
  public Collection<Account> all() {
    return byName.values();
  }

  /// Returns by which plugins any of them is checked.
  List<String> plugins() {
    return plugins;
  }

  public Optional<Account> find(AccountName name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// Returns the account that a client is taken for: of those of the user's name the one whose host
  /// is the most specific.
  public Optional<Account> matching(String user, Client client) {
    return ordered.stream()
        .filter(entry -> entry.account().name().user().equals(user))
        .filter(entry -> entry.host().matches(client))
        .map(Entry::account)
        .findFirst();
  }

  /// Returns these with `account` in the place of the one of its name.
  public Accounts with(Account account) {
    Map<AccountName, Account> all = new HashMap<>(byName);
    all.put(account.name(), account);
    return new Accounts(all);
  }

  /// Returns these without one; root begins anew.
  public Accounts without(AccountName name) {
    Map<AccountName, Account> all = new HashMap<>(byName);
    all.remove(name);
    return new Accounts(all);
  }

  /// Returns those of these that are not, or not so, among `others`.
  List<Account> unlike(Accounts others) {
    return all().stream()
        .filter(account -> !Objects.equals(others.byName.get(account.name()), account))
        .toList();
  }
}
