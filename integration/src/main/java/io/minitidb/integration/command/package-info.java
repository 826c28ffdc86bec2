/// The subcommands of `./mini-cluster`: they read options, call the cluster, and print.
@NullMarked
package io.minitidb.integration.command;

import org.jspecify.annotations.NullMarked;
