package io.minitidb.tikv.region;

import com.google.protobuf.ByteString;
import io.minitidb.pdclient.PdClient;
import io.minitidb.pdclient.PdException;
import io.minitidb.pdclient.Region;
import io.minitidb.pdclient.SplitIds;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Splits regions: PD gives the ids and hears of the parts before who asked for them does, so that
/// a client which then asks PD finds them.
public final class Splits {
  private static final Logger log = LoggerFactory.getLogger(Splits.class);
  private static final Comparator<ByteString> ORDER =
      ByteString.unsignedLexicographicalComparator();

  private final PdClient pd;
  private final LocalRegions regions;
  private final Runnable report;

  /// @param report tells PD of all regions of this store, and returns when that is done
  public Splits(PdClient pd, LocalRegions regions, Runnable report) {
    this.pd = pd;
    this.regions = regions;
    this.report = report;
  }

  /// Splits a region where the keys are; where it begins already nothing is to be done.
  ///
  /// @return the parts in the order of keys
  /// @throws RegionRefused when the region is not here, has changed, or does not have the keys
  /// @throws PdException when PD gives no ids
  public List<Region> split(Claim claim, List<ByteString> keys) {
    Admission admission = regions.reading(claim);
    Region region = admission.region();
    TreeSet<ByteString> borders = new TreeSet<>(ORDER);
    for (ByteString key : keys) {
      admission.check(key);
      if (!key.equals(region.startKey())) {
        borders.add(key);
      }
    }
    if (borders.isEmpty()) {
      return List.of(region);
    }
    List<SplitIds> ids = pd.askBatchSplit(region, borders.size());
    List<Region> parts = regions.split(region, List.copyOf(borders), ids);
    log.info(
        "region {} is split into {}",
        Long.toUnsignedString(region.id()),
        parts.stream().map(part -> Long.toUnsignedString(part.id())).toList());
    try {
      pd.reportBatchSplit(parts);
      report.run();
    } catch (PdException e) {
      log.warn("PD will hear later of the parts of a region: {}", e.getMessage());
    }
    return parts;
  }
}
