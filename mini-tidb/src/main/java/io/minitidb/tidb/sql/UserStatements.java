package io.minitidb.tidb.sql;

import io.minitidb.memtable.Privilege;
import io.minitidb.tidb.error.SqlError;
import io.minitidb.tidb.error.SqlException;
import io.minitidb.tidb.session.Session;
import io.minitidb.tidb.session.SystemVariables;
import io.minitidb.tidb.users.Account;
import io.minitidb.tidb.users.AccountName;
import io.minitidb.tidb.users.Accounts;
import io.minitidb.tidb.users.Credential;
import io.minitidb.tidb.users.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// CREATE, ALTER and DROP USER for one account or several, and SET PASSWORD. All accounts of a
/// statement are changed, or none.
record UserStatements(Session session, Users users) {

  /// An account of a statement, with its password if one is given.
  private record Named(AccountName name, Optional<CredentialReader.Assigned> credential) {}

  /// Returns whether CREATE, ALTER or DROP is about users.
  static boolean isAboutUsers(TokenReader tokens) {
    return tokens.peek(1).is("user");
  }

  /// Returns whether what follows SET is the password of a user and no variable.
  static boolean isSetPassword(TokenReader tokens) {
    return tokens.peek().is("password");
  }

  /// Answers CREATE USER, ALTER USER or DROP USER.
  ///
  /// @throws SqlException 1396 naming the accounts that are there, or are not; 1227 for who may not
  void run(TokenReader tokens) {
    String verb = tokens.next().lower();
    tokens.next();
    switch (verb) {
      case "create" -> create(tokens);
      case "alter" -> alter(tokens);
      default -> drop(tokens);
    }
  }

  private void create(TokenReader tokens) {
    boolean ifNotExists = tokens.accept("if");
    if (ifNotExists) {
      tokens.expect("not");
      tokens.expect("exists");
    }
    List<Named> named = named(tokens);
    UserOptions options = UserOptions.read(tokens);
    UserRights.needsOneOf(session, Privilege.CREATE_USER);
    String plugin = session.variables().ofServer(SystemVariables.DEFAULT_PLUGIN);
    List<AccountName> there = new ArrayList<>();
    users.change(accounts -> {
      refuse("CREATE USER", named, there, name -> accounts.find(name).isPresent(), ifNotExists);
      Accounts after = accounts;
      for (Named each : named) {
        if (!there.contains(each.name())) {
          Credential credential =
              each.credential().map(given -> given.by(plugin)).orElse(new Credential(plugin, ""));
          after = after.with(options.applyTo(Account.of(each.name(), credential)));
        }
      }
      return after;
    });
    there.forEach(name ->
        note(SqlError.USER_EXISTS, "Authorization ID " + name.quoted() + " already exists."));
  }

  private void alter(TokenReader tokens) {
    boolean ifExists = ifExists(tokens);
    List<Named> named = named(tokens);
    UserOptions options = UserOptions.read(tokens);
    if (!options.isEmpty() || !named.stream().allMatch(this::isOwnPassword)) {
      UserRights.needsOneOf(session, Privilege.CREATE_USER);
    }
    List<AccountName> missing = new ArrayList<>();
    users.change(accounts -> {
      refuse("ALTER USER", named, missing, name -> accounts.find(name).isEmpty(), ifExists);
      Accounts after = accounts;
      for (Named each : named) {
        Optional<Account> found = accounts.find(each.name());
        if (found.isPresent()) {
          mayTouch(accounts, found.get());
          Account changed =
              each.credential().map(given -> changed(found.get(), given)).orElse(found.get());
          after = after.with(options.applyTo(changed));
        }
      }
      return after;
    });
    missing.forEach(this::noteMissing);
  }

  private void drop(TokenReader tokens) {
    boolean ifExists = ifExists(tokens);
    List<Named> named =
        AccountReader.several(tokens, session).stream()
            .map(name -> new Named(name, Optional.empty()))
            .toList();
    tokens.end();
    UserRights.needsOneOf(session, Privilege.CREATE_USER);
    List<AccountName> missing = new ArrayList<>();
    users.change(accounts -> {
      refuse("DROP USER", named, new ArrayList<>(), AccountName.ROOT::equals, false);
      refuse("DROP USER", named, missing, name -> accounts.find(name).isEmpty(), ifExists);
      Accounts after = accounts;
      for (Named each : named) {
        accounts.find(each.name()).ifPresent(account -> mayTouch(accounts, account));
        after = after.without(each.name());
      }
      return after;
    });
    missing.forEach(this::noteMissing);
  }

  /// Answers what follows SET: `PASSWORD [FOR user] = 'text'`.
  ///
  /// @throws SqlException 1133 when there is no such account
  void setPassword(TokenReader tokens) {
    tokens.expect("password");
    AccountName name =
        tokens.accept("for") ? AccountReader.one(tokens, session) : session.account();
    CredentialReader.Assigned credential = CredentialReader.assigned(tokens);
    tokens.end();
    if (!isOwnPassword(new Named(name, Optional.of(credential)))) {
      UserRights.needsOneOf(session, Privilege.CREATE_USER);
    }
    users.change(accounts -> {
      Account account =
          accounts
              .find(name)
              .orElseThrow(() ->
                  new SqlException(
                      SqlError.NO_SUCH_USER, "Can't find any matching row in the user table"));
      mayTouch(accounts, account);
      return accounts.with(changed(account, credential));
    });
  }

  private static Account changed(Account account, CredentialReader.Assigned given) {
    return account.with(given.by(account.credential().plugin()));
  }

  private List<Named> named(TokenReader tokens) {
    List<Named> named = new ArrayList<>();
    do {
      AccountName name = AccountReader.one(tokens, session);
      named.add(new Named(name, CredentialReader.accept(tokens)));
    } while (tokens.accept(","));
    return named;
  }

  private static boolean ifExists(TokenReader tokens) {
    boolean ifExists = tokens.accept("if");
    if (ifExists) {
      tokens.expect("exists");
    }
    return ifExists;
  }

  /// Gathers the accounts that are not as the statement needs them.
  ///
  /// @param wrong filled anew, since a change may be tried several times
  private static void refuse(
      String statement,
      List<Named> named,
      List<AccountName> wrong,
      Predicate<AccountName> isWrong,
      boolean tolerated) {
    wrong.clear();
    named.stream().map(Named::name).filter(isWrong).forEach(wrong::add);
    if (!tolerated && !wrong.isEmpty()) {
      throw new SqlException(
          SqlError.USER_FAILED,
          wrong.stream()
              .map(AccountName::quoted)
              .collect(Collectors.joining(",", "Operation " + statement + " failed for ", "")));
    }
  }

  private boolean isOwnPassword(Named named) {
    return named.credential().isPresent() && named.name().equals(session.account());
  }

  /// Whoever sets another's password can become him.
  private void mayTouch(Accounts accounts, Account account) {
    if (!account.name().equals(session.account())) {
      UserRights.hasAllOf(session, accounts, account);
    }
  }

  private void noteMissing(AccountName name) {
    note(SqlError.USER_MISSING, "Authorization ID " + name.quoted() + " does not exist.");
  }

  private void note(SqlError code, String message) {
    session.warnings().add("Note", code.code(), message);
  }
}
