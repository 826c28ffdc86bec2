package io.minitidb.pd;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks the test that sees what a change of these items does. [OnlineItemsTest] asks for one for
/// each.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Effect {
  /// The dotted keys.
  String[] value();
}
