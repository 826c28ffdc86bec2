/// The only translation between messages and domain types: plans, expressions, batches, answers.
/// Outside of here only gRPC service classes see a message.
@NullMarked
package io.minitidb.wire;

import org.jspecify.annotations.NullMarked;
