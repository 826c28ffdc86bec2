package io.minitidb.tikv.raw;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.stub.ServerCalls;
import java.io.InputStream;

/// What a scan answers: [Pairs] that are encoded already, or a message that says why there are
/// none.
record ScanAnswers<T extends Message>(Marshaller<T> messages, Class<T> type)
    implements Marshaller<Object> {

  /// Returns the method, answered by `scan`.
  static <Q, A extends Message> ServerMethodDefinition<Q, Object> method(
      MethodDescriptor<Q, A> method, Class<A> type, ServerCalls.UnaryMethod<Q, Object> scan) {
    return ServerMethodDefinition.create(
        method.toBuilder(
                method.getRequestMarshaller(),
                new ScanAnswers<>(method.getResponseMarshaller(), type))
            .build(),
        ServerCalls.asyncUnaryCall(scan));
  }

  @Override
  public InputStream stream(Object answer) {
    return answer instanceof Pairs pairs ? pairs.encoded() : messages.stream(type.cast(answer));
  }

  @Override
  public Object parse(InputStream stream) {
    throw new UnsupportedOperationException("a server reads no answers");
  }
}
