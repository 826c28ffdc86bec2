/// The words of the placement driver: member, store, region. Immutable records without messages,
/// keys or etcd; everything else in mini-pd speaks in them.
@NullMarked
package io.minitidb.pd.model;

import org.jspecify.annotations.NullMarked;
