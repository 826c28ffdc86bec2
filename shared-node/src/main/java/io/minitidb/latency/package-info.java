/// How far the other nodes are: a round trip to each is measured in the background, over a kept
/// connection; whoever asks gets the last minute and never waits.
@NullMarked
package io.minitidb.latency;

import org.jspecify.annotations.NullMarked;
