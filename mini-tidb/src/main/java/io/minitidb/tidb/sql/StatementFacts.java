package io.minitidb.tidb.sql;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// What functions without arguments answer in one statement.
///
/// @param now one instant for the whole statement
record StatementFacts(
    Instant now, ZoneId zone, Optional<String> database, String user, long connectionId) {}
