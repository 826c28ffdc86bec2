/// Typed configuration: defaults from a TOML resource (which is also the documentation), overlaid
/// by the user's file and by flags, bound to nested records. What is unknown, missing or malformed
/// stops the start and names its key.
@NullMarked
package io.minitidb.config;

import org.jspecify.annotations.NullMarked;
