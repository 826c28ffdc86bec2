package io.minitidb.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.PropertyNamingStrategies;

/// Binds those components of a record anew that a change touches, and keeps the others: a node
/// checks a change many times faster than it reads its configuration.
final class Rebinding {
  private static final Kebab KEBAB = new Kebab();

  /// As the loader names components.
  private static final class Kebab extends PropertyNamingStrategies.KebabCaseStrategy {
    private static final long serialVersionUID = 1L;

    String of(String component) {
      return translate(component);
    }
  }

  private Rebinding() {}

  /// @param names of the items and sections at the top of the tree that have changed
  /// @throws ConfigException when the values do not fit together
  static <R extends Record> R of(R old, ConfigTree tree, Set<String> names, ObjectMapper mapper) {
    RecordComponent[] components = old.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        String name = KEBAB.of(components[i].getName());
        values[i] =
            names.contains(name)
                ? mapper.treeToValue(
                    tree.root().get(name), mapper.constructType(components[i].getGenericType()))
                : value(old, components[i]);
      }
      return constructor(old, components).newInstance(values);
    } catch (JacksonException e) {
      throw refused(e.getCause() instanceof RuntimeException inner ? inner : e);
    } catch (InvocationTargetException e) {
      throw refused(e.getCause() == null ? e : e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object value(Record old, RecordComponent component)
      throws ReflectiveOperationException {
    component.getAccessor().setAccessible(true);
    return component.getAccessor().invoke(old);
  }

  @SuppressWarnings("unchecked") // the class of an R
  private static <R extends Record> Constructor<R> constructor(R old, RecordComponent[] components)
      throws NoSuchMethodException {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Constructor<R> constructor = (Constructor<R>) old.getClass().getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor;
  }

  private static ConfigException refused(Throwable cause) {
    String why = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return new ConfigException("bad configuration: " + why, cause);
  }
}
