package io.minitidb.probe;

/// A setting of the operating system.
///
/// @param group `sysctl` or `kernel`
public record Parameter(String group, String name, String value) {}
