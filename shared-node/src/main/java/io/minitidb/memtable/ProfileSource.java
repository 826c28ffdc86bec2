package io.minitidb.memtable;

import java.time.Duration;
import java.util.function.BiFunction;

/// Rows of profiles, which a scan takes and waits for.
///
/// @param reading which profiles a scan wants
public record ProfileSource(BiFunction<ScanContext, Wanted, ProfileRequest> reading)
    implements RowSource.Opening<ProfileCursor.Row> {

  @Override
  public RowCursor<ProfileCursor.Row> open(ScanContext context, Wanted wanted) {
    return ProfileCursor.open(reading.apply(context, wanted));
  }

  @Override
  public Duration waits(ScanContext context, Wanted wanted) {
    return reading.apply(context, wanted).length();
  }
}
