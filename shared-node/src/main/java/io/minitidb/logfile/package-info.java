/// Reading log files of any format in bounded memory: a file and those it was rotated to as one
/// sequence of records with times, searched by time and by text, forwards and backwards.
@NullMarked
package io.minitidb.logfile;

import org.jspecify.annotations.NullMarked;
