/**
 * What hosted platforms and CI systems read: Render Blueprints, Railway, Procfile, GitHub Actions, GitLab CI. Stands on the
 * core's values and must not know Compose.
 */
@NullMarked
@CheckReturnValue
package dev.slipway.render;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
