package dev.slipway.testkit.registry;

import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * An {@link EmbeddedRegistry} for the tests of a JUnit class: started before the first one, empty and without recorded
 * requests at the start of each, closed after the last one. Tests that share it must not run at once.
 *
 * <p>Registered with {@code @RegisterExtension} on a static field, it has the settings that it was made with and is asked by
 * {@link #registry()}; with {@code @ExtendWith}, it is open to everybody over http. Both ways it is also passed to
 * parameters of type {@link EmbeddedRegistry}.
 */
public final class RegistryExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(RegistryExtension.class);

  private final ServerSettings settings;
  private volatile Optional<EmbeddedRegistry> running = Optional.empty();

  /** A registry with usual settings, for {@code @ExtendWith}. */
  public RegistryExtension() {
    this(ServerSettings.defaults());
  }

  private RegistryExtension(ServerSettings settings) {
    this.settings = settings;
  }

  /** A registry with any settings. */
  public static RegistryExtension of(ServerSettings settings) {
    return new RegistryExtension(settings);
  }

  /** A registry that is open to everybody, over http. */
  public static RegistryExtension open() {
    return of(ServerSettings.defaults());
  }

  /** A registry that wants a user name and a password, over http. */
  public static RegistryExtension withBasicAuth(String user, String password) {
    return of(ServerSettings.defaults().withAccess(Access.basic(user, password)));
  }

  /** A registry with a token service that wants a user name and a password, over http. */
  public static RegistryExtension withTokens(String user, String password) {
    return of(ServerSettings.defaults().withAccess(Access.tokens(user, password)));
  }

  /** A registry that is open to everybody, over https with {@link EmbeddedRegistry#certificate()}. */
  public static RegistryExtension withTls() {
    return of(ServerSettings.defaults().withTls());
  }

  /**
   * The registry, while tests run.
   *
   * @throws IllegalStateException before and after
   */
  public EmbeddedRegistry registry() {
    return running.orElseThrow(() -> new IllegalStateException(
        "no registry runs; register the extension with @RegisterExtension on a static field, and ask for it in a test"));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    running = Optional.of(in(context));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    EmbeddedRegistry registry = in(context);
    running = Optional.of(registry);
    registry.reset();
  }

  /** That of the outermost class, which is where it was made; it is closed with the store that it is in. */
  private EmbeddedRegistry in(ExtensionContext context) {
    return context.getStore(NAMESPACE).getOrComputeIfAbsent(this, unused -> EmbeddedRegistry.start(settings), EmbeddedRegistry.class);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == EmbeddedRegistry.class;
  }

  @Override
  public EmbeddedRegistry resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return in(context);
  }
}
