/// RawKV: keys and values as they come, with times to live, by `tikvpb.Tikv`.
@NullMarked
package io.minitidb.tikv.raw;

import org.jspecify.annotations.NullMarked;
