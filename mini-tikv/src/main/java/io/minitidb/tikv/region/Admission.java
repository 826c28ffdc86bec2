package io.minitidb.tikv.region;

import com.google.protobuf.ByteString;
import io.minitidb.pdclient.Region;
import java.util.Comparator;

/// A call's way into a region, with the borders that its client knows, too.
public record Admission(Region region, LocalRegion local) {
  private static final Comparator<ByteString> ORDER =
      ByteString.unsignedLexicographicalComparator();

  /// @throws RegionRefused when the key lies elsewhere
  public void check(ByteString key) {
    boolean behind = !region.endKey().isEmpty() && ORDER.compare(key, region.endKey()) >= 0;
    if (before(key) || behind) {
      throw new RegionRefused(new RegionRefusal.KeyNotInRegion(key, region));
    }
  }

  private boolean before(ByteString key) {
    return ORDER.compare(key, region.startKey()) < 0;
  }

  /// Returns where a range ends here that is to end at `end`; empty has no end.
  public ByteString clip(ByteString end) {
    ByteString last = region.endKey();
    boolean own = end.isEmpty() || (!last.isEmpty() && ORDER.compare(last, end) < 0);
    return own ? last : end;
  }

  /// Returns where a range begins here that is to begin at `start`.
  public ByteString clipStart(ByteString start) {
    return before(start) ? region.startKey() : start;
  }
}
