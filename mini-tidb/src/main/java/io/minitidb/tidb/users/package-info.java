/// Who may log in and what each may do: accounts, kept in etcd and known to every mini-tidb.
@NullMarked
package io.minitidb.tidb.users;

import org.jspecify.annotations.NullMarked;
