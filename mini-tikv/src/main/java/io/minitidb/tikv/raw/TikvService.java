package io.minitidb.tikv.raw;

import io.grpc.BindableService;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.minitidb.coprocessor.Coprocessor;
import io.minitidb.proto.kvrpcpb.RawBatchScanResponse;
import io.minitidb.proto.kvrpcpb.RawScanResponse;
import io.minitidb.proto.tikvpb.TikvGrpc;
import io.minitidb.tikv.region.Splits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// `tikvpb.Tikv`: RawKV and the splitting of regions, beside the coprocessor. Methods called
/// `Raw...` may run on an event loop: what has to wait for RocksDB goes to threads of its own.
public final class TikvService implements BindableService {
  private final RawCalls calls;

  public TikvService(Supplier<Coprocessor> coprocessor, RawKv raw, Splits splits) {
    calls = new RawCalls(coprocessor, raw, splits);
  }

  @Override
  public ServerServiceDefinition bindService() {
    Map<String, ServerMethodDefinition<?, ?>> methods = new LinkedHashMap<>();
    calls.bindService().getMethods().forEach(method -> put(methods, method));
    put(
        methods,
        ScanAnswers.method(TikvGrpc.getRawScanMethod(), RawScanResponse.class, calls::scan));
    put(
        methods,
        ScanAnswers.method(
            TikvGrpc.getRawBatchScanMethod(), RawBatchScanResponse.class, calls::scan));
    ServerServiceDefinition.Builder service =
        ServerServiceDefinition.builder(TikvGrpc.SERVICE_NAME);
    methods.values().forEach(service::addMethod);
    return service.build();
  }

  private static void put(
      Map<String, ServerMethodDefinition<?, ?>> methods, ServerMethodDefinition<?, ?> method) {
    methods.put(method.getMethodDescriptor().getFullMethodName(), method);
  }
}
