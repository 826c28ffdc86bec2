/// How the configuration of the cluster's placement drivers is changed over HTTP: all of a request
/// or nothing of it, for good or for a time.
@NullMarked
package io.minitidb.pd.change;

import org.jspecify.annotations.NullMarked;
