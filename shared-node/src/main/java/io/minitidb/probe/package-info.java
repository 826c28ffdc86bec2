/// What the machine and this process are doing, and what the machine is. Background threads read
/// the operating system; whoever asks gets what was read last and never waits. The only owner of
/// OSHI.
@NullMarked
package io.minitidb.probe;

import org.jspecify.annotations.NullMarked;
