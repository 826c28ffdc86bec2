/// The launcher behind `./mini-cluster`. It sits on top: `command` is one class a subcommand,
/// `cluster` runs the nodes, `sql` talks to them.
@NullMarked
package io.minitidb.integration;

import org.jspecify.annotations.NullMarked;
