/// Profiles of this process: who uses the processors, who allocates, who waits for whom. Taken from
/// JDK Flight Recorder, the heap histogram and thread dumps; nothing is recorded while nobody asks.
@NullMarked
package io.minitidb.profile;

import org.jspecify.annotations.NullMarked;
