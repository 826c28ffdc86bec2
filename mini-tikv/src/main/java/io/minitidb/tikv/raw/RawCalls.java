package io.minitidb.tikv.raw;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.minitidb.coprocessor.Coprocessor;
import io.minitidb.coprocessor.CoprocessorService;
import io.minitidb.pdclient.Region;
import io.minitidb.pdclient.RegionMessages;
import io.minitidb.proto.kvrpcpb.KvPair;
import io.minitidb.proto.kvrpcpb.RawBatchDeleteRequest;
import io.minitidb.proto.kvrpcpb.RawBatchDeleteResponse;
import io.minitidb.proto.kvrpcpb.RawBatchGetRequest;
import io.minitidb.proto.kvrpcpb.RawBatchGetResponse;
import io.minitidb.proto.kvrpcpb.RawBatchPutRequest;
import io.minitidb.proto.kvrpcpb.RawBatchPutResponse;
import io.minitidb.proto.kvrpcpb.RawBatchScanRequest;
import io.minitidb.proto.kvrpcpb.RawBatchScanResponse;
import io.minitidb.proto.kvrpcpb.RawCASRequest;
import io.minitidb.proto.kvrpcpb.RawCASResponse;
import io.minitidb.proto.kvrpcpb.RawChecksumRequest;
import io.minitidb.proto.kvrpcpb.RawChecksumResponse;
import io.minitidb.proto.kvrpcpb.RawDeleteRangeRequest;
import io.minitidb.proto.kvrpcpb.RawDeleteRangeResponse;
import io.minitidb.proto.kvrpcpb.RawDeleteRequest;
import io.minitidb.proto.kvrpcpb.RawDeleteResponse;
import io.minitidb.proto.kvrpcpb.RawGetKeyTTLRequest;
import io.minitidb.proto.kvrpcpb.RawGetKeyTTLResponse;
import io.minitidb.proto.kvrpcpb.RawGetRequest;
import io.minitidb.proto.kvrpcpb.RawGetResponse;
import io.minitidb.proto.kvrpcpb.RawPutRequest;
import io.minitidb.proto.kvrpcpb.RawPutResponse;
import io.minitidb.proto.kvrpcpb.RawScanRequest;
import io.minitidb.proto.kvrpcpb.RawScanResponse;
import io.minitidb.proto.kvrpcpb.SplitRegionRequest;
import io.minitidb.proto.kvrpcpb.SplitRegionResponse;
import io.minitidb.tikv.region.Splits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The methods of `tikvpb.Tikv`, but for scans as gRPC knows them: these are for [TikvService].
final class RawCalls extends CoprocessorService {
  private final RawKv raw;
  private final Splits splits;

  RawCalls(Supplier<Coprocessor> coprocessor, RawKv raw, Splits splits) {
    super(coprocessor);
    this.raw = raw;
    this.splits = splits;
  }

  @Override
  public void rawGet(RawGetRequest request, StreamObserver<RawGetResponse> out) {
    Answer<RawGetResponse> answer = Answer.to(out, RawGetResponse.getDefaultInstance());
    raw.lookUp(
        answer,
        request.getContext(),
        request.getCf(),
        request.getKey(),
        found ->
            found
                .map(there -> RawGetResponse.newBuilder().setValue(there.value()))
                .orElseGet(() -> RawGetResponse.newBuilder().setNotFound(true))
                .build());
  }

  @Override
  public void rawGetKeyTTL(RawGetKeyTTLRequest request, StreamObserver<RawGetKeyTTLResponse> out) {
    Answer<RawGetKeyTTLResponse> answer = Answer.to(out, RawGetKeyTTLResponse.getDefaultInstance());
    raw.lookUp(
        answer,
        request.getContext(),
        request.getCf(),
        request.getKey(),
        found ->
            found
                .map(there -> RawGetKeyTTLResponse.newBuilder().setTtl(there.ttl()))
                .orElseGet(() -> RawGetKeyTTLResponse.newBuilder().setNotFound(true))
                .build());
  }

  @Override
  public void rawBatchGet(RawBatchGetRequest request, StreamObserver<RawBatchGetResponse> out) {
    Answer<RawBatchGetResponse> answer = Answer.to(out, RawBatchGetResponse.getDefaultInstance());
    raw.read(
        answer,
        request.getContext(),
        request.getCf(),
        admission -> {
          request.getKeysList().forEach(admission::check);
          RawBatchGetResponse.Builder found = RawBatchGetResponse.newBuilder();
          for (ByteString key : request.getKeysList()) {
            raw.get(admission, key).ifPresent(value -> found.addPairs(pair(key, value.value())));
          }
          return found.build();
        });
  }

  private static KvPair pair(ByteString key, ByteString value) {
    return KvPair.newBuilder().setKey(key).setValue(value).build();
  }

  @Override
  public void rawPut(RawPutRequest request, StreamObserver<RawPutResponse> out) {
    Answer<RawPutResponse> answer = Answer.to(out, RawPutResponse.getDefaultInstance());
    raw.write(
        answer,
        request.getContext(),
        request.getCf(),
        admission -> {
          raw.put(
              admission,
              new RawStore.Entry(request.getKey(), request.getValue(), request.getTtl()));
          return RawPutResponse.getDefaultInstance();
        });
  }

  @Override
  public void rawBatchPut(RawBatchPutRequest request, StreamObserver<RawBatchPutResponse> out) {
    Answer<RawBatchPutResponse> answer = Answer.to(out, RawBatchPutResponse.getDefaultInstance());
    raw.write(
        answer,
        request.getContext(),
        request.getCf(),
        admission -> {
          raw.put(admission, entries(request));
          return RawBatchPutResponse.getDefaultInstance();
        });
  }

  private static List<RawStore.Entry> entries(RawBatchPutRequest request) {
    List<Long> ttls =
        request.getTtlsCount() == 0 ? List.of(request.getTtl()) : request.getTtlsList();
    if (ttls.size() != 1 && ttls.size() != request.getPairsCount()) {
      throw new RawException("The length of ttls does not equal to the length of pairs");
    }
    List<RawStore.Entry> entries = new ArrayList<>(request.getPairsCount());
    for (int i = 0; i < request.getPairsCount(); i++) {
      KvPair pair = request.getPairs(i);
      long ttl = ttls.get(ttls.size() == 1 ? 0 : i);
      entries.add(new RawStore.Entry(pair.getKey(), pair.getValue(), ttl));
    }
    return entries;
  }

  @Override
  public void rawDelete(RawDeleteRequest request, StreamObserver<RawDeleteResponse> out) {
    Answer<RawDeleteResponse> answer = Answer.to(out, RawDeleteResponse.getDefaultInstance());
    raw.write(
        answer,
        request.getContext(),
        request.getCf(),
        admission -> {
          raw.delete(admission, List.of(request.getKey()));
          return RawDeleteResponse.getDefaultInstance();
        });
  }

  @Override
  public void rawBatchDelete(
      RawBatchDeleteRequest request, StreamObserver<RawBatchDeleteResponse> out) {
    Answer<RawBatchDeleteResponse> answer =
        Answer.to(out, RawBatchDeleteResponse.getDefaultInstance());
    raw.write(
        answer,
        request.getContext(),
        request.getCf(),
        admission -> {
          raw.delete(admission, request.getKeysList());
          return RawBatchDeleteResponse.getDefaultInstance();
        });
  }

  @Override
  public void rawDeleteRange(
      RawDeleteRangeRequest request, StreamObserver<RawDeleteRangeResponse> out) {
    Answer<RawDeleteRangeResponse> answer =
        Answer.to(out, RawDeleteRangeResponse.getDefaultInstance());
    raw.write(
        answer,
        request.getContext(),
        request.getCf(),
        admission -> {
          raw.deleteRange(admission, request.getStartKey(), request.getEndKey());
          return RawDeleteRangeResponse.getDefaultInstance();
        });
  }

  @Override
  public void rawCompareAndSwap(RawCASRequest request, StreamObserver<RawCASResponse> out) {
    Answer<RawCASResponse> answer = Answer.to(out, RawCASResponse.getDefaultInstance());
    raw.write(
        answer,
        request.getContext(),
        request.getCf(),
        admission -> {
          RawStore.Swap swap =
              raw.compareAndSwap(
                  admission,
                  request.getKey(),
                  request.getPreviousNotExist()
                      ? Optional.empty()
                      : Optional.of(request.getPreviousValue()),
                  request.getDelete()
                      ? Optional.empty()
                      : Optional.of(
                          new RawStore.Entry(
                              request.getKey(), request.getValue(), request.getTtl())));
          RawCASResponse.Builder response = RawCASResponse.newBuilder().setSucceed(swap.done());
          swap.before()
              .ifPresentOrElse(
                  response::setPreviousValue, () -> response.setPreviousNotExist(true));
          return response.build();
        });
  }

  void scan(RawScanRequest request, StreamObserver<Object> out) {
    Answer<Object> answer = Answer.to(out, RawScanResponse.getDefaultInstance());
    raw.read(
        answer,
        request.getContext(),
        request.getCf(),
        admission -> {
          Pairs pairs = new Pairs();
          raw.scan(
              admission,
              new RawKv.Range(request.getStartKey(), request.getEndKey(), request.getReverse()),
              Integer.toUnsignedLong(request.getLimit()),
              request.getKeyOnly(),
              answer::isGone,
              pairs);
          return pairs;
        });
  }

  void scan(RawBatchScanRequest request, StreamObserver<Object> out) {
    Answer<Object> answer = Answer.to(out, RawBatchScanResponse.getDefaultInstance());
    raw.read(
        answer,
        request.getContext(),
        request.getCf(),
        admission -> {
          Pairs pairs = new Pairs();
          raw.scan(
              admission,
              RawKv.Range.of(request.getRangesList(), request.getReverse()),
              Integer.toUnsignedLong(request.getEachLimit()),
              request.getKeyOnly(),
              answer::isGone,
              pairs);
          return pairs;
        });
  }

  @Override
  public void rawChecksum(RawChecksumRequest request, StreamObserver<RawChecksumResponse> out) {
    Answer<RawChecksumResponse> answer = Answer.to(out, RawChecksumResponse.getDefaultInstance());
    raw.read(
        answer,
        request.getContext(),
        "",
        admission -> {
          Checksum checksum = new Checksum();
          raw.scanAll(
              admission, RawKv.Range.of(request.getRangesList(), false), answer::isGone, checksum);
          return RawChecksumResponse.newBuilder()
              .setChecksum(checksum.value())
              .setTotalKvs(checksum.pairs())
              .setTotalBytes(checksum.bytes())
              .build();
        });
  }

  @Override
  public void splitRegion(SplitRegionRequest request, StreamObserver<SplitRegionResponse> out) {
    Answer<SplitRegionResponse> answer = Answer.to(out, SplitRegionResponse.getDefaultInstance());
    answer.with(
        raw.storeId(),
        () -> {
          List<ByteString> keys =
              request.getSplitKeysCount() == 0
                  ? List.of(request.getSplitKey())
                  : request.getSplitKeysList();
          List<Region> parts = splits.split(RegionErrors.claim(request.getContext()), keys);
          SplitRegionResponse.Builder response = SplitRegionResponse.newBuilder();
          parts.forEach(part -> response.addRegions(RegionMessages.region(part)));
          if (parts.size() == 2) {
            response.setLeft(response.getRegions(0)).setRight(response.getRegions(1));
          }
          return response.build();
        });
  }
}
