/// What the machine and this process are doing. A background sampler reads the operating system
/// once per interval; whoever asks gets the latest sample and never waits for one. The only owner
/// of OSHI.
@NullMarked
package io.minitidb.probe;

import org.jspecify.annotations.NullMarked;
